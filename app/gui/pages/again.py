"""What pages share that make or open secrets: the passphrase is asked again, and nothing of it stays."""

from typing import ClassVar

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.errors import AppError
from app.gui.page import Page, PageContext
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, heading
from app.gui.widgets.passphrase import PassphraseLine
from app.words import translate


class AskingAgain(Page):
    """Put what is asked into `rows`, `passphrase_field` among it; `forget` what was given."""

    place = "settings"
    back_to: ClassVar[str] = "safekeeping"

    def __init__(self, context: PageContext, title: str) -> None:
        super().__init__(context)
        self.passphrase = PassphraseLine(context.theme, translate("Passphrase"))
        hint = translate("It is asked again, so that nobody does this at a computer left open.")
        self.passphrase_field = Field(translate("Passphrase"), self.passphrase, context.theme, hint=hint)
        self.passphrase.changed.connect(lambda: self.passphrase_field.show_gap(""))
        self.asking = ScrollColumn(context.theme)
        self.rows = self.asking.rows
        self.title = heading(title)
        self.rows.addWidget(self.title)
        self.body.addWidget(self.asking)

    def leave(self) -> bool:
        """No secret stays on a page that nobody sees."""
        self.forget()
        return True

    def seal(self) -> None:
        """The same before a lock: nothing of it is a draft."""
        self.forget()

    def forget(self) -> None:
        """Empty every field that holds a secret."""
        self.passphrase.clear()
        self.passphrase_field.show_gap("")

    def buttons(self, first: QPushButton) -> QWidget:
        """The button that does it, and the way back."""
        back = button(
            translate("Back"), lambda: self.context.navigate(self.back_to), self.context.theme, look="plain"
        )
        return ButtonRow(self.context.theme, first, back)

    def typed_passphrase(self) -> str | None:
        """What was typed; None, and said so in place, where nothing was."""
        typed = self.passphrase.value()
        if typed.strip():
            return typed
        self.passphrase_field.show_gap(translate("The passphrase is needed."))
        self.passphrase.setFocus()
        return None

    def refuse(self, error: Exception) -> None:
        """A wrong passphrase is told in place, all else as everywhere."""
        if isinstance(error, AppError) and error.code == "vault.passphrase":
            self.passphrase_field.show_gap(f"{error.sentence} {error.advice}")
            self.passphrase.setFocus()
            self.passphrase.line.selectAll()
        else:
            self.fail(error)
