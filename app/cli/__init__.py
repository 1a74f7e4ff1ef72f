"""The shell: the same services as the window's, one command at a time.

    main.py [--vault DIR] [--passphrase-file FILE|-] [--yes] [--json] [--language L] GROUP COMMAND ...

Exit codes: 0 done, 1 a bug of ours, 2 wrong usage, 3 refused, 4 cancelled.
"""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (`sys.argv` where None is given) and return its exit code."""
    # Imported here: the window starts without click.
    from app.cli.shell import run

    return run(arguments)
