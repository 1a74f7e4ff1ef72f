"""Daftar: without arguments the window, with a command the shell."""

import sys

from app.words import choose_language, translate


def main() -> int:
    """Start what was asked for; the exit code is the shell's (see README.md)."""
    if len(sys.argv) == 1:
        choose_language(None)
        sys.stderr.write(
            translate("The window comes in a later version; “--help” lists the commands.") + "\n"
        )
        return 2
    from app.cli import main as shell

    return shell()


if __name__ == "__main__":
    sys.exit(main())
