"""A verified sender reaches for what is not theirs: to erase, bury, begin again or fill it."""

import pytest

from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from tests.builders import Writer, party
from tests.bundle.builders import LAWYER, MONITOR, attestation_text
from tests.hostile.receiver import INCIDENT, Receiver, known_revision
from tests.hostile.test_taking_in import assert_unharmed, bundle_of


def ours(fresh: Receiver) -> tuple[RecordId, str]:
    """An incident of our own: its record and its revision."""
    saved = fresh.services.recording.add(INCIDENT, (), Watch())
    (entry,) = fresh.services.recording.history(saved.id).revisions
    return RecordId(saved.id), entry.revision


def test_erasing_what_we_wrote_is_a_request(fresh: Receiver) -> None:
    record, revision = ours(fresh)
    erased: JsonObject = {"revision": revision, "parts": ["open", "sources"]}
    body: JsonObject = {"record_id": record, "revisions": [erased], "reason": "мысал"}
    fresh.apply(bundle_of(Writer(party(MONITOR)).write("erasure", {"open": body}).to_line()))
    shown = fresh.services.recording.show(record)
    assert shown.content["title"] == INCIDENT["title"]
    assert (shown.erased, shown.marks) == ((), ("erasure_requested",))
    assert_unharmed(fresh)


def test_an_erasure_that_came_before_what_it_names(fresh: Receiver) -> None:
    """By the monitor, of a revision of the lawyer's that the next bundle brings."""
    lawyers = Writer(party(LAWYER)).write("incident", {"open": INCIDENT})
    erased: JsonObject = {"revision": lawyers.id, "parts": ["open"]}
    body: JsonObject = {"record_id": lawyers.header.record_id, "revisions": [erased], "reason": "мысал"}
    fresh.apply(bundle_of(Writer(party(MONITOR)).write("erasure", {"open": body}).to_line()))
    fresh.apply(bundle_of(lawyers.to_line(), cards=(party(LAWYER).card.text,)))
    assert fresh.services.recording.show(lawyers.header.record_id).content["title"] == INCIDENT["title"]
    assert_unharmed(fresh)


def test_burying_what_we_wrote_is_a_request(fresh: Receiver) -> None:
    record, _revision = ours(fresh)
    body: JsonObject = {"record_id": record, "reason": "мысал"}
    fresh.apply(bundle_of(Writer(party(MONITOR)).write("tombstone", {"open": body}).to_line()))
    assert fresh.services.recording.show(record).marks == ("deletion_requested",)
    assert record in [item.id for item in fresh.services.reading.list_incidents(None, None, 10, 0).items]
    assert_unharmed(fresh)


@pytest.mark.parametrize(
    "kind", ["incident", "person", "evidence", "custody", "tombstone", "of_a_later_version"]
)
def test_a_second_root_beside_ours(fresh: Receiver, kind: str) -> None:
    """Both are kept, and that there are two is shown; nothing of ours is replaced."""
    record, revision = ours(fresh)
    second = Writer(party(MONITOR)).write(kind, {"open": {"title": "басқа"}}, record)
    fresh.apply(bundle_of(second.to_line()))
    shown = fresh.services.recording.show(record)
    assert shown.kind == "incident"
    assert set(shown.heads) == {revision, second.id}
    assert "second_root" in shown.marks
    titles = {side.value for conflict in shown.conflicts for side in conflict.sides}
    assert titles == {INCIDENT["title"], "басқа"}
    assert_unharmed(fresh)


def test_a_change_of_what_we_wrote_is_marked(fresh: Receiver) -> None:
    record, revision = ours(fresh)
    held = fresh.services.vault.records.revisions_of(record)[0]
    change = Writer(party(MONITOR)).follow(held, {"open": {"title": "өзгерді"}})
    plan = fresh.inspect(bundle_of(change.to_line()))
    assert (plan.records.changed, plan.records.changed_by_others) == (1, 1)
    fresh.apply(bundle_of(change.to_line()))
    shown = fresh.services.recording.show(record)
    assert "changed_by_others" in shown.marks
    assert revision in [entry.revision for entry in fresh.services.recording.history(record).revisions]
    assert_unharmed(fresh)


def test_a_child_of_another_record(fresh: Receiver) -> None:
    """Its parent is ours, its record is not: it is refused by its id."""
    record, _revision = ours(fresh)
    held = fresh.services.vault.records.revisions_of(record)[0]
    strange = Writer(party(MONITOR)).write("incident", {"open": INCIDENT}, None, (held.id,))
    other_kind = Writer(party(MONITOR)).write("person", {"open": {}}, record, (held.id,))
    before = fresh.services.access.digest()
    for plan in (fresh.inspect(bundle_of(strange.to_line(), other_kind.to_line())),
                 fresh.apply(bundle_of(strange.to_line(), other_kind.to_line()))):  # fmt: skip
        assert [(line.id, line.code) for line in plan.refused] == [
            (strange.id, "revision.kind"), (other_kind.id, "revision.kind"),
        ]  # fmt: skip
    assert fresh.services.access.digest() == before
    assert_unharmed(fresh)


def test_attesting_what_others_wrote_says_nothing_of_them(fresh: Receiver) -> None:
    """An attestation is its author's word for their own revisions."""
    record, revision = ours(fresh)
    text = attestation_text(party(MONITOR), (known_revision().id,))
    stolen = attestation_text(party(MONITOR), (known_revision().id, revision))  # type: ignore[arg-type]
    fresh.apply(bundle_of(attestations=(text, stolen)))
    assert fresh.services.recording.show(record).marks == ()
    assert_unharmed(fresh)


def test_what_was_erased_here_never_comes_back(fresh: Receiver) -> None:
    record = known_revision().header.record_id
    fresh.services.recording.erase(record, ("open",), "келісім қайтарылды")
    before = fresh.services.access.digest()
    fresh.apply(bundle_of(known_revision().to_line()))
    assert fresh.services.access.digest() == before
    assert fresh.services.recording.show(record).content == {}
    assert_unharmed(fresh)
