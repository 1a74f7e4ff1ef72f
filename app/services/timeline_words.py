"""Events and findings of a timeline in words: the same in window and shell."""

from collections.abc import Callable, Iterator, Mapping

from app.domain.content import form_of
from app.domain.form import Forms
from app.domain.strict_json import Json, JsonObject
from app.domain.timeline import Event, EventKind, FindingCode, TimelineFinding
from app.domain.vocabulary import Vocabularies, label_in
from app.words import N_, chosen_language, translate, translate_plural

NameOf = Callable[[str], str]

_EVENTS: Mapping[EventKind, str] = {
    EventKind.OPENED: N_("Proceeding opened"),
    EventKind.ACT: N_("Act"),
    EventKind.SEIZED: N_("Seized"),
    EventKind.PROTOCOL: N_("Time in the official paper"),
    EventKind.MOVED: N_("Taken to a place of detention"),
    EventKind.LEFT: N_("Left a place of detention"),
    EventKind.VISIT: N_("Visit"),
    EventKind.HEARING: N_("Hearing"),
    EventKind.OUTCOME: N_("Decision"),
    EventKind.RELEASED: N_("Released"),
    EventKind.SENT: N_("Sent"),
    EventKind.DEADLINE: N_("Deadline for a reply"),
    EventKind.REPLY: N_("Reply"),
    EventKind.DUE: N_("Deadline"),
}
_FINDINGS: Mapping[FindingCode, tuple[str, str]] = {
    FindingCode.RELEASED_BEFORE_SEIZED: (
        N_("Released before the seizure."),
        N_("It cannot be told whether the release came after the seizure."),
    ),
    FindingCode.PROTOCOL_BEFORE_SEIZED: (
        N_("The official paper gives a time before the seizure."),
        N_("It cannot be told whether the time in the official paper is after the seizure."),
    ),
    FindingCode.MOVED_BEFORE_SEIZED: (
        N_("Taken to a place of detention before the seizure."),
        N_("It cannot be told whether the person was taken there after the seizure."),
    ),
    FindingCode.MOVED_AFTER_RELEASED: (
        N_("Taken to a place of detention after the release."),
        N_("It cannot be told whether the person was taken there before the release."),
    ),
    FindingCode.LEFT_BEFORE_MOVED: (
        N_("Left the place of detention before being taken there."),
        N_("It cannot be told how long the person was in this place of detention."),
    ),
    FindingCode.HEARING_AFTER_JUDGMENT: (
        N_("A hearing after the decision that ended the case."),
        N_("It cannot be told whether this hearing came before the decision that ended the case."),
    ),
    FindingCode.REPLY_BEFORE_SENT: (
        N_("The reply came before it was sent."),
        N_("It cannot be told whether the reply came after it was sent."),
    ),
    FindingCode.ACT_AFTER_DEATH: (
        N_("Something was done to the person after their death."),
        N_("It cannot be told whether this was before the person's death."),
    ),
    FindingCode.DEADLINE_PASSED: (
        N_("The deadline has passed."),
        N_("The deadline may have passed."),
    ),
}


class TimelineWords:
    """Puts events into words, by the lists at hand and the names of records."""

    def __init__(self, forms: Forms, vocabularies: Vocabularies, name_of: NameOf) -> None:
        """`name_of` gives what a record is called, empty where it is not here."""
        self._forms, self._vocabularies, self._name_of = forms, vocabularies, name_of

    def event(self, event: Event) -> str:
        """What happened: `Beating: Тестов Үлгі`."""
        head = translate(_EVENTS[event.kind])
        told = ", ".join(filter(None, self._told(event)))
        if event.kind is EventKind.ACT:
            form = form_of(event.entry, self._forms)
            head = label_in(form.label, chosen_language()) if form else head
        return f"{head}: {told}" if told else head

    def _told(self, event: Event) -> Iterator[str]:
        entry, kind = event.entry, EventKind
        if event.kind is kind.ACT:
            yield from self._names(entry.get("victims"))
        elif event.kind in (kind.SEIZED, kind.PROTOCOL, kind.RELEASED):
            yield from self._names(entry.get("person"))
        elif event.kind in (kind.MOVED, kind.LEFT):
            yield from self._names(entry.get("facility"))
            place = entry.get("place")
            yield _text(place.get("institution")) if isinstance(place, dict) else ""
            yield from self._names(entry.get("person"))
        elif event.kind is kind.VISIT:
            yield self._label("visitor_kind", entry.get("kind"))
            yield from self._names(entry.get("visitor"))
            yield translate("not let in") if entry.get("allowed") == "no" else ""
        elif event.kind is kind.HEARING:
            yield self._name_of(event.record)
            yield _text(entry.get("room"))
        elif event.kind is kind.OPENED:
            yield self._name_of(event.record)
        elif event.kind is kind.OUTCOME:
            yield self._label("proceeding_outcome", entry.get("kind"))
            yield self._name_of(event.record)
        elif event.kind is kind.DUE:
            yield _text(entry.get("what"))
        else:
            yield from self._of_intervention(event.kind, entry)

    def _of_intervention(self, kind: EventKind, entry: JsonObject) -> Iterator[str]:
        if kind is EventKind.REPLY:
            yield self._label("reply", entry.get("reply"))
        yield self._label("intervention_kind", entry.get("kind"))
        yield _text(entry.get("addressee"))
        yield from self._names(entry.get("addressee_organisation"))
        yield _text(entry.get("number"))

    def _names(self, value: Json) -> Iterator[str]:
        identifiers = value if isinstance(value, list) else [value]
        yield from (self._name_of(each) for each in identifiers if isinstance(each, str))

    def _label(self, vocabulary: str, code: Json) -> str:
        return self._vocabularies.label(vocabulary, code, chosen_language()) if isinstance(code, str) else ""


def finding_words(finding: TimelineFinding) -> str:
    """What is wrong, or cannot be told."""
    if finding.code is FindingCode.HOURS_UNACCOUNTED:
        hours = (finding.minutes or 0) // 60
        told = translate_plural(
            "At least {count} hour between the seizure and the official paper is not accounted for.",
            "At least {count} hours between the seizure and the official paper are not accounted for.",
            hours,
        ).format(count=hours)
        return (
            told if finding.certain else translate("{told} The dates are only approximate.").format(told=told)
        )
    certain, untold = _FINDINGS[finding.code]
    return translate(certain if finding.certain else untold)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
