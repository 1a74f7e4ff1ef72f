"""Changes before they are saved: undo, redo, what is pending, what others changed meanwhile."""

from app.domain.strict_json import JsonObject
from app.gui.pages.incident_editing import Editing

ACT: JsonObject = {"id": "a1", "form": "other", "details": {"damage": 1}}


def test_typing_on_in_one_field_is_one_step_back() -> None:
    editing = Editing({"title": "Ә"})
    for text in ("Әң", "Әңг", "Әңгі"):
        assert editing.change(("title",), text)
    assert editing.undo() == ("title",)
    assert editing.content == {"title": "Ә"}
    assert editing.redo() == ("title",)
    assert editing.content == {"title": "Әңгі"}


def test_a_field_left_and_entered_again_is_another_step() -> None:
    editing = Editing({})
    editing.change(("title",), "бір")
    editing.leave_field()
    editing.change(("title",), "екі")
    editing.undo()
    assert editing.content == {"title": "бір"}
    editing.undo()
    assert editing.content == {}
    assert editing.undo() is None


def test_a_change_after_undo_forgets_what_was_taken_back() -> None:
    editing = Editing({})
    editing.change(("title",), "бір")
    editing.undo()
    editing.change(("safety",), "сақ")
    assert editing.redo() is None


def test_only_fields_that_differ_are_pending_and_one_that_is_gone_is_none() -> None:
    editing = Editing({"title": "т", "acts": [ACT], "priority": "low"})
    assert editing.pending() == {}
    editing.change(("acts", "a1", "details", "damage"), 2)
    editing.change(("priority",), None)
    changed: JsonObject = {"id": "a1", "form": "other", "details": {"damage": 2}}
    assert editing.pending() == {"acts": [changed], "priority": None}


def test_what_is_set_to_what_it_was_is_no_change() -> None:
    editing = Editing({"title": "т"})
    assert not editing.change(("title",), "т")
    assert editing.undo() is None


def test_what_was_typed_while_a_save_was_under_way_is_still_pending() -> None:
    editing = Editing({"title": "бір"})
    editing.change(("title",), "екі")
    saving = editing.pending()
    editing.change(("title",), "екі үш")
    editing.note_saved(saving)
    assert editing.pending() == {"title": "екі үш"}


def test_what_others_changed_comes_beneath_what_was_typed() -> None:
    editing = Editing({"title": "бір", "priority": "low"})
    editing.change(("title",), "менің")
    editing.take_over({"title": "өзгенің", "priority": "high"})
    assert editing.content == {"title": "менің", "priority": "high"}
    assert editing.pending() == {"title": "менің"}


def test_two_people_in_one_act_do_not_overwrite_each_other() -> None:
    editing = Editing({"acts": [ACT]})
    editing.change(("acts", "a1", "details", "damage"), 2)
    theirs: JsonObject = {**ACT, "note": "олардікі"}
    editing.take_over({"acts": [theirs]})
    assert editing.content == {"acts": [{**theirs, "details": {"damage": 2}}]}


def test_a_list_begun_here_is_kept_where_the_vault_has_none() -> None:
    editing = Editing({})
    editing.change(("acts",), [ACT])
    editing.take_over({"title": "т"})
    assert editing.content == {"title": "т", "acts": [ACT]}


def test_an_entry_begun_in_an_entry_is_kept_where_the_vault_has_no_such_list() -> None:
    move: JsonObject = {"id": "m1", "note": "ізолятор"}
    editing = Editing({"detentions": [{"id": "d1"}]})
    editing.change(("detentions", "d1", "moves"), [move])
    editing.take_over({"detentions": [{"id": "d1", "ground": "олардікі"}]})
    assert editing.content == {"detentions": [{"id": "d1", "ground": "олардікі", "moves": [move]}]}
