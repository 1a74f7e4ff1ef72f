"""Catalogues hold every message of the sources, and Russian holds all of them translated."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from app import words
from app.domain.errors import REFUSALS, VaultError
from app.places import resources
from app.words import choose_language, chosen_language, translate, translate_plural

ROOT = Path(__file__).resolve().parent.parent
TRANSLATED = ("ru", "kk", "ky", "tg")
BEGUN_MESSAGES = 40
KEYWORDS = {"translate": None, "translate_plural": (1, 2), "N_": None}
LETTERS = {"kk": "әғқңөұүі", "ky": "ңөү", "tg": "ғӣқӯҳҷ"}
PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")


@cache
def catalogue(language: str) -> Catalog:
    """One language as it stands in the tree; broken lines raise."""
    path = resources() / "locale" / language / "LC_MESSAGES" / "daftar.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> list[Message]:
    """The messages of a catalogue without its header."""
    return [message for message in catalogue(language) if message.id]


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """A message id or its translation as a list of plural forms."""
    return [text] if isinstance(text, str) else list(text or [""])


@cache
def ids_in_sources() -> frozenset[str]:
    """The singular id of every message that the sources name."""
    method = [("**.py", "python")]
    found = [each[2] for each in extract_from_dir(ROOT / "app", method, keywords=KEYWORDS)]
    found += [each[1] for each in extract_from_file("python", ROOT / "main.py", keywords=KEYWORDS)]
    return frozenset(forms(each)[0] for each in found) - {""}


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_holds_exactly_the_messages_of_the_sources(language: str) -> None:
    """Run `make words` where this fails."""
    held = {forms(message.id)[0] for message in messages(language)}
    assert sorted(ids_in_sources() - held) == []
    assert sorted(held - ids_in_sources()) == []


def test_refusals_are_extracted() -> None:
    texts = {text for refusal in REFUSALS.values() for text in (refusal.sentence, refusal.advice)}
    assert texts <= ids_in_sources()


def test_russian_is_complete() -> None:
    missing = [m.id for m in messages("ru") if m.fuzzy or not all(forms(m.string))]
    assert missing == []
    assert all(len(forms(m.string)) == 3 for m in messages("ru") if m.pluralizable)


@pytest.mark.parametrize("language", LETTERS)
def test_other_languages_are_begun_with_the_letters_they_have(language: str) -> None:
    texts = [text for m in messages(language) if not m.fuzzy for text in forms(m.string) if text]
    assert len(texts) >= BEGUN_MESSAGES
    assert set(LETTERS[language]) <= set("".join(texts).lower())


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_the_placeholders(language: str) -> None:
    different = []
    for message in messages(language):
        expected = {name for text in forms(message.id) for name in PLACEHOLDER.findall(text)}
        for text in filter(None, forms(message.string)):
            # One plural form may leave the number out ("one file"), none may add a name.
            kept = set(PLACEHOLDER.findall(text))
            if not (kept <= expected if message.pluralizable else kept == expected):
                different.append(text)
    assert different == []


def test_a_fingerprint_is_never_what_the_police_take() -> None:
    assert [m.string for m in messages("ru") if "отпечат" in str(m.string).lower()] == []


def test_refusal_speaks_the_chosen_language() -> None:
    choose_language("ru")
    refusal = VaultError("vault.memory", memory_mib=512)
    assert refusal.sentence.endswith("(нужно 512 МиБ).")
    choose_language("en")
    assert refusal.sentence.endswith("(512 MiB needed).")


def test_nothing_stays_nothing() -> None:
    choose_language("ru")
    assert translate("") == ""


def test_untranslated_message_stays_english() -> None:
    choose_language("tg")
    assert translate("no such message") == "no such message"
    assert translate_plural("{count} such", "{count} suches", 5) == "{count} suches"


@pytest.mark.parametrize(
    ("system", "language"),
    [
        ("ru_RU.UTF-8", "ru"), ("kk_KZ", "kk"), ("ky-KG", "ky"), ("tg", "tg"), ("en_GB.UTF-8", "en"),
        ("C.UTF-8", "en"), ("de_DE", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_system_names_the_language(system: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in words.LOCALE_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("LANG", system)
    choose_language(None)
    assert chosen_language() == language
    monkeypatch.setenv("LC_ALL", "ru_RU")
    choose_language(None)
    assert chosen_language() == "ru"
