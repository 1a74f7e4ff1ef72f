"""Erasing parts of a record, or a file of an incident: what is chosen is destroyed here, in every version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from app.domain.compartments import ORDER, Compartment
from app.domain.work import Watch
from app.gui.compartment_words import ALL_COMPARTMENT_WORDS, WORDS_OF_A_FILE, CompartmentWords
from app.gui.page import PageContext
from app.gui.pages.parting_page import PartingPage
from app.gui.pages.record_ending import FILE, NO_REASON, REASON_HINT, record_words
from app.gui.widgets.fields import Field, heading, plain_label
from app.gui.widgets.typing import TextLine
from app.services import Services
from app.services.answers import RecordEnded, RecordHistory
from app.services.ended_evidence import same_file_words
from app.services.recording import OTHER_COPIES
from app.words import N_, translate, translate_plural

ERASING = N_("Erasing parts of the record")
_ITS_FILES = N_("The files of evidence: each is a record of its own.")
_OF_A_FILE = (
    N_("That the incident had this file, its SHA-256, when it was erased and why."),
    N_("Its chain of custody: who took it in, to whom it was handed out, and when."),
)
REMAINS = (
    *_OF_A_FILE,
    N_("That these parts were there, and their hashes: every signature stays good."),
    _ITS_FILES,
    OTHER_COPIES,
)
"""Of a record all but what is said of a file, and the other way round."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A compartment of the record: how many versions name it and are not erased, and what of them."""

    versions: int
    here: int
    of_others: frozenset[str]
    """Revisions by others, who are only asked."""
    is_erased: bool


@dataclass(frozen=True, slots=True)
class _Found:
    id: str
    words: str
    parts: Mapping[str, _Part]
    same: int
    """How many other items are the same file."""


class Erasing(PartingPage):
    """Which parts (of a file all, unless one says otherwise), why; what remains; then the passphrase."""

    name = "erasing"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "")
        theme = context.theme
        self._found: _Found | None = None
        self.which = plain_label("", "lead")
        self.rows.addWidget(self.which)
        self.rows.addWidget(
            plain_label(
                translate(
                    "What you choose is destroyed here in every version of the record. It cannot be "
                    "brought back, and is not taken in again from whoever still has it."
                )
            )
        )
        self.rows.addWidget(heading(translate("What is to be erased"), "lead"))
        self._gap = plain_label("", "gap")
        self._gap.hide()
        self.rows.addWidget(self._gap)
        self.boxes: dict[str, QCheckBox] = {}
        self._rows: dict[str, QWidget] = {}
        self._here: dict[str, QLabel] = {}
        self._meanings: dict[str, QLabel] = {}
        for part in ORDER:
            self.rows.addWidget(self._row(part))
        self._already = plain_label("", "quiet")
        self._others = plain_label("", "gap")
        self.same = plain_label("", "gap")
        for label in (self._already, self._others, self.same):
            label.hide()
            self.rows.addWidget(label)
        self.reason = TextLine()
        self.reason_field = Field(translate("Reason"), self.reason, theme, hint=translate(REASON_HINT))
        self.reason.changed.connect(lambda: self.reason_field.show_gap(""))
        self.rows.addWidget(self.reason_field)
        self._remains = dict(zip(REMAINS, self.add_end(translate("Erase"), self.begin, REMAINS), strict=True))

    def enter(self, **arguments: Any) -> None:
        """`id` names the record, `kind` says of which kind it is, `incident` to which one a file belongs."""
        self._found = None
        self.which.clear()
        for row in (*self._rows.values(), self._already, self._others, self.same, self._gap):
            row.hide()
        self.do_button.setEnabled(False)
        super().enter(**arguments)
        self._word()

    def refresh(self) -> None:
        """Ask what of it is here."""
        identifier, kind = self.record_id, self.kind

        def ask(services: Services, _watch: Watch) -> _Found:
            words = record_words(services, services.recording.show(identifier, kind))
            own = services.vault.contacts.own().card.fingerprint
            parts = _parts(services.recording.history(identifier), own)
            return _Found(identifier, words, parts, services.evidence.others_with_its_bytes(identifier))

        if identifier:
            self.read(ask, self._show)

    def forget(self) -> None:
        """The choice and the reason go too."""
        super().forget()
        for box in self.boxes.values():
            box.setChecked(False)
        self.reason.set_value("")
        self.reason_field.show_gap("")
        self._judge()

    def begin(self) -> None:
        """Erase them."""
        chosen, reason = self._chosen(), (self.reason.value() or "").strip()
        if not chosen:
            self._tell_gap(translate("At least one is needed."))
            next(self.boxes[part] for part, row in self._rows.items() if not row.isHidden()).setFocus()
            return
        if not reason:
            self.reason_field.show_gap(translate(NO_REASON))
            self.reason.setFocus()
            return
        identifier, words = self.record_id, self._words

        def job(services: Services, _watch: Watch) -> Iterable[str]:
            return _told(_named(chosen, words), services.recording.erase(identifier, chosen, reason))

        self.part(ERASING, job)

    def _row(self, part: Compartment) -> QWidget:
        theme = self.context.theme
        box, row = QCheckBox(), QWidget()
        box.clicked.connect(self._judge)
        self.boxes[part], self._rows[part] = box, row
        self._here[part], self._meanings[part] = plain_label("", "small"), plain_label("", "small")
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(box)
        for label in (self._meanings[part], self._here[part]):
            label.setContentsMargins(theme.space(7), 0, 0, 0)
            column.addWidget(label)
        row.hide()
        return row

    @property
    def _words(self) -> Mapping[str, CompartmentWords]:
        return WORDS_OF_A_FILE if self.kind == FILE else ALL_COMPARTMENT_WORDS

    def _word(self) -> None:
        """Say all of it of a file, or of a record."""
        is_file = self.kind == FILE
        self.title.setText(
            translate("Erase this file") if is_file else translate("Erase parts of this record")
        )
        for part, words in self._words.items():
            self.boxes[part].setText(translate(words.label))
            self.boxes[part].setAccessibleName(translate(words.label))
            self._meanings[part].setText(translate(words.sentence))
        for sentence, label in self._remains.items():
            label.setVisible(sentence != _ITS_FILES if is_file else sentence not in _OF_A_FILE)

    def _show(self, found: _Found) -> None:
        if found.id != self.record_id:
            return
        is_new = self._found is None
        self._found = found
        self.which.setText(found.words)
        for part, row in self._rows.items():
            held = found.parts.get(part)
            row.setVisible(held is not None and not held.is_erased)
            if held is not None:
                self._here[part].setText(_here_words(held))
        erased = [part for part, held in found.parts.items() if held.is_erased]
        self._already.setText(translate("Erased: {parts}").format(parts=_named(erased, self._words)))
        self._already.setVisible(bool(erased))
        offered = [part for part, row in self._rows.items() if not row.isHidden()]
        self.do_button.setEnabled(bool(offered))
        self.same.setText("● " + same_file_words(found.same))
        self.same.setVisible(bool(found.same))
        if is_new and offered:
            is_file = self.kind == FILE
            for part in offered if is_file else ():
                self.boxes[part].setChecked(True)
            self._judge()
            (self.reason if is_file else self.boxes[offered[0]]).setFocus()

    def _judge(self) -> None:
        """Say of how many versions others are only asked."""
        self._tell_gap("")
        parts = self._found.parts if self._found is not None else {}
        others = set[str]().union(*(parts[part].of_others for part in self._chosen() if part in parts))
        words = translate_plural(
            "{count} version was written by somebody else: erased here, elsewhere only asked for.",
            "{count} versions were written by others: erased here, elsewhere only asked for.",
            len(others),
        )
        self._others.setText("● " + words.format(count=len(others)))
        self._others.setVisible(bool(others))

    def _chosen(self) -> tuple[str, ...]:
        return tuple(part for part, box in self.boxes.items() if box.isChecked())

    def _tell_gap(self, words: str) -> None:
        self._gap.setText(f"● {words}" if words else "")
        self._gap.setVisible(bool(words))


def _parts(history: RecordHistory, own: str) -> dict[str, _Part]:
    """What there is of each compartment that any version of the record names."""
    found: dict[str, _Part] = {}
    for part in ORDER:
        naming = [each for each in history.revisions if part in each.parts]
        left = [each for each in naming if part not in each.erased]
        if naming:
            found[part] = _Part(
                versions=len(left),
                here=sum(part not in each.absent for each in left),
                of_others=frozenset(each.revision for each in left if each.author != own),
                is_erased=not left,
            )
    return found


def _here_words(part: _Part) -> str:
    if not part.here:
        return translate("It is not here; others who have it are asked to erase it.")
    words = translate_plural(
        "In {count} version of the record.", "In {count} versions of the record.", part.here
    )
    return words.format(count=part.here)


def _named(parts: Iterable[str], words: Mapping[str, CompartmentWords]) -> str:
    return ", ".join(translate(words[part].label) for part in parts)


def _told(named: str, done: RecordEnded) -> Iterable[str]:
    asked = translate_plural(
        "Others are asked to erase it in {count} version that they wrote.",
        "Others are asked to erase it in {count} versions that they wrote.",
        done.requested_of_others,
    ).format(count=done.requested_of_others)
    told = (translate("Erased: {parts}").format(parts=named), *([asked] if done.requested_of_others else []))
    return (*told, done.warning)
