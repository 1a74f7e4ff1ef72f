"""Drafts: what was being typed, sealed in the vault until it has become a record.

The vault keeps one sealed text. Here it is an object of drafts by name, so that what
stands on one page never ends what stands on another.

`quick.<id>` is a new incident that is being typed, `record.<kind>.<id>` an edit that was refused.
"""

import json

from app.domain.strict_json import JsonObject
from app.vault import Vault

QUICK = "quick."
RECORD = "record."


def draft_of_record(kind: str, identifier: str) -> str:
    """The name of the draft of an edit."""
    return f"{RECORD}{kind}.{identifier}"


def record_of_draft(name: str) -> tuple[str, str]:
    """Kind and id of the record that a draft of an edit is of."""
    kind, _, identifier = name.removeprefix(RECORD).partition(".")
    return kind, identifier


class Drafts:
    """Every draft of an open vault, each under a name that says nothing of its content."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def save(self, name: str, content: JsonObject) -> None:
        """Keep `content` under `name` instead of what stood there."""
        with self._vault.transaction():
            self._write({**self._all(), name: content})

    def load(self, name: str) -> JsonObject | None:
        """What is kept under `name`."""
        return self._all().get(name)

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """The names that begin so, in their order."""
        return tuple(sorted(name for name in self._all() if name.startswith(prefix)))

    def drop(self, name: str) -> None:
        """Forget a draft: the person emptied it."""
        with self._vault.transaction():
            self.end(name)

    def end(self, name: str) -> None:
        """Forget a draft within the transaction that makes a record of it."""
        kept = self._all()
        if kept.pop(name, None) is not None:
            self._write(kept)

    def _all(self) -> dict[str, JsonObject]:
        text = self._vault.draft.load()
        # Not the strict reader: half a surrogate pair that was typed must not cost the rest.
        drafts: dict[str, JsonObject] = {} if text is None else json.loads(text)
        return drafts

    def _write(self, drafts: dict[str, JsonObject]) -> None:
        if drafts:
            self._vault.draft.save(json.dumps(drafts))
        else:
            self._vault.draft.drop()
