"""The guise: an ordinary name and icon under which the program shows itself, chosen by the person.

A glance at the screen, at a list of windows or at a picture of them is misled by it; whoever
examines the computer is not.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.errors import GuiseError
from app.words import N_, translate

MAX_NAME: Final = 32
"""Characters; a task bar shows fewer."""


class Icon(StrEnum):
    """Pictures of programs that everybody has."""

    NOTEBOOK = "notebook"
    TABLES = "tables"
    EXPENSES = "expenses"
    RECIPES = "recipes"
    DICTIONARY = "dictionary"
    GARDEN = "garden"


_NAMES: Mapping[Icon, str] = {
    Icon.NOTEBOOK: N_("Notebook"),
    Icon.TABLES: N_("Tables"),
    Icon.EXPENSES: N_("Expenses"),
    Icon.RECIPES: N_("Recipes"),
    Icon.DICTIONARY: N_("Dictionary"),
    Icon.GARDEN: N_("Garden"),
}


@dataclass(frozen=True, slots=True)
class Guise:
    """An icon, and a name of one's own, None for the icon's; without either, what is shown at first.

    A name is NFC, without blanks around it. GuiseError `guise.name` where it is longer than MAX_NAME or
    holds what is not seen or does not stand on one line; an empty one counts as None.
    """

    icon: Icon = Icon.NOTEBOOK
    name: str | None = None

    def __post_init__(self) -> None:
        name = unicodedata.normalize("NFC", self.name or "").strip(" ")
        if len(name) > MAX_NAME or not name.isprintable():
            raise GuiseError("guise.name", most=MAX_NAME)
        object.__setattr__(self, "name", name or None)

    @property
    def title(self) -> str:
        """What the program is called, in the language in force unless the name is one's own."""
        return self.name or translate(_NAMES[self.icon])
