"""What of a window is told by a colour and nothing else: pressed in or not, chosen or not."""

from typing import cast

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QButtonGroup, QWidget

from tests.gui.looked_at import SMALLEST_PIXELS, described, on_its_ground, shown, strong_pixels


def told_by_colour(part: QWidget) -> list[str]:
    """Buttons that show being pressed in, and rows that show being chosen, by a colour and nothing else.

    Whoever sees no colours sees light and dark: as much of it has to change as a short line would.
    """
    faults: list[str] = []
    kinds: set[tuple[type[QWidget], object]] = set()
    for widget in (*shown(part, QAbstractButton), *shown(part, QAbstractItemView)):
        kind = (type(widget), widget.property("look"))
        states = _both_states(widget) if widget.isEnabled() and kind not in kinds else None
        if states is None:
            continue
        kinds.add(kind)
        if strong_pixels(*states) < SMALLEST_PIXELS:
            faults.append(f"{described(widget)} shows its state by nothing but a colour")
    return faults


def _both_states(widget: QWidget) -> tuple[QImage, QImage] | None:
    """A button pressed in and not, a list with its first row chosen and not.

    None for what has no such states, or is out of sight.
    """
    if widget.visibleRegion().boundingRect() != widget.rect():
        return None
    if isinstance(widget, QAbstractButton) and widget.isCheckable():
        return _checked_or_not(widget)
    if isinstance(widget, QAbstractItemView) and widget.model().rowCount():
        return _chosen_or_not(widget)
    return None


def _checked_or_not(button: QAbstractButton) -> tuple[QImage, QImage]:
    group = cast("QButtonGroup | None", button.group())
    was, alone, together = button.isChecked(), button.autoExclusive(), bool(group and group.exclusive())
    button.blockSignals(True)
    button.setAutoExclusive(False)
    if group is not None:
        group.setExclusive(False)
    images = []
    for state in (True, False):
        button.setChecked(state)
        images.append(on_its_ground(button))
    button.setChecked(was)
    button.setAutoExclusive(alone)
    if group is not None:
        group.setExclusive(together)
    button.blockSignals(False)
    return images[0], images[1]


def _chosen_or_not(view: QAbstractItemView) -> tuple[QImage, QImage] | None:
    chosen, row = view.selectionModel(), view.model().index(0, 0)
    is_seen = view.viewport().rect().contains(view.visualRect(row))
    if view.selectionMode() is QAbstractItemView.SelectionMode.NoSelection or not is_seen:
        return None
    was = chosen.selection()
    chosen.blockSignals(True)
    images = []
    for command in (
        chosen.SelectionFlag.ClearAndSelect | chosen.SelectionFlag.Rows,
        chosen.SelectionFlag.Clear,
    ):
        chosen.select(row, command)
        images.append(view.viewport().grab().toImage())
    chosen.select(was, chosen.SelectionFlag.ClearAndSelect)
    chosen.blockSignals(False)
    return images[0], images[1]
