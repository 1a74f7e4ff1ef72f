"""Merging: a pure function of what is held, in any order, by any number of parties."""

import random
from collections.abc import Mapping
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from app.domain import merge as merging
from app.domain.merge import RecordState, Snapshot, merge
from app.domain.revision import RecordId, RevisionId
from app.domain.strict_json import JsonObject

RECORD = RecordId("00000000-0000-7000-8000-000000000001")


def snapshot(name: str, parents: tuple[str, ...] = (), **parts: JsonObject | None) -> Snapshot:
    """A revision named by a word; `parts` as keyword arguments, None for one that is not here."""
    return revision(name, parents, "incident", parts)


def revision(
    name: str, parents: tuple[str, ...], kind: str, parts: Mapping[str, JsonObject | None]
) -> Snapshot:
    ids = tuple(RevisionId(parent) for parent in parents)
    return Snapshot(RevisionId(name), RECORD, kind, 1, ids, parts)


def test_a_single_line_of_revisions_is_its_last_snapshot() -> None:
    state = merge(
        [
            snapshot("a", open={"title": "Бірінші"}),
            snapshot("b", ("a",), open={"title": "Екінші", "acts": [{"id": "x", "form": "threat"}]}),
        ]
    )
    assert state.heads == ("b",)
    assert state.parts == {"open": {"title": "Екінші", "acts": [{"id": "x", "form": "threat"}]}}
    assert state.conflicts == ()


def test_changes_of_different_fields_are_both_kept_without_conflict() -> None:
    state = merge(
        [
            snapshot("a", open={"title": "один", "urgency": "none"}),
            snapshot("b", ("a",), open={"title": "два", "urgency": "none"}),
            snapshot("c", ("a",), open={"title": "один", "urgency": "imminent"}),
        ]
    )
    assert state.parts["open"] == {"title": "два", "urgency": "imminent"}
    assert state.conflicts == ()


def test_one_field_changed_on_both_sides_is_a_conflict_with_both_values() -> None:
    state = merge(
        [
            snapshot("a", open={"title": "один"}),
            snapshot("c", ("a",), open={"title": "три"}),
            snapshot("b", ("a",), open={"title": "два"}),
        ]
    )
    (conflict,) = state.conflicts
    assert conflict.path == ("title",)
    assert [(side.value, side.revisions) for side in conflict.sides] == [("два", ("b",)), ("три", ("c",))]
    assert state.parts["open"] == {"title": "два"}


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    state = merge(
        [
            snapshot("a", open={"title": "один"}),
            snapshot("b", ("a",), open={"title": "два"}),
            snapshot("c", ("a",), open={"title": "два"}),
        ]
    )
    assert state.conflicts == ()


def test_a_fuzzy_date_is_never_mixed_from_two_sides() -> None:
    before: JsonObject = {"when": {"edtf": "2014-01~", "certainty": "approximate"}}
    state = merge(
        [
            snapshot("a", open=before),
            snapshot("b", ("a",), open={"when": {"edtf": "2014-01-09", "certainty": "approximate"}}),
            snapshot("c", ("a",), open={"when": {"edtf": "2014-01~", "certainty": "exact"}}),
        ]
    )
    (conflict,) = state.conflicts
    assert conflict.path == ("when",)
    assert len(conflict.sides) == 2


def test_entries_are_merged_by_id_and_field_and_details_by_key() -> None:
    def act(**details: Any) -> JsonObject:
        return {"acts": [{"id": "x", "form": "threat", "details": details}]}

    state = merge(
        [
            snapshot("a", open=act(channel="phone")),
            snapshot("b", ("a",), open=act(channel="phone", words="сөз")),
            snapshot(
                "c",
                ("a",),
                open={
                    "acts": [{"id": "x", "form": "beating", "details": {"channel": "street"}}, {"id": "y"}]
                },
            ),
        ]
    )
    assert state.parts["open"] == {
        "acts": [
            {"id": "x", "form": "beating", "details": {"channel": "street", "words": "сөз"}},
            {"id": "y"},
        ]
    }
    assert state.conflicts == ()


def test_an_entry_deleted_here_and_changed_there_is_kept_whole_and_is_one_conflict() -> None:
    state = merge(
        [
            snapshot("a", open={"acts": [{"id": "x", "form": "threat", "stated_reason": "р"}]}),
            snapshot("b", ("a",), open={}),
            snapshot("c", ("a",), open={"acts": [{"id": "x", "form": "beating", "stated_reason": "р"}]}),
        ]
    )
    assert state.parts["open"] == {"acts": [{"id": "x", "form": "beating", "stated_reason": "р"}]}
    (conflict,) = state.conflicts
    assert conflict.path == ("acts", "x")
    assert [side.value is None for side in conflict.sides] == [True, False]


def test_an_entry_deleted_on_one_side_only_is_gone() -> None:
    state = merge(
        [
            snapshot("a", open={"acts": [{"id": "x"}], "title": "т"}),
            snapshot("b", ("a",), open={"title": "т"}),
            snapshot("c", ("a",), open={"acts": [{"id": "x"}], "title": "у"}),
        ]
    )
    assert state.parts["open"] == {"title": "у"}
    assert state.conflicts == ()


def test_a_persons_choice_ends_the_conflict() -> None:
    state = merge(
        [
            snapshot("a", open={"title": "один"}),
            snapshot("b", ("a",), open={"title": "два"}),
            snapshot("c", ("a",), open={"title": "три"}),
            snapshot("d", ("b", "c"), open={"title": "три"}),
        ]
    )
    assert state.heads == ("d",)
    assert state.conflicts == ()
    assert state.parts["open"] == {"title": "три"}


def test_a_conflict_stays_when_the_next_revision_says_nothing_of_it() -> None:
    state = merge(
        [
            snapshot("a", open={"title": "один"}),
            snapshot("b", ("a",), open={"title": "два"}),
            snapshot("c", ("a",), open={"title": "три"}),
            snapshot("d", ("b", "c"), medical={"injuries": [{"id": "i"}]}),
        ]
    )
    assert state.heads == ("d",)
    assert [conflict.path for conflict in state.conflicts] == [("title",)]


def test_criss_cross_histories_settle_without_choosing_an_ancestor() -> None:
    state = merge(
        [
            snapshot("a", open={"title": "а", "place": "а"}),
            snapshot("b", ("a",), open={"title": "б", "place": "а"}),
            snapshot("c", ("a",), open={"title": "а", "place": "ц"}),
            snapshot("d", ("b", "c"), open={"title": "б", "place": "ц"}),
            snapshot("e", ("b", "c"), open={"title": "б", "place": "ц", "urgency": "ongoing"}),
        ]
    )
    assert state.parts["open"] == {"title": "б", "place": "ц", "urgency": "ongoing"}
    assert state.conflicts == ()


def test_an_unknown_part_keeps_what_is_known_and_is_named() -> None:
    state = merge(
        [
            snapshot("a", open={"title": "т"}, medical={"note": "көк"}),
            snapshot("b", ("a",), open={"title": "у"}, medical=None),
        ]
    )
    assert state.parts == {"open": {"title": "у"}, "medical": {"note": "көк"}}
    assert state.withheld == ("medical",)


def test_a_part_that_a_revision_does_not_name_is_inherited() -> None:
    state = merge(
        [
            snapshot("a", open={"title": "т"}, medical={"note": "көк"}),
            snapshot("b", ("a",), open={"title": "у"}),
        ]
    )
    assert state.parts["medical"] == {"note": "көк"}
    assert state.withheld == ()


def test_a_part_stays_unknown_until_one_that_is_here_takes_its_place() -> None:
    history = [
        snapshot("a", medical={"note": "көк"}),
        snapshot("b", ("a",), medical=None),
        snapshot("c", ("b",), open={"title": "у"}),
    ]
    assert merge(history).withheld == ("medical",)
    history.append(snapshot("d", ("c",), medical={"note": "қара"}))
    assert merge(history).withheld == ()
    assert merge(history).parts["medical"] == {"note": "қара"}


def test_an_emptied_part_is_empty_and_not_unknown() -> None:
    state = merge([snapshot("a", medical={"note": "көк"}), snapshot("b", ("a",), medical={})])
    assert state.parts == {}
    assert state.withheld == ()


def test_a_second_root_conflicts_and_cannot_hide_an_incident_behind_another_kind() -> None:
    state = merge(
        [
            snapshot("b", open={"title": "истинное"}),
            revision("a", (), "person", {"open": {"title": "подменённое"}}),
        ]
    )
    assert state.kind == "incident"
    assert state.roots == ("a", "b")
    assert [conflict.path for conflict in state.conflicts] == [("title",)]


def test_one_head_of_a_newer_schema_makes_the_record_one() -> None:
    known = snapshot("b", ("a",), open={"title": "два"})
    newer = Snapshot(RevisionId("c"), RECORD, "incident", 2, (RevisionId("a"),), {})
    assert merge([snapshot("a", open={"title": "один"}), known, newer]).schema == 2


def test_true_and_one_are_different_values() -> None:
    state = merge(
        [
            snapshot("a", open={"value": 1}),
            snapshot("b", ("a",), open={"value": True}),
            snapshot("c", ("a",), open={"value": 1, "title": "т"}),
        ]
    )
    assert state.parts["open"]["value"] is True


def test_a_list_that_others_write_as_text_does_not_break_merging() -> None:
    state = merge(
        [
            snapshot("a", open={"acts": [{"id": "x"}]}),
            snapshot("b", ("a",), open={"acts": [{"id": "x"}, {"id": "y"}]}),
            snapshot("c", ("a",), open={"acts": "текст"}),
        ]
    )
    assert state.parts["open"] == {"acts": "текст"}


_VALUES = st.sampled_from(["ә", "ғ", "қ", 1, True])
_ENTRIES = st.dictionaries(st.sampled_from("xyz"), st.dictionaries(st.sampled_from("pq"), _VALUES))
_CONTENT = st.builds(
    lambda plain, entries: (
        plain | ({"acts": [{"id": k, **v} for k, v in entries.items()]} if entries else {})
    ),
    st.dictionaries(st.sampled_from(["title", "urgency"]), _VALUES),
    _ENTRIES,
)


@st.composite
def histories(draw: st.DrawFn) -> list[Snapshot]:
    """Any graph of up to eight revisions, with parts missing here and there."""
    made: list[Snapshot] = []
    for number in range(draw(st.integers(1, 8))):
        count = draw(st.integers(0, min(2, len(made))))
        parents = draw(st.permutations(made))[:count]
        parts = draw(
            st.dictionaries(st.sampled_from(["open", "medical"]), st.one_of(st.none(), _CONTENT), max_size=2)
        )
        name = f"{draw(st.integers(0, 999)):03d}-{number}"
        made.append(revision(name, tuple(sorted(parent.id for parent in parents)), "incident", parts))
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(history: list[Snapshot], chance: random.Random) -> None:
    expected = merge(history).canonical()
    shuffled = [*history, *chance.sample(history, k=len(history) // 2)]
    chance.shuffle(shuffled)
    assert merge(shuffled).canonical() == expected


@given(histories(), st.randoms(use_true_random=False))
def test_with_no_step_of_comparing_left_the_last_value_stands_in_every_vault(
    history: list[Snapshot], chance: random.Random
) -> None:
    """What stops a history that was made to be tangled; see also tests/hostile/test_tangled.py."""
    with patch.object(merging, "_STEPS", 0), patch.object(merging, "_STEPS_FOR_EACH", 0):
        state = merge(history)
        shuffled = chance.sample(history, k=len(history))
        assert merge(shuffled).canonical() == state.canonical()
    assert state.conflicts == ()


@given(histories())
def test_nothing_written_last_is_lost(history: list[Snapshot]) -> None:
    """Every head's own value of a field stands in the state or as a side of a conflict."""
    state = merge(history)
    by_id = {known.id: known for known in history}
    for head in state.heads:
        for name, content in by_id[head].parts.items():
            for key, value in (content or {}).items():
                if isinstance(value, list):
                    continue
                parents_had = [_value_at(history, parent, name, key) for parent in by_id[head].parents]
                if all(had != value or type(had) is not type(value) for had in parents_had):
                    assert _stands(state, name, key, value)


def _value_at(history: list[Snapshot], head: RevisionId, name: str, key: str) -> Any:
    by_id = {known.id: known for known in history}
    wanted, ahead = {head}, [head]
    while ahead:
        for parent in by_id[ahead.pop()].parents:
            if parent not in wanted:
                wanted.add(parent)
                ahead.append(parent)
    return merge([by_id[identifier] for identifier in wanted]).parts.get(name, {}).get(key)


def _stands(state: RecordState, name: str, key: str, value: Any) -> bool:
    if state.parts.get(name, {}).get(key) == value:
        return True
    sides = [side for c in state.conflicts if c.compartment == name and c.path == (key,) for side in c.sides]
    return any(side.value == value for side in sides)
