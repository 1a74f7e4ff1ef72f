"""What Qt says by itself follows the chosen language."""

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.gui.application import open_window
from app.gui.page import PageContext
from app.words import choose_language


@pytest.mark.parametrize(
    ("language", "copy", "file_name"),
    [
        ("en", "&Copy", "File &name:"),
        ("ru", "&Копировать", "&Имя файла:"),
        ("kk", "&Көшіру", "Файл &аты:"),
        ("tg", "&Копировать", "&Имя файла:"),
    ],
)
def test_menus_and_dialogs_speak_the_chosen_language(
    context: PageContext, qtbot: QtBot, language: str, copy: str, file_name: str
) -> None:
    window = open_window(context, lambda _: None)
    qtbot.addWidget(window)
    choose_language(language)
    context.reworded.emit()
    line = QLineEdit(window)
    menu = line.createStandardContextMenu()
    assert copy in [action.text().split("\t")[0] for action in menu.actions()]
    dialog = QFileDialog(window)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    assert dialog.labelText(QFileDialog.DialogLabel.FileName) == file_name
