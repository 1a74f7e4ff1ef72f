"""The words of the program: gettext for window, shell, reports and errors alike.

English is the source language; catalogues lie compiled under `resources/locale`.
Message ids never hold facts: those are filled in after translation.
"""

import gettext
import os
from functools import lru_cache

from app.places import resources

DOMAIN = "daftar"
LANGUAGES = ("en", "ru", "kk", "ky", "tg")


def N_(message: str) -> str:  # noqa: N802 - the name that gettext tools extract
    """Mark a message for extraction without translating it yet."""
    return message


class _Chosen:
    """The language in force; asked for once, set by the entry point."""

    language = "en"


def choose_language(language: str | None) -> None:
    """Take one of LANGUAGES, or by None the one that the system's locale names."""
    wanted = (
        language or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "en")
    )
    short = wanted.replace("-", "_").split("_")[0].split(".")[0].lower()
    _Chosen.language = short if short in LANGUAGES else "en"


def chosen_language() -> str:
    """The language in force, one of LANGUAGES."""
    return _Chosen.language


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, resources() / "locale", [language], fallback=True)


def translate(message: str) -> str:
    """`message` in the language in force."""
    return _catalogue(_Chosen.language).gettext(message)


def translate_plural(one: str, many: str, count: int) -> str:
    """The plural form that `count` takes in the language in force."""
    return _catalogue(_Chosen.language).ngettext(one, many, count)
