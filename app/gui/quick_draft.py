"""What stands in quick entry: as a value, as the sealed draft, as the input of an incident."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.strict_json import Json, JsonObject
from app.gui.widgets.people_line import NamedPerson


@dataclass(frozen=True, slots=True)
class QuickDraft:
    """The fields of quick entry; None and () where nothing stands."""

    narrative: str | None = None
    when: JsonObject | None = None
    where: JsonObject | None = None
    people: tuple[NamedPerson, ...] = ()
    form: str | None = None
    files: tuple[str, ...] = ()

    @staticmethod
    def beginning(now: datetime, last_place: JsonObject | None) -> "QuickDraft":
        """An entry that is begun: now, by the clock of this computer, and the last place."""
        local = now.astimezone()
        offset = local.isoformat(timespec="minutes")[-6:]
        when: JsonObject = {
            "edtf": f"{local:%Y-%m-%d}",
            "time": {"value": f"{local:%H:%M}", "precision": "minute"},
            "zone": offset,
        }
        return QuickDraft(when=when, where=last_place)

    @staticmethod
    def from_json(draft: Mapping[str, Any]) -> "QuickDraft":
        """A draft as `to_json` made it."""
        return QuickDraft(
            narrative=draft["narrative"],
            when=draft["when"],
            where=draft["where"],
            people=tuple(NamedPerson(person["name"], person["id"]) for person in draft["people"]),
            form=draft["form"],
            files=tuple(draft["files"]),
        )

    def to_json(self) -> JsonObject:
        """As it is kept in the vault."""
        return {
            "narrative": self.narrative,
            "when": self.when,
            "where": self.where,
            "people": [{"name": person.name, "id": person.id} for person in self.people],
            "form": self.form,
            "files": list(self.files),
        }

    def tells_nothing(self) -> bool:
        """Whether there is nothing but a date, a place, a form: a draft, but no incident by itself."""
        return replace(self, when=None, where=None, form=None) == QuickDraft()

    def to_input(self) -> JsonObject:
        """The input of `recording.add`: an act of the form, everybody by record id or as a new record."""
        act: JsonObject = {} if self.form is None else {"form": self.form}
        given: dict[str, Json] = {
            "narrative": {"text": self.narrative} if self.narrative else None,
            "when": self.when,
            "where": self.where,
            "people": [_person(person) for person in self.people] or None,
        }
        return {**{name: value for name, value in given.items() if value is not None}, "acts": [act]}


def _person(person: NamedPerson) -> JsonObject:
    return {"id": person.id} if person.id is not None else {"names": [{"full": person.name}]}
