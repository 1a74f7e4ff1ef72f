"""A name that may stand in the title of a window, and those that may not."""

import unicodedata

import pytest

from app.domain.errors import GuiseError
from app.domain.guise import MAX_NAME, Guise, Icon
from app.words import choose_language

HOSTILE = {
    "turned round": "gnp.\u202eытпецеР",
    "isolated": "\u2066Рецепты\u2069",
    "two lines": "Рецепты\nмамы",
    "a line end of another kind": "Рецепты\u2028мамы",
    "a return": "Рецепты\r",
    "an end before its end": "Рецепты\0мамы",
    "an escape": "\x1b]0;Рецепты\x07",
    "a mark without width": "Рецеп\u200bты",
    "a hyphen that is not seen": "Рецеп\u00adты",
    "half of a letter": "Рецепты\ud83d",
    "for private use": "\ue000",
    "one too many": "ы" * (MAX_NAME + 1),
    "a thousand": "ы" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_name_that_deceives_or_breaks_a_title_is_refused(name: str) -> None:
    with pytest.raises(GuiseError) as refused:
        Guise(name=name)
    assert refused.value.code == "guise.name"
    assert name not in f"{refused.value.sentence} {refused.value.advice}"
    assert str(MAX_NAME) in refused.value.advice


@pytest.mark.parametrize("name", ["Әже рецепттері", "Ҳисоби моҳона", "R & D: 100 %", "📒", "ы" * MAX_NAME])
def test_a_name_is_kept_as_it_is_read(name: str) -> None:
    assert Guise(name=f"  {unicodedata.normalize('NFD', name)} ").title == name


def test_without_a_name_it_is_called_as_its_icon_in_the_language_in_force() -> None:
    assert Guise().title == "Notebook"
    for name in (None, "", "  "):
        guise = Guise(icon=Icon.RECIPES, name=name)
        assert (guise, guise.title) == (Guise(icon=Icon.RECIPES), "Recipes")
    choose_language("ru")
    assert Guise().title != "Notebook"
