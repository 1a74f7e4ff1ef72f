"""What is answered about one revision of a record: what it changed, field by field."""

from typing import Any

from app.services.answer import Answer
from app.services.answers import HistoryEntry


class FieldChange(Answer):
    """One field with its values before and after, each in words too; None is a field that was not there.

    `path` names entries of lists by their ids; an entry that came or went whole is one change, whose path
    ends with its id. `words` is what the field is called.
    """

    path: tuple[str, ...]
    words: str
    before: Any
    before_words: str | None
    after: Any
    after_words: str | None


class RevisionChanges(Answer):
    """What a revision of the record `id` changed in what its parents came to.

    `made` says who made it and when, and which parts of it are not here: their fields are not told.
    """

    id: str
    made: HistoryEntry
    changes: tuple[FieldChange, ...]
