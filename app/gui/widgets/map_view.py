"""A map of Central Asia that needs no network: outlines, towns, one point with how exactly it is known.

Drag or arrow keys move it, the wheel, + and - change its scale, Home shows all. A click sets the point,
Enter sets it at the cross in the middle. Degrees are drawn evenly, narrowed for the middle of the region.
"""

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.domain.coordinates import LATITUDE_E6, LONGITUDE_E6, Coordinates
from app.gui.theme import Theme
from app.services.map_files import MapShown, MapTown

NARROWED = math.cos(math.radians(44))
"""How much narrower than high a degree is drawn, everywhere as in the middle of the region."""
METRES_PER_DEGREE = 111_320
_WHOLE = QRectF(QPointF(46.0 * NARROWED, -56.0), QPointF(88.0 * NARROWED, -34.5))
_STEP, _SMALL_STEP = 0.15, 0.03
"""How far an arrow key moves the map, as a part of it, and how far with Shift."""
_CLOSER = 1.5
_MOST_PIXELS_PER_DEGREE = 200_000
_HEIGHT = 340
_MOST_NAMES = 40
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class MapView(QWidget):
    """Shows a point and says where another was set; what is done with it is for whoever holds the place."""

    picked = Signal(int, int)
    """Latitude and longitude in 1e-6 degree."""
    moved = Signal()
    """Another part of the map is shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._towns: Sequence[MapTown] = ()
        self._countries, self._regions = QPainterPath(), QPainterPath()
        self._point: Coordinates | None = None
        self._precision_m = 0
        self._middle = _WHOLE.center()
        self._scale = 0.0
        self._dragged_from: QPointF | None = None
        self._was_dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.pixels(_HEIGHT))
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_map(self, shown: MapShown) -> None:
        """Draw these outlines and towns."""
        self._countries, self._regions = _path(shown.countries), _path(shown.regions)
        self._towns = shown.towns
        self.update()

    def show_point(self, point: Coordinates | None, precision_m: int | None) -> None:
        """Show where it is, and how exactly that is known; no point: nothing."""
        self._point, self._precision_m = point, precision_m or 0
        self.update()

    def go_to(self, point: Coordinates, across_m: float) -> None:
        """Bring a point into the middle of a map so many metres wide."""
        self._middle = _world(point.latitude_e6, point.longitude_e6)
        self._zoom_to(self.width() * METRES_PER_DEGREE / across_m)

    def middle(self) -> Coordinates:
        """The point in the middle of the map, where the cross is."""
        return _coordinates(self._middle)

    @property
    def metres_per_pixel(self) -> float:
        """How many metres one pixel is."""
        return METRES_PER_DEGREE / self._pixels_per_degree

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as there is room."""
        return QSize(self._theme.pixels(2 * _HEIGHT), self._theme.pixels(_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move, change the scale, set the point; any other key is the page's."""
        key = Qt.Key(event.key())
        if key in _ARROWS:
            is_small = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            part = (_SMALL_STEP if is_small else _STEP) * self.height()
            self._move_by(*(way * part for way in _ARROWS[key]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom_to(self._pixels_per_degree * _CLOSER)
        elif key == Qt.Key.Key_Minus:
            self._zoom_to(self._pixels_per_degree / _CLOSER)
        elif key == Qt.Key.Key_Home:
            self._middle = _WHOLE.center()
            self._zoom_to(0.0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self._middle)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A drag or a click begins."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged_from, self._was_dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The map goes with the pointer, once it has gone far enough to be no click."""
        if self._dragged_from is None:
            return
        way = event.position() - self._dragged_from
        if self._was_dragged or way.manhattanLength() >= QApplication.startDragDistance():
            self._was_dragged, self._dragged_from = True, event.position()
            self._move_by(-way.x(), -way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """What was no drag sets the point."""
        if self._dragged_from is not None and not self._was_dragged:
            self._pick(self._world_at(event.position()))
        self._dragged_from = None

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Closer and farther, around the pointer; without the focus the wheel scrolls the page."""
        turned = event.angleDelta().y()
        if not self.hasFocus() or not turned:
            event.ignore()
            return
        before = self._world_at(event.position())
        self._zoom_to(self._pixels_per_degree * _CLOSER ** (turned / 120))
        self._middle += before - self._world_at(event.position())
        self._tell_moved()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Outlines, towns, the point, the cross."""
        colours, painter = self._theme.colours, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.raised))
        painter.save()
        painter.setTransform(self._transform())
        for path, colour, width in ((self._regions, colours.line, 1), (self._countries, colours.edge, 2)):
            pen = QPen(QColor(colour), self._theme.pixels(width))
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPath(path)
        painter.restore()
        self._paint_towns(painter)
        self._paint_point(painter)
        if self.hasFocus():
            self._paint_cross(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.edge), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_towns(self, painter: QPainter) -> None:
        """The largest first; a name that would stand over another is left out."""
        theme = self._theme
        font = QFont(self.font())
        font.setPixelSize(theme.pixels(12))
        painter.setFont(font)
        metrics, dot = painter.fontMetrics(), theme.pixels(3)
        ground = QColor(theme.colours.raised)
        ground.setAlphaF(0.8)
        taken = list[QRectF]()
        for town, place in self._towns_in_sight():
            name = QRectF(place.x() + 2 * dot, place.y() - metrics.height() / 2, 0, metrics.height())
            name.setWidth(metrics.horizontalAdvance(town.name))
            if len(taken) == _MOST_NAMES:
                break
            around = name.adjusted(-3 * dot, 0, dot, 0)
            if any(around.intersects(other) for other in taken):
                continue
            taken.append(around)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.colours.quiet))
            painter.drawEllipse(place, dot, dot)
            # A name stands over lines and must be read all the same.
            painter.fillRect(name, ground)
            painter.setPen(QColor(theme.colours.text))
            painter.drawText(name.bottomLeft() - QPointF(0, metrics.descent()), town.name)

    def _towns_in_sight(self) -> Iterator[tuple[MapTown, QPointF]]:
        sight, transform = QRectF(self.rect()), self._transform()
        for town in self._towns:
            place = transform.map(_world(town.latitude_e6, town.longitude_e6))
            if sight.contains(place):
                yield town, place

    def _paint_point(self, painter: QPainter) -> None:
        if self._point is None:
            return
        colours, place = self._theme.colours, self._transform().map(_world_of(self._point))
        radius = self._precision_m / self.metres_per_pixel
        painter.setPen(QPen(QColor(colours.danger), self._theme.pixels(2)))
        soft = QColor(colours.danger)
        soft.setAlphaF(0.15)
        painter.setBrush(soft)
        painter.drawEllipse(place, radius, radius)
        painter.setBrush(QColor(colours.danger))
        dot = self._theme.pixels(4)
        painter.drawEllipse(place, dot, dot)

    def _paint_cross(self, painter: QPainter) -> None:
        middle, arm = QRectF(self.rect()).center(), self._theme.pixels(9)
        painter.setPen(QPen(QColor(self._theme.colours.accent), self._theme.pixels(2)))
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))

    @property
    def _least(self) -> float:
        """The scale at which all of the map is seen."""
        return min(self.width() / _WHOLE.width(), self.height() / _WHOLE.height())

    @property
    def _pixels_per_degree(self) -> float:
        return max(self._scale, self._least)

    def _transform(self) -> QTransform:
        middle = QRectF(self.rect()).center()
        scale = self._pixels_per_degree
        return (
            QTransform()
            .translate(middle.x(), middle.y())
            .scale(scale, scale)
            .translate(-self._middle.x(), -self._middle.y())
        )

    def _world_at(self, position: QPointF) -> QPointF:
        return self._middle + (position - QRectF(self.rect()).center()) / self._pixels_per_degree

    def _move_by(self, across: float, down: float) -> None:
        self._middle += QPointF(across, down) / self._pixels_per_degree
        self._tell_moved()

    def _zoom_to(self, scale: float) -> None:
        self._scale = max(self._least, min(scale, _MOST_PIXELS_PER_DEGREE))
        self._tell_moved()

    def _tell_moved(self) -> None:
        x = max(_WHOLE.left(), min(self._middle.x(), _WHOLE.right()))
        y = max(_WHOLE.top(), min(self._middle.y(), _WHOLE.bottom()))
        self._middle = QPointF(x, y)
        self.update()
        self.moved.emit()

    def _pick(self, world: QPointF) -> None:
        point = _coordinates(world)
        self.picked.emit(point.latitude_e6, point.longitude_e6)


def _path(lines: Sequence[Sequence[int]]) -> QPainterPath:
    path = QPainterPath()
    for line in lines:
        points = [QPointF(x / 1000 * NARROWED, -y / 1000) for x, y in zip(line[::2], line[1::2], strict=True)]
        path.moveTo(points[0])
        for point in points[1:]:
            path.lineTo(point)
    return path


def _world(latitude_e6: int, longitude_e6: int) -> QPointF:
    """Where a point lies in the plane of the map."""
    return QPointF(longitude_e6 / 1e6 * NARROWED, -latitude_e6 / 1e6)


def _world_of(point: Coordinates) -> QPointF:
    return _world(point.latitude_e6, point.longitude_e6)


def _coordinates(world: QPointF) -> Coordinates:
    latitude, longitude = round(-world.y() * 1e6), round(world.x() / NARROWED * 1e6)
    return Coordinates(
        max(-LATITUDE_E6, min(latitude, LATITUDE_E6)), max(-LONGITUDE_E6, min(longitude, LONGITUDE_E6))
    )
