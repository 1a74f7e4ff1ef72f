"""One of the brief's situations, entered in the real window with nothing but keys and a mouse.

The incident is entered without the mouse, from the first key to the last detail of its act; the
proceeding, the court and the judge with it. Then every fact is looked up in the vault.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.strict_json import Json, JsonObject
from app.gui.main_window import MainWindow
from app.services import Services
from app.services.answers import RecordList
from tests.cli.test_situations import FOLDER, SITUATIONS, named, value_at
from tests.gui.hand import CONTROL, Keys, Mouse

Ask = Callable[[Callable[[Services], Any]], Any]

SITUATION = "allegation_ignored"
DEFENDANT, JUDGE, COURT = "Үлгі Тестұлы", "Образцов Н. Н.", "Примерский городской суд"
NUMBER, TITLE = "0000-00-00-0/00 (пример)", "Суд не отреагировал на заявление о пытках"
SAID = "в зале, при открытых дверях"
FORM = "Judicial and administrative harassment"
NOT_TYPED = frozenset({"id", "script", "certainty"})
"""The vault gives ids; the window asks neither for the alphabet of each name nor beyond `~` and `?`."""
STEPS = {each["name"]: each for each in json.loads((FOLDER / f"{SITUATION}.json").read_text("utf-8"))}
GIVEN = {name: each["input"] for name, each in STEPS.items()}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_fact_of_a_situation_entered_by_hand_sits_in_its_field(
    window: MainWindow, ask: Ask, qtbot: QtBot
) -> None:
    window.show_page("incidents")
    keys, mouse = Keys(window, qtbot), Mouse(window, qtbot)
    enter_what_is_pressing(keys)
    find_it_all_again(keys)
    complete_the_incident(keys)
    complete_the_act(keys)
    enter_the_case(mouse)
    enter_the_judge_and_the_hearing(mouse)
    ids, held = what_is_held(ask)
    told = {fact.words: value_at(held[fact.record], fact.path) for fact in SITUATIONS[SITUATION]}
    assert told == {fact.words: named(fact.value, ids) for fact in SITUATIONS[SITUATION]}
    # The file names the hearing itself; here the vault did.
    ids["hearing"] = held["case"]["hearings"][0]["id"]
    whole = named(json.loads(json.dumps(GIVEN).replace('"h1"', '"@hearing"')), ids)
    assert {name: without_what_is_held(given, held[name]) for name, given in whole.items()} == dict.fromkeys(
        whole
    )


def enter_what_is_pressing(keys: Keys) -> None:
    """Quick entry, and the one press that saves it."""
    keys.press(Qt.Key.Key_N, CONTROL)
    keys.find("What happened")
    keys.type_in(GIVEN["silence"]["narrative"]["text"])
    keys.write("When", text="11.04.2012")
    keys.write("Where", text=SAID)
    keys.write("Who", text=DEFENDANT)
    keys.choose("Form", option=FORM)
    keys.press(Qt.Key.Key_S, CONTROL)


def find_it_all_again(keys: Keys) -> None:
    """Nothing of it has to be typed a second time."""
    assert keys.text_of("What", "What happened") == GIVEN["silence"]["narrative"]["text"]
    assert keys.text_of("When", "When") == "2012-04-11"
    assert keys.text_of("Where", "In the words of whoever tells it") == SAID
    keys.find("Who", f"Open {DEFENDANT}")
    assert keys.text_of("Acts", "Form") == FORM


def complete_the_incident(keys: Keys) -> None:
    """What, where, who."""
    keys.write("What", "Title", text=TITLE)
    keys.choose("What", "Written in", option="Русский")
    keys.choose("What", "How certain the violation is", option="Confirmed violation")
    keys.choose("Where", "Kind of place", option="Courtroom")
    keys.write("Where", "Town or village", text="Примерск")
    keys.choose("Where", "Country", option="Kazakhstan")
    keys.name_new("Where", "Organisation", name=COURT)
    keys.choose("Who", f"Role of {DEFENDANT} in: {FORM}", option="Victim")
    assert QApplication.focusWidget() is keys.find("Who", f"Role of {DEFENDANT} in: {FORM}")


def complete_the_act(keys: Keys) -> None:
    """What every act has, and what its form asks."""
    keys.choose("Acts", "Type of act", option="Allegation of torture ignored")
    keys.name_new("Acts", "Alleged perpetrators", name=JUDGE)
    keys.name_new("Acts", "Proceeding", name=NUMBER)
    keys.choose("Acts", "Measures taken", option="Criminal case")
    keys.name_known("Acts", "Body that took them", typed="пример", name=COURT)
    for breach in (
        "Not made to testify against oneself",
        "Evidence got by torture",
        "Allegation of torture ignored",
    ):
        keys.choose("Acts", "What was wrong with the trial", option=breach)
    keys.press_on("Acts", "Torture or pressure alleged before the court", "Yes")
    keys.write("Acts", "What was alleged, by whom, when", text="«меня били, чтобы я подписал»")
    keys.choose("Acts", "What the court did about it", option="Ignored it")
    keys.choose("Acts", "Entered in the record of the hearing", option="Entered")
    keys.press_on("Acts", "The confession kept as evidence", "Yes")
    keys.choose("Acts", "Outcome so far", option="Convicted")
    keys.choose("Acts", "Appeals and complaints", option="Appeal")
    keys.press(Qt.Key.Key_S, CONTROL)


def enter_the_case(mouse: Mouse) -> None:
    """From the act to its proceeding, from there to its court."""
    case = GIVEN["case"]
    mouse.press_on("Acts", f"Open {NUMBER}")
    mouse.choose("Case numbers", "Country", option="Kazakhstan")
    mouse.write("The case", "What it is about", text=case["title"])
    mouse.choose("The case", "Kind of proceeding", option="Criminal")
    mouse.choose("The case", "Country", option="Kazakhstan")
    mouse.name_known("The case", "Court", typed="городск", name=COURT)
    mouse.name_known("The case", "Judge", typed="Образ", name=JUDGE)
    mouse.choose("The case", "Instance", option="First instance")
    mouse.press_on("Parties")
    mouse.name_known("Parties", "Who takes part", typed="үлгі", name=DEFENDANT)
    mouse.choose("Parties", "As what", option="Suspect or defendant")
    mouse.press_on("Hearings", "Add a hearing")
    mouse.write("Hearings", "When", text="11.04.2012")
    mouse.name_known("Hearings", "Judge", typed="Образ", name=JUDGE)
    mouse.choose("Hearings", "What the court did about it", option="Ignored an allegation of torture")
    mouse.choose("Hearings", "Entered in the record", option="Entered")
    allegation = case["hearings"][0]["allegation"]
    mouse.write("Hearings", "Torture or pressure alleged before the court", text=allegation)
    mouse.name_known("Hearings", "Who alleged it", typed="Тестұ", name=DEFENDANT)
    mouse.choose("Hearings", "What the court did about the allegation", option="Ignored it")
    mouse.press_on("Decisions")
    mouse.write("Decisions", "When", text="22.05.2012")
    mouse.choose("Decisions", "What was decided", option="Convicted")
    mouse.write("Decisions", "Number of the decision", text=case["outcomes"][0]["number"])
    mouse.name_known("Decisions", "Decided by", typed="Пример", name=COURT)
    mouse.choose("Decisions", "Sentence", option="Imprisonment")
    mouse.write("Decisions", "Term in months", text="84")
    mouse.press_on("Decisions", "Rests on a confession that is said to be forced", "Yes")
    mouse.write("Decisions", "Can be appealed until", text="06.06.2012")
    mouse.press_on("The case", "Court", f"Open {COURT}")
    mouse.choose("The organisation", "Kind of organisation", option="Court")
    mouse.choose("The organisation", "Country", option="Kazakhstan")
    mouse.choose("Court or place of detention", "Level of the court", option="District or city court")


def enter_the_judge_and_the_hearing(mouse: Mouse) -> None:
    """By the lists: to the judge, and back to the incident, which knows the hearing by now."""
    mouse.press_on("People")
    mouse.click_row("People", row=JUDGE)
    mouse.choose("The person", "Occupation", option="Judge")
    mouse.press(Qt.Key.Key_1, CONTROL)
    mouse.click_row("Incidents", row=TITLE)
    mouse.choose("Acts", "At which of its hearings", option="1. 11 April 2012")
    mouse.press_on("People")


def what_is_held(ask: Ask) -> tuple[dict[str, str], dict[str, Any]]:
    """The ids, and what the vault holds, by the names that the situation's file gives."""
    sought = {
        "defendant": ("person", DEFENDANT),
        "judge": ("person", JUDGE),
        "court": ("organisation", COURT),
        "case": ("proceeding", NUMBER),
        "silence": ("incident", TITLE),
    }
    ids, held = dict[str, str](), dict[str, Any]()
    for name, (kind, title) in sought.items():
        listed = ask(partial(_all_of, kind))
        [ids[name]] = [each.id for each in listed.items if title in each.title]
        held[name] = ask(partial(_content, ids[name], kind))
    return ids, held


def _all_of(kind: str, services: Services) -> RecordList:
    return services.reading.list_kind(kind, None, None, 9, 0)


def _content(identifier: str, kind: str, services: Services) -> JsonObject:
    return services.recording.show(identifier, kind).content


def without_what_is_held(given: Json, held: Json) -> Json:
    """What of `given` is not held; None where all of it is."""
    if isinstance(given, dict) and isinstance(held, dict):
        left = {
            name: without_what_is_held(value, held.get(name))
            for name, value in given.items()
            if name not in NOT_TYPED
        }
        return {name: value for name, value in left.items() if value is not None} or None
    if isinstance(given, list) and isinstance(held, list) and len(given) == len(held):
        left_over = [without_what_is_held(*pair) for pair in zip(given, held, strict=True)]
        return left_over if any(each is not None for each in left_over) else None
    return None if given == held else given
