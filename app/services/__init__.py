"""Use cases: what a person can do, for window and shell alike."""
