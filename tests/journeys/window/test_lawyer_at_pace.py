"""The lawyer's essentials at twenty-five words a minute, by keys alone, within two minutes and few Tabs.

The text is that of the demo file. A word is five characters, as typists count, so that a key goes down
each 480 ms. Two minutes are counted, not waited for: the keys that were pressed times that pace. Only
the beginning is typed at the true pace, to see the draft sealed while the lawyer is still typing, whose
pauses are too short to wait for one; the rest is typed faster.
"""

import json
import time
from pathlib import Path
from typing import Any

from app.places import resources
from tests.journeys.window.desktop import SIZE, Display, Picture, wait_until
from tests.journeys.window.owner import Owner

WORDS_A_MINUTE, CHARACTERS_A_WORD = 25, 5
KEY_SECONDS = 60 / (WORDS_A_MINUTE * CHARACTERS_A_WORD)
MOST_SECONDS = 120
MOST_TAB_STOPS = 12
SIDEBAR = (200, SIZE[1])
AT_PACE = 16
"""So many letters take longer than a draft waits at most."""


class CountedKeys:
    """Types and counts what was pressed, Tab too."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self.pressed = 0
        self.tabs = 0

    def write(self, text: str) -> None:
        self._display.write(text)
        self.pressed += len(text)

    def write_at_pace(self, text: str) -> None:
        for letter in text:
            next_at = time.monotonic() + KEY_SECONDS
            self.write(letter)
            time.sleep(max(0.0, next_at - time.monotonic()))

    def press(self, key: str) -> None:
        self._display.press(key)
        self.pressed += 1
        self.tabs += key == "Tab"


def lawyers_file() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((resources() / "demo" / "courtroom_attack.json").read_text("utf-8"))
    return loaded


def essentials(file: dict[str, Any]) -> tuple[str, ...]:
    """What happened, when, where, to whom, in the order of the page."""
    sentences = file["narrative"]["text"].split(". ")
    (judge,) = (sentence for sentence in sentences if sentence.startswith("Судья"))
    when, where = file["when"], file["where"]
    victims = file["people"][:3]
    return (
        f"{file['title']}. {judge}.",
        f"{when['edtf']} {when['time']['value']}",
        f"{where['room']}, {where['institution']}",
        ", ".join(victim["names"][0]["full"] for victim in victims),
    )


def is_in_sidebar(now: Picture, before: Picture) -> bool:
    """Whether the frame around what has the keys is there, which it was not before."""
    return now.corner(*SIDEBAR).changed_pixels(before.corner(*SIDEBAR)) > 0


def test_tab_comes_round_after_few_stops(display: Display, tmp_path: Path) -> None:
    owner = Owner(tmp_path / "lawyer")
    owner.make_vault("Мысал Тестова", "lawyer")
    program = owner.unlock(display)
    seen = [display.show_change(lambda: display.press("ctrl+n"))]
    while not is_in_sidebar(now := display.show_change(lambda: display.press("Tab")), seen[0]):
        seen.append(now)
        assert len(seen) <= MOST_TAB_STOPS
    # The narrative, each of the other essentials, the form, the files, the button.
    assert len(seen) >= len(essentials(lawyers_file())) + 3
    # And back from the sidebar.
    assert not is_in_sidebar(display.show_change(lambda: display.press("shift+Tab")), seen[0])
    program.close()


def test_the_essentials_at_twenty_five_words_a_minute(display: Display, tmp_path: Path) -> None:
    owner = Owner(tmp_path / "lawyer")
    owner.make_vault("Мысал Тестова", "lawyer")
    file = lawyers_file()
    happened, when, where, who = essentials(file)
    program = owner.unlock(display)
    display.show_change(lambda: display.press("ctrl+n"))
    keys = CountedKeys(display)

    # 1 The narrative; its draft is sealed before the first pause.
    before = owner.vault_files()
    keys.write_at_pace(happened[:AT_PACE])
    assert owner.vault_files() != before
    keys.write(happened[AT_PACE:])
    # 2 The other fields, each one Tab on; what is filled in of the date is typed over.
    for words in (when, where, who):
        keys.press("Tab")
        keys.write(words)
    # 3 The form by its first letter, past the files, and the button.
    for key in ("Tab", "c", "Tab", "Tab"):
        keys.press(key)
    display.show_change(lambda: keys.press("Return"))
    wait_until(lambda: owner.vault_files() != before, "the incident is written")
    program.close()

    assert keys.tabs <= MOST_TAB_STOPS
    assert keys.pressed * KEY_SECONDS <= MOST_SECONDS
    saved = owner.only_incident()["content"]
    assert saved["narrative"] == {"text": happened}
    assert (saved["when"]["edtf"], saved["when"]["time"]["value"]) == tuple(when.split())
    assert saved["where"] == {"said": where}
    people = {item["id"]: item["title"] for item in owner.answer("person", "list")["items"]}
    assert [people[each] for each in saved["people"]] == who.split(", ")
    assert [act["form"] for act in saved["acts"]] == [file["acts"][0]["form"]]
    owner.assert_sound()
