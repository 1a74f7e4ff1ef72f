"""At the end of an incident: the two ways to hold less than one has seen, and whether they are open."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, heading, plain_label
from app.services.answers import RecordShown
from app.words import translate


class Parting(QWidget):
    """`seal` and `shred` lead to pages that ask; nothing is destroyed from here."""

    def __init__(self, theme: Theme, seal: Callable[[], None], shred: Callable[[], None]) -> None:
        super().__init__()
        self.seal_button = button(translate("Seal to others…"), seal, theme, icon_name="lock")
        self.shred_button = button(translate("Destroy here…"), shred, theme, icon_name="trash-2")
        self.shred_button.setEnabled(False)
        self._hint = plain_label("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.space(4))
        column.setSpacing(theme.space(2))
        column.addWidget(heading(translate("So that it is not found here"), "lead"))
        column.addWidget(self._hint)
        column.addWidget(ButtonRow(theme, self.seal_button, self.shred_button))
        self.hide()

    def show_record(self, shown: RecordShown | None) -> None:
        """Destroying is open once a receipt covers all of it; neither is for what is gone."""
        self.setVisible(shown is not None and shown.shredded_at is None and "deleted" not in shown.marks)
        held = shown is not None and any(each.whole for each in shown.received)
        self.shred_button.setEnabled(held)
        self._hint.setText(
            translate("Others hold all of it: it can be destroyed here.")
            if held
            else translate(
                "It can be sealed now; destroyed once a receipt proves that others hold all of it."
            )
        )
