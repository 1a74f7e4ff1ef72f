"""`passphrase`: words drawn by chance, and what one is worth."""

from pathlib import Path

import pytest

from app.services.passphrases import estimate
from app.words import LANGUAGES
from tests.cli.shell import run, validator


@pytest.mark.parametrize("language", LANGUAGES)
def test_seven_words_are_drawn_each_time_others(language: str) -> None:
    drawn = [run("--json", "passphrase", "draw", "--language", language).json for _ in range(2)]
    for answer in drawn:
        validator("passphrase_drawn").validate(answer)
        assert (answer["bits"], answer["language"]) == (77.0, language)
        assert len(answer["passphrase"].split(" ")) == 7
        assert estimate(answer["passphrase"]).bits > 60
    assert drawn[0]["passphrase"] != drawn[1]["passphrase"]


def test_a_person_reads_the_words_and_what_to_do_with_them() -> None:
    outcome = run("passphrase", "draw", "--language", "en")
    assert outcome.exit_code == 0
    assert "onto paper" in outcome.text


@pytest.mark.parametrize(("typed", "strength"), [("Бишкек", "very_weak"), ("тихая пристань друга", "weak")])
def test_what_a_passphrase_is_worth_is_told_and_not_repeated(
    typed: str, strength: str, tmp_path: Path
) -> None:
    file = tmp_path / "phrase.txt"
    file.write_text(typed)
    outcome = run("--json", "passphrase", "measure", "--new-passphrase-file", str(file))
    validator("passphrase_measured").validate(outcome.json)
    assert outcome.json["strength"] == strength
    assert outcome.json["words"] == estimate(typed).sentence
    assert typed not in outcome.text
