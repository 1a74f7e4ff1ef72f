"""What the page of a record has done on a lane: loading all that it shows, and saving an edit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services import Services
from app.services.answers import HistoryEntry, ListedEvidence, RecordSaved, RecordShown
from app.services.answers_naming import NamedRecord
from app.services.drafts import draft_of_record
from app.services.ended_evidence import EndedEvidence
from app.services.record_words import record_ids_in

NAMED_BY: Mapping[str, Callable[[str], JsonObject]] = {
    "person": lambda name: {"names": [{"full": name}]},
    "organisation": lambda name: {"names": [{"text": name}]},
    "proceeding": lambda name: {"numbers": [{"raw": name}]},
}
"""What a new record holds of which only the name is known."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record with all that its page shows of it; `draft` is an edit that was refused."""

    shown: RecordShown
    named: dict[str, NamedRecord]
    evidence: tuple[ListedEvidence, ...]
    revisions: tuple[HistoryEntry, ...]
    draft: JsonObject
    hearings: dict[str, tuple[JsonObject, ...]]
    ended: tuple[EndedEvidence, ...]


def load(identifier: str, kind: str, services: Services, _watch: Watch) -> Loaded:
    """A record with the names that it, what was not saved of it, and the sides of its conflicts mention.

    Raises RecordError `record.unknown`.
    """
    shown = services.recording.show(identifier, kind)
    sides = [side.value for conflict in shown.conflicts for side in conflict.sides]
    draft = services.drafts.load(draft_of_record(kind, identifier)) or {}
    return Loaded(
        shown,
        services.reading.named(record_ids_in([shown.content, draft, *sides])),
        services.evidence.list(identifier).items if kind == "incident" else (),
        services.recording.history(identifier).revisions if shown.conflicts else (),
        draft,
        services.chronology.hearings_named(shown.content) if kind == "incident" else {},
        services.evidence.ended(identifier).items if kind == "incident" else (),
    )


def save_or_keep(
    identifier: str, kind: str, change: JsonObject, services: Services, _watch: Watch
) -> RecordSaved:
    """Save an edit; one that is refused outlives this process as a draft, and the refusal is raised."""
    draft = draft_of_record(kind, identifier)
    with services.drafts.kept_if_refused(draft, change):
        return services.recording.edit(identifier, change, kind, draft=draft)


def make_named(identifier: str, kind: str, name: str, services: Services, _watch: Watch) -> None:
    """Make the record that was named in another; RecordError `record.input`."""
    services.recording.add_other(kind, NAMED_BY[kind](name), identifier)
