"""What services answer about receipts, and about what is destroyed here because others hold it."""

from app.services.answer import Answer


class Received(Answer):
    """Somebody's word, signed, that they hold an incident: `whole` if it covers all that is here.

    `by` is a fingerprint; `made_at` is that of the latest receipt, by their clock.
    """

    by: str
    name: str
    role: str
    made_at: str
    whole: bool
    words: str


class ReceiptWritten(Answer):
    """A receipt for a bundle of `sender`; `not_held` counts revisions of it that it cannot name."""

    path: str
    bundle: str
    sender: str
    revisions: int
    not_held: int
    evidence: int
    bytes: int


class ReceiptAdded(Answer):
    """A receipt that was taken in: whose word it is, and the incidents that they now hold whole.

    `warnings` are codes, as those of opening a vault.
    """

    by: str
    name: str
    bundle: str
    made_at: str
    revisions: int
    evidence: int
    incidents: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class RecordShredded(Answer):
    """An incident that was destroyed here; `held_by` are the keys of those who hold it.

    `records` counts it and what only it named, `copies` the copies of the whole vault within its
    folder that were removed; `remains` says in words what is still here, `warning` what nobody can
    promise.
    """

    id: str
    held_by: tuple[str, ...]
    held_by_words: str
    records: int
    revisions: int
    evidence: int
    evidence_bytes: int
    copies: int
    remains: tuple[str, ...]
    warning: str


class RecordSealed(Answer):
    """An incident that is encrypted to others alone; `to` are their keys. See `RecordShredded`."""

    id: str
    bundle_id: str
    to: tuple[str, ...]
    records: int
    bytes: int
    remains: tuple[str, ...]
    warning: str


class ListedSealed(Answer):
    """A sealed bundle that is kept here; `path` is where it was written to just now.

    `received` says in words which verified contacts took it in, by their receipts.
    """

    bundle_id: str
    sealed_at: str
    bytes: int
    path: str | None = None
    received: tuple[str, ...] = ()


class SealedList(Answer):
    """All sealed bundles."""

    items: tuple[ListedSealed, ...]


class VaultDestroyed(Answer):
    """A vault that is no more; `left` counts files in its folder that no vault makes."""

    destroyed: bool
    files: int
    left: int
    warning: str
