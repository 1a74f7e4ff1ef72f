"""Icons: lucide's outlines (ISC, see resources/icons) drawn in the colour of the text beside them."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.domain.guise import Icon
from app.gui.theme import Theme
from app.places import resources

SMALL, NORMAL = 16, 20
_OWN_STROKE, _OUR_STROKE = 'stroke-width="2"', 'stroke-width="1.5"'


def icon(name: str, theme: Theme, *, size: int = NORMAL, colour: str | None = None, gap: int = 0) -> QIcon:
    """The icon of a file in resources/icons, in `colour` or the text's; grey where disabled.

    `gap` pixels are left free behind it, for words that stand beside it.
    """
    made = QIcon(icon_pixmap(name, theme, size=size, colour=colour, gap=gap))
    grey = icon_pixmap(name, theme, size=size, colour=theme.colours.quiet, gap=gap)
    made.addPixmap(grey, QIcon.Mode.Disabled)
    return made


def icon_pixmap(
    name: str, theme: Theme, *, size: int = NORMAL, colour: str | None = None, gap: int = 0
) -> QPixmap:
    """The same as a picture, sharp at the scale of the theme and of the screen."""
    return _drawn(name, colour or theme.colours.text, theme.pixels(size), gap, _screen_ratio())


def guise_icon(chosen: Icon) -> QIcon:
    """The program's own picture, in colours of its own: says nothing of what it is for."""
    made = QIcon()
    for size in (16, 32, 48, 128):
        made.addPixmap(_drawn(f"guise_{chosen}", "", size, 0, 1.0))
    return made


def _screen_ratio() -> float:
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, size: int, gap: int, ratio: float) -> QPixmap:
    outline = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    outline = outline.replace("currentColor", colour).replace(_OWN_STROKE, _OUR_STROKE)
    pixmap = QPixmap(round((size + gap) * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(outline.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
