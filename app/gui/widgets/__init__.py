"""Small reusable pieces; each is a widget with a value, a signal that it changed, and a name."""
