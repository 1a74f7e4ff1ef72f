"""Revisions in, states and rows out."""

from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import RevisionError
from app.domain.merge import RecordState
from app.domain.plan import KnownRecords
from app.domain.query import Query
from app.domain.revision import Revision, RevisionId, read_revision
from app.domain.strict_json import JsonObject
from app.vault import Vault
from app.vault.derivation import pack_state, unpack_state
from app.vault.derived import Missing
from app.vault.records import Appended
from tests.builders import Party, Writer, append, make_vault, new_record, open_vault, party
from tests.canary import FULL_NAME


def state_of(vault: Vault, revision: Revision) -> RecordState:
    state = vault.records.state(revision.header.record_id)
    assert state is not None
    return state


def test_new_known_filled(vault: Vault, writer: Writer) -> None:
    whole = writer.write("incident", {"open": {"title": "Избиение"}, "medical": {"injury": "ушиб"}})
    bare = whole.without(frozenset({"medical"}))
    with vault.transaction():
        assert vault.records.append(bare) is Appended.NEW
        assert vault.records.append(bare) is Appended.KNOWN
    assert state_of(vault, whole).withheld == ("medical",)
    assert vault.records.parts_of(whole.id) == frozenset({"open"})
    with vault.transaction():
        assert vault.records.append(whole) is Appended.FILLED
        assert vault.records.append(bare) is Appended.KNOWN
    assert state_of(vault, whole).parts["medical"] == {"injury": "ушиб"}
    assert state_of(vault, whole).withheld == ()
    assert vault.records.revision(whole.id) == whole
    assert vault.verify() == ()


def test_revision_comes_back_as_the_line_it_was(vault: Vault, writer: Writer) -> None:
    revision = writer.write("incident", {"open": {"title": FULL_NAME}})
    line = revision.to_line()
    append(vault, read_revision(line))
    held = vault.records.revision(revision.id)
    assert held is not None
    assert held.to_line() == line


def test_parents_must_be_here_and_of_the_same_record(vault: Vault, writer: Writer) -> None:
    first = writer.write("incident", {"open": {"title": "a"}})
    follower = writer.follow(first, {"open": {"title": "b"}})
    with pytest.raises(RevisionError, match="revision.parents"):
        append(vault, follower)
    append(vault, first)
    other_kind = writer.write("person", {"open": {}}, first.header.record_id, (first.id,))
    other_record = writer.write("incident", {"open": {}}, new_record(), (first.id,))
    for stray in (other_kind, other_record):
        with pytest.raises(RevisionError, match="revision.kind"):
            append(vault, stray)
    append(vault, follower)
    assert vault.records.heads_of(first.header.record_id) == {follower.id}
    assert vault.verify() == ()


def test_history_with_marks_and_chain(folder: Path, vault: Vault, writer: Writer) -> None:
    first = writer.write("incident", {"open": {"title": "a"}})
    second = writer.follow(first, {"open": {"title": "b"}})
    append(vault, first)
    with vault.transaction():
        vault.records.append(second, mark="accepted_revoked")
    history = vault.records.history(first.header.record_id)
    assert [(held.revision, held.mark, held.erased) for held in history] == [
        (first, None, ()),
        (second, "accepted_revoked", ()),
    ]
    assert vault.records.next_replica_position() == (3, second.id)
    assert vault.records.root_of(first.header.record_id) == ("incident", writer.party.fingerprint)
    assert vault.records.record_of(second.id) == first.header.record_id
    vault.close()
    with open_vault(folder) as again:
        assert again.records.next_replica_position() == (3, second.id)


def test_unknown_ids_are_none(vault: Vault) -> None:
    known: KnownRecords = vault.records
    assert known.parts_of(RevisionId("0" * 64)) is None
    assert known.record_of(RevisionId("0" * 64)) is None
    assert known.heads_of(new_record()) == frozenset()
    assert known.root_of(new_record()) is None
    assert vault.records.state(new_record()) is None
    assert vault.records.next_replica_position() == (1, None)


def test_fault_35_concurrent_edits_are_both_kept(vault: Vault, writer: Writer) -> None:
    first = writer.write("incident", {"open": {"title": "a", "place": "x"}})
    left = writer.follow(first, {"open": {"title": "b", "place": "x"}})
    right = Writer(party("Другая Примерова")).follow(first, {"open": {"title": "c", "place": "y"}})
    append(vault, first, left, right)
    state = state_of(vault, first)
    assert set(state.heads) == {left.id, right.id}
    assert {side.value for side in state.conflicts[0].sides} == {"b", "c"}
    assert state.parts["open"]["place"] == "y"
    assert vault.lists.rows()[1][0].conflicts == 1
    choice = writer.write(
        "incident", {"open": {"title": "c", "place": "y"}}, first.header.record_id, (left.id, right.id)
    )
    append(vault, choice)
    assert state_of(vault, first).conflicts == ()
    assert vault.lists.rows()[1][0].conflicts == 0


def test_second_root_is_a_conflict_shown(vault: Vault, writer: Writer) -> None:
    first = writer.write("incident", {"open": {"title": "a"}})
    second = Writer(party("Другая Примерова")).write(
        "person", {"open": {"title": "a"}}, first.header.record_id
    )
    append(vault, first, second)
    assert set(state_of(vault, first).roots) == {first.id, second.id}
    assert state_of(vault, first).kind == "incident"
    (row,) = vault.lists.rows()[1]
    assert row.conflicts == 1


def test_fork_in_a_chain_is_listed(vault: Vault, owner: Party) -> None:
    writer = Writer(owner)
    append(vault, writer.write("incident", {"open": {"title": "a"}}))
    assert vault.info().forks == ()
    twin = Writer(owner, writer.replica)
    append(vault, twin.write("incident", {"open": {"title": "b"}}))
    (fork,) = vault.info().forks
    assert (fork.replica, fork.replica_seq) == (writer.replica, 1)


def test_somebody_else_under_the_name_of_a_replica_makes_no_fork(vault: Vault, writer: Writer) -> None:
    append(vault, writer.write("incident", {"open": {"title": "a"}}))
    stranger = Writer(party("Третий Образцов"), writer.replica)
    append(vault, *(stranger.write("incident", {"open": {"title": title}}) for title in "bcd"))
    assert vault.info().forks == ()
    assert vault.records.next_replica_position() == (2, writer.previous)


@pytest.mark.parametrize(("kind", "schema"), [("questionnaire", 1), ("incident", 2)])
def test_unknown_kind_or_newer_schema_is_kept_as_it_is(
    vault: Vault, writer: Writer, kind: str, schema: int
) -> None:
    revision = writer.write(kind, {"open": {"title": FULL_NAME}, "later": {"a": 1}}, schema=schema)
    append(vault, revision)
    (row,) = vault.lists.rows()[1]
    assert (row.kind, row.title, row.understood) == (kind, "", False)
    assert state_of(vault, revision).parts == {"open": {"title": FULL_NAME}, "later": {"a": 1}}
    assert vault.lists.rows(query=Query(words=FULL_NAME))[0] == 0


class TestLists:
    """Filters, order, search."""

    def test_pages_latest_first(self, vault: Vault, writer: Writer) -> None:
        for day in (3, 1, 2):
            append(vault, writer.write("incident", {"open": {"title": f"{day}", "when": f"2014-01-0{day}"}}))
        append(vault, writer.write("person", {"open": {"title": "p"}}))
        total, rows = vault.lists.rows("incident", limit=2)
        assert (total, [row.title for row in rows]) == (3, ["3", "2"])
        assert [row.title for row in vault.lists.rows("incident", limit=2, offset=2)[1]] == ["1"]

    def test_by_form_and_missing(self, vault: Vault, writer: Writer) -> None:
        append(vault, writer.write("incident", {"open": {"title": "a", "forms": ["beating", "threat"]}}))
        append(vault, writer.write("incident", {"open": {"title": "b", "forms": ["other"], "when": "2014"}}))
        (beating,) = vault.lists.rows(query=Query(form="beating"))[1]
        assert beating.forms == ("beating", "threat")
        assert beating.missing == (Missing("when", "complete"),)
        assert vault.lists.rows(query=Query(form="beat"))[0] == 0

    def test_evidence_is_counted_from_both_sides(self, vault: Vault, writer: Writer) -> None:
        named = writer.write("evidence", {"open": {"sha256": "0" * 64}})
        incident = writer.write("incident", {"open": {"links": [named.header.record_id]}})
        naming = writer.write(
            "evidence", {"open": {"sha256": "1" * 64, "links": [incident.header.record_id]}}
        )
        append(vault, named, incident, naming)
        assert vault.lists.rows("incident")[1][0].evidence == 2

    @pytest.mark.parametrize(
        ("written", "asked"),
        [
            ("Ёлкин", "елкин"),
            ("Әділов", "адилов"),
            ("Ғаниев", "ГАНИЕВ"),
            ("Қасымжан", "касымжан"),
            ("Таңатаров", "танатар"),
            ("Өмірбек", "омирбек"),
            ("Ұлықбек", "улыкбек"),
            ("Үсенов", "усенов"),
            ("Һаким", "хаким"),
            ("Содиқӣ", "содики"),
            ("Нурӯз", "нуруз"),
            ("Ҳакимов", "хакимов"),
            ("Ҷумъа", "чумъа"),
            ("чай", "чаи"),
            ("Нурӯз", "НУРӮЗ"),
            ("Жаңаөзен", "жанао"),
            ("йод", "и\u0306од"),
            ("Şahin", "sahin"),
        ],
    )
    def test_search_folds_and_takes_beginnings(
        self, vault: Vault, writer: Writer, written: str, asked: str
    ) -> None:
        append(vault, writer.write("incident", {"open": {"title": f"Про {written} и суд"}}))
        assert vault.lists.rows(query=Query(words=asked))[0] == 1
        assert vault.lists.rows(query=Query(words=f"суд {asked}"))[0] == 1
        assert vault.lists.rows(query=Query(words=f"{asked} небывалое"))[0] == 0

    def test_search_finds_by_the_people_that_a_record_names(self, vault: Vault, writer: Writer) -> None:
        person = writer.write("person", {"identities": {"name": FULL_NAME}})
        incident = writer.write(
            "incident", {"open": {"title": "Избиение", "links": [person.header.record_id]}}
        )
        append(vault, incident, person, writer.write("incident", {"open": {"title": "Избиение"}}))
        assert (
            vault.lists.rows("incident", Query(words="улыкбек"))[1][0].record_id == incident.header.record_id
        )
        assert vault.lists.rows("incident", Query(words="улыкбек избиение"))[0] == 1
        assert vault.lists.rows("incident", Query(words="избиение"))[0] == 2

    @pytest.mark.parametrize("asked", ['"', "a AND b", "NEAR(x)", "*", "col:x", "'; DROP TABLE record", "^x"])
    def test_search_takes_any_text_as_words(self, vault: Vault, writer: Writer, asked: str) -> None:
        append(vault, writer.write("incident", {"open": {"title": "Избиение"}}))
        assert vault.lists.rows(query=Query(words=asked))[0] in (0, 1)

    def test_changed_words_are_found_no_more(self, vault: Vault, writer: Writer) -> None:
        first = writer.write("incident", {"open": {"title": "Старое"}})
        append(vault, first, writer.follow(first, {"open": {"title": "Новое"}}))
        assert vault.lists.rows(query=Query(words="старое"))[0] == 0
        assert vault.lists.rows(query=Query(words="новое"))[0] == 1


FIELDS = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "x", "y"]), max_size=3)
Step: TypeAlias = tuple[int, dict[str, JsonObject], set[str], bool]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.dictionaries(st.sampled_from(["open", "medical", "sources"]), FIELDS, min_size=1),
        st.sets(st.sampled_from(["open", "medical", "sources"]), max_size=2),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15)
@given(steps=STEPS)
def test_fast_path_gives_what_merging_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    owner = party("Пример Тестов")
    with make_vault(tmp_path_factory.mktemp("fast") / "vault", owner) as vault:
        writer, record, made = Writer(owner), new_record(), list[Revision]()
        for behind, parts, withheld, joins in steps:
            heads = vault.records.heads_of(record)
            parents = tuple(heads) if joins or not made else (made[behind % len(made)].id,)
            revision = writer.write("incident", parts, record, parents)
            append(vault, revision.without(frozenset(withheld)))
            made.append(revision)
        assert [p for p in vault.verify() if p.code == "record.derived"] == []
        state = vault.records.state(record)
        assert state is not None
        assert unpack_state(pack_state(state)) == state
