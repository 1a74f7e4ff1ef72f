"""Choosing what stands elsewhere in a record: one of its acts, of its sources, of its fields, a hearing."""

from collections.abc import Iterable, Iterator

from app.domain.compartments import Path
from app.domain.strict_json import Json
from app.gui.pages.record_picks import OfferedChoices
from app.gui.pages.record_sheet import RecordSheet
from app.gui.widgets.choosing import Choice, Options
from app.services import asked
from app.services.record_words import field_words, reference_words
from app.words import translate

_NOT_CLAIMED = frozenset({"claims", "sources", "consent", "translations"})


class ReferenceChoice(Choice):
    """One of several things of the record, by readable words; offered anew whenever it is shown."""

    def __init__(self, sheet: RecordSheet) -> None:
        super().__init__(())
        self.sheet = sheet
        self._offered: list[tuple[str, str]] = []

    def offers(self, path: Path) -> Iterable[tuple[str, str]]:
        """What can be chosen for the field at `path`, with its words."""
        raise NotImplementedError

    def offer(self, path: Path) -> None:
        """Offer what there is now; what was chosen stays chosen."""
        offered = list(self.offers(path))
        if offered == self._offered:
            return
        chosen = self.value()
        self._offered = offered
        while self.count() > 1:
            self.removeItem(1)
        for code, words in offered:
            self.addItem(words, code)
        self.set_value(chosen)


class EntryChoice(ReferenceChoice):
    """An entry of one list of the record."""

    def __init__(self, sheet: RecordSheet, name: str) -> None:
        super().__init__(sheet)
        self._name = name

    def offers(self, path: Path) -> Iterable[tuple[str, str]]:  # noqa: ARG002 - wherever it stands
        """Every entry of the list."""
        return entries_to_choose(self.sheet, self._name)


class EntryChoices(OfferedChoices):
    """Several entries of one list of the record."""

    def __init__(self, sheet: RecordSheet, name: str) -> None:
        self._name = name
        super().__init__(sheet, translate("The acts of this incident are offered here."))

    def offers(self) -> Options:
        """Every entry of the list."""
        return entries_to_choose(self.sheet, self._name)


def entries_to_choose(sheet: RecordSheet, name: str) -> list[tuple[str, str]]:
    """Entries by readable words, numbered where words alone would not tell them apart."""
    entries = sheet.entries(name)
    words = [reference_words(sheet, name, entry) for entry in entries]
    return [
        (str(entry.get("id")), told if told and words.count(told) == 1 else f"{number}. {told}")
        for number, (entry, told) in enumerate(zip(entries, words, strict=True), 1)
    ]


class HearingChoice(ReferenceChoice):
    """A hearing of the proceeding that the same act names."""

    def offers(self, path: Path) -> Iterable[tuple[str, str]]:
        """The hearings of that proceeding as it was last read."""
        proceeding = self.sheet.value((*path[:-1], "proceeding"))
        for number, hearing in enumerate(self.sheet.hearings.get(str(proceeding), ()), 1):
            told = reference_words(self.sheet, "hearings", hearing)
            yield str(hearing.get("id")), f"{number}. {told}"


class FieldChoice(ReferenceChoice):
    """A field of the incident that holds something, by its path: `acts.<id>.details.arrived`."""

    def offers(self, path: Path) -> Iterable[tuple[str, str]]:
        """Every field that holds something, and the one that is named already."""
        content = self.sheet.editing.content
        found = dict.fromkeys(_filled(self.sheet))
        if isinstance(named := self.sheet.value(path), str):
            found.setdefault(tuple(named.split(".")))
        for each in found:
            yield ".".join(each), field_words(each, content)


def _filled(sheet: RecordSheet) -> Iterator[Path]:
    for each in asked.GENERAL:
        if sheet.value(each.path) is not None:
            yield each.path[:1]
    for name in asked.ENTRIES:
        if name in _NOT_CLAIMED:
            continue
        for entry in sheet.entries(name):
            yield from _filled_in(entry, (name, str(entry.get("id"))))


def _filled_in(entry: dict[str, Json], holder: Path) -> Iterator[Path]:
    for key, value in entry.items():
        if key == "details" and isinstance(value, dict):
            yield from ((*holder, key, inner) for inner in value)
        elif key not in ("id", "form", "form_version", "privileged"):
            yield (*holder, key)
