"""The words of the program: gettext for window, shell, reports and errors alike.

English is the source language; catalogues lie compiled under `resources/locale`.
Message ids never hold facts: those are filled in after translation.
"""

import gettext
import locale
import os
import sys
from functools import lru_cache

from app.places import resources

DOMAIN = "daftar"
LANGUAGES = ("en", "ru", "kk", "ky", "tg")
LANGUAGE_NAMES = {
    "en": "English", "ru": "Русский", "kk": "Қазақша", "ky": "Кыргызча", "tg": "Тоҷикӣ",
}  # fmt: skip
"""Each in itself."""

LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools extract
    """Mark a message for extraction without translating it yet."""
    return message


class _Chosen:
    """The language in force; asked for once, set by the entry point."""

    language = "en"


def choose_language(language: str | None) -> None:
    """Take one of LANGUAGES, or by None the one of the system; English for any other."""
    wanted = language or _system_locale()
    short = wanted.replace("-", "_").split("_")[0].split(".")[0].lower()
    _Chosen.language = short if short in LANGUAGES else "en"


def chosen_language() -> str:
    """The language in force, one of LANGUAGES."""
    return _Chosen.language


def translate(message: str) -> str:
    """`message` in the language in force; itself where it has not been translated yet."""
    # gettext answers the empty message with the header of the catalogue.
    return _catalogue(_Chosen.language).gettext(message) if message else ""


def translate_plural(one: str, many: str, count: int) -> str:
    """The plural form that `count` takes in the language in force."""
    return _catalogue(_Chosen.language).ngettext(one, many, count)


def _system_locale() -> str:
    """What the environment or, on Windows, the system names, such as `ru_RU.UTF-8`."""
    for variable in LOCALE_VARIABLES:
        if named := os.environ.get(variable):
            return named
    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "en")
    return "en"


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, resources() / "locale", [language], fallback=True)
