"""Incidents of the length and the punctuation of real ones, each with another name, date and place.

The texts are those of `../shared/data/incidents` where that lies beside the project, else invented ones.
"""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from bench.parts.vaults import WORDS

REAL_TEXTS = Path(__file__).resolve().parents[3] / "shared/data/incidents/incidents-2020pb.json"
PEOPLE_OF_TEN, PROCEEDINGS_OF_TEN = 6, 3
"""Of ten incidents so many name a person, and so many a proceeding, of their own."""
_FIRST_DAY, _DAYS = date(2010, 1, 1), 15 * 365
_INVENTED = 1_000
_SYLLABLES = ("ба", "ғы", "де", "жо", "қа", "лу", "мі", "но", "рө", "сұ", "та", "ша")
COMMON = ("police", "полиция")


def has_real_texts() -> bool:
    """Whether the real texts lie where they are looked for."""
    return REAL_TEXTS.is_file()


@cache
def texts() -> tuple[tuple[str, str, str], ...]:
    """Title, description and town of each text."""
    if not has_real_texts():
        return tuple(_invented_text(number) for number in range(_INVENTED))
    found = json.loads(REAL_TEXTS.read_text("utf-8"))["incidents"]
    return tuple((each["title"], each["description"], each["city"]) for each in found)


def _invented_text(number: int) -> tuple[str, str, str]:
    """Words in an order of their own, as many as in the middle one of the real texts."""
    words = (WORDS[(number * step + step // 7) % len(WORDS)] for step in range(1, 20 + number % 60))
    return f"Оқиға {number}", " ".join(words), f"Ауыл {number % 300}"


def incident(number: int) -> dict[str, object]:
    """The input of one incident; the numbers tell them apart."""
    title, description, town = texts()[number % len(texts())]
    day = _FIRST_DAY + timedelta(days=number * 7919 % _DAYS)
    people = [person(number)] if number % 10 < PEOPLE_OF_TEN else []
    proceedings = [proceeding(number)] if number % 10 < PROCEEDINGS_OF_TEN else []
    return {
        "title": f"{title}, {number}",
        "narrative": {"language": "en", "text": f"{description}\n\n{name(number + 1)}, {name(number // 3)}."},
        "when": {"edtf": day.isoformat(), "certainty": "exact"},
        "where": {"locality": town, "said": f"{name(number // 50)} көшесі, {number % 90 + 1}"},
        "acts": [{"form": ("threat", "beating")[number % 2], "victims": [each["key"] for each in people]}],
        "people": people,
        "proceedings": proceedings,
    }


def person(number: int) -> dict[str, object]:
    """A person of whom only the name is known."""
    return {"key": "p", "names": [{"script": "Cyrl", "full": f"{name(number)} Үлгі"}]}


def proceeding(number: int) -> dict[str, object]:
    """A court's case with its number."""
    return {
        "key": "c",
        "numbers": [{"raw": f"{number}-20/{number % 97}"}],
        "court_name": f"{name(number // 90)} соты",
    }


def name(number: int) -> str:
    """A word that nobody bears as a name; each number has another."""
    syllables, left = [], number + len(_SYLLABLES) ** 2
    while left:
        left, place = divmod(left, len(_SYLLABLES))
        syllables.append(_SYLLABLES[place])
    return "".join(syllables).capitalize()
