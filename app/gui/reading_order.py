"""The order in which the Tab key goes through a window: as one reads, however late a field was made.

Qt goes in the order in which widgets were made; ours are made when they are needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget

T = TypeVar("T", bound=QObject)


class FreelyPlaced(QWidget):
    """A widget whose children lie in no layout, such as marks on a picture."""

    def in_order(self) -> Iterable[QWidget]:
        """Its children as one goes through them."""
        raise NotImplementedError


def next_stop(part: QWidget, present: QWidget | None, *, forward: bool) -> QWidget | None:
    """Where the Tab key, or Shift and Tab, goes from `present`; round to the other end from the last."""
    order = _shown(part)
    while present is not None and present not in order:
        present = present.parentWidget()
    if forward:
        begin = 0 if present is None else order.index(present) + 1
        ahead = order[begin:] + order[:begin]
    else:
        begin = 0 if present is None else order.index(present)
        ahead = order[:begin][::-1] + order[begin:][::-1]
    return next(filter(_is_stop, ahead), None)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll what it lies in; Qt does that only where the focus was in there already."""
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def _is_stop(widget: QWidget) -> bool:
    takes_it = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return takes_it and widget.isEnabled() and widget.focusProxy() is None


def _shown(part: QWidget) -> list[QWidget]:
    """A widget and all that is shown in it, in the order of its layouts."""
    found = [part]
    for child in _children(part):
        if not child.isHidden():
            found += _shown(child)
    return found


def _children(part: QWidget) -> Iterator[QWidget]:
    layout = part.layout()
    if isinstance(part, FreelyPlaced):
        yield from part.in_order()
    elif isinstance(part, QSplitter):
        yield from filter(None, (part.widget(place) for place in range(part.count())))
    elif isinstance(part, QStackedWidget):
        yield from filter(None, (part.currentWidget(),))
    elif isinstance(part, QScrollArea):
        yield from filter(None, (part.widget(),))
    elif layout is not None:
        yield from _laid_out(layout, _own(part, QWidget))


def _laid_out(layout: QLayout, widgets: Sequence[QWidget]) -> Iterator[QWidget]:
    """Those of the widgets that lie in a layout. No layout is asked for its items.

    What `itemAt` gives stays with Python when Qt has deleted the item, and passes for whatever comes to
    lie in its place: a style, for one (seen with PySide6 6.11).
    """
    placed: list[tuple[int, QLayout | QWidget]] = [(layout.indexOf(each), each) for each in widgets]
    placed += [(layout.indexOf(each), each) for each in _own(layout, QLayout)]
    for place, each in sorted(placed, key=lambda found: found[0]):
        if isinstance(each, QLayout):
            yield from _laid_out(each, widgets)
        elif place >= 0:
            yield each


def _own(parent: QObject, kind: type[T]) -> list[T]:
    return parent.findChildren(kind, options=Qt.FindChildOption.FindDirectChildrenOnly)
