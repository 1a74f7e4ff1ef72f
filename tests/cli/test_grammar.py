"""Wrong usage, help, schemas: what needs no vault."""

import json
import os
from pathlib import Path

import click
import pytest

from app.cli.commands import root_command
from app.cli.parser_words import PARSER_WORDS
from tests.cli.shell import run, run_process, validator

GROUPS = {
    "vault": {
        "create",
        "verify",
        "rebuild",
        "digest",
        "info",
        "passphrase",
        "identity",
        "recovery",
        "recover",
        "backup",
        "browse",
        "restore",
        "drill",
        "destroy",
    },
    "record": {"add", "edit", "show", "history", "delete", "erase", "seal", "shred", "import", "list"},
    "person": {"add", "edit", "show", "list", "match"},
    "organisation": {"add", "edit", "show", "list", "match"},
    "proceeding": {"add", "edit", "show", "list", "match"},
    "place": {"find"},
    "evidence": {"add", "list", "export"},
    "contact": {"card", "add", "verify", "list", "rotate", "revoke", "group"},
    "bundle": {"write", "inspect", "apply", "sealed"},
    "receipt": {"write", "add"},
    "form": {"list", "show"},
    "date": {"read"},
    "passphrase": {"draw", "measure"},
    "settings": {"guise"},
}

WRONG: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "no such group": ("grup",),
    "no such command": ("vault", "opne"),
    "no such option": ("vault", "digest", "--fast"),
    "a missing option": ("vault", "create", "--name", "Пример"),
    "an unknown role": ("vault", "create", "--name", "Пример", "--role", "spy"),
    "a missing argument": ("record", "show"),
    "an unknown compartment": ("record", "erase", "x", "--part", "secrets", "--reason", "r"),
    "neither all nor one": ("bundle", "write", "--to", "x", "--out", "y"),
    "both all and one": ("bundle", "write", "--all", "--record", "x", "--to", "x", "--out", "y"),
    "standard input twice": ("--passphrase-file", "-", "record", "add", "-"),
    "a bundle from standard input without yes": ("bundle", "apply", "-"),
    "no card and no bundle": ("contact", "add"),
    "card and bundle": ("contact", "add", "a", "--from-bundle", "b"),
    "no such schema": ("schema", "nothing"),
    "no terminal to ask at": ("vault", "digest"),
    "a language that we do not have": ("--language", "fr", "form", "list"),
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG.keys())
def test_wrong_usage_is_exit_2_and_one_json_object(arguments: tuple[str, ...], tmp_path: Path) -> None:
    outcome = run("--vault", tmp_path / "vault", "--json", *arguments)
    assert outcome.exit_code == 2
    assert outcome.code == "usage"
    validator("refused").validate(outcome.json)
    assert not (tmp_path / "vault").exists()


def test_wrong_usage_without_json_speaks_on_standard_error() -> None:
    outcome = run("vault", "opne")
    assert (outcome.exit_code, outcome.stdout) == (2, b"")
    assert "opne" in outcome.stderr


def test_json_stands_before_the_group_or_behind_the_command() -> None:
    before, behind = run("--json", "form", "list"), run("form", "list", "--json")
    assert before.json == behind.json


def test_every_command_is_there_and_explains_itself() -> None:
    for group, commands in GROUPS.items():
        listed = run(group, "--help")
        assert listed.exit_code == 0
        assert all(command in listed.text for command in commands)
        for command in commands:
            assert run(group, command, "--help").exit_code == 0
    assert set(root_command.commands) == {*GROUPS, "schema", "demo"}


def test_help_in_json_is_one_object_too() -> None:
    outcome = run("--json", "vault", "--help")
    assert outcome.exit_code == 0
    validator("help_text").validate(outcome.json)
    assert "digest" in outcome.json["help"]


def test_help_speaks_the_language_that_is_asked_for() -> None:
    english, russian = (run_process("--language", language, "--help") for language in ("en", "ru"))
    assert english.text.startswith("Usage: ")
    assert "Команды" in russian.text
    assert "Show this message" not in russian.text
    refused = run("--language", "ru", "--json", "vault", "opne").json["error"]
    assert refused["message"].startswith("Нет такой команды")


def test_every_word_of_the_parser_that_is_translated_is_one_of_its_words() -> None:
    sources = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    spelled = [word.replace("\n", "\\n").replace("\t", "\\t") for word in PARSER_WORDS]
    assert [word for word in spelled if f'"{word}"' not in sources] == []


def test_the_parser_leaves_the_environment_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in (None, "xx"):
        monkeypatch.delenv("LANGUAGE", raising=False)
        if before:
            monkeypatch.setenv("LANGUAGE", before)
        assert run("--language", "ru", "vault", "opne").exit_code == 2
        assert os.environ.get("LANGUAGE") == before


def test_schema_prints_the_schema_and_names_those_there_are() -> None:
    outcome = run("schema", "record")
    assert outcome.exit_code == 0
    assert outcome.json["title"] == "Incident"
    assert "record_saved" in run("schema", "nothing").stderr


def test_forms_are_listed_and_shown_without_a_vault() -> None:
    listed = run("--json", "form", "list").json
    validator("form_list").validate(listed)
    assert {"other", "access_denial", "beating", "courtroom_attack", "threat"} <= {
        form["id"] for form in listed["items"]
    }
    shown = run("--json", "form", "show", "beating").json
    validator("form_shown").validate(shown)
    assert shown["form"]["id"] == "beating"


def test_a_real_process_prints_one_object_and_nothing_else() -> None:
    outcome = run_process("--json", "form", "list")
    assert outcome.exit_code == 0
    assert json.loads(outcome.stdout)["items"]
    assert outcome.stderr == ""
