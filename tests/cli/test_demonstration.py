"""The demonstration: the whole story runs, and what it claims can be looked at."""

import time
from pathlib import Path

from app.cli.demonstration.story import INCIDENTS, PASSPHRASE
from tests.cli.shell import Desk, run, validator

ALLOWED_SECONDS = 60


def test_the_story_is_told_whole_and_under_a_minute(tmp_path: Path) -> None:
    begun = time.monotonic()
    outcome = run("--language", "en", "--json", "demo", tmp_path / "demo")
    assert outcome.exit_code == 0, outcome.text
    assert time.monotonic() - begun < ALLOWED_SECONDS
    validator("demo_report").validate(outcome.json)
    told = "\n".join(step["outcome"] for step in outcome.json["steps"])
    refused = (
        "sender_unknown",
        "sender_unverified",
        "not_age",
        "header",
        "altered",
        "truncated",
        "not_for_me",
    )
    assert all(f"bundle.{code}" in told for code in refused)
    assert "contact.fingerprint" in told
    assert all(step["path"] is None or Path(step["path"]).exists() for step in outcome.json["steps"])
    assert told.count("whole: ") == 3
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE, "utf-8")
    coordinator = Desk(tmp_path / "demo" / "coordinator", passphrase)
    assert coordinator.answer("record", "list")["total"] == len(INCIDENTS)
    forms = {form for item in coordinator.answer("record", "list")["items"] for form in item["forms"]}
    assert forms == {"other", "access_denial", "beating", "courtroom_attack", "threat"}
    media = {item["media_type"] for item in coordinator.answer("evidence", "list")["items"]}
    assert {"image/jpeg", "application/pdf"} <= media
    assert any(kind.startswith("audio/") for kind in media)


def test_it_never_touches_a_folder_in_which_something_lies(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "note").write_text("x", "utf-8")
    outcome = run("--json", "demo", tmp_path / "mine")
    assert (outcome.exit_code, outcome.code) == (3, "vault.exists")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["note"]
