"""Starts the program over and over without its imports: one command line in, one process id out.

    python launcher.py vault info …    {"arguments": […], "answer": "file for standard output"}  →  4711

Every child is a fork of a process that has imported, and opened a vault once; it runs its command
line as `main.py` would.
"""

import json
import os
import signal
import sys
from functools import cache
from pathlib import Path

from app.cli.shell import run
from app.crypto import keyslots


def main() -> None:
    """Run the command line of our own arguments, then serve requests until standard input ends."""
    keyslots._stretch = cache(keyslots._stretch)  # a passphrase is stretched once for all children
    if sys.argv[1:]:
        _warm_up(sys.argv[1:])
    print("ready", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children here
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_become(request["arguments"], Path(request["answer"])))
        print(child, flush=True)


def _warm_up(arguments: list[str]) -> None:
    own = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    run(arguments)
    os.dup2(own, 1)


def _become(arguments: list[str], answer: Path) -> int:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    for descriptor, path, flags in ((0, os.devnull, os.O_RDONLY), (1, answer, os.O_WRONLY)):
        os.dup2(os.open(path, flags), descriptor)
    return run(arguments)


if __name__ == "__main__":
    main()
