"""What is answered about that which was typed and is no record yet."""

from typing import Any

from app.services.answer import Answer


class KeptDraft(Answer):
    """What was typed in the window and not saved; a half letter in it stands as `?`.

    `kind` and `record` say of which record it is an edit that was refused; None of a new incident. Its
    `content` is that of `record edit`, or, of a new incident, what stood in quick entry.
    """

    name: str
    kind: str | None
    record: str | None
    content: dict[str, Any]


class DraftList(Answer):
    """Everything that was typed and is no record yet, by name."""

    items: tuple[KeptDraft, ...]
