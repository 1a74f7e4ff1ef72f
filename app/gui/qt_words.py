"""What Qt says by itself, in the dialogs for files and the menus of text fields, in the chosen language."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

from app.words import chosen_language

_CATALOGUES = {"ru": ("ru",), "kk": ("ru", "kk"), "ky": ("ru",), "tg": ("ru",)}
"""Qt has no Kyrgyz and no Tajik, and Kazakh in part: Russian is read there rather than English.

The last is asked first.
"""


class QtWords(QObject):
    """Holds the catalogues of Qt that are in force."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._translators: list[QTranslator] = []
        self.speak()

    def speak(self) -> None:
        """Take the language that is chosen now."""
        for before in self._translators:
            QCoreApplication.removeTranslator(before)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._translators = []
        for language in _CATALOGUES.get(chosen_language(), ()):
            translator = QTranslator(self)
            if translator.load(f"qtbase_{language}", folder):
                QCoreApplication.installTranslator(translator)
                self._translators.append(translator)
