"""The places of the window: Incidents, People … Settings, Lock, each with a quiet count."""

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.icons import icon
from app.gui.theme import Theme
from app.gui.widgets.fields import icon_room, plain_label, set_look
from app.words import N_, chosen_language, translate

WIDTH_PIXELS, FOLDED_PIXELS = 200, 60
ENTRY_PIXELS = 36
ENTRIES = (
    ("incidents", "file-text", N_("Incidents")),
    ("people", "users", N_("People")),
    ("organisations", "building", N_("Organisations")),
    ("proceedings", "scale", N_("Proceedings")),
    ("evidence", "paperclip", N_("Evidence")),
    ("inbox", "inbox", N_("Inbox")),
    ("export", "send", N_("Export")),
    ("contacts", "contact", N_("Contacts")),
)
_BELOW = (("settings", "settings", N_("Settings")), ("lock", "lock", N_("Lock")))


class Sidebar(QWidget):
    """Buttons one below the other; `go` is called with the name of the one that was pressed."""

    names = tuple(name for name, _icon, _label in ENTRIES)

    def __init__(self, theme: Theme, go: Callable[[str], None]) -> None:
        super().__init__()
        self._theme = theme
        self._go = go
        self._folded = False
        self.counts: Mapping[str, int] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._numbers: dict[str, QLabel] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, "side")
        self._group = QButtonGroup(self)
        self._fit()

    def offer(self, pages: Collection[str]) -> None:
        """Show only those places that have a page, and the lock; nothing while none has one."""
        if not self._buttons and any(name in pages for name in self.names):
            self._fill()
        for name, made in self._buttons.items():
            made.setVisible(name == "lock" or name in pages)

    def _fill(self) -> None:
        """Not before it is seen: the page that asks for the passphrase would wait for it."""
        column = QVBoxLayout(self)
        column.setContentsMargins(*(self._theme.space(2),) * 4)
        column.setSpacing(self._theme.space(1))
        for place in ENTRIES:
            column.addWidget(self._entry(*place))
        column.addStretch(1)
        for place in _BELOW:
            column.addWidget(self._entry(*place))
        self.show_counts(self.counts)
        self._show_folded()

    def light(self, place: str) -> None:
        """Show where one is; "" is nowhere. The Tab key stops there, the arrow keys go on."""
        self._group.setExclusive(False)
        stop = place if place in self._buttons else self.names[0]
        for name, made in self._buttons.items():
            made.setChecked(name == place)
            is_stop = name in (stop, "lock")
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        self._group.setExclusive(True)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Numbers by place; a place that is not named has none."""
        self.counts = counts
        for name, number in self._numbers.items():
            written = _as_written(counts.get(name, 0))
            number.setText(written)
            self._buttons[name].setAccessibleDescription(written)
        self._fit()

    def fold(self, folded: bool) -> None:
        """Where there is little room, show only the icons; their words are tooltips."""
        if folded != self._folded:
            self._folded = folded
            self._show_folded()

    def _show_folded(self) -> None:
        style = Qt.ToolButtonStyle
        for name, made in self._buttons.items():
            made.setToolButtonStyle(
                style.ToolButtonIconOnly if self._folded else style.ToolButtonTextBesideIcon
            )
            made.setToolTip(made.accessibleName() if self._folded else "")
            self._numbers[name].setVisible(not self._folded)
        self._fit()

    def _fit(self) -> None:
        """As wide as designed, or as the longest word with a large number beside it needs."""
        theme = self._theme
        if self._folded:
            self.setFixedWidth(theme.pixels(FOLDED_PIXELS))
            return
        words, numbers = QFontMetrics(theme.font(bold=True)), QFontMetrics(theme.font("small"))
        around = icon_room(theme).width() + 2 * theme.space(2) + 2 * theme.space(3) + theme.space(2)
        needed = (
            words.horizontalAdvance(self._buttons[name].text())
            + numbers.horizontalAdvance(number.text())
            + around
            for name, number in self._numbers.items()
        )
        self.setFixedWidth(max((theme.pixels(WIDTH_PIXELS), *needed)))

    def _entry(self, name: str, icon_name: str, label: str) -> QToolButton:
        made = _Entry(self._theme)
        made.setText(translate(label).replace("&", "&&"))
        made.setAccessibleName(translate(label))
        made.setIcon(icon(icon_name, self._theme, gap=self._theme.space(1)))
        made.setIconSize(icon_room(self._theme))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        made.setCheckable(name != "lock")
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(lambda: self._go(name))
        set_look(made, "place")
        number = plain_label("", "small")
        # Words that may wrap would make the entries that have a number as low as these.
        number.setWordWrap(False)
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        number.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, self._theme.space(3), 0)
        row.addWidget(number)
        self._buttons[name], self._numbers[name] = made, number
        if name != "lock":
            self._group.addButton(made)
        return made


class _Entry(QToolButton):
    """36 px high; where the window is low, entries move together down to what the style asks."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as there is room for."""
        return QSize(super().sizeHint().width(), self._theme.pixels(ENTRY_PIXELS))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its words need."""
        return super().sizeHint()


def _as_written(count: int) -> str:
    """A number as the language writes it; nothing for none."""
    if not count:
        return ""
    # Only once there is something to count: it takes its time, and the unlock page does without it.
    from babel.numbers import format_decimal

    return format_decimal(count, locale=chosen_language())
