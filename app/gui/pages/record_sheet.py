"""The sheet on which a record lies: what all its sections share while it is being edited."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain.compartments import Path
from app.domain.completeness import PURPOSES
from app.domain.strict_json import Json, JsonObject
from app.gui.page import PageContext
from app.gui.pages.incident_editing import Editing
from app.services.answers import ListedEvidence, MissingField, RecordShown
from app.services.answers_naming import NamedRecord
from app.services.asked import Asked
from app.services.ended_evidence import EndedEvidence
from app.words import N_, translate

READ_ONLY_MARKS = frozenset({"deleted", "unknown_kind", "newer_schema"})

_PURPOSE_WORDS: Mapping[str, str] = {
    "complete": N_("to be complete"),
    "complaint": N_("for a complaint"),
    "urgent_appeal": N_("for an urgent appeal"),
}


class RecordSheet(QObject):
    """One record before a person. The page fills it; sections read it and tell it of changes."""

    touched = Signal(object)
    """The path of a value that was just changed."""
    left = Signal()
    """The cursor has left a field."""
    wanted = Signal(str, str, object)
    """A new record: its kind, its name, and what to do with its id once it is there."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.theme = context.theme
        self.editing = Editing({})
        self.shown: RecordShown | None = None
        self.names: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.hearings: Mapping[str, Sequence[JsonObject]] = {}
        """The hearings of the proceedings that this record names, by the id of the proceeding."""
        self.evidence: tuple[ListedEvidence, ...] = ()
        self.ended: tuple[EndedEvidence, ...] = ()
        """Files that were deleted or erased."""
        self._gaps: dict[Path, tuple[str, ...]] = {}

    def lay(
        self, shown: RecordShown, named: Mapping[str, NamedRecord], evidence: Iterable[ListedEvidence]
    ) -> None:
        """Put a record here, or the same one anew; what was typed and not saved stays."""
        if self.shown is None or self.shown.id != shown.id:
            self.editing = Editing(shown.content)
        else:
            self.editing.take_over(shown.content)
        self.shown = shown
        note_named(self, named)
        self.evidence = tuple(evidence)
        self.note_gaps(shown.missing)

    def value(self, path: Path) -> Json:
        """The value at `path`."""
        return self.editing.value(path)

    def entries(self, *path: str) -> list[JsonObject]:
        """The entries of a list of the record, or of one within an entry."""
        held = self.value(path)
        return [entry for entry in held if isinstance(entry, dict)] if isinstance(held, list) else []

    def change(self, path: Path, value: Json) -> None:
        """Put a value at a path, as the person did."""
        if self.editing.change(path, value):
            self.touched.emit(path)

    def leave_field(self) -> None:
        """What is typed next is a step of its own, and what was typed can be saved."""
        self.editing.leave_field()
        self.left.emit()

    def today(self) -> date:
        """Today, where the person is."""
        return self.context.clock.now().astimezone().date()

    def name_of(self, identifier: str) -> str:
        """What a record that is named by id is called, as far as known here."""
        return self.names.get(identifier) or translate("Name not here")

    def note_gaps(self, missing: Iterable[MissingField]) -> None:
        """Take what is missing, with entries named by position, and keep it by path."""
        self._gaps = {self._path_of(gap.field): gap.for_ for gap in missing}

    def gap_at(self, path: Path) -> str:
        """What stands beside a label: for what its field is still needed; empty where it is not."""
        return needed_words(self._gaps.get(path, ()))

    def gaps_by_purpose(self) -> dict[str, int]:
        """How many gaps there are for each purpose."""
        return {purpose: sum(purpose in purposes for purposes in self._gaps.values()) for purpose in PURPOSES}

    @property
    def is_read_only(self) -> bool:
        """Whether nothing here can be changed at all."""
        return self.shown is None or bool(READ_ONLY_MARKS & set(self.shown.marks))

    def why_locked(self, asked: Asked) -> str:
        """Why one field cannot be changed, in words; empty where it can."""
        if self.shown is None or self.is_read_only:
            return translate("Read only")
        if asked.compartment in self.shown.withheld:
            erased = asked.compartment in self.shown.erased
            return translate("Erased") if erased else translate("Withheld from you: it is not in this vault.")
        return ""

    def _path_of(self, dotted: str) -> Path:
        """`acts.0.details.arrived` with the entry named by id."""
        steps = dotted.split(".")
        if len(steps) > 1 and steps[1].isdecimal():
            entries = self.shown.content.get(steps[0], []) if self.shown else []
            position = int(steps[1])
            if position < len(entries):
                steps[1] = str(entries[position].get("id"))
        return tuple(steps)


def note_named(sheet: RecordSheet, named: Mapping[str, NamedRecord]) -> None:
    """Keep with a sheet what records are, and what they are called, by id."""
    for identifier, record in named.items():
        sheet.names[identifier], sheet.kinds[identifier] = record.title, record.kind


def needed_words(purposes: Sequence[str]) -> str:
    """For what something is needed, such as "needed for a complaint"; empty where it is for nothing."""
    told = [translate(_PURPOSE_WORDS[purpose]) for purpose in PURPOSES if purpose in purposes]
    return translate("needed {purposes}").format(purposes=", ".join(told)) if told else ""
