"""Fingerprints out of pictures: decoded by another process, which holds no keys.

Decoders of pictures are large, and pictures come from outside. So `main.py --read-code` is started for
each: it reads the picture from its standard input and answers with a fingerprint or a refusal's code.
"""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import ContactError
from app.domain.identity import Fingerprint, fingerprint_of_code
from app.domain.work import Watch
from app.places import root
from app.reports.qr_code import NO_CODE, OTHER_CODE
from app.services.input_files import reading
from app.words import N_

READ_CODE = "--read-code"
"""What `main.py` is started with to be the decoder."""
READING = N_("Looking for a code in the picture")
_AT_MOST_SECONDS, _LOOK_SECONDS = 60.0, 0.1


def read_code_in(path: Path, watch: Watch) -> Fingerprint:
    """As `read_code`, of the file at a path; DiskError `disk.unreadable`."""
    with reading(path) as picture:
        return read_code(picture, watch)


def read_code(picture: BinaryIO, watch: Watch) -> Fingerprint:
    """The one fingerprint in a PNG or JPEG: a file of the system's, of which nothing has been read.

    One that kills its decoder or keeps it busy for a minute holds none. Raises ContactError
    `contact.picture`, `.picture_other`; CancelledError.
    """
    said = _decoded(picture, watch)
    code = fingerprint_of_code(said)
    if code is None:
        raise ContactError(OTHER_CODE if said == OTHER_CODE else NO_CODE)
    return code


def _decoded(picture: BinaryIO, watch: Watch) -> str:
    """What the decoder says; nothing where it says nothing in time."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, str(root() / "main.py")]
    until = time.monotonic() + _AT_MOST_SECONDS
    with subprocess.Popen(
        [*program, READ_CODE],
        stdin=picture,
        stdout=subprocess.PIPE,
        # The decoders of pictures speak for themselves there.
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            while time.monotonic() < until:
                watch.tick(READING, 0)
                with suppress(subprocess.TimeoutExpired):
                    answer, _ = process.communicate(timeout=_LOOK_SECONDS)
                    return str(answer, "ascii", "replace").strip()
        finally:
            process.kill()
    return ""
