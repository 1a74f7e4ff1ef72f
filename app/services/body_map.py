"""The body map of an incident: who was hurt where, to be read, and handed out as picture or table."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from app.domain.body import FIGURES, Figure, figure_of
from app.domain.compartments import Compartment
from app.domain.content import value_at
from app.domain.errors import RecordError
from app.domain.injury_words import injury_words
from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject
from app.domain.text import make_visible
from app.reports.body_map import PAGE_HEIGHT, Marked, Sheet, body_map_csv, body_map_html, body_map_pages
from app.services.body_answers import BodyMap, BodyMapKind, InjuryMark
from app.services.body_figures import load_body
from app.services.evidence import EvidenceKeeping
from app.services.form_files import load_vocabularies
from app.services.handing_out import handing_out
from app.services.reading import RecordReading
from app.vault import Vault
from app.words import chosen_language, translate

_COLUMNS = (
    "number", "person", "figure", "view", "x", "y", "region", "side", "kind", "length_mm", "width_mm",
    "shape", "colour", "surface", "seen", "claimed_age", "mechanism", "photographs",
    "grade", "clinician", "note",
)  # fmt: skip


class BodyMaps:
    """What can be read, and handed out, of the injuries of an incident."""

    def __init__(self, vault: Vault, reading: RecordReading, evidence: EvidenceKeeping) -> None:
        self._vault, self._reading, self._evidence = vault, reading, evidence

    def show(self, record_id: str, person: str | None = None) -> BodyMap:
        """The injuries of everybody or of one person, each with its number in the whole list.

        Raises RecordError `record.unknown`; `record.not_here` where the medical part is withheld.
        """
        shown = self._reading.show(RecordId(record_id), "incident")
        if Compartment.MEDICAL in shown.withheld:
            raise RecordError("record.not_here", compartment=Compartment.MEDICAL)
        injuries = shown.content.get("injuries") or []
        marks = (
            InjuryMark(number=number, person=injury.get("person"), injury=injury)
            for number, injury in enumerate(injuries, start=1)
        )
        return BodyMap(
            id=shown.id,
            reference=shown.reference,
            marks=tuple(mark for mark in marks if person in (None, mark.person)),
        )

    def figure_for(self, person: str | None) -> Figure:
        """The figure on which a person's injuries are marked, by their sex; neutral where it is not known."""
        state = self._vault.records.state(RecordId(person)) if person else None
        return figure_of(self._reading.content_of(state).get("sex")) if state else "neutral"

    def export(
        self,
        record_id: str,
        person: str | None,
        target: Path | BinaryIO,
        kind: BodyMapKind = "svg",
        converted: Callable[[tuple[bytes, ...]], bytes] = b"".join,
        page_height: int | None = None,
    ) -> BodyMap:
        """Write picture, pages or table outside the vault, in plain, and note it in the incident's custody.

        `converted` makes another kind of picture of the SVG, which is parted into pages if these have
        a height. Raises as `show`; DiskError.
        """
        found = self.show(record_id, person)
        if kind == "csv":
            content = self._table(found)
        elif kind == "html":
            pages = self._pictures(found, PAGE_HEIGHT)
            content = body_map_html(_title(found), pages, chosen_language())
        else:
            content = converted(self._pictures(found, page_height))
        with handing_out(self._vault, target, len(content)) as stream:
            stream.write(content)
        with self._vault.transaction():
            custody = self._evidence.note_custody(RecordId(record_id), "exported", why="body map")
        path = str(target) if isinstance(target, Path) else "-"
        return found.model_copy(update={"path": path, "bytes": len(content), "custody": custody})

    def for_print(self, record_id: str, person: str | None) -> tuple[bytes, ...]:
        """The pages as SVG, for a printer; first it is noted in the incident's custody. Raises as `show`."""
        pages = self._pictures(self.show(record_id, person), PAGE_HEIGHT)
        with self._vault.transaction():
            self._evidence.note_custody(RecordId(record_id), "exported", why="body map, printed")
        return pages

    def _pictures(self, found: BodyMap, page_height: int | None) -> tuple[bytes, ...]:
        return body_map_pages(_title(found), tuple(self._sheets(found)), load_body(), page_height)

    def _names(self, found: BodyMap) -> dict[str, str]:
        named = self._reading.named({mark.person for mark in found.marks if mark.person})
        return {identifier: record.title for identifier, record in named.items()}

    def _sheets(self, found: BodyMap) -> Iterator[Sheet]:
        """One for each person and figure, in the order in which they come first."""
        names = self._names(found)
        groups: dict[tuple[str | None, Figure], list[InjuryMark]] = {}
        for mark in found.marks:
            chosen = mark.injury.get("figure")
            figure = cast("Figure", chosen) if chosen in FIGURES else self.figure_for(mark.person)
            groups.setdefault((mark.person, figure), []).append(mark)
        for (person, figure), marks in groups.items():
            name = names.get(person or "") or translate("Whose injuries these are is not said")
            yield Sheet(
                heading=make_visible(name), figure=figure, marks=tuple(_marked(mark) for mark in marks)
            )
        if not groups:
            yield Sheet(heading=translate("No injury is recorded"), figure="neutral", marks=())

    def _table(self, found: BodyMap) -> bytes:
        names = self._names(found)
        rows = []
        for mark in found.marks:
            flat: JsonObject = {
                **mark.injury,
                "number": mark.number,
                "person": names.get(mark.person or "", mark.person),
                "seen": value_at(mark.injury, ("seen", "edtf")),
                "photographs": " ".join(mark.injury.get("photographs") or ()),
                "grade": value_at(mark.injury, ("finding", "grade")),
                "clinician": value_at(mark.injury, ("finding", "clinician")),
            }
            rows.append([cast("str | int | None", flat.get(column)) for column in _COLUMNS])
        return body_map_csv(_COLUMNS, rows)


def _title(found: BodyMap) -> str:
    return translate("Body map, incident {reference}").format(reference=found.reference)


def _marked(mark: InjuryMark) -> Marked:
    injury = mark.injury
    placed = isinstance(injury.get("x"), int) and isinstance(injury.get("y"), int)
    return Marked(
        number=mark.number,
        view=injury.get("view") or ("front" if placed else None),
        x=injury["x"] if placed else None,
        y=injury["y"] if placed else None,
        words=injury_words(load_vocabularies(), injury),
    )
