"""What a person would find wrong with a window, measured on real widgets and real pixels.

Every function takes a shown window, or a part of one, and answers with sentences: one for each
fault, none where all is well. `test_looked_at.py` proves that each of them finds its fault.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QImage
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitter,
    QSplitterHandle,
    QStackedWidget,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

Kind = TypeVar("Kind", bound=QWidget)

READABLE, VISIBLE = 4.5, 3.0
LARGE_PIXELS, LARGE_BOLD_PIXELS = 24, 18.66
SMALLEST_PIXELS = 24
PIECE_PIXELS = 64
_MADE_OF_PARTS = (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QSplitter,
    QStackedWidget,
)
"""Their parts lie on each other by intent."""
_PARTED = re.compile(
    r'transform="matrix\(1,0,0,1,(?P<dx>[-\d.]+),(?P<dy>[-\d.]+)\)"'
    r'|<text fill="(?P<colour>#\w{6})"[^>]*? x="(?P<x>[-\d.]+)" y="(?P<y>[-\d.]+)"'
    r'[^>]*?font-size="(?P<size>\d+)" font-weight="(?P<weight>\d+)"[^>]*>(?P<text>[^<]*)</text>'
)


@lru_cache(maxsize=4096)
def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2, of a colour like #1f2123."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True, slots=True)
class PaintedText:
    """A piece of a line as it was painted: where, how large, in which colour."""

    text: str
    colour: str
    place: QRect
    pixels: int
    bold: bool

    @property
    def is_large(self) -> bool:
        """Whether WCAG counts it as large."""
        return self.pixels >= (LARGE_BOLD_PIXELS if self.bold else LARGE_PIXELS)


def painted_texts(part: QWidget) -> list[PaintedText]:
    """Everything that is written on a part of a window, in the colours that it is written in."""
    drawing = QByteArray()
    buffer = QBuffer(drawing)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(part.size())
    generator.setViewBox(part.rect())
    generator.setResolution(96)
    part.render(generator)
    texts, at = [], QPoint()
    for found in _PARTED.finditer(drawing.toStdString()):
        if found["dx"] is not None:
            at = QPoint(round(float(found["dx"])), round(float(found["dy"])))
            continue
        text, pixels, bold = html.unescape(found["text"]), int(found["size"]), int(found["weight"]) >= 600
        baseline = at + QPoint(round(float(found["x"])), round(float(found["y"])))
        place = _written_at(text, baseline, part.font().family(), pixels, bold=bold)
        texts.append(PaintedText(text, found["colour"], place, pixels, bold))
    return texts


def unreadable(part: QWidget) -> list[str]:
    """Text that stands out too little from what is really behind it: 4.5 to 1, large text 3 to 1."""
    image, faults = part.grab().toImage(), []
    for each in painted_texts(part):
        place = each.place.intersected(part.rect())
        if not each.text.strip() or place.width() < 2 or place.height() < each.pixels // 2:
            continue
        ground = _most_frequent(image, place)
        ratio = contrast(each.colour, ground)
        if ratio < (VISIBLE if each.is_large else READABLE):
            faults.append(f"“{each.text}” {each.colour} on {ground}: {ratio:.2f}")
    return faults


def faint(part: QWidget) -> list[str]:
    """Icons that stand out too little: 3 to 1."""
    faults = []
    for widget in shown(part, QWidget):
        is_icon = isinstance(widget, QAbstractButton) and not widget.text() and not widget.icon().isNull()
        is_picture = isinstance(widget, QLabel) and not widget.pixmap().isNull()
        is_seen = widget.visibleRegion().boundingRect() == widget.rect()
        if not (is_icon or is_picture) or not widget.isEnabled() or not is_seen:
            continue
        image = on_its_ground(widget)
        ground = _most_frequent(image, image.rect())
        best = max(contrast(colour, ground) for colour in _colours(image))
        if best < VISIBLE:
            faults.append(f"{described(widget)}: {best:.2f}")
    return faults


def cut_off(part: QWidget) -> list[str]:
    """Text that is wider or higher than its room, and controls that reach out of what holds them."""
    faults = []
    for widget in shown(part, QWidget):
        faults += [f"{described(widget)}: {fault}" for fault in (*_too_long(widget), *_reaches_out(widget))]
    return faults


def elided(part: QWidget, whole: Iterable[str]) -> list[str]:
    """What had to be painted whole, such as the dates of a list, and was not."""
    # A sign of another font is painted by itself.
    written = "".join(each.text for each in painted_texts(part))
    return [text for text in whole if text and text not in written]


def overlapping(part: QWidget) -> list[str]:
    """Parts of one thing that lie on each other."""
    faults = []
    for parent in (part, *shown(part, QWidget)):
        if isinstance(parent, _MADE_OF_PARTS):
            continue
        children = [
            each
            for each in parent.children()
            if isinstance(each, QWidget) and each.isVisible() and not each.isWindow()
        ]
        for place, one in enumerate(children):
            faults += [
                f"{described(one)} lies on {described(other)}"
                for other in children[place + 1 :]
                if one.geometry().intersects(other.geometry())
            ]
    return faults


def unnamed(part: QWidget) -> list[str]:
    """Controls of which a screen reader has nothing to say but their kind."""
    faults = []
    for widget in focusable(part):
        interface = QAccessible.queryAccessibleInterface(widget)
        if not interface.text(QAccessible.Text.Name).strip():
            faults.append(described(widget))
    return faults


def unlabelled(part: QWidget) -> list[str]:
    """Controls to write or choose in whose name is not beside them, for whoever sees it."""
    words = {each.text().partition("  ·  ")[0] for each in shown(part, QLabel) if each.text().strip()}
    faults = []
    for widget in focusable(part):
        if not isinstance(widget, QLineEdit | QPlainTextEdit | QComboBox):
            continue
        if isinstance(widget, QComboBox):
            # What has always something chosen says by that what it is for.
            is_told = widget.currentText() not in ("", "—")
        else:
            hint = widget.placeholderText()
            is_told = bool(hint) and hint in widget.accessibleName()
        if not is_told and not any(each in widget.accessibleName() for each in words):
            faults.append(f"{described(widget)} has no label")
    return faults


def too_small(part: QWidget, least_pixels: int = SMALLEST_PIXELS) -> list[str]:
    """Controls that a worn touchpad does not hit."""
    controls = {*focusable(part), *shown(part, QAbstractButton)}
    return [
        f"{described(widget)}: {widget.width()}×{widget.height()}"
        for widget in controls
        if min(widget.width(), widget.height()) < least_pixels and not isinstance(widget, QScrollBar)
    ]


def shown(part: QWidget, kind: type[Kind]) -> Iterator[Kind]:
    """Every widget of a kind below `part` that is on the screen, or would be if one scrolled."""
    for child in part.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            if isinstance(child, kind) and not child.size().isEmpty():
                yield child
            yield from shown(child, kind)


def focusable(part: QWidget) -> list[QWidget]:
    """Whatever the Tab key can stop at."""
    return [
        widget
        for widget in shown(part, QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isEnabled()
        and widget.focusProxy() is None
    ]


def described(widget: QWidget) -> str:
    """Kind and words of a widget, for whoever has to find it."""
    words = widget.accessibleName()
    if isinstance(widget, QLabel | QAbstractButton):
        words = words or widget.text()
    elif isinstance(widget, QComboBox):
        words = f"{words}: {widget.currentText()}"
    holder = widget.parentWidget()
    return f"{type(widget).__name__} “{words}” in {type(holder).__name__}"


def on_its_ground(widget: QWidget) -> QImage:
    """A widget as it is seen, with what shines through it."""
    window = widget.window()
    return window.grab(QRect(widget.mapTo(window, QPoint()), widget.size())).toImage()


def strong_pixels(before: QImage, after: QImage) -> int:
    """How many pixels of a picture have changed by at least 3 to 1."""
    one, other = _pixels(before), _pixels(after)
    if len(one) != len(other):
        return len(other)
    changes: Counter[tuple[int, int]] = Counter()
    for start in range(0, len(one), PIECE_PIXELS):
        pieces = one[start : start + PIECE_PIXELS], other[start : start + PIECE_PIXELS]
        if bytes(pieces[0]) != bytes(pieces[1]):
            changes.update(pair for pair in zip(*pieces, strict=True) if pair[0] != pair[1])
    return sum(count for (old, new), count in changes.items() if contrast(_hex(old), _hex(new)) >= VISIBLE)


def _too_long(widget: QWidget) -> Iterator[str]:
    """Whether the words of a widget find room in it."""
    if isinstance(widget, QLabel):
        yield from _label_too_long(widget)
    elif isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        room = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
        )
        yield from _more(widget.fontMetrics().horizontalAdvance(option.currentText), room.width(), "wide")
    elif isinstance(widget, QAbstractButton):
        needed = widget.minimumSizeHint()
        # A layout of its own in a button stands for its words.
        if not isinstance(widget, QToolButton) or widget.text():
            yield from _more(needed.width(), widget.width(), "wide")
            yield from _more(needed.height(), widget.height(), "high")
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        # What is typed scrolls; what is only hinted at does not.
        hint = widget.placeholderText()
        yield from _more(widget.fontMetrics().horizontalAdvance(hint), widget.contentsRect().width(), "wide")


def _label_too_long(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    if not label.wordWrap():
        yield from _more(label.sizeHint().width(), label.width(), "wide")
        yield from _more(label.sizeHint().height(), label.height(), "high")
        return
    yield from _more(label.heightForWidth(label.width()), label.height(), "high")
    widest = label.fontMetrics().boundingRect(
        QRect(0, 0, label.contentsRect().width(), 0), Qt.TextFlag.TextWordWrap, label.text()
    )
    yield from _more(widest.width(), label.contentsRect().width(), "wide")


def _more(needed: int, room: int, how: str) -> Iterator[str]:
    if needed > room:
        yield f"{needed} px {how}, room for {room}"


def _reaches_out(widget: QWidget) -> Iterator[str]:
    """Whether a widget ends where what holds it ends; what scrolls may be longer than its view."""
    if isinstance(widget, QSplitterHandle) or isinstance(widget.parentWidget(), QComboBox):
        return
    holder = widget.parentWidget()
    if holder is None:
        return
    view = holder.parentWidget()
    if isinstance(view, QAbstractScrollArea) and view.viewport() is holder:
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if view.horizontalScrollBarPolicy() == never:
            yield from _more(widget.width(), holder.width(), "wide")
        if view.verticalScrollBarPolicy() == never:
            yield from _more(widget.height(), holder.height(), "high")
    elif not holder.rect().contains(widget.geometry()):
        yield f"{_numbers(widget.geometry())} reaches out of {holder.width()}×{holder.height()}"


def _numbers(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"


def _written_at(text: str, baseline: QPoint, family: str, pixels: int, *, bold: bool) -> QRect:
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setBold(bold)
    metrics = QFontMetrics(font)
    return QRect(
        baseline.x(), baseline.y() - metrics.ascent(), metrics.horizontalAdvance(text), metrics.height()
    )


def _most_frequent(image: QImage, place: QRect) -> str:
    return _hex(Counter(_pixels(image.copy(place))).most_common(1)[0][0])


def _colours(image: QImage) -> set[str]:
    return {_hex(each) for each in set(_pixels(image))}


def _pixels(image: QImage) -> memoryview:
    """One number a pixel, 0xffrrggbb."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    # A copy: what `constBits` shows lives no longer than its image.
    return memoryview(bytes(plain.constBits())).cast("I")


def _hex(pixel: int) -> str:
    return f"#{pixel & 0xFFFFFF:06x}"
