"""A quiet note on an incident's page: others that may be the same, and why. Nothing is merged by it."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.duplicates import Likeness
from app.domain.text import make_visible
from app.gui.theme import Theme
from app.gui.widgets.fields import button, plain_label
from app.services.found import PossibleDuplicate, PossibleDuplicates
from app.words import N_, translate, translate_plural

SHOWN = 3
REASONS: Mapping[Likeness, str] = {
    Likeness.DATE: N_("the same days"),
    Likeness.PLACE: N_("the same place"),
    Likeness.ACT: N_("the same kind of act"),
    Likeness.PERSON: N_("the same person"),
    Likeness.TEXT: N_("nearly the same words"),
}


class DuplicatesNote(QWidget):
    """Hidden while there is nothing to say. `open_incident` is called with the id of the one chosen."""

    def __init__(self, theme: Theme, open_incident: Callable[[str], None]) -> None:
        super().__init__()
        self._theme, self._open = theme, open_incident
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(1))
        self.hide()

    def show_duplicates(self, found: PossibleDuplicates) -> None:
        """Name the likeliest, each with a button that opens it."""
        self.clear()
        if not found.items:
            return
        count = len(found.items)
        told = translate_plural(
            "Another incident may be the same:", "{count} other incidents may be the same:", count
        )
        self._column.addWidget(plain_label(told.format(count=count), "quiet"))
        for item in found.items[:SHOWN]:
            name = make_visible(item.title) or item.reference
            opening = button(
                f"{name} · {reasons_of(item)}",
                partial(self._open, item.id),
                self._theme,
                look="plain",
                icon_name="git-compare",
                elided=True,
            )
            self._column.addWidget(opening)
        self.show()

    def clear(self) -> None:
        """Say nothing."""
        self.hide()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()


def reasons_of(item: PossibleDuplicate) -> str:
    """In what the two agree, in words."""
    return ", ".join(translate(REASONS[reason]) for reason in item.why)
