"""Drafts: what was being typed, sealed in the vault until it has become a record.

The vault keeps one sealed text. Here it is an object of drafts by name, so that what
stands on one page never ends what stands on another.

`quick.<id>` is a new incident that is being typed, `record.<kind>.<id>` an edit that was refused.

What the vault does not take, since its files were replaced or its disk is full, is kept in a file of
its own (app/vault/unsaved.py), counts as a draft all the same, and is taken in by the next opening.
"""

import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from app.domain.errors import AppError, Caution
from app.domain.revision import RecordId
from app.domain.strict_json import JsonObject
from app.services.answers_drafts import DraftList, KeptDraft
from app.services.record_ids import new_record_id
from app.vault import Vault

QUICK = "quick."
RECORD = "record."

_FOUND = Caution("vault.unsaved_found")


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
        """Keep `content` under `name` instead of what stood there.

        Where the vault refuses it, it is kept beside it, and the refusal (VaultError, DiskError) tells
        what is the matter; DiskError too where even that cannot be.
        """
        unsaved = self._vault.unsaved
        unsaved.keep_if_replaced(name, content)
        try:
            with self._vault.transaction():
                self._write({**self._all(), name: content})
        except AppError:
            unsaved.keep(name, content)
            raise
        for taken in (name, *unsaved.kept):
            unsaved.drop(taken)

    def settle(self) -> None:
        """Try once more to save what was refused: the vault may take it again, or a disk what none took."""
        for name, content in tuple(self._vault.unsaved.kept.items()):
            # What was saved together with the one before is not saved again.
            if name in self._vault.unsaved.kept:
                with suppress(AppError):
                    self.save(name, content)

    def homeless(self) -> tuple[bytes, ...]:
        """What no disk took, sealed: whoever comes after this session may `bring` it."""
        return tuple(self._vault.unsaved.homeless.values())

    def bring(self, sealed: Iterable[bytes]) -> tuple[bytes, ...]:
        """Make drafts of what no disk took in a session before; those that are not of this vault are left."""
        held, brought, left = self._all(), dict[str, JsonObject](), list[bytes]()
        for each in sealed:
            opened = self._vault.unsaved.open(io.BytesIO(each))
            if opened is None:
                left.append(each)
            else:
                brought[opened.name] = opened.content
        for name, content in _together(held, brought).items():
            if held.get(name) != content:
                with suppress(AppError):
                    self.save(name, content)
        if brought and _FOUND not in self._vault.warnings:
            self._vault.warnings += (_FOUND,)
        return tuple(left)

    @contextmanager
    def kept_if_refused(self, name: str, content: JsonObject) -> Iterator[None]:
        """Keep `content` as a draft where what is done within is refused; the refusal goes on."""
        self._vault.unsaved.keep_if_replaced(name, content)
        try:
            yield
        except AppError:
            with suppress(AppError):
                self.save(name, content)
            raise

    def load(self, name: str) -> JsonObject | None:
        """What is kept under `name`."""
        return self._all().get(name)

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """The names that begin so, in their order."""
        return tuple(sorted(name for name in self._all() if name.startswith(prefix)))

    def kept(self) -> DraftList:
        """All of them with what was typed."""
        return DraftList(items=tuple(_kept(name, content) for name, content in sorted(self._all().items())))

    def drop(self, name: str) -> None:
        """Forget a draft: the person emptied it."""
        self._vault.unsaved.drop(name)
        with self._vault.transaction():
            self.end(name)

    def end(self, name: str) -> None:
        """Forget a draft within the transaction that makes a record of it."""
        kept = self._all()
        if kept.pop(name, None) is not None:
            self._write(kept)
        self._vault.unsaved.drop(name)

    def take_in(self) -> tuple[Caution, ...]:
        """At opening: what was kept beside the vault becomes drafts of it; what a person should know of that.

        An edit waits until its record is here.
        """
        taken, left = dict[str, JsonObject](), 0
        held = self._all()
        for found in self._vault.unsaved.found():
            if found is None or not self._belongs_here(found.name):
                left += 1
            else:
                taken[found.name] = found.content
        if taken:
            with self._vault.transaction():
                self._write(_together(held, taken))
            for name in taken:
                self._vault.unsaved.drop(name)
        found_again = (_FOUND,) if taken else ()
        return (*found_again, *((Caution("vault.unsaved_left", {"count": left}),) if left else ()))

    def _belongs_here(self, name: str) -> bool:
        if not name.startswith(RECORD):
            return True
        return self._vault.records.root_of(RecordId(record_of_draft(name)[1])) is not None

    def _all(self) -> dict[str, JsonObject]:
        text = self._vault.draft.load()
        # Not the strict reader: half a surrogate pair that was typed must not cost the rest.
        drafts: dict[str, JsonObject] = {} if text is None else json.loads(text)
        return {**drafts, **self._vault.unsaved.kept}

    def _write(self, drafts: dict[str, JsonObject]) -> None:
        if drafts:
            self._vault.draft.save(json.dumps(drafts))
        else:
            self._vault.draft.drop()


def _kept(name: str, content: JsonObject) -> KeptDraft:
    kind, record = record_of_draft(name) if name.startswith(RECORD) else (None, None)
    # Half a surrogate pair is no text that could be handed on.
    text = json.dumps(content, ensure_ascii=False).encode(errors="replace")
    return KeptDraft(name=name, kind=kind, record=record, content=json.loads(text))


def _together(held: dict[str, JsonObject], taken: dict[str, JsonObject]) -> dict[str, JsonObject]:
    """Both, and of an incident that was typed differently here and there both texts."""
    together = dict(held)
    for name, content in taken.items():
        if name.startswith(RECORD):
            together[name] = {**held.get(name, {}), **content}
        elif held.get(name, content) == content:
            together[name] = content
        else:
            together[f"{QUICK}{new_record_id()}"] = content
    return together
