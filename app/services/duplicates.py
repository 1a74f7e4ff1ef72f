"""Incidents that may be one and the same: found for a person to look at, never merged by themselves."""

from app.domain.duplicates import Likeness, likeness, people_of
from app.domain.errors import RecordError
from app.domain.facets import FacetName, facets_of
from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject
from app.domain.summary import list_row
from app.services.found import PossibleDuplicate, PossibleDuplicates
from app.services.reading import RecordReading
from app.services.record_ids import reference_of
from app.vault import Vault

LOOKED_AT = 100
"""Incidents of each sort (a shared person; the same days and place; the same days) that are compared."""
SHOWN = 10
_KIND = "incident"
_WEIGHT = {
    Likeness.TEXT: 3,
    Likeness.PERSON: 3,
    Likeness.DATE: 2,
    Likeness.PLACE: 2,
    Likeness.ACT: 1,
}


class Duplicates:
    """What may have been reported twice."""

    def __init__(self, vault: Vault, reading: RecordReading) -> None:
        self._vault = vault
        self._reading = reading

    def of(self, record_id: RecordId) -> PossibleDuplicates:
        """The incidents that may be the same as this one, the likeliest first.

        Raises RecordError `record.unknown` where there is no such incident.
        """
        content = self._content(record_id)
        if content is None:
            raise RecordError("record.unknown")
        found = []
        for candidate in self._candidates(record_id, content):
            other = self._content(candidate)
            if other is not None and (why := likeness(content, other)):
                found.append(_duplicate(candidate, other, why))
        found.sort(key=lambda each: (-sum(_WEIGHT[reason] for reason in each.why), each.id))
        return PossibleDuplicates(items=tuple(found[:SHOWN]))

    def _content(self, record_id: RecordId) -> JsonObject | None:
        state = self._vault.records.state(record_id)
        if state is None or state.kind != _KIND or not self._reading.is_understood(state):
            return None
        return self._reading.content_of(state)

    def _candidates(self, record_id: RecordId, content: JsonObject) -> dict[RecordId, None]:
        near, row = self._vault.nearness, list_row(_KIND, content)
        places = [facet.value for facet in facets_of(_KIND, content) if facet.name is FacetName.PLACE]
        found = dict.fromkeys(near.naming_any(_KIND, sorted(people_of(content)), LOOKED_AT))
        if row.first_day:
            days = row.first_day, row.last_day
            found |= dict.fromkeys(near.at_places(_KIND, days, places, LOOKED_AT))
            found |= dict.fromkeys(near.between(_KIND, days, LOOKED_AT))
        found.pop(record_id, None)
        return found


def _duplicate(record_id: RecordId, content: JsonObject, why: tuple[Likeness, ...]) -> PossibleDuplicate:
    row = list_row(_KIND, content)
    return PossibleDuplicate(
        id=record_id,
        reference=reference_of(record_id),
        title=row.title,
        when=row.when or None,
        place=row.place or None,
        why=why,
    )
