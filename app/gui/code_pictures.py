"""Fingerprints out of pictures: a photograph of somebody's QR code, from a file or the clipboard.

Qt decodes them: PNG and JPEG alone, and none that is larger than a camera's. A file is decoded by a process
that does nothing else (`answer`; started by `services.picture_codes`). What lies on the clipboard Qt has
decoded already when we are given it.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader

from app.domain.errors import ContactError
from app.domain.identity import Fingerprint, fingerprint_of_code
from app.reports.qr_code import NO_CODE, OTHER_CODE, code_texts

MAX_PICTURE_BYTES = 32 * 1024 * 1024
MAX_PICTURE_PIXELS = 64 * 1024 * 1024
FORMATS = (b"png", b"jpeg")
_HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_LONGEST_SIDE = 2048
"""What is larger is made smaller before a code is looked for in it: it is found as well, and sooner."""


def answer() -> int:
    """Be the decoder: a picture on standard input, a fingerprint or a refusal's code as answer."""
    try:
        said = str(code_in_bytes(sys.stdin.buffer.read(MAX_PICTURE_BYTES + 1)))
    except ContactError as error:
        said = error.code
    sys.stdout.write(said)
    return 0


def is_picture(path: Path) -> bool:
    """Whether a file begins as a picture does that could be read here."""
    try:
        with path.open("rb") as file:
            return file.read(8).startswith(_HEADS)
    except OSError:
        return False


def code_in_bytes(data: bytes) -> Fingerprint:
    """The one fingerprint in a picture's file; ContactError `contact.picture`, `.picture_other`."""
    kind = next((kind for kind, head in zip(FORMATS, _HEADS, strict=True) if data.startswith(head)), None)
    if kind is None or len(data) > MAX_PICTURE_BYTES:
        raise ContactError(NO_CODE)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MAX_PICTURE_PIXELS:
        raise ContactError(NO_CODE)
    return code_in_image(reader.read())


def code_in_image(image: QImage) -> Fingerprint:
    """The one fingerprint in a picture that is decoded; two different ones are none."""
    if image.isNull():
        raise ContactError(NO_CODE)
    found, texts = set[Fingerprint](), tuple[str, ...]()
    for side in (_LONGEST_SIDE, _LONGEST_SIDE // 2):
        grey = _not_larger(image, side).convertToFormat(QImage.Format.Format_Grayscale8)
        texts = code_texts(bytes(grey.constBits()), grey.width(), grey.height(), grey.bytesPerLine())
        found = {code for code in map(fingerprint_of_code, texts) if code is not None}
        if found:
            break
    if len(found) != 1:
        raise ContactError(OTHER_CODE if texts and not found else NO_CODE)
    return found.pop()


def _not_larger(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(side, side, keep, smooth)
