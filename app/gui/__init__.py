"""The window: the only importer of PySide6. Pages and widgets over the same services as the shell."""
