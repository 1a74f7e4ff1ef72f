"""How everything looks: two palettes, one type scale, one grid, and the little style sheet made of them.

Colours are hex texts. Sizes are in pixels at the chosen scale; spacing stands on a grid of 4.
A widget asks while it is being made; when something changes, `changed` is emitted and the window
makes its pages anew. Contrast is WCAG 2.2 AA, computed by a test over `Colours.readable_pairs`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from string import Template
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.places import resources

GRID = 4
RADIUS = 6
SCALES = (100, 125, 150, 175, 200, 225, 250)
FAMILY = "Noto Sans"
FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")

TextSize: TypeAlias = Literal["small", "text", "lead", "title", "display"]
_TEXT_SIZES: dict[TextSize, int] = {"small": 12, "text": 14, "lead": 16, "title": 20, "display": 28}


class Scheme(StrEnum):
    """Light, dark, or whatever the system says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette. The `_soft` ones lie behind text of the same meaning, or behind a selection."""

    ground: str
    side: str
    raised: str
    hover: str
    line: str
    edge: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_soft: str
    danger: str
    danger_soft: str
    amber: str
    amber_soft: str

    def readable_pairs(self) -> Iterator[tuple[str, str]]:
        """Every text colour with every ground on which it may stand: at least 4.5 to 1."""
        for ground in (self.ground, self.side, self.raised, self.hover, self.accent_soft):
            yield self.text, ground
            yield self.quiet, ground
        for ground in (self.ground, self.side, self.raised, self.hover):
            yield from ((self.accent, ground), (self.danger, ground), (self.amber, ground))
        yield from ((self.text, self.danger_soft), (self.text, self.amber_soft))
        yield from ((self.danger, self.danger_soft), (self.amber, self.amber_soft))
        yield from ((self.quiet, self.danger_soft), (self.on_accent, self.accent))

    def visible_pairs(self) -> Iterator[tuple[str, str]]:
        """Edges of controls and rings of focus with what they stand on: at least 3 to 1."""
        for ground in (self.ground, self.side, self.raised):
            yield from ((self.edge, ground), (self.accent, ground))
        yield self.accent, self.accent_soft


LIGHT = Colours(
    ground="#fbfaf7", side="#f2f1ec", raised="#ffffff", hover="#ebeae4", line="#dddbd3", edge="#85857d",
    text="#1f2123", quiet="#595d62", accent="#1d5b9e", on_accent="#ffffff", accent_soft="#dbe7f5",
    danger="#a8231b", danger_soft="#fbe9e7", amber="#7d4c00", amber_soft="#fdf1dc",
)  # fmt: skip
DARK = Colours(
    ground="#1f2123", side="#191b1c", raised="#282b2e", hover="#2f3337", line="#3b3f43", edge="#868d94",
    text="#e9e9e6", quiet="#b0b5ba", accent="#8bbcf5", on_accent="#0f2238", accent_soft="#2b415b",
    danger="#ff9d94", danger_soft="#44211f", amber="#f2ba66", amber_soft="#40311a",
)  # fmt: skip


class Theme(QObject):
    """The look in force."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        self._scheme = Scheme.SYSTEM
        self._scale = 100
        for name in FONT_FILES:
            QFontDatabase.addApplicationFont(str(resources() / "fonts" / name))
        application.setStyle(QStyleFactory.create("Fusion"))
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def scheme(self) -> Scheme:
        """What was chosen."""
        return self._scheme

    @property
    def scale(self) -> int:
        """In per cent, one of SCALES."""
        return self._scale

    @property
    def is_dark(self) -> bool:
        """Whether the dark palette is in force."""
        if self._scheme is Scheme.SYSTEM:
            return self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._scheme is Scheme.DARK

    @property
    def colours(self) -> Colours:
        """The palette in force."""
        return DARK if self.is_dark else LIGHT

    def choose(self, scheme: Scheme | None = None, scale: int | None = None) -> None:
        """Take another scheme or scale; the window makes its pages anew."""
        if scale is not None and scale not in SCALES:
            raise ValueError(f"no such scale: {scale}")
        wanted = (self._scheme if scheme is None else scheme, self._scale if scale is None else scale)
        if wanted != (self._scheme, self._scale):
            self._scheme, self._scale = wanted
            self._apply()
            self.changed.emit()

    def space(self, steps: int) -> int:
        """So many steps of the 4 px grid."""
        return self.pixels(GRID * steps)

    def pixels(self, at_100_per_cent: int) -> int:
        """A length at the scale in force."""
        return round(at_100_per_cent * self._scale / 100)

    def font(self, size: TextSize = "text", *, bold: bool = False) -> QFont:
        """Noto Sans in one of the five sizes."""
        font = QFont(FAMILY)
        font.setPixelSize(self.pixels(_TEXT_SIZES[size]))
        font.setBold(bold)
        return font

    def _follow_system(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        self._application.setPalette(_palette(self.colours))
        self._application.setFont(self.font())
        self._application.setStyleSheet(_style_sheet(self))


def _palette(colours: Colours) -> QPalette:
    role, palette = QPalette.ColorRole, QPalette()
    for each, colour in {
        role.Window: colours.ground,
        role.WindowText: colours.text,
        role.Base: colours.raised,
        role.AlternateBase: colours.side,
        role.Text: colours.text,
        role.PlaceholderText: colours.quiet,
        role.Button: colours.raised,
        role.ButtonText: colours.text,
        role.BrightText: colours.danger,
        role.ToolTipBase: colours.raised,
        role.ToolTipText: colours.text,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Light: colours.raised,
        role.Midlight: colours.hover,
        role.Mid: colours.line,
        role.Dark: colours.edge,
        role.Shadow: colours.edge,
    }.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(colours.quiet))
    return palette


# `look` is a property that widgets set; see widgets/fields.py.
_SHEET = Template("""
QWidget[look="quiet"] { color: $quiet; }
QWidget[look="small"] { color: $quiet; font-size: ${small}px; }
QWidget[look="gap"] { color: $amber; }
QWidget[look="danger"] { color: $danger; }
QWidget[look="lead"] { font-size: ${lead}px; font-weight: bold; }
QWidget[look="title"] { font-size: ${title}px; font-weight: bold; }
QWidget[look="display"] { font-size: ${display}px; font-weight: bold; }
QWidget[look="side"] { background: $side; }
QWidget[look="card"] { background: $side; border: 2px solid transparent; border-radius: ${radius}px; }
QWidget[look="card"]:focus { border: 2px solid $accent; }
QWidget[look="bar"] { background: $side; border-top: 1px solid $line; }
QWidget[look="refusal"] { background: $danger_soft; border-top: 1px solid $danger; }
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
    background: $raised; border: 1px solid $edge; border-radius: ${radius}px;
    padding: ${thin}px ${half}px; selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox, QSpinBox { min-height: ${control}px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus { border: 2px solid $accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $quiet; background: $side; }
QComboBox::drop-down { border: none; width: ${control}px; }
QComboBox::down-arrow { image: url("$arrow"); width: ${indicator}px; height: ${indicator}px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; outline: none;
    selection-background-color: $accent_soft; selection-color: $text; }
QPushButton, QToolButton {
    background: $raised; border: 1px solid $edge; border-radius: ${radius}px;
    padding: ${thin}px ${wide}px; min-height: ${control}px;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $accent_soft; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; }
QPushButton:disabled, QToolButton:disabled { color: $quiet; border-color: $line; }
QPushButton[look="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: bold;
}
QPushButton[look="primary"]:focus { border: 1px solid $accent; outline: none; }
QPushButton[look="primary"]:disabled { background: $side; color: $quiet; border-color: $line; }
QPushButton[look="danger"] { color: $danger; border-color: $danger; }
QPushButton[look="step"] {
    background: transparent; color: $quiet; border: 2px solid transparent; padding: 2px ${half}px;
    text-align: left;
}
QPushButton[look="step"]:hover { background: $hover; color: $text; }
QPushButton[look="step"]:focus { border: 2px solid $accent; }
QPushButton[look="step"]:checked {
    background: $accent_soft; color: $text; border-left: 4px solid $accent; padding-left: ${beam}px;
}
QPushButton[look="plain"], QToolButton[look="plain"] {
    background: transparent; border: 2px solid transparent;
}
QPushButton[look="plain"]:hover, QToolButton[look="plain"]:hover { background: $hover; }
QPushButton[look="plain"]:focus, QToolButton[look="plain"]:focus { border: 2px solid $accent; }
QToolButton[look="plain"]:checked {
    background: $accent_soft; border-bottom: 4px solid $accent; padding-bottom: ${upper}px;
}
QToolButton { padding: ${thin}px; min-width: ${control}px; }
QPushButton[look="bare"] {
    background: transparent; border: 2px solid transparent; padding: ${thin}px; text-align: left;
}
QPushButton[look="bare"]:hover { background: $hover; }
QPushButton[look="bare"]:focus { border: 2px solid $accent; }
QLineEdit > QToolButton[look="plain"] { padding: 0; min-width: 0; min-height: 0; }
QToolButton[look="menu"] { padding: ${upper}px ${wide}px ${lower}px; }
QToolButton[look="menu"]:checked {
    background: $accent_soft; border-bottom: 4px solid $accent; padding-bottom: ${rest}px;
}
QToolButton[look="menu"]::menu-indicator { image: none; }
QToolButton[look="place"] {
    background: transparent; border: 2px solid transparent; padding: 0 ${half}px; min-width: 0;
    min-height: ${entry}px; text-align: left;
}
QToolButton[look="place"]:hover { background: $hover; }
QToolButton[look="place"]:focus { border: 2px solid $accent; }
QToolButton[look="place"]:checked {
    background: $accent_soft; font-weight: bold; border-left: 4px solid $accent; padding-left: ${beam}px;
}
QCheckBox, QRadioButton {
    spacing: ${half}px; min-height: ${control}px; padding: 2px;
    border: 2px solid transparent; border-radius: ${radius}px;
}
QCheckBox:focus, QRadioButton:focus { border: 2px solid $accent; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {
    width: ${indicator}px; height: ${indicator}px; background: $raised; border: 1px solid $edge;
}
QCheckBox::indicator, QListView::indicator { border-radius: ${thin}px; }
QRadioButton::indicator { border-radius: ${round}px; }
QCheckBox::indicator:checked, QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$tick");
}
QRadioButton::indicator:checked { border: ${thick}px solid $accent; width: ${inner}px; height: ${inner}px; }
QListView, QTreeView, QTableView { background: $ground; border: none; outline: none; }
QListView[look="box"] { background: $raised; border: 1px solid $edge; border-radius: ${radius}px; }
QListView[look="box"]:focus { border: 2px solid $accent; }
QListView[look="box"]::item {
    color: $text; padding: ${thin}px; border: 1px solid transparent; border-radius: ${thin}px;
}
QListView[look="box"]::item:hover { background: $hover; }
QListView[look="box"]::item:selected { background: $accent_soft; border-color: $accent; }
QListView[look="offers"] { background: $raised; border: 1px solid $edge; }
QHeaderView { background: $ground; border: none; }
QHeaderView::section {
    background: $side; color: $quiet; padding: 0 ${half}px;
    border: none; border-right: 1px solid $line; border-bottom: 1px solid $line;
}
QHeaderView::section:first, QHeaderView::section:only-one { padding-left: ${margin}px; }
QScrollArea, QStackedWidget { background: transparent; border: none; }
QWidget[look="clear"] { background: transparent; }
QSplitter::handle { background: $line; }
QProgressBar {
    background: $hover; border: none; border-radius: ${thin}px; max-height: ${half}px; min-height: ${half}px;
}
QProgressBar::chunk { background: $accent; border-radius: ${thin}px; }
QMenu { background: $raised; border: 1px solid $line; padding: ${thin}px; }
QMenu::item { padding: ${thin}px ${wide}px; min-height: ${control}px; }
QMenu::item:selected { background: $accent_soft; }
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: ${thin}px; }
QScrollBar:vertical { width: ${bar}px; background: transparent; }
QScrollBar:horizontal { height: ${bar}px; background: transparent; }
QScrollBar::handle { background: $edge; border-radius: ${thin}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${touch}px; }
QScrollBar::handle:horizontal { min-width: ${touch}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
""")


def _style_sheet(theme: Theme) -> str:
    colours = {name: getattr(theme.colours, name) for name in Colours.__slots__}
    lengths = {
        "radius": theme.pixels(RADIUS),
        "thin": theme.space(1),
        # Qt adds three pixels of its own to a button with icon and words.
        "upper": theme.space(1) - 2,
        "lower": theme.space(1) - 1,
        # What is pressed in has a beam of four pixels, which its padding makes room for.
        "beam": theme.space(2) - 2,
        "rest": theme.space(1) - 4,
        "half": theme.space(2),
        "wide": theme.space(3),
        "margin": theme.space(4),
        "control": theme.pixels(22),
        "entry": theme.pixels(22),
        "indicator": theme.space(4),
        # A disc of the same size as the ring: the dot in it is what the thick border leaves.
        "round": theme.space(2) + 1,
        "thick": theme.pixels(5),
        "inner": theme.space(4) + 2 - 2 * theme.pixels(5),
        "bar": theme.space(3),
        "touch": theme.space(8),
    }
    sizes = {name: theme.pixels(size) for name, size in _TEXT_SIZES.items()}
    icons = resources() / "icons"
    pictures = {
        "arrow": (icons / "arrow_down.svg").as_posix(),
        "tick": (icons / ("tick_dark.svg" if theme.is_dark else "tick_light.svg")).as_posix(),
    }
    return _SHEET.substitute(colours, **lengths, **sizes, **pictures)
