"""Writing incidents down: edits, conflicts, ends, imports, what is read-only and what is withheld."""

import io
import json
from pathlib import Path

import pytest

from app.cli.failures import ExitCode, explain
from app.domain.errors import AppError, EvidenceError, RecordError
from app.domain.strict_json import JsonObject
from app.domain.work import CancelledError, Progress, Watch
from app.services.drafts import draft_of_record
from app.services.import_stopped import ImportStoppedError
from app.services.record_ids import new_record_id
from app.services.recording import IMPORT_GROUP
from tests.builders import Writer, party
from tests.services.conftest import INCIDENT, Trio


def refused(code: str) -> pytest.RaisesExc[AppError]:
    """The refusal with this code."""
    return pytest.RaisesExc(AppError, check=lambda error: error.code == code)


def test_an_edit_replaces_named_fields_and_keeps_the_rest(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.monitor.recording.edit(saved.id, {"title": "Жаңа атау", "where": None})
    content = trio.monitor.recording.show(saved.id).content
    assert content["title"] == "Жаңа атау"
    assert "where" not in content
    assert content["narrative"] == INCIDENT["narrative"]
    assert len(trio.monitor.recording.history(saved.id).revisions) == 2


def test_an_edit_that_changes_nothing_writes_nothing(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    again = trio.monitor.recording.edit(saved.id, {"title": INCIDENT["title"]})
    assert again.revision == saved.revision


def test_an_edit_names_only_the_compartments_that_it_changes(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.monitor.recording.edit(saved.id, {"title": "Жаңа"})
    assert trio.monitor.recording.history(saved.id).revisions[1].parts == ("open",)


def conflict_between(trio: Trio) -> str:
    """An incident whose title and urgency the monitor and the coordinator changed apart."""
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    trio.monitor.recording.edit(saved.id, {"title": "Менің атауым", "urgency": "ongoing"})
    trio.coordinator.recording.edit(saved.id, {"title": "Біздің атауымыз", "urgency": "imminent"})
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    return saved.id


def test_both_sides_of_a_conflict_are_shown_with_their_authors(trio: Trio) -> None:
    shown = trio.coordinator.recording.show(conflict_between(trio))
    assert {conflict.path for conflict in shown.conflicts} == {("title",), ("urgency",)}
    title = next(conflict for conflict in shown.conflicts if conflict.path == ("title",))
    assert {side.value for side in title.sides} == {"Менің атауым", "Біздің атауымыз"}
    assert {author for side in title.sides for author in side.authors} == {
        trio.fingerprints["monitor"],
        trio.fingerprints["coordinator"],
    }
    assert trio.coordinator.reading.list_incidents(None, None, 10, 0).items[0].conflicts == 2


def test_an_edit_of_something_else_leaves_the_conflict_as_it_is(trio: Trio) -> None:
    incident = conflict_between(trio)
    trio.coordinator.recording.edit(incident, {"priority": "high"})
    shown = trio.coordinator.recording.show(incident)
    assert {conflict.path for conflict in shown.conflicts} == {("title",), ("urgency",)}
    assert shown.content["priority"] == "high"


def test_an_edit_of_every_field_in_conflict_chooses(trio: Trio) -> None:
    incident = conflict_between(trio)
    trio.coordinator.recording.edit(incident, {"title": "Ортақ атау", "urgency": "ongoing"})
    shown = trio.coordinator.recording.show(incident)
    assert shown.conflicts == ()
    assert len(shown.heads) == 1


def test_the_side_that_was_shown_can_be_chosen_too(trio: Trio) -> None:
    incident = conflict_between(trio)
    shown = trio.coordinator.recording.show(incident).content
    trio.coordinator.recording.edit(incident, {"title": shown["title"], "urgency": shown["urgency"]})
    settled = trio.coordinator.recording.show(incident)
    assert settled.conflicts == ()
    assert settled.content == shown


def test_what_is_withheld_here_cannot_be_overwritten_from_here(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    assert trio.coordinator.recording.show(saved.id).withheld == ("sources",)
    with refused("record.withheld"):
        trio.coordinator.recording.edit(saved.id, {"sources": [{"note": "басқа"}]})
    trio.coordinator.recording.edit(saved.id, {"title": "Түзетілген"})
    trio.apply("monitor", trio.write("coordinator", "monitor"))
    shown = trio.monitor.recording.show(saved.id)
    assert shown.content["title"] == "Түзетілген"
    assert "көрші" in json.dumps(shown.content["sources"], ensure_ascii=False)
    assert "changed_by_others" in shown.marks


@pytest.mark.parametrize(
    ("kind", "schema", "mark"), [("question", 1, "unknown_kind"), ("incident", 2, "newer_schema")]
)
def test_what_this_version_does_not_know_is_shown_and_read_only(
    trio: Trio, kind: str, schema: int, mark: str
) -> None:
    content: JsonObject = {"title": "Болашақтан", "tree": {"branch": ["лист"]}}
    revision = Writer(party("Болашақ")).write(kind, {"open": content}, schema=schema)
    with trio.monitor.vault.transaction():
        trio.monitor.vault.records.append(revision)
    shown = trio.monitor.recording.show(revision.header.record_id)
    assert shown.content == content
    assert mark in shown.marks
    with refused("record.read_only"):
        trio.monitor.recording.edit(revision.header.record_id, {"title": "x"}, kind)


def test_an_act_by_a_form_that_is_not_at_hand_is_kept_through_an_edit(trio: Trio) -> None:
    act: JsonObject = {"id": "a1", "form": "smear", "form_version": 7, "details": {"where_said": "теледидар"}}
    revision = Writer(party("Болашақ")).write("incident", {"open": {"title": "т", "acts": [act]}})
    with trio.monitor.vault.transaction():
        trio.monitor.vault.records.append(revision)
    identifier = revision.header.record_id
    assert "unknown_form" in trio.monitor.recording.show(identifier).marks
    trio.monitor.recording.edit(identifier, {"title": "у"})
    assert trio.monitor.recording.show(identifier).content["acts"] == [act]


def test_a_deleted_incident_leaves_the_lists_and_keeps_its_history(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    ended = trio.monitor.recording.delete(saved.id, "қате енгізілген")
    assert ended.obeyed
    assert ended.requested_of_others == 0
    assert trio.monitor.reading.list_incidents(None, None, 10, 0).total == 0
    assert "deleted" in trio.monitor.recording.show(saved.id).marks
    with refused("record.deleted"):
        trio.monitor.recording.edit(saved.id, {"title": "x"})
    with refused("record.deleted"):
        trio.write("monitor", "coordinator", records=(saved.id,))


def test_an_erased_part_is_gone_and_every_signature_still_holds(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.monitor.recording.erase(saved.id, ("sources",), "көзі өтінді")
    shown = trio.monitor.recording.show(saved.id)
    assert "sources" not in shown.content
    assert shown.erased == ("sources",)
    assert trio.monitor.access.verify(Watch()).ok
    with refused("record.nothing_to_erase"):
        trio.monitor.recording.erase(saved.id, ("medical",), "жоқ")


def test_what_was_typed_and_refused_goes_with_an_erased_part(trio: Trio) -> None:
    saved = trio.monitor.recording.add(INCIDENT, (), Watch())
    draft = draft_of_record("incident", saved.id)
    trio.monitor.drafts.save(draft, {"sources": [{"id": "s1", "note": "Көршісі"}]})
    with refused("record.nothing_to_erase"):
        trio.monitor.recording.erase(saved.id, ("medical",), "жоқ")
    assert trio.monitor.drafts.names() == (draft,)
    trio.monitor.recording.erase(saved.id, ("open",), "жоқ")
    assert trio.monitor.drafts.names() == (draft,)
    trio.monitor.recording.erase(saved.id, ("sources",), "көзі өтінді")
    assert trio.monitor.drafts.names() == ()


def test_what_was_typed_and_refused_ends_with_a_deleted_record_and_that_is_said(trio: Trio) -> None:
    recording, drafts = trio.monitor.recording, trio.monitor.drafts
    saved, other = (recording.add(INCIDENT, (), Watch()) for _ in range(2))
    kept = draft_of_record("incident", other.id)
    drafts.save(draft_of_record("incident", saved.id), {"title": "Ұзын"})
    drafts.save(kept, {"title": "Ұзын"})
    assert "could not be saved is forgotten" in recording.delete(saved.id, "қате").warning
    assert drafts.names() == (kept,)
    # Deleted by somebody else, it stays until a person has seen it.
    trio.apply("coordinator", trio.write("monitor", "coordinator", records=(other.id,)))
    trio.coordinator.drafts.save(kept, {"title": "Ұзын"})
    assert (
        "forgotten" not in recording.delete(trio.monitor.recording.add(INCIDENT, (), Watch()).id, "қ").warning
    )
    recording.delete(other.id, "екі рет")
    trio.apply("coordinator", trio.write("monitor", "coordinator"))
    assert "deleted" in trio.coordinator.recording.show(other.id).marks
    assert trio.coordinator.drafts.names() == (kept,)


def test_a_file_that_cannot_be_read_leaves_neither_record_nor_blob(trio: Trio, tmp_path: Path) -> None:
    good = tmp_path / "good.bin"
    good.write_bytes(b"\1" * 5000)
    with pytest.raises(EvidenceError, match="evidence.unreadable"):
        trio.monitor.recording.add(INCIDENT, (good, tmp_path / "gone.bin"), Watch())
    assert trio.monitor.reading.list_incidents(None, None, 10, 0).total == 0
    assert [path for path in (tmp_path / "monitor" / "blobs").rglob("*") if path.is_file()] == []


def test_a_cancelled_intake_leaves_nothing(trio: Trio, tmp_path: Path) -> None:
    big = tmp_path / "big.bin"
    big.write_bytes(bytes(4 << 20))
    watch = Watch()
    watch.cancel()
    with pytest.raises(CancelledError):
        trio.monitor.recording.add(INCIDENT, (big,), watch)
    assert [path for path in (tmp_path / "monitor" / "blobs").rglob("*") if path.is_file()] == []


def test_an_incident_that_names_somebody_unknown_is_refused(trio: Trio) -> None:
    with refused("record.unknown"):
        trio.monitor.recording.add({"title": "т", "people": [{"id": new_record_id()}]}, (), Watch())


def test_a_person_is_named_again_by_id(trio: Trio) -> None:
    first = trio.monitor.recording.add(INCIDENT, (), Watch())
    people = trio.monitor.recording.show(first.id).content["people"]
    assert isinstance(people, list)
    act: JsonObject = {"form": "threat", "victims": ["p"]}
    second = trio.monitor.recording.add(
        {"title": "Қорқыту", "people": [{"key": "p", "id": people[0]}], "acts": [act]}, (), Watch()
    )
    assert trio.monitor.recording.show(second.id).content["people"] == people
    assert trio.monitor.reading.list_kind("person", None, None, 10, 0).total == 1
    assert trio.monitor.reading.list_incidents(None, "тестулы", 10, 0).total == 2


def test_an_import_takes_good_lines_and_names_bad_ones(trio: Trio) -> None:
    lines = [
        json.dumps(INCIDENT, ensure_ascii=False),
        "",
        "{",
        '{"title": 5}',
        json.dumps({"title": "Екінші"}, ensure_ascii=False),
        '{"acts": [{"form": "no_such_form"}]}',
    ]
    report = trio.monitor.recording.import_lines(io.BytesIO("\n".join(lines).encode()), Watch())
    assert report.added == 2
    assert [(line.line, line.code) for line in report.refused] == [
        (3, "record.input"),
        (4, "record.input"),
        (6, "record.input"),
    ]


def test_an_import_that_is_stopped_says_what_it_took_in(trio: Trio) -> None:
    lines = [json.dumps({"title": f"{number} Ү"}, ensure_ascii=False) for number in range(IMPORT_GROUP + 9)]
    lines[3] = "no JSON"
    told = "\n".join(lines).encode()
    shown: list[Progress] = []

    def report(progress: Progress) -> None:
        shown.append(progress)
        if len(shown) == IMPORT_GROUP + 5:
            watch.cancel()

    watch = Watch(report)
    with pytest.raises(ImportStoppedError) as stopped:
        trio.monitor.recording.import_lines(io.BytesIO(told), watch, len(told))
    imported = stopped.value.imported
    assert (imported.added, [each.line for each in imported.refused]) == (IMPORT_GROUP - 1, [4])
    assert stopped.value.line == IMPORT_GROUP + 1
    assert trio.monitor.access.info().records == IMPORT_GROUP - 1
    assert f"{IMPORT_GROUP - 1} records" in explain(stopped.value).answer.error.advice
    assert explain(stopped.value).exit_code is ExitCode.CANCELLED
    assert all(each.total == len(told) for each in shown)
    rest = trio.monitor.recording.import_lines(io.BytesIO("\n".join(lines[50:]).encode()), Watch())
    assert (rest.added, rest.refused) == (9, ())


def test_a_refusal_never_quotes_what_was_typed(trio: Trio) -> None:
    with pytest.raises(RecordError) as caught:
        trio.monitor.recording.add({"when": {"edtf": "Құпия сөз"}}, (), Watch())
    assert "Құпия" not in caught.value.sentence
    assert "when" in caught.value.sentence
