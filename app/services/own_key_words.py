"""A key that was ours, in words: the same in window and shell."""

from app.domain.date_words import date_in_words
from app.domain.text import make_visible
from app.services.answers_contacts import OwnKeyEnded
from app.words import translate

_GROUPS = 2
"""Of a fingerprint in digits, enough to tell one that is at hand from another."""


def ended_words(key: OwnKeyEnded) -> str:
    """When it ended, which it is, and why where it was revoked."""
    digits = " ".join(key.digits.split()[:_GROUPS])
    if key.revoked_at is not None:
        return translate("Revoked on {day}: the key {digits} … Because: {reason}").format(
            day=_day(key.revoked_at), digits=digits, reason=make_visible(key.reason or "") or "–"
        )
    return translate("Replaced on {day}: the key {digits} …").format(day=_day(key.replaced_at), digits=digits)


def opening_words(key: OwnKeyEnded) -> str:
    """What of that which was sealed for it can still be opened here."""
    if key.opens_until is None:
        return translate("Its secret keys are destroyed: what is sealed for it opens here no more.")
    return translate("Until {day} what is sealed for it opens here.").format(day=_day(key.opens_until))


def _day(time: str | None) -> str:
    return date_in_words(time[:10]) if time else ""
