"""Edits that were refused: kept as sealed drafts, and shown where nothing can be saved any more."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.strict_json import JsonObject
from app.gui.page import PageContext
from app.gui.pages.record_sheet import RecordSheet
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, plain_label
from app.services.drafts import draft_of_record
from app.services.record_words import tree_of
from app.words import translate


class Unsaved(QWidget):
    """Under the standing of a record that can be written in no more: what was typed in it before.

    It can be copied, and is forgotten by a person's own word; then the record is shown anew by `refresh`.
    """

    def __init__(self, sheet: RecordSheet, kind: str, refresh: Callable[[], None]) -> None:
        super().__init__()
        self._sheet, self._kind, self._refresh = sheet, kind, refresh
        self._refused: dict[str, JsonObject] = {}
        theme = sheet.theme
        told = translate(
            "This was typed here and could not be saved, since nothing can be written in this record any "
            "more. It is no part of the record."
        )
        self.text = plain_label("", selectable=True)
        self.copy_button = button(translate("Copy"), self._copy, theme, icon_name="copy")
        self.forget_button = button(
            translate("Forget what was typed"), self._forget, theme, icon_name="trash-2"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        for part in (
            plain_label(f"● {told}", "gap"),
            self.text,
            ButtonRow(theme, self.copy_button, self.forget_button),
        ):
            column.addWidget(part)
        self.hide()

    def of(self, identifier: str) -> JsonObject:
        """What was refused of a record; empty where nothing was."""
        return self._refused.get(identifier, {})

    def note(self, identifier: str, change: JsonObject) -> None:
        """An edit of a record was refused; its draft is in the vault."""
        self._refused[identifier] = change

    def end(self, identifier: str, *, saved: bool = False) -> None:
        """There is nothing of it any more: it was taken back, or `saved`, and then its draft is gone."""
        if self._refused.pop(identifier, None) is not None and not saved:
            _drop(self._sheet.context, self._kind, identifier)

    def show_record(self) -> None:
        """Show what is kept of a record in which nothing can be written; else nothing."""
        shown = self._sheet.shown
        kept = self.of(shown.id) if shown is not None and self._sheet.is_read_only else {}
        self.text.setText(tree_of(self._sheet, kept) if kept else "")
        self.setVisible(bool(kept))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text())
        self._sheet.context.tell(translate("Copied"))

    def _forget(self) -> None:
        if self._sheet.shown is not None:
            self.end(self._sheet.shown.id)
            # As if it were seen for the first time: what stood in its fields goes too.
            self._sheet.shown = None
            self._refresh()


def _drop(context: PageContext, kind: str, identifier: str) -> None:
    draft = draft_of_record(kind, identifier)
    context.lanes.short.run(
        lambda services, _: services.drafts.drop(draft),
        owner=context,
        on_done=lambda _: None,
        # Whatever hinders it hinders all else, which says so; at the next opening it is offered again.
        on_failed=lambda _: None,
    )
