"""What happened in which order, and what must be done by when."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from app.domain.compartments import join_parts
from app.domain.deadlines import open_deadlines
from app.domain.errors import RecordError
from app.domain.form import Forms
from app.domain.revision import RecordId
from app.domain.strict_json import Json, JsonObject
from app.domain.summary import list_row
from app.domain.timeline import Event, Timeline, last_day, timeline
from app.domain.vocabulary import Vocabularies
from app.domain.work import Watch
from app.services.answers_timeline import (
    DeadlineList,
    ListedDeadline,
    TimelineEvent,
    TimelineFound,
    TimelineShown,
)
from app.services.clock import Clock
from app.services.record_ids import reference_of
from app.services.timeline_words import TimelineWords, finding_words
from app.vault import Vault
from app.words import N_

LOOKING = N_("Looking for deadlines")


class Chronology:
    """Reads records by time; changes nothing."""

    def __init__(self, vault: Vault, forms: Forms, vocabularies: Vocabularies, clock: Clock) -> None:
        self._vault = vault
        self._words = TimelineWords(forms, vocabularies, self._name_of)
        self._clock = clock

    def timeline(self, record_id: RecordId) -> TimelineShown:
        """An incident and the proceedings it names, in order. Raises RecordError `record.unknown`."""
        content = self._content(record_id, "incident")
        if content is None:
            raise RecordError("record.unknown")
        proceedings = {
            identifier: held
            for identifier in proceedings_named(content)
            if (held := self._content(identifier, "proceeding")) is not None
        }
        ordered = timeline(record_id, content, proceedings, self._clock.now().astimezone().date())
        return TimelineShown(
            id=record_id,
            reference=reference_of(record_id),
            events=tuple(self._shown(event, record_id) for event in ordered.events),
            findings=tuple(_found(ordered)),
        )

    def deadlines(self, days: int, watch: Watch) -> DeadlineList:
        """What is not met and due within so many days from today, or past; the nearest first."""
        today = self._clock.now().astimezone().date()
        found: list[ListedDeadline] = []
        candidates = self._vault.lists.with_deadlines(today + timedelta(days=days))
        for number, row in enumerate(candidates):
            watch.tick(LOOKING, number, len(candidates))
            content = self._content(row.record_id, row.kind) or {}
            for event in open_deadlines(row.kind, row.record_id, content):
                day = last_day(event.when) if event.when else None
                if event.when is None or day is None or (left := (day - today).days) > days:
                    continue
                found.append(
                    ListedDeadline(
                        record=row.record_id,
                        kind=row.kind,
                        reference=row.reference or reference_of(row.record_id),
                        title=row.title,
                        words=self._words.event(event),
                        due=event.when.edtf or "",
                        days=left,
                        path=event.path,
                    )
                )
        return DeadlineList(items=tuple(sorted(found, key=lambda each: (each.days, each.record, each.path))))

    def hearings_named(self, content: JsonObject) -> dict[str, tuple[JsonObject, ...]]:
        """The hearings of every proceeding that an incident names, by the id of the proceeding."""
        return {
            identifier: tuple(_entries((self._content(identifier, "proceeding") or {}).get("hearings")))
            for identifier in proceedings_named(content)
        }

    def _content(self, record_id: str, kind: str) -> JsonObject | None:
        state = self._vault.records.state(RecordId(record_id))
        return join_parts(state.parts) if state is not None and state.kind == kind else None

    def _name_of(self, record_id: str) -> str:
        state = self._vault.records.state(RecordId(record_id))
        return "" if state is None else list_row(state.kind, join_parts(state.parts)).title

    def _shown(self, event: Event, incident: str) -> TimelineEvent:
        when = event.when
        return TimelineEvent(
            kind=event.kind.value,
            when=when.edtf if when else None,
            time=when.time.value if when and when.time else None,
            said=when.said if when else None,
            words=self._words.event(event),
            record=event.record,
            kind_of_record="incident" if event.record == incident else "proceeding",
            path=event.path,
        )


def proceedings_named(content: JsonObject) -> tuple[str, ...]:
    """The proceedings of an incident and of its acts, each once."""
    named = [*_texts(content.get("proceedings"))]
    named += (each for act in _entries(content.get("acts")) for each in _texts([act.get("proceeding")]))
    return tuple(dict.fromkeys(named))


def _found(ordered: Timeline) -> Iterator[TimelineFound]:
    for finding in ordered.findings:
        yield TimelineFound(
            code=finding.code.value,
            certain=finding.certain,
            events=finding.events,
            minutes=finding.minutes,
            words=finding_words(finding),
        )


def _entries(value: Json) -> Iterable[JsonObject]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _texts(value: Json) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
