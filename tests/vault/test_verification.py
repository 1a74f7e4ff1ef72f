"""Whatever is wrong in a vault is named; what is derived can be made anew; digests compare."""

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.query import Query
from app.domain.revision import Revision
from app.domain.strict_json import JsonObject, canonical_text
from app.domain.work import CancelledError, Watch
from app.vault import Vault
from app.vault.log import digest_of
from tests.builders import LATER, Writer, append, make_vault, new_record, open_vault, party
from tests.canary import FULL_NAME
from tests.vault.raw_database import execute


def fill(vault: Vault, writer: Writer) -> list[Revision]:
    person = writer.write("person", {"identities": {"name": FULL_NAME, "names": [FULL_NAME]}})
    named: JsonObject = {"title": "Избиение", "links": [person.header.record_id]}
    incident = writer.write("incident", {"open": named, "medical": {"injury": "ушиб"}})
    edited = writer.follow(incident, {"open": {**named, "title": "Избиение в суде"}})
    custody = writer.write(
        "custody", {"open": {"item": incident.header.record_id, "action": "taken_in", "when": LATER}}
    )
    tombstone = writer.write("tombstone", {"open": {"record_id": new_record(), "reason": "повтор"}})
    made = [person, incident, edited, custody, tombstone]
    append(vault, *made)
    return made


def codes(folder: Path) -> set[tuple[str, str]]:
    with open_vault(folder) as vault:
        return {(problem.what, problem.code) for problem in vault.verify()}


def test_good_vault_has_no_problems(folder: Path, vault: Vault, writer: Writer) -> None:
    fill(vault, writer)
    assert vault.verify() == ()
    vault.close()
    assert codes(folder) == set()


POISON = {
    "state": "UPDATE record SET state = replace(state, 'суде', 'поле')",
    "title": "UPDATE record SET title = 'чужое' WHERE kind = 'incident'",
    "hidden": "UPDATE record SET deleted = 1 WHERE kind = 'incident'",
    "row gone": "DELETE FROM record WHERE kind = 'custody'",
    "row added": "INSERT INTO record (record_id, kind, state, heads, conflicts, understood, deleted,"
    " reference, title, when_text, when_sort, place, forms, missing)"
    " SELECT 'x', kind, state, heads, conflicts, understood, deleted,"
    " reference, title, when_text, when_sort, place, forms, missing"
    " FROM record WHERE kind = 'incident'",
    "facet gone": "DELETE FROM facet",
    "facet added": "INSERT INTO facet (name, value, record)"
    " SELECT 'status', 'x', number FROM record WHERE kind = 'incident'",
    "link gone": "DELETE FROM link",
    "link added": "INSERT INTO link (source, target) SELECT number, 'x' FROM record WHERE kind = 'incident'",
    "words changed": "UPDATE search_incident SET words = 'чужое'",
    "words of others changed": "UPDATE search_other SET words = 'чужое'",
    "words added": "INSERT INTO search_incident (rowid, words) VALUES (999, 'чужое')",
    "words of others added": "INSERT INTO search_other (rowid, words) VALUES (999, 'чужое')",
    "words in the wrong index": "INSERT INTO search_other (rowid, words)"
    " SELECT rowid, words FROM search_incident WHERE rowid < 999",
    "index broken": "DELETE FROM search_incident_data WHERE id > 10",
    "index of others broken": "DELETE FROM search_other_data WHERE id > 10",
    "names gone": "DELETE FROM known_name",
    "names changed": "UPDATE known_name SET names = '[\"чужое\"]'",
    "names added": "INSERT INTO known_name (record, kind, names) VALUES (999, 'person', '[]')",
    "key gone": "DELETE FROM name_key",
    "key added": "INSERT INTO name_key (kind, key, record) SELECT kind, 'xx', record FROM known_name",
    "key of another kind": "UPDATE name_key SET kind = 'organisation'",
    "key of nothing": "INSERT INTO name_key (kind, key, record) VALUES ('person', 'xx', 999)",
    "ending gone": "DELETE FROM ending",
    "ending added": "INSERT INTO ending (source, author, target, compartment) VALUES ('a', 'b', 'c', '')",
}


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON.keys())
def test_poisoned_derived_table_is_found_and_rebuilt(
    folder: Path, vault: Vault, writer: Writer, poison: str
) -> None:
    fill(vault, writer)
    before = vault.digest()
    rows = vault.lists.rows()
    vault.close()
    execute(folder, poison)
    with open_vault(folder) as poisoned:
        assert "record.derived" in {problem.code for problem in poisoned.verify()}
        assert poisoned.rebuild() == len({"person", "incident", "custody", "tombstone"})
        assert poisoned.verify() == ()
        assert poisoned.digest() == before
        assert poisoned.lists.rows() == rows
        assert poisoned.lists.rows("incident", Query(words="улыкбек"))[0] == 1


def test_everything_derived_poisoned_at_once(folder: Path, vault: Vault, writer: Writer) -> None:
    fill(vault, writer)
    before, rows = vault.digest(), vault.lists.rows(query=Query(words="избиение"))
    vault.close()
    for poison in POISON.values():
        execute(folder, poison)
    with open_vault(folder) as poisoned:
        poisoned.rebuild()
        assert poisoned.verify() == ()
        assert (poisoned.digest(), poisoned.lists.rows(query=Query(words="избиение"))) == (before, rows)


def test_rebuild_can_be_cancelled_and_run_again(vault: Vault, writer: Writer) -> None:
    append(vault, *(writer.write("incident", {"open": {"title": f"{n}"}}) for n in range(60)))
    watch = Watch(lambda progress: watch.cancel() if progress.done else None)
    with pytest.raises(CancelledError):
        vault.rebuild(watch)
    assert {problem.code for problem in vault.verify()} == {"record.derived"}
    vault.rebuild()
    assert vault.verify() == ()


TAMPERING = {
    "revision gone": (
        "DELETE FROM revision WHERE kind = 'tombstone'",
        ("revision", "log.missing"),
    ),
    "part gone": ("DELETE FROM part WHERE compartment = 'medical'", ("revision", "log.differs")),
    "part changed": ("UPDATE part SET text = replace(text, 'ушиб', 'удар')", ("revision", "revision.hash")),
    "header changed": (
        "UPDATE revision SET header = replace(header, '2026', '2025')",
        ("revision", "revision.hash"),
    ),
    "signature changed": ("UPDATE revision SET signature = zeroblob(64)", ("revision", "revision.signature")),
    "author gone": ("DELETE FROM contact", ("revision", "revision.author_unknown")),
    "mark added": ("UPDATE revision SET mark = 'accepted_revoked'", ("revision", "log.differs")),
    "column changed": (
        "UPDATE revision SET replica_seq = 77 WHERE number = 1",
        ("revision", "revision.hash"),
    ),
    "trust changed": ("UPDATE contact SET trust = 'verified'", ("contact", "log.differs")),
    "line changed": ("UPDATE log SET content = '' WHERE seq = 3", ("log", "log.broken")),
    "line gone": ("DELETE FROM log WHERE seq = 3", ("log", "log.broken")),
    "replica changed": ("UPDATE vault SET replica = 'x'", ("replica", "log.differs")),
}


@pytest.mark.parametrize(("sql", "expected"), TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_is_named(
    folder: Path, vault: Vault, writer: Writer, sql: str, expected: tuple[str, str]
) -> None:
    fill(vault, writer)
    vault.close()
    execute(folder, sql)
    assert expected in codes(folder)


def test_cut_log_is_refused_at_opening(folder: Path, vault: Vault, writer: Writer) -> None:
    fill(vault, writer)
    vault.close()
    execute(folder, "DELETE FROM log WHERE seq = (SELECT MAX(seq) FROM log)")
    with pytest.raises(Exception, match="vault.damaged"):
        open_vault(folder)


def test_forged_tip_is_refused_at_opening(folder: Path, vault: Vault, writer: Writer) -> None:
    fill(vault, writer)
    vault.close()
    execute(folder, "UPDATE vault SET tip_mac = replace(tip_mac, substr(tip_mac, 1, 1), 'x')")
    with pytest.raises(Exception, match="vault.damaged"):
        open_vault(folder)


def test_broken_custody_chain_is_named(vault: Vault, writer: Writer) -> None:
    body: JsonObject = {"item": new_record(), "action": "viewed", "when": LATER, "previous": new_record()}
    event = writer.write("custody", {"open": body})
    append(vault, event)
    assert [(p.what, p.id, p.code) for p in vault.verify()] == [
        ("custody", event.header.record_id, "custody.missing")
    ]


def test_custody_is_read_in_order(vault: Vault, writer: Writer) -> None:
    item = new_record()
    first = writer.write("custody", {"open": {"item": item, "action": "taken_in", "when": LATER}})
    body: JsonObject = {
        "item": item, "action": "exported", "when": LATER, "previous": first.header.record_id,
        "to_whom": ["stick"],
    }  # fmt: skip
    second = writer.write("custody", {"open": body, "privileged": {"why": "суд"}})
    append(vault, second, first)
    assert [(event.action, event.to_whom, event.why) for event in vault.custody.events(item)] == [
        ("taken_in", (), None),
        ("exported", ("stick",), "суд"),
    ]
    assert vault.custody.last_event(item) == second.header.record_id
    assert vault.custody.last_event(new_record()) is None
    assert vault.verify() == ()


def test_log_writes_what_rfc_8785_asks() -> None:
    content: JsonObject = {"b": ['Қ\n"\\\x1f\x7f', 7], "a": None, "mark": True}
    assert digest_of(content) == hashlib.sha256(canonical_text(content).encode()).hexdigest()


class TestDigest:
    """Equal where the same revisions and parts are held, in whatever order they came."""

    def test_custody_and_marks_stand_apart(self, vault: Vault, writer: Writer) -> None:
        incident = writer.write("incident", {"open": {"title": "a"}})
        with vault.transaction():
            vault.records.append(incident, mark="accepted_revoked")
        before = vault.digest()
        custody: JsonObject = {"item": incident.header.record_id, "action": "viewed", "when": LATER}
        append(vault, writer.write("custody", {"open": custody}))
        after = vault.digest()
        assert (after.revisions, after.state) == (before.revisions, before.state)
        assert after.custody != before.custody

    def test_a_part_more_changes_the_state_alone(self, vault: Vault, writer: Writer) -> None:
        whole = writer.write("incident", {"open": {"title": "a"}, "medical": {"b": "c"}})
        append(vault, whole.without(frozenset({"medical"})))
        before = vault.digest()
        append(vault, whole)
        assert vault.digest().revisions == before.revisions
        assert vault.digest().state != before.state

    @settings(max_examples=8)
    @given(seed=st.integers(0, 10_000), withheld=st.booleans())
    def test_any_order_any_repetition(
        self, tmp_path_factory: pytest.TempPathFactory, seed: int, withheld: bool
    ) -> None:
        chance, owner = random.Random(seed), party("Пример Тестов")
        revisions = _some_history(chance)
        folder = tmp_path_factory.mktemp("digest")
        with make_vault(folder / "one", owner) as one, make_vault(folder / "two", owner) as two:
            append(one, *revisions)
            shuffled = _arrive(chance, revisions)
            if withheld:
                append(two, *(revision.without(frozenset({"medical"})) for revision in shuffled))
            append(two, *shuffled, *chance.sample(shuffled, len(shuffled) // 2))
            assert two.digest() == one.digest()
            two.rebuild()
            assert two.digest() == one.digest()


def _some_history(chance: random.Random) -> list[Revision]:
    """Edits of three records by three parties, one tombstone among them; parents first."""
    writers = [Writer(party(name)) for name in ("Пример Тестов", "Другая Примерова", "Третий Образцов")]
    made: list[Revision] = [
        chance.choice(writers).write("incident", {"open": {"title": f"{n}"}}) for n in range(3)
    ]
    for number in range(8):
        before = chance.choice(made)
        open_part: JsonObject = {"title": chance.choice("ab"), "place": chance.choice("xy")}
        parts: dict[str, JsonObject] = {"open": open_part, "medical": {"n": number}}
        made.append(chance.choice(writers).follow(before, parts))
    body: JsonObject = {"record_id": made[0].header.record_id, "reason": "повтор"}
    made.append(chance.choice(writers).write("tombstone", {"open": body}))
    return made


def _arrive(chance: random.Random, revisions: list[Revision]) -> list[Revision]:
    """Another order in which parents still come first."""
    waiting, arrived = list(revisions), list[Revision]()
    while waiting:
        here = {revision.id for revision in arrived}
        ready = [revision for revision in waiting if here.issuperset(revision.header.parents)]
        arrived.append(waiting.pop(waiting.index(chance.choice(ready))))
    return arrived
