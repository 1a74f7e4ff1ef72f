"""Name and icon of every window: icons to press, a line for a name of one's own, and how both look."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.domain.errors import GuiseError
from app.domain.guise import Guise, Icon
from app.gui.icons import NORMAL, guise_icon
from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import Field, heading, plain_label, set_look
from app.gui.widgets.typing import TextLine
from app.words import translate

_ICON_PIXELS = 32


class GuiseSection(QWidget):
    """`choose` is called with each guise that the person settles on; what cannot be one is told in place."""

    def __init__(self, theme: Theme, guise: Guise, choose: Callable[[Guise], None]) -> None:
        super().__init__()
        self._theme, self._choose, self._chosen = theme, choose, guise
        self._group = QButtonGroup(self)
        self.icons = {icon: self._tile(icon) for icon in Icon}
        self.name = TextLine()
        self.name.changed.connect(self._look)
        self.name.editingFinished.connect(self._settle)
        self.preview = _Preview(theme)
        hint = translate("Empty: the name under the icon.")
        self._name_field = Field(translate("Name"), self.name, theme, hint=hint)
        sentences = translate(
            "So the window is called: in its title, in the task bar, and where it asks for the passphrase. "
            "This misleads a glance, not somebody who examines the computer."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(4))
        column.addWidget(heading(translate("Name and icon"), "lead"))
        column.addWidget(plain_label(sentences))
        column.addWidget(ButtonRow(theme, *self.icons.values()))
        column.addWidget(self._name_field)
        column.addWidget(self.preview)
        column.addWidget(plain_label(translate("A task bar may follow only after the next lock."), "small"))
        self.show_guise(guise)

    def show_guise(self, guise: Guise) -> None:
        """Show the one that is in force; whatever was typed is forgotten."""
        self._chosen = guise
        self.icons[guise.icon].setChecked(True)
        self.name.set_value(guise.name)
        self._look()

    def _tile(self, icon: Icon) -> QToolButton:
        tile = QToolButton()
        tile.setCheckable(True)
        tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        tile.setIcon(guise_icon(icon))
        tile.setIconSize(QSize(*(self._theme.pixels(_ICON_PIXELS),) * 2))
        name = Guise(icon=icon).title
        tile.setText(name)
        tile.setAccessibleName(name)
        tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_look(tile, "plain")
        tile.clicked.connect(lambda _: self._settle())
        self._group.addButton(tile)
        return tile

    def _look(self) -> Guise | None:
        """What stands here now, shown as it would look; None where it cannot be a guise, and why."""
        icon = next(icon for icon, tile in self.icons.items() if tile.isChecked())
        self.name.setPlaceholderText(Guise(icon=icon).title)
        try:
            guise = Guise(icon=icon, name=self.name.value())
        except GuiseError as error:
            self._name_field.show_gap(f"{error.sentence} {error.advice}")
            return None
        self._name_field.show_gap("")
        self.preview.show_guise(guise)
        return guise

    def _settle(self) -> None:
        guise = self._look()
        if guise is not None and guise != self._chosen:
            self._chosen = guise
            self._choose(guise)


class _Preview(QWidget):
    """The left end of a window's title."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.picture, self.title = QLabel(), plain_label("")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2))
        row.setSpacing(theme.space(2))
        row.addWidget(self.picture)
        row.addWidget(self.title, 1)

    def show_guise(self, guise: Guise) -> None:
        side = self._theme.pixels(NORMAL)
        self.picture.setPixmap(guise_icon(guise.icon).pixmap(QSize(side, side)))
        self.title.setText(guise.title)
