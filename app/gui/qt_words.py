"""What Qt says by itself, in the dialogs for files and the menus of text fields, in the chosen language."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from app.words import chosen_language

_CATALOGUES = {"ru": ("ru",), "kk": ("ru", "kk"), "ky": ("ru",), "tg": ("ru",)}
"""Qt has no Kyrgyz and no Tajik, and Kazakh in part: Russian is read there rather than English.

The last is asked first.
"""


def speak_qt() -> None:
    """Let Qt speak the language that is chosen now."""
    application = QCoreApplication.instance()
    if application is None:
        return
    for before in application.findChildren(QTranslator):
        QCoreApplication.removeTranslator(before)
        before.deleteLater()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for language in _CATALOGUES.get(chosen_language(), ()):
        translator = QTranslator(application)
        if translator.load(f"qtbase_{language}", folder):
            QCoreApplication.installTranslator(translator)
