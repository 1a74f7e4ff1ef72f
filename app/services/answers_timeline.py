"""What is answered about time: an incident in order, and what must be done by when."""

from app.services.answer import Answer


class TimelineEvent(Answer):
    """One event. `when` is EDTF, `time` is HH:MM; `words` say what happened, in the language in force.

    `record` and `path` lead to its date; `kind_of_record` is incident or proceeding.
    """

    kind: str
    when: str | None
    time: str | None
    said: str | None
    words: str
    record: str
    kind_of_record: str
    path: tuple[str, ...]


class TimelineFound(Answer):
    """What cannot be, or is missing, between events (by their places, from 0); see `domain.timeline`.

    Where it is not `certain`, the dates leave it open. `minutes` are those not accounted for.
    """

    code: str
    certain: bool
    events: tuple[int, ...]
    minutes: int | None = None
    words: str


class TimelineShown(Answer):
    """An incident in the order of time, with the proceedings it names; undated events last."""

    id: str
    reference: str
    events: tuple[TimelineEvent, ...]
    findings: tuple[TimelineFound, ...]


class ListedDeadline(Answer):
    """Something that must come or be done by a day: `due` is EDTF, `days` are left to its last day.

    Past ones have less than none. `path` leads to the date in the record.
    """

    record: str
    kind: str
    reference: str
    title: str
    words: str
    due: str
    days: int
    path: tuple[str, ...]


class DeadlineList(Answer):
    """Deadlines that are not met yet, the nearest first."""

    items: tuple[ListedDeadline, ...]
