"""Every window goes by the name and the icon that were chosen, before a vault is open too."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.guise import Guise, Icon
from app.gui.application import open_window, wear_guise
from app.gui.bug import show_bug
from app.gui.file_dialogs import choose_folder
from app.gui.icons import guise_icon
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages.settings import Settings
from app.places import guise_file
from app.services.guise_keeping import keep_guise, kept_guise
from app.words import choose_language
from tests.domain.test_guise import HOSTILE
from tests.gui.conftest import WAIT_MS

NAME = "Әженің рецепттері"
OWN_WORDS = ("daftar", "дафтар", "дәптер", "дептер", "notebook", "тетрадь")


@pytest.fixture(autouse=True)
def as_before(context: PageContext) -> Iterator[None]:
    """What the application is called outlives a window."""
    yield
    choose_language("en")
    context.guise = Guise()
    wear_guise(context)


@pytest.fixture
def window(opened: PageContext, qtbot: QtBot) -> MainWindow:
    made = open_window(opened, lambda _: None)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.page is not None, timeout=WAIT_MS)
    opened.opened.emit()
    made.show_page("settings")
    qtbot.waitUntil(settings_of(made).language.isEnabled, timeout=WAIT_MS)
    return made


def settings_of(window: MainWindow) -> Settings:
    assert isinstance(window.page, Settings)
    return window.page


def seen(icon: QIcon) -> QImage:
    return icon.pixmap(48).toImage()


def words_of(*widgets: QWidget) -> str:
    """Whatever is read on these, or read aloud, in small letters."""
    told = []
    for widget in widgets:
        for each in (widget, *widget.findChildren(QWidget)):
            told += [each.windowTitle(), each.accessibleName(), each.accessibleDescription(), each.toolTip()]
            told += [str(each.property("text") or ""), str(each.property("placeholderText") or "")]
    return "\n".join(told).lower()


def test_an_icon_that_is_pressed_is_in_force_at_once_and_kept(window: MainWindow, qtbot: QtBot) -> None:
    assert window.windowTitle() == "Notebook"
    before, page = seen(window.windowIcon()), settings_of(window)
    page.guise.icons[Icon.GARDEN].click()
    qtbot.waitUntil(lambda: window.windowTitle() == "Garden", timeout=WAIT_MS)
    assert seen(window.windowIcon()) == seen(guise_icon(Icon.GARDEN)) != before
    assert (QGuiApplication.applicationName(), QGuiApplication.desktopFileName()) == ("Garden", "Garden")
    assert page.guise.preview.title.text() == "Garden"
    assert kept_guise() == Guise(icon=Icon.GARDEN)
    # The page stands as it was: the cursor is where one works.
    assert window.page is page
    page.guise.icons[Icon.NOTEBOOK].click()
    qtbot.waitUntil(lambda: window.windowTitle() == "Notebook", timeout=WAIT_MS)
    assert not guise_file().exists()


def test_a_name_is_shown_while_it_is_typed_and_taken_with_enter(window: MainWindow, qtbot: QtBot) -> None:
    section = settings_of(window).guise
    section.name.setFocus()
    section.name.insert(NAME)
    section.name.textEdited.emit(NAME)
    assert section.preview.title.text() == NAME
    assert window.windowTitle() == "Notebook"
    QTest.keyClick(section.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.windowTitle() == NAME, timeout=WAIT_MS)
    section.icons[Icon.RECIPES].click()
    qtbot.waitUntil(lambda: kept_guise() == Guise(icon=Icon.RECIPES, name=NAME), timeout=WAIT_MS)
    section.name.clear()
    section.name.editingFinished.emit()
    qtbot.waitUntil(lambda: window.windowTitle() == "Recipes", timeout=WAIT_MS)


@pytest.mark.parametrize("name", ["turned round", "a mark without width", "a thousand"])
def test_a_name_that_deceives_is_told_in_place_and_not_taken(name: str, window: MainWindow) -> None:
    section = settings_of(window).guise
    section.name.insert(HOSTILE[name])
    section.name.textEdited.emit("")
    section.name.editingFinished.emit()
    gap = section.findChildren(QLabel, options=Qt.FindChildOption.FindChildrenRecursively)
    assert any("cannot stand in the title" in each.text() and each.isVisible() for each in gap)
    assert (section.preview.title.text(), window.windowTitle()) == ("Notebook", "Notebook")
    window.show_page("help")
    window.show_page("settings")
    assert section.name.value() is None
    assert not guise_file().exists()


def test_what_cannot_be_kept_is_not_in_force(window: MainWindow, qtbot: QtBot) -> None:
    guise_file().mkdir(parents=True)
    page = settings_of(window)
    page.guise.icons[Icon.TABLES].click()
    qtbot.waitUntil(page.error_bar.isVisible, timeout=WAIT_MS)
    assert "disk.unwritable" in words_of(page.error_bar)
    assert page.guise.icons[Icon.NOTEBOOK].isChecked()
    assert window.windowTitle() == "Notebook"


def test_a_name_of_ours_follows_the_language_and_one_of_theirs_stays(
    window: MainWindow, opened: PageContext
) -> None:
    choose_language("ru")
    opened.reworded.emit()
    assert window.windowTitle() == QGuiApplication.applicationName() == "Тетрадь"
    opened.wear(Guise(name=NAME))
    choose_language("tg")
    opened.reworded.emit()
    assert window.windowTitle() == QGuiApplication.applicationName() == NAME


@pytest.mark.parametrize("language", ["en", "ru"])
def test_before_a_vault_is_open_nothing_bears_another_name(
    language: str, context: PageContext, vault_folder: Path, qtbot: QtBot
) -> None:
    keep_guise(Guise(icon=Icon.RECIPES, name=NAME))
    choose_language(language)
    after = PageContext(context.lanes, context.theme, context.clock, vault_folder, kept_guise())
    window = open_window(after, lambda _: None, reopening=True)
    qtbot.addWidget(window)
    window.show()
    for name in ("unlock", "recover", "first_run", "help", "unlock"):
        window.show_page(name)
        assert window.page is not None
        assert [word for word in OWN_WORDS if word in words_of(window)] == []
    page = window.page
    assert page is not None
    assert page.name == "unlock"
    assert NAME in [label.text() for label in page.findChildren(QLabel)]
    pictures = [label.pixmap() for label in page.findChildren(QLabel) if not label.pixmap().isNull()]
    assert guise_icon(Icon.RECIPES).pixmap(40).toImage() in [each.toImage() for each in pictures]
    assert (window.windowTitle(), seen(window.windowIcon())) == (NAME, seen(guise_icon(Icon.RECIPES)))


def test_no_dialog_bears_another_title_and_what_it_asks_stands_inside(
    window: MainWindow, opened: PageContext, delete_later: Callable[[QWidget], None]
) -> None:
    opened.wear(Guise(name=NAME))
    box = show_bug(ValueError(), window)
    choose_folder(window, "Folder for the backup", lambda _: None)
    (dialog,) = window.findChildren(QFileDialog)
    for each in (box, dialog):
        assert each.windowTitle() == NAME
        delete_later(each)
    asked = next(label for label in dialog.findChildren(QLabel) if label.text() == "Folder for the backup")
    assert asked.isVisible()
    assert dialog.accessibleName() == asked.text()


@pytest.fixture
def delete_later() -> Iterator[Callable[[QWidget], None]]:
    """Closes what is given to it at the end."""
    given = list[QWidget]()
    yield given.append
    for each in given:
        each.close()
    QApplication.processEvents()
