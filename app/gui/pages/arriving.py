"""What pages share that open a vault: what opening found is told, then the window goes on into it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import Caution
from app.gui.page import Page, PageContext
from app.gui.preferences import apply_preferences
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.words import translate

if TYPE_CHECKING:
    from app.services.settings import Preferences


class Arriving(Page):
    """Put what asks into `faces`; once the lanes are open, `arrive`."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._folder = context.folder
        self._preferences: Preferences | None = None
        self._cautions = QVBoxLayout()
        self.faces = QStackedWidget()
        self._telling = self._telling_face()
        self.faces.addWidget(self._telling)
        self.body.addWidget(self.faces)

    def arrive(self, folder: Path, *notes: str) -> None:
        """The vault in this folder is open; `notes` are told in any case."""
        self._folder = folder
        for note in notes:
            self._cautions.addWidget(plain_label("▲ " + note, "gap"))
        self.read(lambda services, _: (services.vault.warnings, services.settings.preferences()), self._tell)

    def _telling_face(self) -> QWidget:
        theme = self.context.theme
        face = ScrollColumn(theme, centred=True)
        self._go_on = button(translate("Go on"), self._finish, theme, look="primary")
        face.rows.addStretch(1)
        face.rows.addWidget(heading(translate("Before you go on")))
        face.rows.addLayout(self._cautions)
        row = ButtonRow(theme, self._go_on)
        face.rows.addWidget(row)
        face.rows.addStretch(2)
        return face

    def _tell(self, found: tuple[tuple[Caution, ...], "Preferences"]) -> None:
        cautions, self._preferences = found
        for caution in cautions:
            self._cautions.addWidget(plain_label("▲ " + caution.sentence, "gap"))
            self._cautions.addWidget(plain_label(caution.advice))
        if not self._cautions.count():
            self._finish()
            return
        self.faces.setCurrentWidget(self._telling)
        self._go_on.setFocus()

    def _finish(self) -> None:
        self.context.folder = self._folder
        context, preferences = self.context, self._preferences
        if preferences is not None:
            apply_preferences(context, preferences)
        context.opened.emit()
