"""Any valid record goes to the vault, to JSON and to a bundle and comes back byte for byte."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.content import MODELS, content_json
from app.domain.query import Query
from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject, canonical_text, parse_object
from app.domain.work import CancelledError, Watch
from app.services import Services
from app.services.record_ids import new_record_id
from app.services.recording import IMPORT_GROUP, MAX_INPUT_BYTES
from app.services.whole_records import read_whole_record, record_line
from tests.builders import Writer, party
from tests.domain import strategies
from tests.services.conftest import INCIDENT, Trio
from tests.services.test_recording import conflict_between, refused

EVERY_RECORD = Query()

EXAMPLES = 12
EVERYTHING = ("sources", "privileged")
REASON = "сақтық көшірме"

contents = st.one_of(
    st.tuples(st.just("incident"), strategies.incidents()),
    st.tuples(st.just("person"), strategies.persons()),
    st.tuples(st.just("organisation"), strategies.organisations()),
    st.tuples(st.just("proceeding"), strategies.proceedings()),
)
several = st.lists(contents, min_size=1, max_size=4)
quickly = settings(
    max_examples=EXAMPLES,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


class UndoneError(Exception):
    """Ends a transaction that is to leave nothing."""


@contextmanager
def undone(services: Services) -> Iterator[None]:
    """Whatever is written within is taken back."""
    with pytest.raises(UndoneError), services.vault.transaction():  # noqa: PT012
        yield
        raise UndoneError


def write(services: Services, records: list[tuple[str, JsonObject]]) -> dict[RecordId, str]:
    """Records as a vault writes them; the canonical text of each."""
    written = {}
    for kind, content in records:
        record = RecordId(new_record_id())
        services.recording._author.begin(kind, record, content)
        written[record] = canonical_text(content)
    return written


def texts(services: Services) -> dict[RecordId, str]:
    """The canonical text of every record that has a content."""
    found = {}
    for record, kind in services.vault.lists.records():
        if kind in ("incident", "person", "organisation", "proceeding"):
            state = services.vault.records.state(record)
            assert state is not None
            found[record] = canonical_text(services.reading.content_of(state))
    return found


def exported(services: Services, query: Query = EVERY_RECORD, with_: tuple[str, ...] = EVERYTHING) -> bytes:
    stream = io.BytesIO()
    services.whole_records.export(stream, query, Watch(), with_, REASON)
    return stream.getvalue()


def test_any_record_comes_back_out_of_the_vault_and_is_rebuilt(trio: Trio) -> None:
    vault = trio.monitor.vault

    @quickly
    @given(several)
    def run(records: list[tuple[str, JsonObject]]) -> None:
        with undone(trio.monitor):
            written = write(trio.monitor, records)
            assert texts(trio.monitor) == written
            for record in written:
                assert vault.records.state(record) == vault._parts.derivation.merge(record)
                assert not vault._parts.derivation.differs(record)

    run()
    assert texts(trio.monitor) == {}


def test_any_record_goes_to_json_and_back(trio: Trio) -> None:
    @quickly
    @given(several)
    def run(records: list[tuple[str, JsonObject]]) -> None:
        lines = [
            canonical_text({"content": content, "id": new_record_id(), "kind": kind})
            for kind, content in records
        ]
        with undone(trio.lawyer):
            for line in lines:
                given = parse_object(line.encode(), MAX_INPUT_BYTES)
                assert trio.lawyer.whole_records.take_in(read_whole_record(given))
            states = map(trio.lawyer.vault.records.state, dict(trio.lawyer.vault.lists.records()))
            found = {record_line(state) for state in states if state is not None and state.kind in MODELS}
            assert found == {line.encode() + b"\n" for line in lines}

    run()


def test_any_records_go_to_a_bundle_and_back(trio: Trio) -> None:
    examples: list[tuple[str, JsonObject]] = []

    @settings(max_examples=40, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(contents)
    def collect(record: tuple[str, JsonObject]) -> None:
        examples.append(record)

    collect()
    with trio.monitor.vault.transaction():
        written = write(trio.monitor, examples)
    ids = tuple(record for record, text in written.items())
    bundle = trio.write("monitor", "coordinator", with_=EVERYTHING, reason=REASON, despite_consent=ids)
    trio.apply("coordinator", bundle)
    assert texts(trio.coordinator) == written


def test_a_vault_goes_to_json_and_into_another_exactly(trio: Trio, tmp_path: Path) -> None:
    photograph = tmp_path / "photograph.bin"
    photograph.write_bytes(b"\x01" * 100)
    first = trio.monitor.recording.add(INCIDENT, (photograph,), Watch())
    second = trio.monitor.recording.add({"title": "Қорқыту"}, (), Watch())
    trio.monitor.recording.link(second.id, first.id, "led_to", "бұрынғысы")
    out = exported(trio.monitor)
    imported = trio.lawyer.recording.import_lines(io.BytesIO(out), Watch())
    assert (imported.added, imported.known, imported.refused) == (len(out.splitlines()), 0, ())
    assert exported(trio.lawyer) == out
    again = trio.lawyer.recording.import_lines(io.BytesIO(out), Watch())
    assert (again.added, again.known) == (0, imported.added)
    trio.lawyer.recording.edit(second.id, {"title": "Басқаша"})
    changed = trio.lawyer.recording.import_lines(io.BytesIO(out), Watch())
    assert [line.code for line in changed.refused] == ["record.exists"]
    assert trio.lawyer.recording.show(second.id).content["title"] == "Басқаша"


def test_sources_stay_unless_a_reason_is_given(trio: Trio) -> None:
    first = trio.monitor.recording.add(INCIDENT, (), Watch())
    trio.monitor.recording.add({"title": "Басқа"}, (), Watch())
    plain = exported(trio.monitor, with_=())
    assert "көрші" not in plain.decode()
    assert "здоров" in plain.decode()
    with refused("bundle.reason"):
        trio.monitor.whole_records.export(io.BytesIO(), Query(), Watch(), ("sources",))
    assert trio.monitor.vault.custody.events(RecordId(first.id)) == ()
    assert "көрші" in exported(trio.monitor).decode()
    (event,) = trio.monitor.vault.custody.events(RecordId(first.id))
    assert (event.action, event.why) == ("exported", REASON)


def test_only_what_is_asked_for_and_what_it_names(trio: Trio) -> None:
    first = trio.monitor.recording.add(INCIDENT, (), Watch())
    second = trio.monitor.recording.add({"title": "Басқа"}, (), Watch())
    trio.monitor.recording.link(second.id, first.id, None)
    found = exported(trio.monitor, Query(words="баска")).decode()
    assert second.id in found
    assert '"kind":"person"' not in found
    assert len(exported(trio.monitor, Query(form="beating")).splitlines()) == 2
    trio.monitor.recording.delete(second.id, "қате")
    assert "Басқа" not in exported(trio.monitor).decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "custody"}, {"kind": 7}, {"id": "1"}, {"content": []}, {"content": {"titel": "x"}},
        {"content": {"acts": [{"form": "beating"}]}},
    ],
)  # fmt: skip
def test_a_line_that_does_not_fit_is_refused_and_stops_no_other(trio: Trio, wrong: JsonObject) -> None:
    good: JsonObject = {"kind": "incident", "id": new_record_id(), "content": {"title": "Жақсы"}}
    lines = [canonical_text({**good, **wrong}), canonical_text({**good, "id": new_record_id()})]
    imported = trio.monitor.recording.import_lines(io.BytesIO("\n".join(lines).encode()), Watch())
    assert [line.code for line in imported.refused] == ["record.input"]
    assert imported.added == 1


def test_a_person_may_stand_in_the_lines_before_the_incident_that_names_them(trio: Trio) -> None:
    """And so many lines that they are written in several groups, refused ones among them."""
    person: JsonObject = {"kind": "person", "id": new_record_id(), "content": {"pseudonym": "Ұшқын"}}
    incident: JsonObject = {"title": "Қағаз", "acts": [{"form": "beating", "victims": [person["id"]]}]}
    lines = [canonical_text(each) for each in (person, incident, *[{"title": "Үй"}] * IMPORT_GROUP)]
    lines.insert(7, canonical_text({**person, "content": {"pseudonym": "Басқа"}}))
    lines.insert(3, "{")
    imported = trio.monitor.recording.import_lines(io.BytesIO("\n".join(lines).encode()), Watch())
    assert imported.added == IMPORT_GROUP + 2
    assert [(each.line, each.code) for each in imported.refused] == [
        (4, "record.input"), (9, "record.exists"),
    ]  # fmt: skip


def test_what_cannot_stand_in_a_line_is_counted(trio: Trio) -> None:
    conflict_between(trio)
    future = Writer(party("Болашақ"))
    with trio.coordinator.vault.transaction():
        for kind, schema in (("question", 1), ("incident", 2)):
            trio.coordinator.vault.records.append(future.write(kind, {"open": {"title": "?"}}, schema=schema))
    told = trio.coordinator.whole_records.export(io.BytesIO(), EVERY_RECORD, Watch())
    assert (told.undecided, told.not_understood) == (1, 2)
    assert told.records == len(exported(trio.coordinator).splitlines())


def test_an_export_that_is_cancelled_leaves_nothing(trio: Trio, tmp_path: Path) -> None:
    trio.monitor.recording.add(INCIDENT, (), Watch())
    watch = Watch()
    watch.cancel()
    with pytest.raises(CancelledError):
        trio.monitor.whole_records.export(tmp_path / "all.jsonl", Query(), watch)
    assert list(tmp_path.glob("*.jsonl")) == []


def test_content_json_of_a_model_is_what_was_given() -> None:
    """The property tests above begin with contents that a model would write itself."""

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(contents)
    def run(record: tuple[str, JsonObject]) -> None:
        kind, content = record
        assert content_json(MODELS[kind].model_validate(content)) == content

    run()
