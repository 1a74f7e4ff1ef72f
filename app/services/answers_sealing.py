"""What services answer about seal mode: whether new incidents are sealed, for whom, and what that means."""

from app.services.answer import Answer
from app.services.answers import ErrorBody, RecordSaved
from app.services.answers_receipts import RecordSealed


class SealRecipient(Answer):
    """Somebody to whom a new incident is encrypted, by the key used now."""

    fingerprint: str
    name: str


class SealModeShown(Answer):
    """Whether new incidents are sealed (`seals_new`), to whom, and what that means in words.

    `to` and `groups` are what was chosen, `recipients` what they come to now, or `refused` why nothing
    could be sealed now. `waiting` are incidents made under the mode that can still be read here;
    `confirmed` whether somebody was asked at the first sealing.
    """

    seals_new: bool
    to: tuple[str, ...]
    groups: tuple[str, ...]
    recipients: tuple[SealRecipient, ...]
    refused: ErrorBody | None
    waiting: tuple[str, ...]
    confirmed: bool
    means: tuple[str, ...]
    remains: tuple[str, ...]
    warning: str


class RecordAdded(RecordSaved):
    """A new incident; under seal mode it is `sealed` at once and cannot be read here any more."""

    sealed: RecordSealed | None = None
