"""Every key of the window and every letter, with the layouts of Russian, Kazakh, Kyrgyz and Tajik.

Keys are sent by their number, as a keyboard does; which letter or command that is, the layout of the
X server says. What a command must show is learnt first with the Latin layout: pictures of the screen.
"""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from tests.cli.shell import Desk, run
from tests.journeys.window.desktop import (
    Display,
    Picture,
    Program,
    home_vault,
    missing_commands,
    open_display,
    wait_until,
)
from tests.journeys.window.owner import enter_vault

ROWS = (10, 24, 38, 51, 52)
"""The number of the first key of each row: digits, upper letters, home row, above Enter, lower letters."""
RUSSIAN_ROWS = ("", "йцукенгшщзхъ", "фывапролджэё", "", "ячсмитьбю")
REACHED_ELSEWHERE = {"ё": "ISO_Level3_Shift+49"}
"""A letter on the right Alt of its key: so on the Kazakh keyboard."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout of the X server: what its keys say, and a passphrase that only it can type."""

    switched_on: str
    rows: tuple[str, ...]
    passphrase: str

    def letters(self) -> str:
        """All its letters, small."""
        typed = "".join(letter for row in self.rows for letter in row if letter.isalpha())
        return typed if "ё" in typed else typed + "ё"

    def keys(self, text: str) -> list[str]:
        """The keys that type a text of its letters and spaces."""
        return [self._key(letter) for letter in text]

    def _key(self, letter: str) -> str:
        if letter == " ":
            return KEYS["space"]
        numbers = {
            of_row: str(first + place)
            for first, row in zip(ROWS, self.rows, strict=True)
            for place, of_row in enumerate(row)
        }
        key = numbers.get(letter.lower()) or REACHED_ELSEWHERE[letter.lower()]
        return f"shift+{key}" if letter.isupper() else key


LAYOUTS = {
    "ru": Layout("ru", RUSSIAN_ROWS, "Ёлка щедрая"),
    # With a Latin one beside it, as most people have it; the others alone, which is harder.
    "kk": Layout(
        "kz,us", ('"әіңғ,.үұқөһ', RUSSIAN_ROWS[1], "фывапролджэ", "", RUSSIAN_ROWS[4]), "Қоңыр әнұран"
    ),
    "ky": Layout(
        "kg", ("1234567890өң", RUSSIAN_ROWS[1], RUSSIAN_ROWS[2], "ү", RUSSIAN_ROWS[4]), "Өлкө үңкүр"
    ),
    "tg": Layout("tj,us", ("1234567890ғӯ", "йқукенгшҳзхъ", "фҷвапролджэё", "", "ячсмитӣбю"), "Ҷӯра ҳақиқӣ"),
}
OWN_LETTERS = "ӘҒҚҢӨҰҮІҺӢӮҲҶәғқңөұүіһӣӯҳҷ"

KEYS = {
    "Enter": "36", "Right": "114", "space": "65", "F1": "67", "Alt+Down": "alt+116", "Alt+Up": "alt+111",
    "Ctrl+A": "ctrl+38", "Ctrl+C": "ctrl+54", "Ctrl+X": "ctrl+53", "Ctrl+V": "ctrl+55",
    "Ctrl+N": "ctrl+57", "Ctrl+K": "ctrl+45", "Ctrl+F": "ctrl+41", "Ctrl+S": "ctrl+39",
    "Ctrl+E": "ctrl+26", "Ctrl+O": "ctrl+32", "Ctrl+Z": "ctrl+52", "Ctrl+Shift+Z": "ctrl+shift+52",
    "Ctrl+Shift+L": "ctrl+shift+46",
} | {f"Ctrl+{digit}": f"ctrl+{9 + digit}" for digit in range(1, 9)}  # fmt: skip
"""Where a key lies on every keyboard, whatever is printed on it (evdev's number and 8)."""

WALK = (
    "Ctrl+N", "Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6", "Ctrl+7", "Ctrl+8", "Ctrl+E", "F1",
    "Ctrl+O",
)  # fmt: skip
"""Through all places; each step shows something else than the one before."""
SAME = {"Ctrl+E": "Ctrl+7", "Ctrl+O": "Ctrl+6"}
"""Two ways to one place."""

ALIKE_PIXELS = 2_500
"""So many may differ on one page: the caret, the time of day, the frame around what has the keys."""

Pages = Mapping[str, Picture]


def switch_on(display: Display, layout: str) -> None:
    asked = ["setxkbmap", "-display", display.name, "-layout", layout]
    subprocess.run(asked, check=True, capture_output=True)


def found_vault(home: Path, passphrase: str) -> Desk:
    """An empty vault where the window looks for it."""
    home.mkdir(parents=True, exist_ok=True)
    secret = home / "passphrase"
    secret.write_text(passphrase, "utf-8")
    desk = Desk(home_vault(home), secret)
    made = run(*desk.options, "vault", "create", "--name", "Пример Тестов", "--role", "monitor",
               "--kdf", "floor")  # fmt: skip
    assert made.exit_code == 0, made.stderr
    return desk


def wait_to_see(display: Display, wanted: Picture, what: str) -> None:
    wait_until(lambda: are_alike(display.picture(), wanted), what)


def wait_to_leave(display: Display, left: Picture, what: str) -> None:
    wait_until(lambda: not are_alike(display.picture(), left), what)


def are_alike(one: Picture, other: Picture) -> bool:
    return one.changed_pixels(other, ALIKE_PIXELS) <= ALIKE_PIXELS


@pytest.fixture(scope="module")
def latin_pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """What each command shows with the Latin layout, over an empty vault."""
    if missing := missing_commands():
        pytest.skip(f"not installed: {', '.join(missing)} (make setup says how)")
    folder = tmp_path_factory.mktemp("latin")
    found_vault(folder / "home", "a b")
    with open_display(folder / "screen") as display:
        switch_on(display, "us")
        program = display.start(folder / "home")
        pages = {"locked": display.picture()}
        display.press("38", KEYS["space"], "56")
        enter_vault(display, lambda: display.press(KEYS["Enter"]))
        pages["home"] = display.picture()
        for before, name in zip(("home", *WALK), WALK, strict=False):
            display.press(KEYS[name])
            wait_to_leave(display, pages[before], f"what {name} shows")
            pages[name] = display.wait_until_still()
        program.close()
    return pages


def test_each_key_leads_elsewhere(latin_pages: Pages) -> None:
    """Else the comparisons below would say nothing."""
    for one, other in combinations(WALK, 2):
        alike = are_alike(latin_pages[one], latin_pages[other])
        assert alike == (SAME.get(one, one) == SAME.get(other, other)), (one, other)


@pytest.mark.parametrize("language", LAYOUTS)
def test_every_key_and_letter_of_a_cyrillic_layout(
    language: str, display: Display, tmp_path: Path, latin_pages: Pages
) -> None:
    layout = LAYOUTS[language]
    desk = found_vault(tmp_path / "home", layout.passphrase)
    switch_on(display, layout.switched_on)
    program = display.start(tmp_path / "home")
    wait_to_see(display, latin_pages["locked"], "the page that asks for the passphrase")
    display.press(*layout.keys(layout.passphrase), KEYS["Enter"])
    wait_to_see(display, latin_pages["home"], "the list of incidents")
    for name in WALK:
        display.press(KEYS[name])
        wait_to_see(display, latin_pages[name], f"what {name} shows")

    letters = layout.letters() + layout.letters().upper()
    write_incident(program, layout, letters)
    lock_and_unlock(program, layout, latin_pages["locked"])
    program.close()

    (item,) = desk.answer("record", "list")["items"]
    content = desk.answer("record", "show", item["id"])["content"]
    assert content["narrative"]["text"] == letters * 2 + "а"
    assert content["title"] == "вечер"


def test_the_letters_of_all_four_languages_are_on_the_layouts_above() -> None:
    typed = {letter for layout in LAYOUTS.values() for letter in layout.letters() + layout.letters().upper()}
    assert set(OWN_LETTERS) <= typed


def write_incident(program: Program, layout: Layout, letters: str) -> None:
    """Each key leaves its trace: without any one of them another text would be saved."""
    display = program.display
    display.show_change(lambda: display.press(KEYS["Ctrl+N"]))
    display.press(*layout.keys(letters))
    display.press(*(KEYS[name] for name in ("Ctrl+A", "Ctrl+C", "Right", "Ctrl+V")))  # the letters twice
    display.press(*(KEYS[name] for name in ("Ctrl+A", "Ctrl+X", "Ctrl+Z", "Right")), *layout.keys("а"))
    # Gone, back, gone again, and put in from the clipboard.
    again = ("Ctrl+A", "Ctrl+X", "Ctrl+Z", "Ctrl+Shift+Z", "Right", "Ctrl+V")
    display.press(*(KEYS[name] for name in again))
    display.show_change(lambda: display.press(KEYS["Ctrl+S"]))

    first = display.show_change(lambda: display.press(KEYS["Alt+Down"]))
    display.show_change(lambda: display.press(KEYS["Alt+Down"]))
    display.press(KEYS["Alt+Up"])
    wait_to_see(display, first, "the first section again")
    display.press(*layout.keys("проба"), KEYS["Ctrl+Z"], *layout.keys("вечер"))
    display.press(KEYS["Ctrl+Z"], KEYS["Ctrl+Shift+Z"])
    search(display, layout)


def search(display: Display, layout: Layout) -> None:
    """From a field of the incident into the line above the list: else the field would be changed."""
    display.press(KEYS["Ctrl+K"])
    display.show_change(lambda: display.press(*layout.keys("жжж")))
    display.show_change(lambda: display.press(KEYS["Alt+Down"]))
    display.press(KEYS["Ctrl+F"], KEYS["Ctrl+A"])
    display.show_change(lambda: display.press(KEYS["Ctrl+X"]))


def lock_and_unlock(program: Program, layout: Layout, locked: Picture) -> None:
    """The same process, begun anew: its window goes, and another comes."""
    display = program.display
    display.press(KEYS["Ctrl+Shift+L"])
    wait_until(lambda: not display.windows(), "the window goes")
    program.wait_for_window()
    wait_to_see(display, locked, "the page that asks for the passphrase")
    display.press(*layout.keys(layout.passphrase))
    enter_vault(display, lambda: display.press(KEYS["Enter"]))
