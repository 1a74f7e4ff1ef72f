"""Fingerprints out of pictures for the shell: decoded by another process, which holds no keys.

The window decodes pictures itself; here its decoder is started by itself (`main.py --read-code`), is
given the bytes of the picture and answers with a fingerprint or with the code of a refusal.
"""

import subprocess
import sys

from app.domain.errors import ContactError
from app.domain.identity import Fingerprint, fingerprint_of_code
from app.places import root
from app.reports.qr_code import NO_CODE, OTHER_CODE

READ_CODE = "--read-code"
"""What `main.py` is started with to be the decoder."""
_AT_MOST_SECONDS = 60


def read_code(picture: bytes) -> Fingerprint:
    """The one fingerprint in a PNG or JPEG; ContactError `contact.picture`, `.picture_other`.

    One that kills its decoder or keeps it busy for a minute holds none; `MAX_PICTURE_BYTES` at the most.
    """
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, str(root() / "main.py")]
    try:
        ended = subprocess.run(
            [*program, READ_CODE],
            input=picture,
            stdout=subprocess.PIPE,
            # The decoders of pictures speak for themselves there.
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=_AT_MOST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise ContactError(NO_CODE) from None
    said = ended.stdout.decode("ascii", errors="replace").strip()
    code = fingerprint_of_code(said)
    if code is None:
        raise ContactError(OTHER_CODE if said == OTHER_CODE else NO_CODE)
    return code
