"""Moments as people of this place read them."""

from datetime import datetime

from babel.dates import format_date, format_time

from app.words import chosen_language


def moment_words(claimed_at: str) -> str:
    """A time that a revision claims, to the minute, on the clock of this place, as the language writes it."""
    moment = datetime.fromisoformat(claimed_at).astimezone()
    language = chosen_language()
    return f"{format_date(moment, locale=language)}, {format_time(moment, 'short', locale=language)}"
