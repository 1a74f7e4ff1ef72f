"""Answers as plain text for people: a line for each row of a list, a labelled tree for the rest.

Whatever stands in a value may come from others: every text passes through
`make_visible`, so that control and direction marks show instead of working.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from app.cli.demonstration.report import DemoReport
from app.cli.labels import LABELS
from app.domain.findings import finding_words
from app.domain.list_columns import ChosenColumns
from app.domain.text import make_visible
from app.services.answer import Answer
from app.services.answers import (
    EvidenceList,
    FormList,
    ListedEvidence,
    ListedForm,
    ListedRecord,
    RecordHistory,
    RecordList,
    VaultReport,
)
from app.services.answers_changes import RevisionChanges
from app.services.answers_contacts import ContactList, OwnKeyEnded, OwnKeysEnded, ShownContact
from app.services.answers_timeline import DeadlineList, ListedDeadline, TimelineShown
from app.services.ended_evidence import EndedEvidence, EndedEvidenceList, how_words, what_words
from app.services.history_words import NOTHING_SEEN, author_words, history_in_words, sides, told_of
from app.services.list_cells import cell_words
from app.services.moments import moment_words
from app.services.offered import FoundPlace, FoundPlaces, NameOffer, NameOffers
from app.services.own_key_words import ended_words, opening_words
from app.words import translate, translate_plural

INDENT = "  "


class HelpText(Answer):
    """What `--help` prints, where `--json` was given too."""

    help: str


def present(answer: Answer, columns: ChosenColumns | None = None) -> str:
    """The whole answer as text without a line end; a list as a table, if its `columns` are given."""
    if columns is not None and isinstance(answer, RecordList):
        return "\n".join([*_table(answer, columns), _shown_of(answer)])
    return "\n".join([*_lines_of(answer), *_finding_lines(answer)])


def _lines_of(answer: Answer) -> Iterator[str]:
    if type(answer) in _LISTS:
        name, lines_of_one = _LISTS[type(answer)]
        entries = getattr(answer, name)
        for entry in entries:
            yield from lines_of_one(entry)
        yield _count_line(len(entries))
        return
    match answer:
        case RecordList():
            yield from map(_record_line, answer.items)
            yield _shown_of(answer)
        case RevisionChanges():
            yield from _changes_lines(answer)
        case TimelineShown():
            yield from _timeline_lines(answer)
        case FormList():
            yield from map(_form_line, answer.items)
        case DemoReport():
            for number, step in enumerate(answer.steps, start=1):
                yield f"{number:2}. {make_visible(step.step)}"
                yield from (f"{INDENT * 2}{make_visible(text)}" for text in (step.outcome, step.path) if text)
            yield translate("Everything lies in {folder}").format(folder=make_visible(answer.folder))
        case _:
            yield from _tree(_told(answer), "", LABELS)


def _told(answer: Answer) -> Mapping[str, Any]:
    return history_in_words(answer) if isinstance(answer, RecordHistory) else answer.to_json()


def _finding_lines(answer: Answer) -> Iterator[str]:
    """Of a check: what each kind of problem means, and what to do about it."""
    if not isinstance(answer, VaultReport):
        return
    for code in dict.fromkeys(each.code for each in answer.problems):
        yield f"! {code}: {' '.join(finding_words(code))}"


def _shown_of(answer: RecordList) -> str:
    return translate("{shown} of {total} shown").format(shown=len(answer.items), total=answer.total)


def _table(answer: RecordList, columns: ChosenColumns) -> Iterator[str]:
    """A line of headings and one for each record, its id first; nothing is cut off."""
    # Help shall come fast: nothing but a table needs it.
    from rich.cells import cell_len

    names, headings = columns.names, columns.offered.words
    rows = [[translate(LABELS["id"]), *(translate(headings[name]) for name in names)]]
    rows += [
        [each.id, *(cell_words(each, columns.kind, name) or "—" for name in names)] for each in answer.items
    ]
    widths = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield INDENT.join(padded).rstrip()


def _count_line(count: int) -> str:
    return translate_plural("{count} entry", "{count} entries", count).format(count=count)


def _record_line(record: ListedRecord) -> str:
    facts = [
        record.reference,
        record.when or "—",
        record.title or "—",
        record.place or "",
        ", ".join(record.forms),
    ]
    if record.evidence:
        facts.append(translate("evidence: {count}").format(count=record.evidence))
    if record.missing:
        facts.append(translate("missing: {count}").format(count=record.missing))
    if record.conflicts:
        facts.append(translate("conflicts: {count}").format(count=record.conflicts))
    return f"{record.id}{INDENT}{_joined(facts)}"


def _deadline_lines(item: ListedDeadline) -> Iterator[str]:
    left = (
        translate_plural("{count} day left", "{count} days left", item.days).format(count=item.days)
        if item.days >= 0
        else translate("overdue")
    )
    yield f"{item.record}{INDENT}{_joined([item.due, left, item.words, item.title])}"


def _timeline_lines(answer: TimelineShown) -> Iterator[str]:
    """A line for each event; below the later of those that a finding is about, the finding."""
    for place, event in enumerate(answer.events):
        day = event.when or (event.said and f"“{event.said}”") or "—"
        yield _joined([day, event.time or "", event.words])
        for finding in answer.findings:
            if max(finding.events) == place:
                yield f"{INDENT}! {make_visible(finding.words)}"
    yield _count_line(len(answer.events))


def _changes_lines(answer: RevisionChanges) -> Iterator[str]:
    """Who made the revision; then each field, and below it what stood there and what stands there."""
    yield _joined([moment_words(answer.made.claimed_at), author_words(answer.made)])
    yield from (f"{INDENT}{make_visible(told)}" for told in told_of(answer.made))
    for change in answer.changes:
        yield change.words
        for side, words in sides(change):
            apart = "\n" + 2 * INDENT
            told = words.replace("\n", apart)
            yield f"{INDENT}{side}:{apart if told != words else ' '}{told}"
    if not answer.changes:
        yield translate(NOTHING_SEEN)


def _evidence_lines(item: ListedEvidence) -> Iterator[str]:
    held = "" if item.held else translate("awaited")
    size = translate("{count} bytes").format(count=item.bytes)
    yield f"{item.sha256}{INDENT}{_joined([item.name, item.media_type, size, item.arrived, held])}"


def _ended_lines(file: EndedEvidence) -> Iterator[str]:
    yield f"{file.id}{INDENT}{what_words(file)}"
    yield f"{INDENT}{_joined(list(how_words(file)))}"


def _contact_lines(contact: ShownContact) -> Iterator[str]:
    ended = translate("expired") if contact.expired else ""
    yield _joined([contact.name, contact.role, contact.organisation or "", contact.trust_words, ended])
    yield f"{INDENT}{contact.fingerprint}"
    yield f"{INDENT}{contact.digits}"
    yield f"{INDENT}{contact.words}"


def _own_key_lines(key: OwnKeyEnded) -> Iterator[str]:
    yield _joined([ended_words(key)])
    yield f"{INDENT}{key.fingerprint}"
    yield f"{INDENT}{opening_words(key)}"


def _name_lines(offer: NameOffer) -> Iterator[str]:
    standing = translate("match") if offer.match else translate("might be")
    yield f"{offer.id}{INDENT}{_joined([offer.name, f'{standing} ({offer.score})', offer.why, offer.mark])}"


def _place_lines(offer: FoundPlace) -> Iterator[str]:
    standing = translate("match") if offer.match else translate("might be")
    where = [offer.region_name or "", offer.country_name]
    yield f"{offer.id}{INDENT}{_joined([offer.name, *where, f'{standing} ({offer.score})', offer.why])}"


_LISTS: Mapping[type[Answer], tuple[str, Callable[[Any], Iterator[str]]]] = {
    EvidenceList: ("items", _evidence_lines),
    EndedEvidenceList: ("items", _ended_lines),
    ContactList: ("items", _contact_lines),
    OwnKeysEnded: ("items", _own_key_lines),
    NameOffers: ("offers", _name_lines),
    FoundPlaces: ("offers", _place_lines),
    DeadlineList: ("items", _deadline_lines),
}
"""Lists that end with their number: the field of their entries, and the lines of one."""


def _form_line(form: ListedForm) -> str:
    fields = translate_plural("{count} field", "{count} fields", form.fields).format(count=form.fields)
    return f"{form.id}.{form.version}{INDENT}{_joined([form.label, fields])}"


def _joined(facts: Sequence[str]) -> str:
    """One row; a line break in a fact must not look like the next row."""
    return " · ".join(make_visible(fact).replace("\n", "⟨U+000A⟩") for fact in facts if fact)


def _tree(value: Mapping[str, Any], indent: str, labels: Mapping[str, str]) -> Iterator[str]:
    """Each key with its value; what lies inside a record's content keeps its own names."""
    for key, inner in value.items():
        label = translate(labels[key]) if key in labels else make_visible(key)
        yield from _branch(label, inner, indent, {} if key in ("content", "form") else labels)


def _branch(label: str, value: Any, indent: str, labels: Mapping[str, str]) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield f"{indent}{label}:"
        yield from _tree(value, indent + INDENT, labels)
    elif isinstance(value, list) and any(isinstance(item, dict) or _is_sentence(item) for item in value):
        yield f"{indent}{label}:"
        for item in value:
            yield from _entry(item, indent + INDENT, labels)
    elif isinstance(value, list):
        yield f"{indent}{label}: {', '.join(_scalar(item) for item in value) or '—'}"
    else:
        text = _scalar(value)
        yield f"{indent}{label}: " + text.replace("\n", f"\n{indent}{INDENT}")


def _is_sentence(item: Any) -> bool:
    return isinstance(item, str) and item.endswith(".")


def _entry(item: Any, indent: str, labels: Mapping[str, str]) -> Iterator[str]:
    """One entry of a list, marked by a dash before its first line."""
    lines = list(_tree(item, "", labels)) if isinstance(item, dict) else [_scalar(item)]
    for number, line in enumerate(lines):
        yield f"{indent}{'- ' if number == 0 else INDENT}{line}"


def _scalar(value: Any) -> str:
    if value is None or value == {}:
        return "—"
    if isinstance(value, bool):
        return translate("yes") if value else translate("no")
    return make_visible(str(value))
