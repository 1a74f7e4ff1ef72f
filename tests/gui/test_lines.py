"""Lines of JSON from the window: taken in, named where they do not fit, written out and taken in again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.errors import RecordError
from app.domain.query import Query
from app.domain.strict_json import JsonObject
from app.domain.work import Progress, Watch
from app.gui.main_window import MainWindow
from app.gui.page import Page
from app.gui.pages.export import Export
from app.gui.pages.inbox import Inbox
from app.gui.pages.line_export import LineExport
from app.gui.pages.line_import import LineImport, refused_in_words
from app.services import Services
from app.services.answers import RefusedLine
from app.services.recording import IMPORT_GROUP, Recording
from tests.builders import PASSPHRASE
from tests.gui.conftest import WAIT_MS

Ask = Callable[[Callable[[Services], Any]], Any]
TITLE, SOURCE = "Үлгі оқиға Ҷ", "Құпия көрші Ӯ"


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(Export, Inbox, LineExport, LineImport)


def lines_file(folder: Path, *lines: object) -> Path:
    path = folder / "жолдар Қ.jsonl"
    told = (each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in lines)
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    return path


def seen(page: Page) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def count_of(ask: Ask) -> int:
    return int(ask(lambda services: services.access.info()).records)


def test_a_file_of_lines_among_bundles_waits_on_its_page_and_is_taken_in(
    window: MainWindow, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    file = lines_file(tmp_path, {"title": TITLE}, {"acts": [{"form": "no_such_form"}]}, {"title": "Б"}, "x")
    window.show_page("inbox", files=(file,))
    qtbot.waitUntil(lambda: isinstance(window.page, LineImport), timeout=WAIT_MS)
    page = window.page
    assert isinstance(page, LineImport)
    assert page.files.value() == (str(file),)
    assert count_of(ask) == 0
    changed: list[object] = []
    page.context.changed.connect(changed.append)
    page.take_button.click()
    assert page.work_bar.isVisible()
    qtbot.waitUntil(page.result.isVisible, timeout=WAIT_MS)
    text = seen(page)
    assert "✓ 2 records were added." in text
    assert "✗ 2 lines were not taken in:" in text
    assert "– line 2: The input does not fit: acts.0.form" in text
    assert "– line 4: The input does not fit: JSON: is not one JSON object. (record.input)" in text
    assert "no_such_form" not in text
    assert count_of(ask) == 2
    assert page.files.value() == ()
    assert any("incident" in kinds for kinds in changed if isinstance(kinds, frozenset))


def test_an_import_is_cancelled_and_tells_what_stays(
    window: MainWindow, ask: Ask, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_lines = Recording.import_lines

    def stop(recording: Recording, source: Any, watch: Watch, size_bytes: int = 0) -> Any:
        """Whoever looks on cancels within the second group."""
        told: list[Progress] = []

        def report(progress: Progress) -> None:
            told.append(progress)
            if len(told) > IMPORT_GROUP:
                inner.cancel()

        inner = Watch(report)
        return import_lines(recording, source, inner, size_bytes)

    monkeypatch.setattr(Recording, "import_lines", stop)
    file = lines_file(tmp_path, *({"title": f"{number} Ғ"} for number in range(IMPORT_GROUP + 9)))
    window.show_page("line_import", files=(file,))
    page = window.page
    assert isinstance(page, LineImport)
    page.take_button.click()
    qtbot.waitUntil(page.rest.isVisible, timeout=WAIT_MS)
    assert f"{IMPORT_GROUP} records were taken in before and stay." in page.rest.text()
    assert f"Go on from line {IMPORT_GROUP + 1}:" in page.rest.text()
    assert page.files.value() == ()
    assert count_of(ask) == IMPORT_GROUP


def test_under_seal_mode_no_incident_comes_in_unsealed(
    window: MainWindow, ask: Ask, other: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    assert other.exists()
    ask(lambda services: services.seal_mode.switch_on((), ("Юг",)))
    window.show_page("line_import", files=(lines_file(tmp_path, {"title": TITLE}, {"title": "Б"}),))
    page = window.page
    assert isinstance(page, LineImport)
    page.take_button.click()
    qtbot.waitUntil(page.refused.isVisible, timeout=WAIT_MS)
    assert "– lines 1–2: Seal mode is on" in page.refused.text()
    assert "switch seal mode off first" in page.refused.text()
    assert page.result.text() == "0 records were added."
    assert count_of(ask) == 0


def test_lines_refused_for_one_reason_are_one() -> None:
    def refused(line: int, message: str = "Нельзя.") -> RefusedLine:
        return RefusedLine(line=line, code="record.seal_mode", message=message)

    told = refused_in_words([refused(1), refused(2), refused(3), refused(5), refused(6, "Другое.")])
    assert told[0] == "✗ 5 lines were not taken in:"
    assert [each.split(":")[0] for each in told[1:-1]] == ["– lines 1–3", "– line 5", "– line 6"]
    assert told[-1] == RecordError("record.seal_mode").advice
    many = refused_in_words([refused(number, f"{number}") for number in range(1, 31)], "а.jsonl")
    assert many[0] == "✗ 30 lines were not taken in (а.jsonl):"
    assert many[-2] == "– and 10 more"


def exported(page: LineExport, qtbot: QtBot, target: Path) -> list[dict[str, Any]]:
    page.write(target, PASSPHRASE)
    qtbot.waitUntil(page.told.isVisible, timeout=WAIT_MS)
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_records_are_written_as_lines_after_the_passphrase_and_nothing_guarded_unasked(
    window: MainWindow, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    told: JsonObject = {"title": TITLE, "sources": [{"note": SOURCE}]}
    ask(lambda services: services.recording.add(told, (), Watch()))
    ask(lambda services: services.recording.add({"title": "Другое"}, (), Watch()))
    ask(lambda services: services.searches.save("только эта", Query(words="Үлгі")))
    window.show_page("export")
    assert isinstance(window.page, Export)
    window.page.lines_button.click()
    page = window.page
    assert isinstance(page, LineExport)
    qtbot.waitUntil(lambda: page.which.count() == 2, timeout=WAIT_MS)
    page.write_button.click()
    assert "The passphrase is needed." in seen(page)
    target = tmp_path / "out.jsonl"
    page.write(target, "басқа сөз")
    qtbot.waitUntil(lambda: "does not open" in seen(page), timeout=WAIT_MS)
    assert not target.exists()
    assert len(exported(page, qtbot, target)) == 2
    assert SOURCE not in target.read_text(encoding="utf-8")
    assert "✓ 2 records were written" in seen(page)
    assert "Stays here: " in seen(page)
    page.which.set_value("только эта")
    page.parts["sources"].click()
    page.passphrase.line.insert(PASSPHRASE)
    page.write_button.click()
    assert "Say why this may leave." in seen(page)
    page.reason.set_value("сот")
    (only,) = exported(page, qtbot, tmp_path / "two.jsonl")
    assert only["content"]["title"] == TITLE
    assert SOURCE in json.dumps(only, ensure_ascii=False)
    assert page.passphrase.value() == ""


def test_what_was_written_is_known_when_it_is_taken_in_again(
    window: MainWindow, ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    ask(lambda services: services.recording.add({"title": TITLE}, (), Watch()))
    window.show_page("line_export")
    page = window.page
    assert isinstance(page, LineExport)
    target = tmp_path / "out.jsonl"
    exported(page, qtbot, target)
    page.import_button.click()
    taking = window.page
    assert isinstance(taking, LineImport)
    assert not taking.take_button.isEnabled()
    taking._add([target])
    taking.take_button.click()
    qtbot.waitUntil(taking.result.isVisible, timeout=WAIT_MS)
    assert taking.result.text() == "✓ 0 records were added. 1 was here already."
    assert taking.list_button.isVisible()
