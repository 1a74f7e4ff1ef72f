"""Moving about in the window: from page to page, down a long list, and finding by typing.

What a person would notice: a click that is not answered at once, a list that jerks, letters that
run ahead of what is found. Every time ends with the frame that shows what was asked for.

    gui_pages.py [--quick] [--keep FOLDER]     fewer records; vaults made once and used again
"""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.work import Watch
from app.gui.pages.record_page import RecordPage
from app.places import resources
from bench.parts.asked import asked_for
from bench.parts.figures import Figure, print_figures, spread
from bench.parts.vaults import WORDS, vault_of
from bench.parts.windows import Desk, is_idle

PLACES = ("incidents", "people", "proceedings", "evidence", "inbox", "export", "contacts", "settings")
ROUNDS = 12
WHEEL_TURNS = 1_500
NOTCH = 120


def main() -> None:
    """Two vaults: one of many records, one of very many."""
    with asked_for(__doc__) as asked:
        desk = Desk(vault_of(asked.folder / str(asked.many), asked.many))
        try:
            figures = [*measure_pages(desk), *measure_search(desk, asked.many)]
        finally:
            desk.close()
        desk = Desk(vault_of(asked.folder / str(asked.very_many), asked.very_many))
        try:
            figures += measure_scrolling(desk, asked.very_many)
        finally:
            desk.close()
    print_figures("moving about", figures)


def measure_pages(desk: Desk) -> Iterator[Figure]:
    """Every place, and incidents by every form: first visits, then in a random order again."""
    incidents = add_one_of_each_form(desk)
    visits: list[tuple[str, dict[str, str]]] = [(place, {}) for place in PLACES]
    visits += [("incident", {"id": each}) for each in incidents]
    visits = [visit for visit in visits if visit[0] in desk.window._makers]
    first, again, turns = list[float](), list[float](), list[float]()
    for round_number in range(ROUNDS):
        for name, arguments in visits:
            seconds = desk.seconds_to_see(
                lambda name=name, arguments=arguments: desk.window.show_page(name, **arguments),
                lambda: is_shown(desk),
            )
            (again if round_number else first).append(seconds)
            desk.settle()
            turns.append(max(desk.turns))
        random.Random(round_number).shuffle(visits)
    yield Figure("page change, first visit", spread(first, 95), "95 % ≤ 100 ms")
    yield Figure("page change, later visits", spread(again, 95), "95 % ≤ 100 ms")
    yield Figure("longest the window was deaf meanwhile", spread(turns, 95))


def is_shown(desk: Desk) -> bool:
    """Whether all was answered, and the record that was asked for lies on the page."""
    page = desk.page
    return is_idle(desk.context) and (not isinstance(page, RecordPage) or page.sheet.shown is not None)


def add_one_of_each_form(desk: Desk) -> list[str]:
    """The incidents of the demo, full as real ones, and one empty one by each form."""
    contents = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((resources() / "demo").glob("*.json"))
    ]
    contents += [
        {"title": "үлгі", "acts": [{"form": path.stem.split(".")[0]}]}
        for path in sorted((resources() / "forms").glob("*.json"))
    ]
    made = []
    for content in contents:
        saved = desk.ask(
            lambda services, _watch, content=content: services.recording.add(content, (), Watch())
        )
        made.append(saved.id)
    return made


def measure_search(desk: Desk, records: int) -> Iterator[Figure]:
    """Words typed letter by letter, each found before the next one comes."""
    desk.window.show_page("incidents")
    desk.settle()
    line, taken = desk.page.line, list[float]()
    for word in WORDS:
        line.clear()
        line.setFocus()
        desk.settle()
        for letter in word:
            taken.append(
                desk.seconds_to_see(
                    lambda letter=letter: type_letter(line, letter),
                    lambda: is_idle(desk.context),
                )
            )
    yield Figure(f"typing to result, {records:,} incidents", spread(taken, 95), "≤ 100 ms")


def type_letter(line: QLineEdit, letter: str) -> None:
    """One letter, as a key would."""
    line.insert(letter)
    line.textEdited.emit(line.text())


def measure_scrolling(desk: Desk, records: int) -> Iterator[Figure]:
    """The wheel turned on and on: what each frame costs, answers that arrive meanwhile included."""
    desk.window.show_page("incidents")
    desk.settle()
    listed = desk.page.list
    spot = QPointF(listed.viewport().rect().center())
    desk.window.frames.clear()
    frames = []
    for turn in range(WHEEL_TURNS):
        down = 5 * NOTCH if turn % 200 > 100 else NOTCH
        event = QWheelEvent(
            spot,
            listed.viewport().mapToGlobal(spot),
            QPoint(),
            QPoint(0, -down),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        frames.append(
            desk.seconds_of_frame(lambda event=event: QApplication.sendEvent(listed.viewport(), event))
        )
    yield Figure(f"scrolling {records:,} rows, a frame", spread(frames, 99), "99 % ≤ 16 ms")


if __name__ == "__main__":
    main()
