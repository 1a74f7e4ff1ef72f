"""The body on which injuries are marked: click to place a mark, drag or push it, Enter for what it is.

Each mark is a small button of its own, so that Tab goes from mark to mark and a screen reader names
each. The figure is painted from the same polygons as the picture that is handed out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from app.domain.body import EXTENT, Drawing, Points, Region, Side
from app.gui.reading_order import FreelyPlaced
from app.gui.theme import Colours, Theme
from app.reports.body_map import sides_shown
from app.words import translate

CANVAS_HEIGHT = 440
STEP, LARGE_STEP = 50, 500
"""How far an arrow key pushes a mark, and how far with Shift."""
_MOST_OF_SCREEN = 0.8
"""However large the scale, all of the figure is to be seen at once."""
_MARK_PIXELS, _ROOM_BELOW, _ROOM_AROUND = 24, 22, 8
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class ShownMark:
    """One mark: the id of its injury, its number, its place on the drawing, what it is called."""

    id: str
    number: int
    x: int
    y: int
    name: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """A drawing that fills an area of a widget: points of the one as points of the other."""

    area: QRectF

    def point_of(self, x: int, y: int) -> QPointF:
        """Where a point of the drawing lies on the widget."""
        across, down = x * self.area.width() / EXTENT, y * self.area.height() / EXTENT
        return QPointF(self.area.left() + across, self.area.top() + down)

    def place_of(self, point: QPointF) -> tuple[int, int]:
        """Which point of the drawing lies there, kept within it."""
        x = round((point.x() - self.area.left()) * EXTENT / self.area.width())
        y = round((point.y() - self.area.top()) * EXTENT / self.area.height())
        return max(0, min(x, EXTENT)), max(0, min(y, EXTENT))


class BodyCanvas(FreelyPlaced):
    """One view of one figure with its marks."""

    placed = Signal(int, int)
    """Somebody clicked on the figure: x and y on the drawing."""
    moved = Signal(str, int, int)
    """A mark was brought to another place on the figure."""
    opened = Signal(str)
    removed = Signal(str)
    pointed = Signal(object)
    """The region below the pointer, None beside the figure."""

    def __init__(self, drawing: Drawing, theme: Theme) -> None:
        super().__init__()
        self.drawing, self.theme = drawing, theme
        self.marks: dict[str, MarkButton] = {}
        self._lit: Region | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        room = self.screen().availableSize().height()
        self.setFixedHeight(min(theme.pixels(CANVAS_HEIGHT), round(room * _MOST_OF_SCREEN)))
        self.setMinimumWidth(theme.pixels(_MARK_PIXELS))

    def show_drawing(self, drawing: Drawing) -> None:
        """Show another figure or view."""
        if drawing != self.drawing:
            self.drawing, self._lit = drawing, None
            self._arrange()
            self.update()

    def show_marks(self, marks: Sequence[ShownMark]) -> None:
        """Show these and no others; a mark that stays keeps the focus."""
        wanted = {mark.id for mark in marks}
        for identifier in [each for each in self.marks if each not in wanted]:
            gone = self.marks.pop(identifier)
            gone.hide()
            gone.deleteLater()
        shown = dict[str, MarkButton]()
        for mark in marks:
            button = shown[mark.id] = self.marks.get(mark.id) or MarkButton(self, mark)
            button.show_mark(mark)
            button.show()
        self.marks = shown
        self._arrange()

    def in_order(self) -> Iterable[QWidget]:
        """The Tab key goes from mark to mark by their numbers."""
        return self.marks.values()

    def light(self, region: Region | None) -> None:
        """Show where a part of the body lies."""
        if region != self._lit:
            self._lit = region
            self.update()

    @property
    def fitted(self) -> Fitted:
        """Where the drawing lies on the widget now."""
        around, below = self.theme.pixels(_ROOM_AROUND), self.theme.pixels(_ROOM_BELOW)
        room = QRectF(self.rect()).adjusted(around, around, -around, -around - below)
        shape = self.drawing.width_per_mille / 1000
        height = max(1.0, min(room.height(), room.width() / shape))
        width = height * shape
        return Fitted(QRectF(room.center().x() - width / 2, room.top(), width, height))

    def move_mark(self, mark: ShownMark, x: int, y: int) -> bool:
        """Bring a mark elsewhere if the figure is there; whether it is."""
        x, y = max(0, min(x, EXTENT)), max(0, min(y, EXTENT))
        if self.drawing.region_at(x, y) is None:
            return False
        if (x, y) != (mark.x, mark.y):
            self.moved.emit(mark.id, x, y)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on the figure places a mark."""
        x, y = self.fitted.place_of(event.position())
        if event.button() == Qt.MouseButton.LeftButton and self.drawing.region_at(x, y) is not None:
            self.placed.emit(x, y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """What the pointer is on is lit."""
        region = self.drawing.region_at(*self.fitted.place_of(event.position()))
        self.setCursor(Qt.CursorShape.CrossCursor if region else Qt.CursorShape.ArrowCursor)
        self.light(region)
        self.pointed.emit(region)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is pointed at."""
        super().leaveEvent(event)
        self.light(None)
        self.pointed.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The marks go with the figure."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The figure, and which side is which."""
        colours, area = self.theme.colours, self.fitted.area
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_figure(painter, self.drawing, area, colours, self._lit)
        painter.setFont(self.theme.font("small"))
        painter.setPen(QColor(colours.quiet))
        below = QRectF(0, area.bottom(), self.width(), self.theme.pixels(_ROOM_BELOW))
        for side, x in sides_shown(self.drawing):
            on_left = x < EXTENT // 2
            edge = below.width() / 2
            half = below.adjusted(0, 0, -edge, 0) if on_left else below.adjusted(edge, 0, 0, 0)
            painter.drawText(half, Qt.AlignmentFlag.AlignCenter, side_name(side))
        painter.end()
        event.accept()

    def _arrange(self) -> None:
        for button in self.marks.values():
            button.move_to(self.fitted.point_of(button.mark.x, button.mark.y))


class MarkButton(QAbstractButton):
    """One mark: a numbered disc that can be dragged, pushed with the arrow keys, opened and removed."""

    def __init__(self, canvas: BodyCanvas, mark: ShownMark) -> None:
        super().__init__(canvas)
        self.mark = mark
        self._canvas = canvas
        self._held: QPoint | None = None
        self._dragged = False
        side = canvas.theme.pixels(_MARK_PIXELS)
        self.setFixedSize(QSize(side, side))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.clicked.connect(lambda _checked: canvas.opened.emit(self.mark.id))
        self.show_mark(mark)

    def show_mark(self, mark: ShownMark) -> None:
        """The same mark as it is now."""
        self.mark = mark
        self.setAccessibleName(mark.name)
        self.setAccessibleDescription(
            translate("Arrow keys move it, with Shift farther; Enter opens it, Delete removes it.")
        )
        self.update()

    def move_to(self, point: QPointF) -> None:
        """Stand with the middle there."""
        self.move((point - QPointF(self.width() / 2, self.height() / 2)).toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Push, open, remove."""
        key, mark = Qt.Key(event.key()), self.mark
        if key in _ARROWS:
            far = LARGE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
            right, down = _ARROWS[key]
            self._canvas.move_mark(mark, mark.x + right * far, mark.y + down * far)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._canvas.opened.emit(mark.id)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._canvas.removed.emit(mark.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held, self._dragged = event.position().toPoint(), False
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag it."""
        if self._held is None:
            return
        away = event.position().toPoint() - self._held
        if self._dragged or away.manhattanLength() >= QApplication.startDragDistance():
            self._dragged = True
            self.move(self.pos() + away)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go: it stays if the figure is there, else it goes back; without a drag it opens."""
        held, self._held = self._held, None
        if held is None:
            return
        if self._dragged:
            middle = QPointF(self.pos()) + QPointF(self.width() / 2, self.height() / 2)
            if not self._canvas.move_mark(self.mark, *self._canvas.fitted.place_of(middle)):
                self.move_to(self._canvas.fitted.point_of(self.mark.x, self.mark.y))
        else:
            self._canvas.opened.emit(self.mark.id)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A disc with its number; a ring around it where the focus is."""
        theme = self._canvas.theme
        colours, inset = theme.colours, theme.pixels(3)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(QColor(colours.raised), theme.pixels(1)))
        painter.setBrush(QColor(colours.danger))
        painter.drawEllipse(disc)
        if self.hasFocus():
            ring, half = theme.pixels(2), theme.pixels(2) / 2
            painter.setPen(QPen(QColor(colours.accent), ring))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(self.rect()).adjusted(half, half, -half, -half))
        painter.setPen(QColor(colours.raised))
        painter.setFont(theme.font("small", bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self.mark.number))
        painter.end()
        event.accept()


def paint_figure(
    painter: QPainter, drawing: Drawing, area: QRectF, colours: Colours, lit: Region | None = None
) -> None:
    """The drawing into an area that has its shape; a region that is lit lies over the skin."""
    fitted = Fitted(area)

    def placed(points: Points) -> QPolygonF:
        return QPolygonF([fitted.point_of(x, y) for x, y in points])

    ink = QPen(QColor(colours.quiet), max(1.0, area.height() / 380))
    ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    for outline in drawing.outlines:
        shape = placed(outline)
        painter.setPen(ink)
        painter.setBrush(QColor(colours.hover))
        painter.drawPolygon(shape)
        if lit is not None:
            part = _path(shape).intersected(_path(placed(lit.ring)))
            for before in drawing.regions[: drawing.regions.index(lit)]:
                part = part.subtracted(_path(placed(before.ring)))
            painter.fillPath(part, QColor(colours.accent_soft))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.edge), max(1.0, area.height() / 520)))
    for line in drawing.lines:
        painter.drawPolyline(placed(line))


def _path(polygon: QPolygonF) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(polygon)
    path.closeSubpath()
    return path


def side_name(side: Side) -> str:
    """The word below one half of a view: the person's own side."""
    return translate("right") if side == "right" else translate("left")
