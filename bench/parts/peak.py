"""Runs a command and appends the most memory that it ever held, in bytes, to a file.

peak.py FILE COMMAND…     to be run by `python -I -S`

A process inherits the peak of the one that started it; that is why this one imports nothing:
what needs less than its 10 MB shows as these.
"""

import os
import sys

if __name__ == "__main__":
    child = os.fork()
    if not child:
        os.execvp(sys.argv[2], sys.argv[2:])
    status, usage = os.wait4(child, 0)[1:]
    with open(sys.argv[1], "a") as file:
        file.write(f"{usage.ru_maxrss * (1 if sys.platform == 'darwin' else 1024)}\n")
    sys.exit(os.waitstatus_to_exitcode(status) != 0)
