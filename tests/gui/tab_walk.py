"""A walk through a window with the Tab key: where it stops, in which order, and whether one sees it."""

from typing import cast

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QRadioButton,
    QWidget,
)

from tests.gui.looked_at import described, focusable, strong_pixels

MOST_STOPS = 1_000


def walk(window: QWidget) -> tuple[list[QWidget], list[str]]:
    """Press Tab until one is back where one began: the stops, and what was wrong on the way."""
    window.setFocus()
    stops: list[QWidget] = []
    faults: list[str] = []
    kinds: set[tuple[type[QWidget], object]] = set()
    while len(stops) < MOST_STOPS:
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now in stops and (now is stops[-1] or now is not stops[0]) and len(focusable(window)) > 1:
            faults.append(f"{described(now)} is not left by the Tab key")
            break
        if now is None or now in stops:
            break
        if stops and _is_backwards(window, stops[-1], now):
            faults.append(f"{described(stops[-1])} is followed by {described(now)}")
        # One of a kind shows its focus as the others do.
        kind = (type(now), now.property("look"))
        if kind not in kinds and not _is_seen(now):
            faults.append(f"{described(now)} does not show that it has the focus")
        stops.append(now)
        kinds.add(kind)
    faults += [f"{described(each)} is not reached" for each in focusable(window) if not _is_met(each, stops)]
    return stops, faults


def _is_met(widget: QWidget, stops: list[QWidget]) -> bool:
    """Of radio buttons that belong together only one is a stop; the arrow keys reach the others."""
    if widget in stops:
        return True
    return any(each in stops for each in _together(widget))


def _together(widget: QWidget) -> list[QAbstractButton]:
    if not isinstance(widget, QAbstractButton):
        return []
    group = cast("QButtonGroup | None", widget.group())
    if group is not None:
        return list(group.buttons()) if group.exclusive() else []
    if not isinstance(widget, QRadioButton) or not widget.autoExclusive():
        return []
    holder = widget.parentWidget() or widget
    return [each for each in holder.findChildren(QRadioButton) if each.autoExclusive()]


def _is_backwards(window: QWidget, before: QWidget, now: QWidget) -> bool:
    """Whether one reads `now` before `before`: above it, or left of it on the same line.

    What begins right of the end of `before` is another column, and begins at its own top.
    """
    first, second = _place(window, before), _place(window, now)
    if second.left() >= first.right():
        return False
    if second.bottom() <= first.top():
        return True
    same_line = abs(first.center().y() - second.center().y()) < min(first.height(), second.height()) // 2
    return same_line and second.right() <= first.left()


def _place(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def _is_seen(widget: QWidget) -> bool:
    """Whether the focus changes as many pixels by 3 to 1 as a line below the control would have."""
    focused = widget.grab().toImage()
    widget.clearFocus()
    left = widget.grab().toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    if not isinstance(widget, QAbstractItemView):
        # The ring, and not a word that has moved a little.
        for image in (left, focused):
            _empty_inside(image, widget)
    return strong_pixels(left, focused) >= min(widget.width(), focused.width())


def _empty_inside(image: QImage, widget: QWidget) -> None:
    """Paint over what lies further in than a ring."""
    painter = QPainter(image)
    band = max(5, widget.fontMetrics().height() // 3)
    painter.fillRect(image.rect().adjusted(band, band, -band, -band), Qt.GlobalColor.black)
    painter.end()
