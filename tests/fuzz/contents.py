"""What the program does with records that come from outside, after their signatures were found good."""

from collections.abc import Iterator

from app.domain.compartments import exposes, join_parts, privileged_paths
from app.domain.completeness import Held, missing
from app.domain.content import MODELS, content_json, read_content, unknown_codes
from app.domain.custody import ChainBreak, CustodyEvent, order_chain, verify_chain
from app.domain.differences import differences, with_value
from app.domain.errors import RecordError
from app.domain.form import Form, Forms, check_details
from app.domain.identity import Fingerprint
from app.domain.merge import RecordState, Snapshot, merge
from app.domain.record_input import RecordInput
from app.domain.revision import RecordId, RevisionId
from app.domain.strict_json import Json, JsonObject, StrictJsonError, parse_object, parse_strict
from app.services.derivation import derivation_by
from app.vault.derived import DerivedRow
from tests.builders import NOW
from tests.domain.resources import shipped_forms, shipped_vocabularies
from tests.fuzz.seeds import RECORD_IDS, reader_of_inputs

MAX_BYTES = 1024 * 1024


def read_record_input(data: bytes) -> RecordInput:
    """What a person typed: an incident, and the same again as an edit of itself."""
    given = parse_object(data, MAX_BYTES)
    made = reader_of_inputs().read_incident(given)
    before = content_json(made.incident)
    edited = reader_of_inputs().read_incident(before, before).incident
    assert content_json(edited) == before
    return made


def read_typed_record(data: bytes) -> JsonObject:
    """The input of a person, an organisation or a proceeding, and what its model makes of it."""
    given = parse_object(data, MAX_BYTES)
    kind = given.pop("kind", "person")
    if kind not in ("person", "organisation", "proceeding"):
        raise RecordError("record.input", where="kind", what="")
    return content_json(reader_of_inputs().read(str(kind), given))


def hold_content(data: bytes) -> DerivedRow:
    """Content of a revision of others: joined, listed, searched, measured and compared; it never fails."""
    kind, parts = _kind_and_parts(parse_object(data, MAX_BYTES))
    whole, forms = join_parts(parts), shipped_forms()
    row = derivation_by(forms)(kind, whole, frozenset({"medical"}))
    unknown_codes(kind, whole, forms, shipped_vocabularies())
    missing(Held(whole, frozenset()), lambda _identifier: None, forms)
    marks = privileged_paths(whole)
    for part in parts.values():
        exposes(part, marks)
        for difference in differences(part, whole):
            with_value(part, difference.path, difference.after)
    return row


def read_held_content(data: bytes) -> JsonObject:
    """The same as a model, where it is of a kind that this version knows."""
    kind, parts = _kind_and_parts(parse_object(data, MAX_BYTES))
    if kind not in MODELS:
        raise StrictJsonError("another kind")
    content = content_json(read_content(kind, join_parts(parts)))
    assert content_json(read_content(kind, content)) == content
    return content


def _kind_and_parts(value: JsonObject) -> tuple[str, dict[str, JsonObject]]:
    kind, parts = value.get("kind"), value.get("parts")
    if not isinstance(kind, str) or not isinstance(parts, dict):
        raise StrictJsonError("not content")
    return kind, {name: part for name, part in parts.items() if isinstance(part, dict)}


def merge_history(data: bytes) -> RecordState:
    """Revisions of one record, each naming its parents by position; the order of arrival must not matter."""
    snapshots = list(_snapshots(parse_strict(data, MAX_BYTES)))
    if not snapshots:
        raise StrictJsonError("no history")
    state = merge(snapshots)
    assert merge(reversed(snapshots)).canonical() == state.canonical()
    return state


def _snapshots(value: Json) -> Iterator[Snapshot]:
    for place, entry in enumerate(value if isinstance(value, list) else []):
        entry = entry if isinstance(entry, dict) else {}
        parents, parts = entry.get("parents"), entry.get("parts")
        named = {n for n in (parents if isinstance(parents, list) else []) if isinstance(n, int)}
        yield Snapshot(
            id=_revision_id(place),
            record_id=RecordId(RECORD_IDS[0]),
            kind=str(entry.get("kind", "incident")),
            schema=1,
            parents=tuple(sorted(_revision_id(parent) for parent in named if 0 <= parent < place)),
            parts={
                name: part if isinstance(part, dict) else None
                for name, part in (parts if isinstance(parts, dict) else {}).items()
            },
        )


def _revision_id(place: int) -> RevisionId:
    return RevisionId(f"{place:064x}")


def follow_custody(data: bytes) -> tuple[ChainBreak, ...]:
    """Events of items, each with the position of the one before it."""
    value = parse_strict(data, MAX_BYTES)
    events = [
        CustodyEvent(
            id=RecordId(f"event {place}"),
            item=RecordId(str(entry[0])),
            action="copied",
            actor=Fingerprint("a" * 64),
            when=str(entry[1]),
            previous=None if entry[2] is None else RecordId(f"event {entry[2]}"),
        )
        for place, entry in enumerate(value if isinstance(value, list) else [])
        if isinstance(entry, list) and len(entry) == 3
    ]
    assert len(order_chain(events)) == len(events)
    return verify_chain(events)


def use_form(data: bytes) -> Form:
    """A file of a form, and an incident that is measured by it."""
    form = Form.model_validate(parse_object(data, MAX_BYTES))
    forms = Forms([form])
    details: JsonObject = {name: {"edtf": NOW[:10]} for name in form.fields}
    act: JsonObject = {"id": "a1", "form": form.id, "form_version": form.version, "details": details}
    check_details(form, details, shipped_vocabularies())
    missing(Held({"acts": [act]}, frozenset()), lambda _identifier: None, forms)
    return form
