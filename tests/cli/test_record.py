"""`record`, `person`, `organisation`, `proceeding`: what is typed, changed, found, ended."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.services.drafts import QUICK, draft_of_record
from tests.canary import FULL_NAME, LATIN_NAME, SURNAME, TOWN
from tests.cli.conftest import Coalition
from tests.cli.inputs import incident, person, typed
from tests.cli.shell import Desk, run
from tests.coalition import open_vault

UNKNOWN_ID = "00000000-0000-7000-8000-000000000000"

BAD_INPUTS: dict[str, bytes] = {
    "no JSON": b"{",
    "not an object": b"[]",
    "a float": b'{"title": 1.5}',
    "a key twice": b'{"title": "a", "title": "b"}',
    "not UTF-8": b'{"title": "\xff"}',
    "an unknown field": typed({"titel": "x"}),
    "an unknown form": typed({"acts": [{"form": "no_such_form"}]}),
    "an unknown code": typed({"where": {"kind": "moon"}}),
    "an unknown key": typed({"acts": [{"victims": ["p9"]}]}),
    "no date": typed({"when": {"edtf": "yesterday"}}),
    "a detail of a wrong type": typed({"acts": [{"form": "beating", "details": {"attackers": "many"}}]}),
    "deep nesting": b'{"a":' * 40 + b"1" + b"}" * 40,
    "too large": b'{"title": "' + b"x" * (4 * 1024 * 1024) + b'"}',
}


def test_an_incident_becomes_records_of_its_own(desk: Desk) -> None:
    saved = desk.answer("record", "add", "-", given=typed(incident()))
    shown = desk.answer("record", "show", saved["id"])
    assert shown["reference"] == saved["reference"]
    assert shown["content"]["narrative"] == incident()["narrative"]
    victim = shown["content"]["acts"][0]["victims"][0]
    assert desk.answer("person", "show", victim)["content"]["names"][0]["full"] == FULL_NAME
    assert desk.answer("person", "list")["total"] == 2
    assert desk.answer("proceeding", "list")["total"] == 1
    assert saved["missing"] == shown["missing"]
    assert any("complaint" in gap["for"] for gap in saved["missing"])


@pytest.mark.parametrize("given", BAD_INPUTS.values(), ids=BAD_INPUTS.keys())
def test_bad_input_is_refused_and_nothing_kept(desk: Desk, given: bytes) -> None:
    assert desk.refusal("record", "add", "-", given=given) == "record.input"
    assert desk.answer("record", "list")["total"] == 0


def test_a_refusal_quotes_nothing_that_was_typed(desk: Desk) -> None:
    outcome = desk.ask("record", "add", "-", given=typed({"when": {"edtf": SURNAME}, SURNAME: 1}))
    assert SURNAME not in outcome.text
    assert outcome.exit_code == 3


def test_coordinates_are_taken_as_people_write_them(desk: Desk) -> None:
    where = {"locality": "Үлгіқала", "point": "43°14′16,8″ с. ш. 76°56′42″ в. д."}
    saved = desk.answer("record", "add", "-", given=typed({"where": where}))
    shown = desk.answer("record", "show", saved["id"])["content"]["where"]
    assert shown == {"locality": "Үлгіқала", "latitude_e6": 43_238_000, "longitude_e6": 76_945_000}
    desk.answer("record", "edit", saved["id"], "-", given=typed({"where": {"point": "33.9S 18.4E"}}))
    shown = desk.answer("record", "show", saved["id"])["content"]["where"]
    assert shown == {"latitude_e6": -33_900_000, "longitude_e6": 18_400_000}
    refused = run(*desk.options, "record", "add", "-", given=typed({"where": {"point": SURNAME}}))
    assert refused.exit_code == 3
    assert "where.point" in refused.stderr
    assert "43°14′17″N 76°56′42″E" in refused.stderr
    assert SURNAME not in refused.stderr
    assert "“point”" in run("record", "edit", "--help").text


def test_edit_replaces_what_it_names_and_leaves_the_rest(desk: Desk) -> None:
    saved = desk.answer("record", "add", "-", given=typed(incident()))
    edited = desk.answer("record", "edit", saved["id"], "-", given=typed({"title": "Жаңы аталыш"}))
    assert edited["revision"] != saved["revision"]
    shown = desk.answer("record", "show", saved["id"])
    assert shown["content"]["title"] == "Жаңы аталыш"
    assert shown["content"]["acts"] != []
    history = desk.answer("record", "history", saved["id"])["revisions"]
    assert [entry["revision"] for entry in history] == [saved["revision"], edited["revision"]]
    assert history[1]["parents"] == [saved["revision"]]


def test_history_is_told_in_words_and_answered_in_codes(desk: Desk, tmp_path: Path) -> None:
    saved = desk.answer("record", "add", "-", given=typed(incident()))
    photograph = tmp_path / "Ңұр.jpg"
    photograph.write_bytes(b"\xff\xd8 invented")
    desk.answer("evidence", "add", saved["id"], photograph, "--arrived", "messenger")
    desk.answer("--yes", "record", "erase", saved["id"], "--part", "sources", "--reason", "себеп")
    codes = desk.answer("record", "history", saved["id"])
    first, (step,) = codes["revisions"][0], codes["custody"]
    assert (first["trust"], first["erased"]) == ("self", ["sources"])
    assert (step["action"], step["from_whom"]) == ("taken_in", "messenger")
    told = run(*desk.options, "--language", "ru", "record", "history", saved["id"])
    lines = {line.strip(" -").partition(": ")[2] for line in told.text.splitlines()}
    assert {"вы", "источники", "Принято", "Мессенджер или почта"} <= lines
    assert not {"self", "sources", "taken_in", "messenger"} & lines
    assert first["revision"] in lines


def test_what_a_revision_changed_is_told_in_words_and_answered_in_values(desk: Desk) -> None:
    first = desk.answer("record", "add", "-", given=typed(incident(title="Бұрынғы")))
    act = desk.answer("record", "show", first["id"])["content"]["acts"][0]
    change = {
        "title": "Кейінгі\nЕкінші жол",
        "acts": [{**act, "details": {"attackers": 5}}],
        "where": None,
        "consent": [{"purposes": {"keep": "yes"}}],
    }
    second = desk.answer("record", "edit", first["id"], "-", given=typed(change))
    told = desk.answer("record", "changes", second["revision"])
    assert (told["id"], told["made"]["revision"], told["made"]["trust"]) == (
        first["id"],
        second["revision"],
        "self",
    )
    by_path = {tuple(each["path"]): each for each in told["changes"]}
    attackers = by_path["acts", act["id"], "details", "attackers"]
    assert attackers["words"] == "Acts · Beating · How many attackers"
    assert (attackers["before"], attackers["after"]) == (3, 5)
    assert (by_path["where",]["after"], by_path["where",]["after_words"]) == (None, None)
    assert TOWN in by_path["where",]["before_words"]

    lines = run(*desk.options, "--language", "ru", "record", "changes", second["revision"]).text.splitlines()
    assert lines[0].endswith("(вы)")
    title = lines.index("Название")
    assert lines[title + 1 : title + 5] == ["  До: Бұрынғы", "  После:", "    Кейінгі", "    Екінші жол"]
    assert any(line.startswith("  Убрано: ") or line == "  Убрано:" for line in lines)
    assert run(*desk.options, "record", "changes", first["revision"]).text.count("  New:") > 5


def test_changes_in_a_part_that_is_not_here_are_not_told(coalition: Coalition, tmp_path: Path) -> None:
    desk, coordinator = coalition["monitor"], coalition["coordinator"]
    saved = desk.answer("record", "add", "-", given=typed(incident()))
    told = desk.answer("record", "changes", saved["revision"])
    assert {"sources", "injuries"} <= {each["path"][0] for each in told["changes"]}
    bundle = ("--all", "--to", coalition.fingerprints["coordinator"], "--out", tmp_path / "sent.age")
    desk.answer("bundle", "write", *bundle)
    coordinator.answer("--yes", "bundle", "apply", tmp_path / "sent.age")
    theirs = coordinator.answer("record", "changes", saved["revision"])
    assert "sources" in theirs["made"]["absent"]
    assert "sources" not in {each["path"][0] for each in theirs["changes"]}
    told_there = run(*coordinator.options, "record", "changes", saved["revision"]).text
    assert "Withheld from you: " in told_there
    desk.answer("--yes", "record", "erase", saved["id"], "--part", "medical", "--reason", "өтініші бойынша")
    told = desk.answer("record", "changes", saved["revision"])
    assert (told["made"]["erased"], told["made"]["absent"]) == (["medical"], [])
    assert not any(each["path"][0] == "injuries" for each in told["changes"])
    assert "Erased: medical" in run(*desk.options, "record", "changes", saved["revision"]).text


def test_what_was_typed_in_the_window_and_not_saved_is_shown_and_forgotten(desk: Desk) -> None:
    saved = desk.answer("record", "add", "-", given=typed(incident()))
    edit, quick = draft_of_record("incident", saved["id"]), f"{QUICK}1"
    with open_vault(desk.vault) as services:
        services.drafts.save(edit, {"title": "Ұмытылған \ud83d"})
        services.drafts.save(quick, {"narrative": FULL_NAME, "files": []})
    first, second = desk.answer("record", "drafts")["items"]
    assert first == {
        "name": quick,
        "kind": None,
        "record": None,
        "content": {"narrative": FULL_NAME, "files": []},
    }
    assert second == {
        "name": edit, "kind": "incident", "record": saved["id"], "content": {"title": "Ұмытылған ?"}
    }  # fmt: skip
    assert f"narrative: {FULL_NAME}" in run(*desk.options, "record", "drafts").text
    assert run(*desk.options, "record", "drafts", "--forget", quick).exit_code == 2
    assert run(*desk.options, "--yes", "record", "drafts", "--forget", "quick.2").exit_code == 2
    assert desk.answer("--yes", "record", "drafts", "--forget", quick)["items"] == [second]


@pytest.mark.parametrize(
    "command",
    [
        ("record", "show", UNKNOWN_ID),
        ("record", "changes", "nonsense"),
        ("record", "history", UNKNOWN_ID),
        ("record", "show", "nonsense"),
        ("--yes", "record", "delete", UNKNOWN_ID, "--reason", "r"),
        ("--yes", "record", "erase", UNKNOWN_ID, "--part", "medical", "--reason", "r"),
        ("person", "show", UNKNOWN_ID),
    ],
)
def test_unknown_records_are_refused(desk: Desk, command: tuple[str, ...]) -> None:
    assert desk.refusal(*command) == "record.unknown"


def test_naming_a_record_that_is_not_here_is_refused(desk: Desk) -> None:
    given = typed({"acts": [{"victims": [UNKNOWN_ID]}]})
    assert desk.refusal("record", "add", "-", given=given) == "record.unknown"
    assert desk.refusal("record", "edit", UNKNOWN_ID, "-", given=typed({"title": "x"})) == "record.unknown"


def test_an_existing_person_is_named_by_id(desk: Desk) -> None:
    known = desk.answer("person", "add", "-", given=typed(person()))
    given = typed({"people": [{"key": "p1", "id": known["id"]}], "acts": [{"victims": ["p1"]}]})
    saved = desk.answer("record", "add", "-", given=given)
    shown = desk.answer("record", "show", saved["id"])
    assert shown["content"]["acts"][0]["victims"] == [known["id"]]
    assert desk.answer("person", "list")["total"] == 1


def test_delete_hides_a_record_and_history_still_shows_it(desk: Desk) -> None:
    saved = desk.answer("record", "add", "-", given=typed(incident()))
    ended = desk.answer("--yes", "record", "delete", saved["id"], "--reason", "екі рет жазылған")
    assert ended["obeyed"]
    assert desk.answer("record", "list")["total"] == 0
    assert "deleted" in desk.answer("record", "show", saved["id"])["marks"]
    assert desk.answer("record", "history", saved["id"])["revisions"]
    assert desk.refusal("record", "edit", saved["id"], "-", given=typed({"title": "x"})) == "record.deleted"


def test_erase_takes_a_part_and_leaves_the_signatures_good(desk: Desk) -> None:
    saved = desk.answer("record", "add", "-", given=typed(incident()))
    desk.answer("--yes", "record", "erase", saved["id"], "--part", "medical", "--reason", "өтініші бойынша")
    shown = desk.answer("record", "show", saved["id"])
    assert shown["erased"] == ["medical"]
    assert "injuries" not in shown["content"]
    assert desk.answer("vault", "verify")["ok"]
    assert (
        desk.refusal("record", "edit", saved["id"], "-", given=typed({"injuries": [{}]})) == "record.withheld"
    )
    again = ("--yes", "record", "erase", saved["id"], "--part", "privileged", "--reason", "r")
    assert desk.refusal(*again) == "record.nothing_to_erase"


def test_import_takes_the_good_lines_and_names_the_bad(desk: Desk) -> None:
    lines = [typed(incident()), b"{", b"", typed({"titel": 1}), typed({"title": "Екінші"})]
    imported = desk.answer("record", "import", "-", given=b"\n".join(lines) + b"\n")
    assert imported["added"] == 2
    assert [(line["line"], line["code"]) for line in imported["refused"]] == [
        (2, "record.input"),
        (4, "record.input"),
    ]
    assert desk.answer("record", "list")["total"] == 2


def test_list_finds_by_form_and_by_folded_words(desk: Desk) -> None:
    desk.answer("record", "add", "-", given=typed(incident()))
    desk.answer("record", "add", "-", given=typed({"title": "Другое"}))
    assert desk.answer("record", "list", "--form", "beating")["total"] == 1
    for words in ("қоқытылған", "коқытылган"):
        assert desk.answer("record", "list", "--search", words)["total"] == 1
    page = desk.answer("record", "list", "--limit", "1", "--offset", "1")
    assert (page["total"], len(page["items"])) == (2, 1)
    (item,) = desk.answer("record", "list", "--form", "beating")["items"]
    assert item["forms"] == ["beating"]
    assert item["when"] == "2014-01-09"


def test_list_is_narrowed_as_in_the_window(desk: Desk, tmp_path: Path) -> None:
    photograph = tmp_path / "сурет.jpg"
    photograph.write_bytes(b"\xff\xd8\xff" + b"x" * 100)
    add = ("record", "add", "-")
    seen = desk.answer(*add, "--evidence", photograph, given=typed(incident()))["id"]
    desk.answer(*add, given=typed({"title": "Другое"}))
    for only, total in (("has_evidence", 1), ("incomplete", 2), ("in_conflict", 0)):
        assert desk.answer("record", "list", "--only", only)["total"] == total
    both = desk.answer("record", "list", "--only", "has_evidence", "--only", "incomplete")
    assert [item["id"] for item in both["items"]] == [seen]
    assert desk.answer("record", "list", "--only", "has_evidence", "--only", "in_conflict")["items"] == []


@pytest.mark.parametrize("kind", ["person", "organisation", "proceeding"])
def test_the_registry_adds_edits_shows_and_lists(desk: Desk, kind: str) -> None:
    contents: dict[str, Any] = {
        "person": person("Сынақ Үлгібаев"),
        "organisation": {"names": [{"text": "Үлгі соты"}]},
        "proceeding": {"title": "Мысал іс"},
    }
    saved = desk.answer(kind, "add", "-", given=typed(contents[kind]))
    change = (
        {"kind": "police"}
        if kind == "organisation"
        else {"safety": "x"}
        if kind == "person"
        else {"kind": "civil"}
    )
    desk.answer(kind, "edit", saved["id"], "-", given=typed(change))
    shown = desk.answer(kind, "show", saved["id"])
    assert (shown["kind"], len(shown["content"])) == (kind, 2)
    assert [item["id"] for item in desk.answer(kind, "list")["items"]] == [saved["id"]]
    assert (
        desk.refusal("proceeding" if kind == "person" else "person", "show", saved["id"]) == "record.unknown"
    )


def test_people_read_plain_text_with_hidden_marks_made_visible(desk: Desk) -> None:
    title = "Аты\u202eкері"
    saved = desk.answer("record", "add", "-", given=typed({"title": title}))
    for command in (("record", "list"), ("record", "show", saved["id"])):
        outcome = run(*desk.options, *command)
        assert outcome.exit_code == 0
        assert "⟨U+202E⟩" in outcome.text
        assert "\u202e" not in outcome.text
    assert json.loads(run(*desk.options, "--json", "record", "list").stdout)["items"][0]["title"] == title


def test_a_person_is_matched_across_scripts_for_people_and_in_json(desk: Desk) -> None:
    known = desk.answer("person", "add", "-", given=typed(person()))
    desk.answer("person", "add", "-", given=typed(person("Мысал Үлгібаев")))
    (offer,) = desk.answer("person", "match", LATIN_NAME)["offers"]
    assert (offer["id"], offer["name"], offer["match"]) == (known["id"], FULL_NAME, True)
    assert set(offer["why"].split(", ")) == {"other script", "without patronymic"}
    assert desk.answer("organisation", "match", LATIN_NAME) == {"offers": []}
    line = run(*desk.options, "person", "match", LATIN_NAME).text.splitlines()[0]
    assert f"{FULL_NAME} · match ({offer['score']}) · " in line
