"""One opener at a time: an operating-system lock on the file `open`, which is never replaced.

The lock ends with the process that held it, however it ends.
"""

import errno
import os
import sys
from pathlib import Path

from app.domain.errors import DiskError, VaultError

if sys.platform == "win32":
    import msvcrt

    def _seize(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class VaultLock:
    """Held from construction to `release`."""

    def __init__(self, path: Path) -> None:
        """Take the lock on `path`, making the empty file if it is not there.

        Raises VaultError `vault.in_use`, DiskError `disk.unwritable`.
        """
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOINHERIT", 0), 0o600)
        except OSError as error:
            raise DiskError("disk.unwritable") from error
        try:
            _seize(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            if error.errno in (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS):
                # A share that knows no locks: two could open the vault there, so nobody does.
                raise DiskError("disk.unwritable") from error
            raise VaultError("vault.in_use") from error

    def release(self) -> None:
        """Let the next one in."""
        os.close(self._descriptor)
