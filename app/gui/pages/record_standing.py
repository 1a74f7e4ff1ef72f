"""How a record stands: reference, marks in words, what it is complete for, whether sides are to be chosen."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.compartments import COMPARTMENT_WORDS
from app.domain.text import make_visible
from app.gui.pages.record_sheet import RecordSheet
from app.gui.theme import Theme
from app.gui.widgets.fields import button, plain_label, set_look
from app.services.answers import RecordShown
from app.services.contact_showing import day_text
from app.words import N_, translate, translate_plural

_MARK_WORDS = {
    "deleted": N_("Deleted: shown only to be read."),
    "deletion_requested": N_("Somebody asks that this be deleted."),
    "erasure_requested": N_("Somebody asks that parts of this be erased."),
    "second_root": N_("Begun twice under one id: look at its history."),
    "unknown_kind": N_("Made by a newer version; read only."),
    "newer_schema": N_("Made by a newer version; read only."),
    "unknown_form": N_("One of its forms is not known to this version; that act is read only."),
    "accepted_revoked": N_("Holds changes whose author's key was revoked."),
    "shredded": N_("Destroyed here; others hold it."),
    "sealed": N_("Sealed: only those to whom it was sealed can read it."),
    "changed_by_others": N_("Changed by others too: see the history."),
}
_READY = {
    "complete": N_("✓ Complete"),
    "complaint": N_("✓ Enough for a complaint"),
    "urgent_appeal": N_("✓ Enough for an urgent appeal"),
}


class RecordStanding(QWidget):
    """Stands under the title of a record. `compare` opens both sides of its conflicts.

    What is done with the whole record stands in the row `first`, behind the reference.
    """

    def __init__(self, theme: Theme, compare: Callable[[], None]) -> None:
        super().__init__()
        self._reference = plain_label("", "small", selectable=True)
        self._marks = plain_label("", "quiet")
        self._received = plain_label("")
        self._gaps = plain_label("", "gap")
        self._ready = plain_label("", "quiet")
        self._bar = QWidget()
        self._bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self._bar, "refusal")
        self._bar.hide()
        self._conflicts = plain_label("", "danger")
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(*(theme.space(3),) * 4)
        row.addWidget(self._conflicts, 1)
        row.addWidget(button(translate("Compare"), compare, theme, icon_name="git-compare"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        self.first = QHBoxLayout()
        self.first.setSpacing(theme.space(2))
        self.first.addWidget(self._reference, 1)
        column.addLayout(self.first)
        for widget in (self._received, self._marks, self._ready, self._gaps):
            column.addWidget(widget)
        column.addSpacing(theme.space(1))
        column.addWidget(self._bar)

    def show_standing(self, sheet: RecordSheet) -> None:
        """Say how this record stands now."""
        shown = sheet.shown
        if shown is None:
            return
        self._reference.setText(shown.reference)
        _say(self._received, "\n".join(_received(shown)))
        _say(self._marks, "\n".join(dict.fromkeys(_marks(shown))))
        gaps = sheet.gaps_by_purpose() if shown.kind == "incident" else {}
        _say(self._ready, " · ".join(translate(_READY[each]) for each in gaps if not gaps[each]))
        _say(self._gaps, " · ".join(_gap_words(each, count) for each, count in gaps.items() if count))
        count = len(shown.conflicts)
        told = translate_plural(
            "{count} field stands in several versions.", "{count} fields stand in several versions.", count
        )
        self._conflicts.setText(told.format(count=count))
        self._bar.setVisible(count > 0)


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))


def _gap_words(purpose: str, count: int) -> str:
    if purpose == "complete":
        words = translate_plural("● {count} gap until complete", "● {count} gaps until complete", count)
    elif purpose == "complaint":
        words = translate_plural("● {count} gap for a complaint", "● {count} gaps for a complaint", count)
    else:
        words = translate_plural(
            "● {count} gap for an urgent appeal", "● {count} gaps for an urgent appeal", count
        )
    return words.format(count=count)


def _received(shown: RecordShown) -> Iterator[str]:
    yield from (f"✓ {make_visible(each.words)}" for each in shown.received)
    if shown.shredded_at is not None:
        words = translate("Not readable here since {day}.").format(day=day_text(shown.shredded_at))
        yield f"● {words}"


def _marks(shown: RecordShown) -> Iterator[str]:
    yield from (translate(_MARK_WORDS[mark]) for mark in shown.marks if mark in _MARK_WORDS)
    withheld = [part for part in shown.withheld if part not in shown.erased]
    for words, parts in (
        (N_("Withheld from you: {parts}"), withheld),
        (N_("Erased: {parts}"), shown.erased),
    ):
        if parts:
            named = ", ".join(translate(COMPARTMENT_WORDS.get(part, part)) for part in parts)
            yield translate(words).format(parts=named)
