"""The small pieces: what is put in comes out, nothing foreign gets in, everything has a name."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QInputMethodEvent, QTextDocumentFragment, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.strict_json import JsonObject
from app.gui.page import PageContext
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice, Choices, YesNo
from app.gui.widgets.dates import FuzzyDateEdit
from app.gui.widgets.evidence import EvidenceStrip, size_in_words
from app.gui.widgets.fields import Field, button, plain_label
from app.gui.widgets.fingerprint import FingerprintView
from app.gui.widgets.places import PlaceEdit
from app.gui.widgets.typing import LongText, TextLine
from app.services.answers import ListedEvidence
from app.words import choose_language
from tests.gui.looked_at import painted_texts

LETTERS = "Ә Ғ Қ Ң Ө Ұ Ү Һ І Ӣ Ӯ Ҳ Ҷ"
OPTIONS = (("one", "First"), ("two", "Second"))


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def type_in(widget: QWidget, text: str) -> None:
    """As an input method does it; `keyClicks` knows ASCII alone."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_every_letter_goes_in_and_comes_out(theme: Theme, qtbot: QtBot) -> None:
    line, prose = TextLine(), LongText(theme)
    for widget in (line, prose):
        qtbot.addWidget(widget)
        with qtbot.waitSignal(widget.changed):
            type_in(widget, LETTERS)
        assert widget.value() == LETTERS
        widget.set_value(None)
        assert widget.value() is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_the_button_that_has_the_keys(theme: Theme, qtbot: QtBot, key: Qt.Key) -> None:
    pressed: list[bool] = []
    made = button("Сақтау", lambda: pressed.append(True), theme)
    qtbot.addWidget(made)
    made.show()
    QTest.keyClick(made, key)
    assert pressed == [True]


def test_prose_takes_text_and_neither_files_nor_markup(theme: Theme, qtbot: QtBot) -> None:
    prose, pasted = LongText(theme), QMimeData()
    qtbot.addWidget(prose)
    pasted.setHtml("<b>thick</b><img src='x'>")
    pasted.setText("thick")
    prose.insertFromMimeData(pasted)
    assert prose.value() == "thick"
    pasted.setUrls([QUrl.fromLocalFile("some.jpg")])
    assert not prose.canInsertFromMimeData(pasted)


def test_showing_a_value_is_not_a_change(theme: Theme, qtbot: QtBot) -> None:
    prose = LongText(theme)
    qtbot.addWidget(prose)
    with qtbot.assertNotEmitted(prose.changed):
        prose.set_value("Айтылған")


def test_tab_leaves_prose(theme: Theme, qtbot: QtBot) -> None:
    page, prose, line = QWidget(), LongText(theme), TextLine()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(prose)
    column.addWidget(line)
    page.show()
    page.activateWindow()
    prose.setFocus()
    QTest.keyClick(prose, Qt.Key.Key_Tab)
    assert prose.value() is None
    assert page.focusWidget() is line


def test_a_label_never_guesses_markup(qtbot: QtBot) -> None:
    label = plain_label("<b>Пример</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_a_field_names_its_control_and_says_what_it_is_needed_for(theme: Theme, qtbot: QtBot) -> None:
    line = TextLine()
    field = Field("Where", line, theme, hint="As exactly as you know", gap="needed for an urgent appeal")
    qtbot.addWidget(field)
    assert line.accessibleName() == "Where"
    assert line.accessibleDescription() == "As exactly as you know"
    assert "● needed for an urgent appeal" in texts(field)
    field.show_gap("")
    assert not any(text.startswith("●") for text in texts(field))


def test_a_choice_keeps_a_code_it_does_not_know(qtbot: QtBot) -> None:
    choice = Choice(OPTIONS)
    qtbot.addWidget(choice)
    assert choice.value() is None
    choice.set_value("X-third")
    assert choice.value() == "X-third"
    choice.set_value("two")
    assert (choice.value(), choice.currentText()) == ("two", "Second")


def test_scrolling_a_page_changes_no_choice(qtbot: QtBot) -> None:
    choice = Choice(OPTIONS)
    qtbot.addWidget(choice)
    choice.set_value("one")
    none, no = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase, at = Qt.ScrollPhase.NoScrollPhase, QPointF(5, 5)
    QApplication.sendEvent(choice, QWheelEvent(at, at, QPoint(), QPoint(0, -120), none, no, phase, False))
    assert choice.value() == "one"


def test_choices_keep_their_order_and_what_they_do_not_know(theme: Theme, qtbot: QtBot) -> None:
    choices = Choices(OPTIONS, theme)
    qtbot.addWidget(choices)
    choices.set_value(("two", "X-third", "one"))
    assert choices.value() == ("one", "two", "X-third")
    with qtbot.waitSignal(choices.changed):
        choices.findChildren(QCheckBox)[0].click()
    assert choices.value() == ("two", "X-third")


def test_an_answer_can_be_taken_back(theme: Theme, qtbot: QtBot) -> None:
    answer = YesNo(theme)
    qtbot.addWidget(answer)
    yes, no, unknown = answer.findChildren(QRadioButton)
    for pressed, value in ((yes, "yes"), (unknown, "unknown"), (no, "no"), (no, None)):
        pressed.click()
        assert answer.value() == value


def typed_date(theme: Theme, qtbot: QtBot, text: str) -> FuzzyDateEdit:
    edit = FuzzyDateEdit(theme, lambda: date(2026, 1, 10))
    qtbot.addWidget(edit)
    type_in(edit.findChildren(QLineEdit)[0], text)
    return edit


def test_a_date_is_shown_as_it_was_understood(theme: Theme, qtbot: QtBot) -> None:
    edit = typed_date(theme, qtbot, "вчера 14:30")
    assert edit.value() == {
        "edtf": "2026-01-09",
        "said": "вчера 14:30",
        "time": {"value": "14:30", "precision": "minute"},
    }
    assert texts(edit) == ["= 9 January 2026, 14:30 (2026-01-09)"]


def test_a_part_of_a_month_and_of_a_day_is_kept_with_the_words(theme: Theme, qtbot: QtBot) -> None:
    edit = typed_date(theme, qtbot, "в начале декабря 2011 утром")
    assert edit.value() == {
        "edtf": "2011-12-01~/2011-12-10~",
        "said": "в начале декабря 2011 утром",
        "time": {"value": "08:00", "precision": "part_of_day"},
    }
    assert texts(edit) == ["= beginning of December 2011, in the morning (2011-12-01~/2011-12-10~)"]


def test_what_the_line_shows_is_understood_as_the_same_when_it_is_touched(theme: Theme, qtbot: QtBot) -> None:
    shown: JsonObject = {
        "edtf": "2011-12-01~/2011-12-10~",
        "said": "в первых числах декабря",
        "time": {"value": "08:00", "precision": "part_of_day"},
    }
    edit = FuzzyDateEdit(theme, lambda: date(2026, 1, 10))
    qtbot.addWidget(edit)
    edit.set_value(shown)
    assert edit.value() == shown
    type_in(edit.findChildren(QLineEdit)[0], " ")
    assert {**shown, "said": "beginning of December 2011, in the morning "} == edit.value()


def test_the_words_of_a_witness_outlive_a_corrected_date(theme: Theme, qtbot: QtBot) -> None:
    edit = FuzzyDateEdit(theme, lambda: date(2026, 1, 10))
    qtbot.addWidget(edit)
    edit.set_value({"edtf": "2026-01-08", "said": "назавтра после суда"})
    line = edit.findChildren(QLineEdit)[0]
    line.selectAll()
    type_in(line, "2026-01-07")
    assert edit.value() == {"edtf": "2026-01-07", "said": "назавтра после суда"}


def test_a_weekday_that_does_not_fit_is_told_and_not_corrected(theme: Theme, qtbot: QtBot) -> None:
    edit = typed_date(theme, qtbot, "Friday 9 January 2014")
    assert edit.value() == {"edtf": "2014-01-09", "said": "Friday 9 January 2014"}
    assert texts(edit) == [
        "= 9 January 2014 (2014-01-09)\nThe day of the week does not fit: 9 January 2014 was Thursday."
    ]


def test_what_is_no_date_is_kept_as_said(theme: Theme, qtbot: QtBot) -> None:
    edit = typed_date(theme, qtbot, "келесі күні")
    assert edit.value() == {"said": "келесі күні"}
    assert texts(edit) == ["Kept as written; no date was recognised in it."]


def test_a_date_keeps_what_the_field_does_not_show(theme: Theme, qtbot: QtBot) -> None:
    edit = FuzzyDateEdit(theme, lambda: date(2026, 1, 10))
    qtbot.addWidget(edit)
    shown: JsonObject = {"edtf": "2026-01-08", "certainty": "believed", "basis": "a court summons"}
    edit.set_value(shown)
    assert edit.value() == shown
    line = edit.findChildren(QLineEdit)[0]
    line.selectAll()
    type_in(line, "2026-01-07")
    assert edit.value() == {"edtf": "2026-01-07", "certainty": "believed", "basis": "a court summons"}


def test_a_place_keeps_what_the_field_does_not_show(context: PageContext, qtbot: QtBot) -> None:
    edit = PlaceEdit(context)
    qtbot.addWidget(edit)
    place: JsonObject = {
        "institution": "Мысал соты",
        "kind": "court",
        "country": "KG",
        "latitude_e6": 42_870_000,
    }
    edit.set_value(place)
    assert edit.value() == place
    edit.set_value(None)
    assert edit.value() is None


def test_every_control_of_a_place_has_a_name(context: PageContext, qtbot: QtBot) -> None:
    choose_language("ru")
    edit = PlaceEdit(context)
    qtbot.addWidget(edit)
    inside = [each for each in edit.findChildren(QWidget) if each.window() is edit]
    focusable = [each for each in inside if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert focusable
    assert [each for each in focusable if not each.accessibleName()] == []


def test_a_fingerprint_is_shown_in_groups_with_its_words(theme: Theme, qtbot: QtBot) -> None:
    digits, words = " ".join(["01234"] * 8), " ".join(["word"] * 12)
    view = FingerprintView(theme, "Yours", digits, words)
    qtbot.addWidget(view)
    assert texts(view).count("01234") == 8
    assert " ".join(texts(view)[-1].split()) == words
    assert digits in view.accessibleDescription()


def drop(strip: EvidenceStrip, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, no = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    strip.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, no, QEvent.Type.Drop))


def test_dropped_files_are_told_and_folders_are_not(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    strip = EvidenceStrip(theme)
    qtbot.addWidget(strip)
    photograph = tmp_path / "сурет.jpg"
    photograph.write_bytes(b"\xff\xd8")
    with qtbot.waitSignal(strip.dropped) as told:
        drop(strip, [tmp_path, photograph])
    assert told.args == [[photograph]]


def test_evidence_says_what_is_awaited_and_hides_no_mark(theme: Theme, qtbot: QtBot) -> None:
    strip = EvidenceStrip(theme)
    qtbot.addWidget(strip)
    item = ListedEvidence(
        id="i", record=None, sha256="0" * 64, bytes=2048, name="a\u202egpj.exe", media_type="image/jpeg",
        arrived="other", held=False,
    )  # fmt: skip
    strip.show_items([item, item.model_copy(update={"held": True, "name": "b.jpg"})])
    tiles = strip._tiles
    assert "awaited" in tiles.item(0).text()
    assert "⟨U+202E⟩" in str(tiles.item(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "2 KB" in tiles.item(1).text()


@pytest.mark.parametrize(
    ("language", "size", "words"),
    [("en", 0, "0 B"), ("en", 1536, "1.5 KB"), ("ru", 1536, "1,5 KB"), ("en", 3 << 30, "3 GB")],
)
def test_sizes_are_written_as_the_language_does(language: str, size: int, words: str) -> None:
    choose_language(language)
    assert size_in_words(size) == words


def test_a_button_shows_its_words_and_is_large_enough(theme: Theme, qtbot: QtBot) -> None:
    pressed: list[bool] = []
    made: QPushButton = button("Save & close", lambda: pressed.append(True), theme, look="primary")
    qtbot.addWidget(made)
    made.show()
    made.click()
    assert pressed == [True]
    assert made.accessibleName() == "Save & close"
    assert made.height() >= 24


def test_a_button_with_words_of_others_never_pushes_its_page_wider(theme: Theme, qtbot: QtBot) -> None:
    holder, below = QWidget(), plain_label("Тергеу орнының бұрынғы қызметкері " * 3)
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    made = button("Қаланың <b>аты</b> " * 20, lambda: None, theme, look="bare", elided=True)
    column.addWidget(made)
    column.addWidget(below)
    holder.show()
    holder.resize(200, 300)
    QApplication.processEvents()
    assert holder.width() == 200
    assert below.height() >= below.heightForWidth(below.width())
    assert made.text().endswith("…")
    assert made.accessibleName() == "Қаланың <b>аты</b> " * 20
    # What looks like markup is text there too.
    told = QTextDocumentFragment.fromHtml(made.toolTip()).toPlainText()
    assert told.startswith("Қаланың <b>аты</b>")


def test_a_chosen_line_that_finds_no_room_is_elided_and_told_whole(theme: Theme, qtbot: QtBot) -> None:
    long = "Адвокатқа қысым көрсету және оны қорқыту " * 4
    choice = Choice((*OPTIONS, ("long", long)))
    qtbot.addWidget(choice)
    choice.setFixedWidth(200)
    choice.show()

    def painted() -> str:
        return "".join(each.text for each in painted_texts(choice))

    choice.set_value("one")
    assert painted() == "First"
    assert choice.toolTip() == ""
    choice.set_value("long")
    assert painted().endswith("…")
    assert choice.currentText() == long
    assert long.strip() in choice.toolTip()
    choice.setFixedWidth(4_000)
    assert painted() == long
    assert choice.toolTip() == ""
