"""What the page of a record has done on a lane: loading all that it shows, and saving an edit."""

from contextlib import suppress
from dataclasses import dataclass

from app.domain.errors import AppError
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.gui.pages.record_words import record_ids_in
from app.services import Services
from app.services.answers import HistoryEntry, ListedEvidence, RecordSaved, RecordShown
from app.services.drafts import draft_of_record


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record with all that its page shows of it; `draft` is an edit that was refused."""

    shown: RecordShown
    names: dict[str, str]
    evidence: tuple[ListedEvidence, ...]
    revisions: tuple[HistoryEntry, ...]
    draft: JsonObject


def load(identifier: str, kind: str, services: Services, _watch: Watch) -> Loaded:
    """A record with the names that it and the sides of its conflicts mention.

    Raises RecordError `record.unknown`.
    """
    shown = services.recording.show(identifier, kind)
    sides = [side.value for conflict in shown.conflicts for side in conflict.sides]
    return Loaded(
        shown,
        services.reading.titles(record_ids_in([shown.content, *sides])),
        services.evidence.list(identifier).items if kind == "incident" else (),
        services.recording.history(identifier).revisions if shown.conflicts else (),
        services.drafts.load(draft_of_record(kind, identifier)) or {},
    )


def save_or_keep(
    identifier: str, kind: str, change: JsonObject, services: Services, _watch: Watch
) -> RecordSaved:
    """Save an edit; one that is refused outlives this process as a draft, and the refusal is raised."""
    draft = draft_of_record(kind, identifier)
    try:
        return services.recording.edit(identifier, change, kind, draft=draft)
    except AppError:
        with suppress(AppError):
            services.drafts.save(draft, change)
        raise
