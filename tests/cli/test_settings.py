"""`settings guise`: another name and icon for every window, without a vault; `vault preferences`, in it."""

import pytest

from app.domain.guise import Guise, Icon
from app.services.guise_keeping import keep_guise, kept_guise
from tests.cli.shell import Desk, run
from tests.coalition import open_vault
from tests.domain.test_guise import HOSTILE

NAME = "Әженің рецепттері"


def test_a_guise_is_chosen_shown_and_given_up_again(desk: Desk) -> None:
    shown = desk.answer("settings", "guise")
    assert (shown["icon"], shown["name"], shown["own"]) == ("notebook", "Notebook", False)
    assert [each["icon"] for each in shown["offered"]] == list(Icon)
    assert len({each["name"] for each in shown["offered"]}) == len(Icon)

    shown = desk.answer("settings", "guise", "recipes", "--name", NAME)
    assert (shown["icon"], shown["name"], shown["own"]) == ("recipes", NAME, True)
    assert kept_guise() == Guise(icon=Icon.RECIPES, name=NAME)
    assert desk.answer("settings", "guise") == shown
    # A name goes with the icon that is there, an icon alone takes its own name.
    assert desk.answer("settings", "guise", "--name", "Борщи")["icon"] == "recipes"
    assert desk.answer("settings", "guise", "tables")["name"] == "Tables"
    assert desk.answer("settings", "guise", "notebook")["name"] == "Notebook"
    assert kept_guise() == Guise()


@pytest.mark.parametrize("hostile", ["turned round", "two lines", "a thousand"])
def test_a_name_that_deceives_is_refused_and_nothing_changes(hostile: str, desk: Desk) -> None:
    keep_guise(Guise(icon=Icon.GARDEN))
    assert desk.refusal("settings", "guise", "tables", "--name", HOSTILE[hostile]) == "guise.name"
    assert kept_guise() == Guise(icon=Icon.GARDEN)


def test_people_read_it_and_an_icon_that_there_is_not_is_wrong_usage() -> None:
    text = run("--language", "ru", "settings", "guise", "garden", "--name", NAME).text
    assert NAME in text.splitlines()[1]
    outcome = run("settings", "guise", "safe")
    assert outcome.exit_code == 2
    assert "'dictionary'" in outcome.stderr


def test_preferences_of_the_window_are_shown_and_changed_one_by_one(desk: Desk) -> None:
    at_first = {"language": None, "theme": "system", "scale_percent": 100, "lock_minutes": 5}
    assert desk.answer("vault", "preferences") == at_first
    desk.answer("vault", "preferences", "--lock-minutes", "1", "--window-language", "ky")
    changed = desk.answer("vault", "preferences", "--scale", "150")
    assert changed == {**at_first, "language": "ky", "lock_minutes": 1, "scale_percent": 150}
    desk.answer("vault", "preferences", "--window-language", "system", "--theme", "dark")
    assert desk.answer("vault", "preferences") == {**changed, "language": None, "theme": "dark"}
    with open_vault(desk.vault) as services:
        assert services.settings.preferences().lock_minutes == 1
    assert run(*desk.options, "vault", "preferences", "--lock-minutes", "90").exit_code == 2
    assert "locks itself after minutes: 1" in run(*desk.options, "vault", "preferences").text
