"""Lists that are narrowed, and what each revision of a history changed."""

from pathlib import Path

from app.domain.query import Narrowing
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services import Services
from app.services.answers_naming import NamedRecord
from tests.services.conftest import Trio
from tests.services.test_recording import conflict_between, refused

WHOLE: JsonObject = {
    "title": "Толық оқиға",
    "narrative": {"text": "Не болғаны", "language": "kk"},
    "when": {"edtf": "2014-01-09"},
    "where": {"locality": "Мысалкент"},
    "people": [{"key": "p", "names": [{"full": "Тестұлы Мысал"}]}],
    "acts": [
        {
            "form": "other",
            "type": "X-example",
            "victims": ["p"],
            "alleged_perpetrators": ["p"],
            "details": {"what_happened": "…", "ongoing": "no", "witnesses": ["p"]},
        }
    ],
    "sources": [{"note": "көрші"}],
    "consent": [{"purposes": {"keep": "yes"}}],
}


def titles(services: Services, *narrowed: Narrowing) -> set[str]:
    found = services.reading.list_incidents(None, None, 10, 0, narrowed)
    assert found.total == len(found.items)
    return {item.title for item in found.items}


def test_a_list_is_narrowed_to_what_has_evidence(trio: Trio, tmp_path: Path) -> None:
    photograph = tmp_path / "photograph.bin"
    photograph.write_bytes(b"\x01" * 100)
    trio.monitor.recording.add({"title": "Суретпен"}, (photograph,), Watch())
    trio.monitor.recording.add({"title": "Суретсіз"}, (), Watch())
    assert titles(trio.monitor, Narrowing.HAS_EVIDENCE) == {"Суретпен"}
    assert titles(trio.monitor) == {"Суретпен", "Суретсіз"}


def test_a_list_is_narrowed_to_what_has_gaps(trio: Trio) -> None:
    whole = trio.monitor.recording.add(WHOLE, (), Watch())
    assert whole.missing == ()
    trio.monitor.recording.add({"title": "Тек атауы"}, (), Watch())
    assert titles(trio.monitor, Narrowing.INCOMPLETE) == {"Тек атауы"}


def test_a_list_is_narrowed_to_what_is_in_conflict(trio: Trio) -> None:
    incident = conflict_between(trio)
    trio.coordinator.recording.add({"title": "Бейбіт"}, (), Watch())
    found = trio.coordinator.reading.list_incidents(None, None, 10, 0, (Narrowing.IN_CONFLICT,))
    assert [item.id for item in found.items] == [incident]
    assert titles(trio.coordinator, Narrowing.IN_CONFLICT, Narrowing.HAS_EVIDENCE) == set()


def test_each_revision_says_what_it_changed(trio: Trio) -> None:
    saved = trio.monitor.recording.add({"title": "Бұрынғы", "priority": "low"}, (), Watch())
    edited = trio.monitor.recording.edit(saved.id, {"title": "Кейінгі", "priority": None})
    first = trio.monitor.changes.of(saved.revision).changes
    assert (("title",), None, "Бұрынғы") in [(each.path, each.before, each.after) for each in first]
    changed = trio.monitor.changes.of(edited.revision)
    assert (changed.id, changed.made.revision) == (saved.id, edited.revision)
    title, priority = changed.changes
    assert (title.path, title.words, title.before, title.after) == (("title",), "Title", "Бұрынғы", "Кейінгі")
    assert (priority.before_words, priority.after, priority.after_words) == ("Low", None, None)


def test_a_choice_between_two_sides_differs_from_what_both_came_to(trio: Trio) -> None:
    incident = conflict_between(trio)
    chosen = trio.coordinator.recording.edit(incident, {"title": "Ортақ атау", "urgency": "ongoing"})
    changed = trio.coordinator.changes.of(chosen.revision).changes
    assert ("title",) in {each.path for each in changed}
    assert {each.after for each in changed} <= {"Ортақ атау", "ongoing"}


def test_a_revision_that_is_not_here_is_unknown(trio: Trio) -> None:
    with refused("record.unknown"):
        trio.monitor.changes.of("0" * 64)


def test_records_are_called_as_lists_call_them(trio: Trio) -> None:
    named = trio.monitor.recording.add_other("person", {"names": [{"full": "Тестұлы Мысал"}]})
    nameless = trio.monitor.recording.add_other("person", {"sex": "female"})
    absent = "00000000-0000-7000-8000-000000000000"
    assert trio.monitor.reading.named((named.id, nameless.id, absent)) == {
        named.id: NamedRecord(kind="person", title="Тестұлы Мысал"),
        nameless.id: NamedRecord(kind="person", title=nameless.reference),
    }


def test_records_are_counted_by_kind_and_the_deleted_ones_are_not(trio: Trio) -> None:
    before = trio.monitor.reading.counts().get("person", 0)
    kept = trio.monitor.recording.add(WHOLE, (), Watch())
    ended = trio.monitor.recording.add({"title": "Екі рет жазылған"}, (), Watch())
    trio.monitor.recording.delete(ended.id, "екі рет")
    counts = trio.monitor.reading.counts()
    assert (counts["incident"], counts["person"] - before) == (1, 1)
    trio.monitor.recording.delete(kept.id, "сынақ")
    counts = trio.monitor.reading.counts()
    for kind in ("incident", "person"):
        assert counts.get(kind, 0) == trio.monitor.reading.list_kind(kind, None, None, 1, 0).total


def test_contacts_are_counted_without_oneself(trio: Trio) -> None:
    assert trio.monitor.contacts.count() == len(trio.monitor.contacts.list().items) > 0
