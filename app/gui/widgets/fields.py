"""The plainest pieces: labels that show text as it is, buttons with names, a control with its label."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.guise import Guise
from app.gui.icons import NORMAL, guise_icon, icon, icon_pixmap
from app.gui.theme import Theme
from app.gui.widgets.elided import ElidedButton, show_tip

COLUMN_PIXELS = 720
"""No line of a page is wider than this."""


def plain_label(text: str, look: str = "", *, selectable: bool = False) -> QLabel:
    """Text and nothing but text: no markup, no link, wrapped. `look` is one of the style sheet's."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(True)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_look(label, look)
    return label


def heading(text: str, look: str = "title") -> QLabel:
    """The title of a page or, as `lead`, of a section."""
    return plain_label(text, look)


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget another look of the style sheet."""
    widget.setProperty("look", look)
    # One that was never shown takes its look when it is.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_box_look(rows: QListView, theme: Theme) -> None:
    """A frame around a list, and the row that is chosen in the colour of text."""
    set_look(rows, "box")
    # A style sheet colours what is chosen only behind its words.
    palette = rows.palette()
    palette.setColor(palette.ColorRole.HighlightedText, QColor(theme.colours.text))
    rows.setPalette(palette)


def button(
    text: str,
    action: Callable[[], object],
    theme: Theme,
    *,
    look: str = "",
    icon_name: str | None = None,
    elided: bool = False,
) -> QPushButton:
    """A button with words; `look` is "", "primary", "danger", "plain", or "bare" below a column of fields.

    One that is `elided`, for words of others, shows as many of them as there is room for.
    """
    made: QPushButton
    if elided:
        made = ElidedButton(text)
    else:
        made = _Primary(theme) if look == "primary" else QPushButton()
        made.setText(text.replace("&", "&&"))
    made.setAccessibleName(text)
    set_look(made, look)
    if icon_name is not None:
        colour = theme.colours.on_accent if look == "primary" else None
        made.setIcon(icon(icon_name, theme, colour=colour, gap=theme.space(1)))
        made.setIconSize(icon_room(theme))
    # Enter presses the button that has the focus; without this Space alone would, outside of dialogs.
    made.setAutoDefault(True)
    made.clicked.connect(lambda _checked: action())
    return made


def icon_button(icon_name: str, meaning: str, action: Callable[[], object], theme: Theme) -> QToolButton:
    """A button that is only an icon; `meaning` is its name and its tooltip."""
    made = QToolButton()
    made.setIcon(icon(icon_name, theme))
    made.setIconSize(_square(theme))
    made.setAccessibleName(meaning)
    show_tip(made, meaning)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_look(made, "plain")
    made.clicked.connect(lambda _checked: action())
    return made


def emblem(theme: Theme, guise: Guise) -> QLabel:
    """The program's own picture, over the pages before a vault is open."""
    made = QLabel()
    side = theme.pixels(40)
    made.setPixmap(guise_icon(guise.icon).pixmap(QSize(side, side)))
    return made


def icon_room(theme: Theme) -> QSize:
    """Room for an icon that has words beside it: Qt alone leaves no gap."""
    return QSize(theme.pixels(NORMAL) + theme.space(1), theme.pixels(NORMAL))


def _square(theme: Theme) -> QSize:
    return QSize(theme.pixels(NORMAL), theme.pixels(NORMAL))


class _Primary(QPushButton):
    """Its ring of focus lies inside, in the colour of its words: around it no colour would be seen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """As the style sheet says, with the ring."""
        super().paintEvent(event)
        if not self.hasFocus():
            return
        inset, radius = self._theme.pixels(3), self._theme.space(1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.colours.on_accent), self._theme.pixels(2)))
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), radius, radius)
        painter.end()


class Field(QWidget):
    """A control with its label above, its hint below, and what it is still needed for."""

    def __init__(self, label: str, control: QWidget, theme: Theme, *, hint: str = "", gap: str = "") -> None:
        super().__init__()
        self.control = control
        self._label = plain_label(label)
        self._label.setBuddy(control)
        self._gap = plain_label(gap, "gap")
        self._hint = plain_label(hint, "small")
        control.setAccessibleName(label)
        control.setAccessibleDescription(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        for widget in (self._label, self._gap, control, self._hint):
            column.addWidget(widget)
        self.setMaximumWidth(theme.pixels(COLUMN_PIXELS))
        self.setFocusProxy(control)
        self.show_gap(gap)
        self.show_hint(hint)

    def show_gap(self, gap: str) -> None:
        """Say for what the field is needed, such as "needed for an urgent appeal"; empty: it is not."""
        self._gap.setText(f"● {gap}" if gap else "")
        self._gap.setVisible(bool(gap))

    def show_hint(self, hint: str) -> None:
        """Say something else below the control; empty: nothing."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.control.setAccessibleDescription(hint)


class Empty(QWidget):
    """What an empty page says: one sentence, and the button that makes the first thing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._action: Callable[[], None] = lambda: None
        self._sentence = plain_label("", "quiet")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = button("", self._act, theme, look="primary", icon_name="plus")
        picture = QLabel()
        picture.setPixmap(icon_pixmap("notebook-text", theme, size=40, colour=theme.colours.quiet))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space(6),) * 4)
        column.setSpacing(theme.space(4))
        column.addStretch(2)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.setFocusProxy(self._button)

    def show_sentence(self, sentence: str, button_text: str, action: Callable[[], None] | None) -> None:
        """Say this; no button where there is no action."""
        self._sentence.setText(sentence)
        self._button.setText(button_text.replace("&", "&&"))
        self._button.setAccessibleName(button_text)
        self._button.setVisible(action is not None)
        self._action = action or (lambda: None)

    def _act(self) -> None:
        self._action()
