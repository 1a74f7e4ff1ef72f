"""Every term of the field stands in all five languages, and each language keeps to its own word."""

import json
import re
from functools import cache

import pytest

from app.places import resources
from app.words import LANGUAGES
from tests.test_words import TRANSLATED, forms, messages

# What the project's brief names, and what the program adds to it.
TERMS = {
    "incident", "act", "victim", "alleged_perpetrator", "witness", "source", "intervention",
    "violation_status", "informed_consent", "chain_of_custody", "working_copy", "detention_episode",
    "access_denial", "court", "hearing", "proceeding", "urgent_appeal", "allegation_letter", "bundle",
    "contact", "fingerprint", "recipient", "receipt", "quarantine",
    "vault", "record", "evidence", "revision", "passphrase", "compartment", "conflict",
}  # fmt: skip
LATIN = re.compile("[a-z]", re.IGNORECASE)


@cache
def terms() -> dict[str, dict[str, dict[str, object]]]:
    """Each term by its id."""
    text = (resources() / "glossary.json").read_text(encoding="utf-8")
    listed = json.loads(text)["terms"]
    assert len({term["id"] for term in listed}) == len(listed)
    return {term["id"]: term for term in listed}


def word(term: str, language: str) -> str:
    """One term in one language."""
    return str(terms()[term]["words"][language])


def test_every_term_of_the_field_is_there() -> None:
    assert set(terms()) >= TERMS


def test_every_term_stands_in_every_language() -> None:
    for name, term in terms().items():
        assert set(term) == {"id", "note", "words", "reviewed"}, name
        assert tuple(term["words"]) == tuple(term["reviewed"]) == LANGUAGES, name
        assert str(term["note"]).endswith("."), name
        for language in LANGUAGES:
            text = word(name, language)
            assert text == text.strip() != "", (name, language)
            assert bool(LATIN.search(text)) == (language == "en"), (name, language)
            assert isinstance(term["reviewed"][language], bool), (name, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_terms_share_a_word(language: str) -> None:
    words = [word(name, language) for name in terms()]
    assert sorted(words) == sorted(set(words))


def test_a_key_has_a_code_to_compare_not_a_fingerprint_of_the_police() -> None:
    assert word("fingerprint", "ru") == "код сверки"
    assert "отпечат" not in (resources() / "glossary.json").read_text(encoding="utf-8")


def test_a_case_is_only_what_a_court_has() -> None:
    named = {name for name in terms() if re.search(r"\bдел[оуа]\b", word(name, "ru"))}
    assert named <= {"proceeding"}


@pytest.mark.parametrize("term", ["vault", "bundle", "fingerprint"])
@pytest.mark.parametrize("language", TRANSLATED)
def test_messages_use_the_word_of_the_glossary(term: str, language: str) -> None:
    """Compared by stem, since words are inflected; quoted commands stay as they are."""
    english = re.compile(rf"\b{word(term, 'en')}\b")
    stem = word(term, language).split()[0][:5]
    strayed = [
        text
        for message in messages(language)
        if english.search(re.sub("“[^”]*”", "", forms(message.id)[0]))
        for text in forms(message.string)
        if text and stem not in text.lower()
    ]
    assert strayed == []
