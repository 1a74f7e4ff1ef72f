"""Daftar: without arguments the window, with a command the shell."""

import gc
import sys


def main() -> int:
    """Start what was asked for; the exit code is the shell's (see README.md)."""
    from app.protection import protect

    protect()
    if sys.argv[1:] == ["--read-code"]:
        from app.gui.code_pictures import answer as start
    elif len(sys.argv) > 1:
        from app.cli import main as start
    else:
        # Nothing that is loaded now is garbage; what comes later is collected by the window's lanes.
        gc.disable()
        from app.gui.application import start
    return start()


if __name__ == "__main__":
    sys.exit(main())
