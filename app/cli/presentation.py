"""Answers as plain text for people: a line for each row of a list, a labelled tree for the rest.

Whatever stands in a value may come from others: every text passes through
`make_visible`, so that control and direction marks show instead of working.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.cli.demonstration.report import DemoReport
from app.domain.list_columns import COLUMN_WORDS, ListColumn
from app.domain.text import make_visible
from app.services.answer import Answer
from app.services.answers import EvidenceList, FormList, ListedEvidence, ListedForm, ListedRecord, RecordList
from app.services.answers_contacts import ContactList, ShownContact
from app.services.answers_timeline import DeadlineList, ListedDeadline, TimelineShown
from app.services.list_cells import cell_words
from app.services.offered import FoundPlace, FoundPlaces, NameOffer, NameOffers
from app.words import N_, translate, translate_plural

INDENT = "  "


class HelpText(Answer):
    """What `--help` prints, where `--json` was given too."""

    help: str


LABELS: dict[str, str] = {
    "absent": N_("not here"),
    "accepted": N_("accepted"),
    "added": N_("added"),
    "appears_in": N_("appears in"),
    "applied": N_("taken in"),
    "arrived": N_("arrived by"),
    "author": N_("author"),
    "author_name": N_("name of the author"),
    "authors": N_("authors"),
    "awaited": N_("awaited"),
    "backup": N_("backup"),
    "bundle_id": N_("bundle"),
    "bytes": N_("bytes"),
    "certainty": N_("how sure"),
    "changed": N_("changed"),
    "changed_by_others": N_("changed by someone not the author"),
    "claimed_at": N_("time claimed"),
    "code": N_("code"),
    "compartment": N_("part"),
    "conflicting": N_("in several versions"),
    "conflicts": N_("conflicts"),
    "content": N_("content"),
    "contradiction": N_("contradiction"),
    "copied": N_("evidence copied"),
    "count": N_("of how many"),
    "created": N_("made"),
    "custody": N_("custody"),
    "day": N_("day"),
    "digits": N_("fingerprint in digits"),
    "dormant": N_("kept aside"),
    "drill_due": N_("time for a drill"),
    "due": N_("time for a backup"),
    "edtf": "EDTF",
    "erased": N_("erased"),
    "evidence": N_("evidence"),
    "evidence_bytes": N_("bytes of evidence"),
    "expired": N_("expired"),
    "expires": N_("valid until"),
    "field": N_("field"),
    "fingerprint": N_("fingerprint"),
    "folder": N_("folder"),
    "form": N_("form"),
    "for": N_("needed for"),
    "gaps": N_("bundles that did not arrive"),
    "generation": N_("generation"),
    "heads": N_("newest revisions"),
    "held_back": N_("held back, because somebody did not agree to sharing"),
    "holders": N_("held by"),
    "id": N_("id"),
    "identity": N_("identity"),
    "incidents": N_("incidents"),
    "injury": N_("injury"),
    "introduced_by": N_("introduced by"),
    "kind": N_("kind"),
    "key_file": N_("needs a key file"),
    "keys_rebuilt": N_("file “keys” made again"),
    "known": N_("already known"),
    "last_drill": N_("last drill"),
    "last_outside": N_("last verified backup outside the vault"),
    "last_verified": N_("last verified backup"),
    "line": N_("line"),
    "linked": N_("evidence linked"),
    "made_at": N_("made"),
    "marks": N_("marks"),
    "message": N_("message"),
    "missing": N_("missing"),
    "name": N_("name"),
    "need": N_("needed"),
    "new": N_("new"),
    "noted": N_("noted in the vault"),
    "not_understood": N_("not understood by this version"),
    "number": N_("number"),
    "obeyed": N_("done here"),
    "ok": N_("whole"),
    "on": N_("key file needed from now on"),
    "opens": N_("opens the vault"),
    "organisation": N_("organisation"),
    "organisations": N_("organisations"),
    "outcome": N_("outcome"),
    "outside": N_("outside the vault"),
    "owner": N_("made by"),
    "owner_name": N_("name of that contact"),
    "parents": N_("builds on"),
    "parts": N_("parts"),
    "passphrase_changed": N_("passphrase changed"),
    "path": N_("path"),
    "people": N_("people"),
    "precision": N_("how exact"),
    "person": N_("person"),
    "problems": N_("problems"),
    "proceedings": N_("proceedings"),
    "records": N_("incidents"),
    "recovery": N_("recovery"),
    "reference": N_("reference"),
    "refused": N_("refused"),
    "registry": N_("people, organisations, proceedings, evidence"),
    "removed": N_("kept no longer"),
    "replaced": N_("older ones replaced"),
    "replica": N_("replica"),
    "replica_seq": N_("number in the replica"),
    "requested_of_others": N_("asked of other authors"),
    "restorable": N_("backup to restore"),
    "revision": N_("revision"),
    "revisions": N_("revisions"),
    "role": N_("role"),
    "roles": N_("as"),
    "same": N_("holds the same as the backup"),
    "schema": N_("schema"),
    "sender": N_("sender"),
    "sequence": N_("number of the bundle"),
    "sha256": N_("SHA-256"),
    "shares": N_("shares"),
    "shares_made": N_("shares made"),
    "shares_made_at": N_("shares made on"),
    "shares_needed": N_("shares needed"),
    "sides": N_("versions"),
    "source": N_("from"),
    "state": N_("state"),
    "step": N_("step"),
    "steps": N_("steps"),
    "time": N_("time"),
    "title": N_("title"),
    "trust": N_("standing"),
    "trust_words": N_("standing in words"),
    "understood": N_("understood"),
    "unnamed": N_("of unknown origin"),
    "value": N_("value"),
    "vault_id": N_("vault"),
    "verified_at": N_("verified"),
    "revoked_because": N_("revoked because"),
    "warning": N_("note"),
    "warnings": N_("warnings"),
    "what": N_("what"),
    "when": N_("when"),
    "withheld": N_("withheld"),
    "words": N_("in words"),
    "words_made_at": N_("words made on"),
    "advised": N_("advice to revoke"),
    "by": N_("by"),
    "declined": N_("declined"),
    "copies": N_("copies removed"),
    "followed_from": N_("followed from"),
    "followed_on": N_("followed on"),
    "held_by": N_("held by"),
    "held_by_words": N_("held by, in words"),
    "members": N_("members"),
    "new_digits": N_("new fingerprint in digits"),
    "new_fingerprint": N_("new fingerprint"),
    "new_words": N_("new fingerprint in words"),
    "not_held": N_("not held"),
    "notes": N_("to look at"),
    "old_opens_until": N_("the old one opens until"),
    "reason": N_("reason"),
    "received": N_("received"),
    "remains": N_("what remains"),
    "replaced_by": N_("replaced by"),
    "revocation": N_("revocation"),
    "rivals": N_("others claiming to follow it"),
    "same_name": N_("of the same name"),
    "shredded_at": N_("destroyed here"),
    "action": N_("what was done"),
    "actor": N_("by whom"),
    "actor_name": N_("by whom, by name"),
    "advice": N_("what to do"),
    "backups_dropped": N_("backups removed"),
    "broken": N_("not in the chain, because"),
    "bundle": N_("bundle"),
    "card": N_("card"),
    "closed": N_("closed"),
    "destroyed": N_("destroyed"),
    "event": N_("event"),
    "evidence_sealed": N_("evidence sealed again"),
    "evidence_unsealed": N_("evidence that is not whole and stays as it was"),
    "facets": N_("by value"),
    "files": N_("files"),
    "first": N_("first"),
    "from_whom": N_("from whom"),
    "item": N_("item"),
    "items": N_("entries"),
    "kind_of_record": N_("kind of record"),
    "last": N_("last"),
    "left": N_("files left in the folder"),
    "left_out": N_("left out"),
    "place": N_("place"),
    "query": N_("asked for"),
    "recovery_dropped": N_("words and shares that no longer open it"),
    "rekeyed": N_("under new keys"),
    "sealed_at": N_("sealed on"),
    "to": N_("for whom"),
    "to_whom": N_("to whom"),
    "total": N_("in all"),
    "undecided": N_("with two versions, the first one written"),
    "way": N_("way"),
    "whole": N_("all of it"),
    "why": N_("why"),
    "confirmed": N_("asked at the first sealing"),
    "groups": N_("groups"),
    "means": N_("what it means"),
    "recipients": N_("for whom, now"),
    "sealed": N_("sealed"),
    "seals_new": N_("new incidents are sealed"),
    "waiting": N_("to be sealed, but not sealed yet"),
}
"""What the fields of answers are called; fields of records are shown by their own names."""


def present(answer: Answer, columns: Sequence[ListColumn] = ()) -> str:
    """The whole answer as text without a line end; a list of incidents as a table, if `columns` are given."""
    if columns and isinstance(answer, RecordList):
        return "\n".join([*_table(answer, columns), _shown_of(answer)])
    return "\n".join(_lines_of(answer))


def _lines_of(answer: Answer) -> Iterator[str]:
    match answer:
        case RecordList():
            yield from map(_record_line, answer.items)
            yield _shown_of(answer)
        case EvidenceList():
            yield from map(_evidence_line, answer.items)
            yield _count_line(len(answer.items))
        case ContactList():
            for contact in answer.items:
                yield from _contact_lines(contact)
            yield _count_line(len(answer.items))
        case NameOffers():
            yield from map(_name_line, answer.offers)
            yield _count_line(len(answer.offers))
        case FoundPlaces():
            yield from map(_place_line, answer.offers)
            yield _count_line(len(answer.offers))
        case DeadlineList():
            yield from map(_deadline_line, answer.items)
            yield _count_line(len(answer.items))
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
            yield from _tree(answer.to_json(), "", LABELS)


def _shown_of(answer: RecordList) -> str:
    return translate("{shown} of {total} shown").format(shown=len(answer.items), total=answer.total)


def _table(answer: RecordList, columns: Sequence[ListColumn]) -> Iterator[str]:
    """A line of headings and one for each incident, its id first; nothing is cut off."""
    # Help shall come fast: nothing but a table needs it.
    from rich.cells import cell_len

    rows = [[translate(LABELS["id"]), *(translate(COLUMN_WORDS[column]) for column in columns)]]
    rows += [[each.id, *(cell_words(each, column) or "—" for column in columns)] for each in answer.items]
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


def _deadline_line(item: ListedDeadline) -> str:
    left = (
        translate_plural("{count} day left", "{count} days left", item.days).format(count=item.days)
        if item.days >= 0
        else translate("overdue")
    )
    return f"{item.record}{INDENT}{_joined([item.due, left, item.words, item.title])}"


def _timeline_lines(answer: TimelineShown) -> Iterator[str]:
    """A line for each event; below the later of those that a finding is about, the finding."""
    for place, event in enumerate(answer.events):
        day = event.when or (event.said and f"“{event.said}”") or "—"
        yield _joined([day, event.time or "", event.words])
        for finding in answer.findings:
            if max(finding.events) == place:
                yield f"{INDENT}! {make_visible(finding.words)}"
    yield _count_line(len(answer.events))


def _evidence_line(item: ListedEvidence) -> str:
    held = "" if item.held else translate("awaited")
    size = translate("{count} bytes").format(count=item.bytes)
    return f"{item.sha256}{INDENT}{_joined([item.name, item.media_type, size, item.arrived, held])}"


def _contact_lines(contact: ShownContact) -> Iterator[str]:
    ended = translate("expired") if contact.expired else ""
    yield _joined([contact.name, contact.role, contact.organisation or "", contact.trust_words, ended])
    yield f"{INDENT}{contact.fingerprint}"
    yield f"{INDENT}{contact.digits}"
    yield f"{INDENT}{contact.words}"


def _name_line(offer: NameOffer) -> str:
    standing = translate("match") if offer.match else translate("might be")
    return f"{offer.id}{INDENT}{_joined([offer.name, f'{standing} ({offer.score})', offer.why, offer.mark])}"


def _place_line(offer: FoundPlace) -> str:
    standing = translate("match") if offer.match else translate("might be")
    where = [offer.region_name or "", offer.country_name]
    return f"{offer.id}{INDENT}{_joined([offer.name, *where, f'{standing} ({offer.score})', offer.why])}"


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
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        yield f"{indent}{label}:"
        for item in value:
            yield from _entry(item, indent + INDENT, labels)
    elif isinstance(value, list):
        yield f"{indent}{label}: {', '.join(_scalar(item) for item in value) or '—'}"
    else:
        text = _scalar(value)
        yield f"{indent}{label}: " + text.replace("\n", f"\n{indent}{INDENT}")


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
