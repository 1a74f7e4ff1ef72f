"""From one vault to another by keys and mouse: a file is written, carried and taken in."""

import json
from pathlib import Path

import pytest

from tests.canary import FULL_NAME
from tests.journeys.window.desktop import Display, Program, wait_until
from tests.journeys.window.owner import Owner

INCIDENTS = (200, 45)
"""Width and height of the corner of the sidebar in which they stand with their number."""
TITLES = ("Kept here", "Handed over")


@pytest.fixture
def monitor(tmp_path: Path) -> Owner:
    return Owner(tmp_path / "monitor")


@pytest.fixture
def coordinator(tmp_path: Path) -> Owner:
    return Owner(tmp_path / "coordinator")


@pytest.fixture(autouse=True)
def acquainted(monitor: Owner, coordinator: Owner) -> None:
    """Two vaults, each owner verified by the other."""
    owners = (monitor, coordinator)
    codes = [owner.make_vault(f"Мысал {owner.home.name}", owner.home.name) for owner in owners]
    cards = [owner.home / "card" for owner in owners]
    for owner, card in zip(owners, cards, strict=True):
        owner.answer("contact", "card", "--out", card)
    for owner, card, code in zip(owners, reversed(cards), reversed(codes), strict=True):
        owner.answer("contact", "add", card, "--fingerprint", code)


@pytest.fixture
def handed_over(monitor: Owner) -> str:
    """The id of one of two incidents that the monitor has."""
    saved = [
        monitor.answer("record", "add", "-", given=json.dumps(incident).encode())["id"]
        for incident in ({"title": title, "narrative": {"text": FULL_NAME}} for title in TITLES)
    ]
    return str(saved[1])


def choose(program: Program, path: Path) -> None:
    """Type a path into the dialog that is coming, and Enter."""
    program.wait_for_dialog()
    program.display.write(str(path))
    program.display.wait_until_still()
    program.display.press("Return")
    program.wait_for_dialog_end()
    program.display.wait_until_still()


def export(display: Display, owner: Owner, search: str, stick: Path) -> Path:
    """One incident, for the only contact, into a folder, by keys alone; what was written."""
    program = owner.unlock(display)
    display.show_change(lambda: display.press("ctrl+e"))
    # "Those I choose", then what is searched for, ticked in the list.
    display.show_change(lambda: display.press("Down", "Tab"))
    display.show_change(lambda: display.write(search))
    display.show_change(lambda: display.press("Tab", "space"))
    # For whom; past the four parts and the folders that are known: another folder.
    display.show_change(lambda: display.press("Tab", "space", *["Tab"] * 6))
    display.press("Return")
    choose(program, stick)
    display.press("Tab", "Return")
    wait_until(lambda: any(path.suffix == ".age" for path in stick.iterdir()), "the bundle is written")
    program.close()
    (bundle,) = stick.iterdir()
    return bundle


def take_in(display: Display, owner: Owner, bundle: Path) -> None:
    """Choose the file in the inbox; once it is checked there is a button that takes it in."""
    program = owner.unlock(display)
    display.show_change(lambda: display.press("ctrl+o"))
    before = display.picture().corner(*INCIDENTS)
    to_choose = display.click_primary_button()
    choose(program, bundle)
    display.click_primary_button(but=to_choose)
    wait_until(lambda: display.picture().corner(*INCIDENTS).changed_pixels(before) > 0, "it is taken in")
    program.close()


def test_an_incident_goes_from_window_to_window(
    display: Display, monitor: Owner, coordinator: Owner, handed_over: str, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    bundle = export(display, monitor, TITLES[1], stick)
    take_in(display, coordinator, bundle)
    (item,) = coordinator.answer("record", "list")["items"]
    assert (item["id"], item["title"]) == (handed_over, TITLES[1])
    assert coordinator.only_incident()["content"]["narrative"] == {"text": FULL_NAME}
    for owner in (monitor, coordinator):
        owner.assert_sound()
