"""A fingerprint is read out of a photograph of its QR code, and out of nothing else."""

from pathlib import Path
from zlib import crc32

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF, QTransform
from PySide6.QtSvg import QSvgRenderer

from app.domain.errors import ContactError, DiskError
from app.domain.identity import Fingerprint, code_text
from app.domain.work import CancelledError, Watch
from app.gui.code_pictures import code_in_bytes, code_in_image, is_picture
from app.reports.qr_code import code_picture, code_texts
from app.services import picture_codes
from app.services.picture_codes import read_code_in

CODE = Fingerprint("0f1e2d3c4b5a69788796a5b4c3d2e1f0" * 2)
OTHER = Fingerprint("ab" * 32)
SIDE = 480


def drawn(text: str, *, ground: int = 255) -> QImage:
    """A code as `contact qr` writes it, on a page."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(ground, ground, ground))
    painter = QPainter(image)
    renderer = QSvgRenderer(code_picture(text).encode())
    renderer.render(painter, QRect(80, 80, SIDE - 160, SIDE - 160).toRectF())
    painter.end()
    return image


def photographed(image: QImage) -> QImage:
    """From aside, turned, out of focus, in poor light, and with a table around it."""
    smooth, exact = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
    square = QPolygonF([QPointF(0, 0), QPointF(SIDE, 0), QPointF(SIDE, SIDE), QPointF(0, SIDE)])
    aside = QPolygonF([QPointF(40, 30), QPointF(470, 0), QPointF(430, 460), QPointF(0, 400)])
    transform = QTransform()
    assert QTransform.quadToQuad(square, aside, transform)
    turned = image.transformed(transform, smooth).transformed(QTransform().rotate(23), smooth)
    width, height = turned.width(), turned.height()
    blurred = turned.scaled(width // 2, height // 2, exact, smooth).scaled(width, height, exact, smooth)
    table = QImage(width + 200, height + 120, QImage.Format.Format_RGB32)
    table.fill(QColor(122, 96, 70))
    painter = QPainter(table)
    painter.drawImage(90, 50, blurred)
    painter.fillRect(table.rect(), QColor(20, 15, 0, 90))
    painter.end()
    return table


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_what_we_draw_is_read_back_also_from_a_photograph(qapp: object, tmp_path: Path, kind: str) -> None:
    straight = drawn(code_text(CODE))
    for name, image in (("straight", straight), ("photographed", photographed(straight))):
        path = tmp_path / f"{name}.{kind}"
        assert image.save(str(path), quality=60)
        assert is_picture(path)
        assert code_in_bytes(path.read_bytes()) == CODE
        if name == "photographed":
            # By the process that is started for it, which has no window.
            assert read_code_in(path, Watch()) == CODE


def test_a_large_photograph_is_made_smaller_first(qapp: object) -> None:
    image = photographed(drawn(code_text(CODE))).scaled(4000, 3000)
    assert code_in_image(image) == CODE


@pytest.mark.parametrize("text", ["https://example.org/", "0" * 63, CODE[:32], "Ғ" * 64, "0" * 640])
def test_a_code_that_holds_anything_else_is_refused(qapp: object, text: str) -> None:
    grey = drawn(text).convertToFormat(QImage.Format.Format_Grayscale8)
    read = code_texts(bytes(grey.constBits()), grey.width(), grey.height(), grey.bytesPerLine())
    assert read == (text,)
    with pytest.raises(ContactError, match="contact.picture_other"):
        code_in_image(drawn(text))


def test_two_codes_in_one_picture_are_none(qapp: object) -> None:
    both = QImage(2 * SIDE, SIDE, QImage.Format.Format_RGB32)
    painter = QPainter(both)
    painter.drawImage(0, 0, drawn(code_text(CODE)))
    painter.drawImage(SIDE, 0, drawn(code_text(OTHER)))
    painter.end()
    with pytest.raises(ContactError, match="contact.picture"):
        code_in_image(both)
    assert code_in_image(both.copy(0, 0, SIDE, SIDE)) == CODE


@pytest.mark.qt_log_ignore("JPEG datastream contains no image")
def test_what_is_no_picture_or_too_much_of_one_is_refused(
    qapp: object, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = tmp_path / "whole.png"
    assert drawn(code_text(CODE)).save(str(whole))
    data = whole.read_bytes()
    # The sizes of the header say 60,000 by 60,000.
    head = data[12:16] + (60_000).to_bytes(4, "big") * 2 + data[24:29]
    vast = data[:12] + head + crc32(head).to_bytes(4, "big") + data[33:]
    for made in (b"", b"GIF89a", data[:100], b"\xff\xd8\xff", b"<svg/>", vast):
        with pytest.raises(ContactError, match="contact.picture"):
            code_in_bytes(made)
    with pytest.raises(DiskError, match="disk.unreadable"):
        read_code_in(tmp_path / "absent.png", Watch())
    with pytest.raises(ContactError, match="contact.picture"):
        code_in_image(QImage())
    # libpng speaks for itself; it tells nothing of the picture.
    assert "libpng error: Read Error" in capfd.readouterr().err


def test_a_decoder_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    """A program that reads nothing and says nothing stands in for a decoder that hangs."""
    (tmp_path / "main.py").write_text("import time\ntime.sleep(600)\n")
    (tmp_path / "a.png").write_bytes(b"x" * 1_000_000)
    monkeypatch.setattr(picture_codes, "root", lambda: tmp_path)
    monkeypatch.setattr(picture_codes, "_AT_MOST_SECONDS", 0.3)
    with pytest.raises(ContactError, match="contact.picture"):
        read_code_in(tmp_path / "a.png", Watch())
    watch = Watch()
    watch.cancel()
    with pytest.raises(CancelledError):
        read_code_in(tmp_path / "a.png", watch)
