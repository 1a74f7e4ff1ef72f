"""Where it happened: kind, name, room, town, country, and the witness's own words."""

from collections.abc import Iterator

from babel import Locale
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.strict_json import JsonObject
from app.domain.vocabulary import label_in
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice
from app.gui.widgets.fields import Field
from app.gui.widgets.typing import TextLine
from app.services.form_files import load_vocabularies
from app.words import chosen_language, translate

NEAREST_COUNTRIES = ("KZ", "KG", "TJ", "UZ", "TM", "RU")
_REGION_LETTERS = 2


class PlaceEdit(QWidget):
    """The JSON of `domain.place.Place`. What it holds beside these fields is kept."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._rest: JsonObject = {}
        self._controls: dict[str, TextLine | Choice] = {
            "institution": TextLine(),
            "kind": Choice(place_kinds()),
            "room": TextLine(),
            "locality": TextLine(),
            "country": Choice(countries()),
            "said": TextLine(),
        }
        labels = {
            "institution": translate("Court, station, office, prison"),
            "kind": translate("Kind of place"),
            "room": translate("Room"),
            "locality": translate("Town or village"),
            "country": translate("Country"),
            "said": translate("In the words of whoever tells it"),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(3))
        for number, (name, control) in enumerate(self._controls.items()):
            grid.addWidget(Field(labels[name], control, theme), number // 2, number % 2)
            control.changed.connect(self.changed)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self._controls["institution"])

    def value(self) -> JsonObject | None:
        """The place as JSON; None while nothing is filled in."""
        typed = {name: control.value() for name, control in self._controls.items()}
        whole = {**self._rest, **{name: text for name, text in typed.items() if text}}
        return whole or None

    def set_value(self, value: JsonObject | None) -> None:
        """Show this place; not a change."""
        place = value or {}
        self._rest = {name: held for name, held in place.items() if name not in self._controls}
        for name, control in self._controls.items():
            held = place.get(name)
            control.set_value(held if isinstance(held, str) else None)


def place_kinds() -> Iterator[tuple[str, str]]:
    """The code list of kinds of places, labelled in the language in force."""
    vocabulary = load_vocabularies().find("place_kind")
    for entry in vocabulary.entries if vocabulary else ():
        yield entry.code, label_in(entry.label, chosen_language())


def countries() -> Iterator[tuple[str, str]]:
    """ISO 3166-1 codes with names: those nearest first, then all others by name."""
    names = {
        code: name
        for code, name in Locale(chosen_language()).territories.items()
        if len(code) == _REGION_LETTERS and code.isalpha()
    }
    yield from ((code, names.pop(code, code)) for code in NEAREST_COUNTRIES)
    yield from sorted(names.items(), key=lambda each: each[1])
