"""The body map as PNG, as PDF and on paper: the SVG that the shell writes, painted."""

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

_PIXELS_A_UNIT = 2
_DOTS_AN_INCH = 300


def svg_as_png(pages: Sequence[bytes]) -> bytes:
    """The one page in pixels, fit for print at the width of a sheet."""
    (svg,) = pages
    renderer = QSvgRenderer(QByteArray(svg))
    image = QImage(renderer.defaultSize() * _PIXELS_A_UNIT, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def svgs_as_pdf(pages: Sequence[bytes]) -> bytes:
    """One A4 sheet for each page; the file says nothing of who made it with what, nor of the incident."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setCreator("")
    writer.setResolution(_DOTS_AN_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())
    paint_pages(writer, pages)
    return bytes(buffer.data().data())


def paint_pages(device: QPagedPaintDevice, pages: Sequence[bytes]) -> bool:
    """Each page as large as a sheet of the device allows; False where it cannot be painted on."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    for number, svg in enumerate(pages):
        if number:
            device.newPage()
        renderer = QSvgRenderer(QByteArray(svg))
        sheet = painter.viewport()
        fitting = renderer.defaultSize().scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        renderer.render(painter, QRectF(QPointF(), QSizeF(fitting)))
    return painter.end()
