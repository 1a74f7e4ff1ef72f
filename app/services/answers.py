"""What services answer: the values that the window shows and the shell prints as JSON.

Each is frozen, and its JSON Schema lies in `resources/schemas`. Fingerprints are 64
hex digits, times are signed-text times (UTC, milliseconds), sizes are bytes.
"""

from typing import Any

from pydantic import Field

from app.services.answer import Answer
from app.services.answers_contacts import Advised
from app.services.answers_loss import BackupStanding, Problem, RecoveryStanding
from app.services.answers_naming import Appearance
from app.services.answers_receipts import Received
from app.services.answers_registry import RegistryCells


class ErrorBody(Answer):
    """A refusal: its closed code, one sentence, one piece of advice."""

    code: str
    message: str
    advice: str


class Refused(Answer):
    """The answer where the world said no."""

    error: ErrorBody


class VaultCreated(Answer):
    """A new vault and the fingerprint of the identity born with it."""

    fingerprint: str
    digits: str
    words: str


class VaultReport(Answer):
    """What a vault holds and whether it is whole; `warnings` are codes from its opening.

    Where there are problems, `restorable` is the newest backup beside it.
    """

    ok: bool
    records: int
    revisions: int
    evidence: int
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    restorable: str | None = None


class VaultInfo(VaultReport):
    """A vault, without reading it through; `key_file` says whether its passphrase needs one."""

    vault_id: str
    created: str
    replica: str
    generation: int
    fingerprint: str
    digits: str
    words: str
    name: str
    role: str
    bytes: int
    backup: BackupStanding
    recovery: RecoveryStanding
    key_file: bool


class Digest(Answer):
    """Three hashes (64 hex digits), equal where the same revisions and parts are held."""

    revisions: str
    state: str
    custody: str


class PassphraseChanged(Answer):
    """The passphrase was changed; copies elsewhere still open with the old one."""

    changed: bool
    generation: int
    warning: str


class FileWritten(Answer):
    """A file that was written for the person."""

    path: str
    bytes: int


class EvidenceAdded(Answer):
    """A file that was taken in; `id` is its evidence record."""

    id: str
    sha256: str
    bytes: int
    name: str


class MissingField(Answer):
    """A gap, and the purposes for which it is one."""

    field: str
    for_: tuple[str, ...] = Field(alias="for")


class RecordSaved(Answer):
    """A record as saved, with the records that came to be with it."""

    id: str
    reference: str
    revision: str
    evidence: tuple[EvidenceAdded, ...] = ()
    missing: tuple[MissingField, ...] = ()


class ConflictSide(Answer):
    """One side of a conflict; `authors` are fingerprints of those who wrote it."""

    value: Any = None
    revisions: tuple[str, ...]
    authors: tuple[str, ...]


class ShownConflict(Answer):
    """A field that stands in several versions; both are kept until a person chooses."""

    compartment: str
    path: tuple[str, ...]
    sides: tuple[ConflictSide, ...]


class RecordShown(Answer):
    """A record in full. `content` joins the compartments that are here.

    `appears_in` tells of people, organisations and proceedings which records name them, the latest first.
    `marks` are codes: deleted, deletion_requested, erasure_requested, second_root,
    unknown_kind, newer_schema, unknown_form, accepted_revoked, changed_by_others, shredded,
    sealed. `received`
    says who holds an incident by their own signed word, `shredded_at` when it was destroyed here.
    """

    id: str
    kind: str
    reference: str
    schema_: int = Field(alias="schema")
    author: str
    heads: tuple[str, ...]
    content: dict[str, Any]
    withheld: tuple[str, ...]
    erased: tuple[str, ...]
    conflicts: tuple[ShownConflict, ...]
    missing: tuple[MissingField, ...]
    marks: tuple[str, ...]
    appears_in: tuple[Appearance, ...] = ()
    received: tuple[Received, ...] = ()
    shredded_at: str | None = None


class HistoryEntry(Answer):
    """One revision of a record; `absent` names the compartments that are not here."""

    revision: str
    parents: tuple[str, ...]
    author: str
    author_name: str | None
    trust: str
    claimed_at: str
    replica: str
    replica_seq: int
    parts: tuple[str, ...]
    absent: tuple[str, ...]
    erased: tuple[str, ...]
    marks: tuple[str, ...]


class CustodyStep(Answer):
    """An event in the chain of custody of `item`, which `name` names if it is a file.

    `broken` says why it does not follow what it names: `missing`, `foreign` or `circular`.
    """

    event: str
    item: str
    name: str | None
    action: str
    when: str
    actor: str
    actor_name: str | None
    from_whom: str | None
    to_whom: tuple[str, ...]
    why: str | None
    broken: str | None


class RecordHistory(Answer):
    """Every revision of a record, parents first, and the chain of custody of it and its evidence."""

    id: str
    revisions: tuple[HistoryEntry, ...]
    custody: tuple[CustodyStep, ...]


class RecordEnded(Answer):
    """A deletion or an erasure; `requested_of_others` counts revisions of other authors."""

    id: str
    revision: str
    obeyed: bool
    requested_of_others: int
    warning: str


class RefusedLine(Answer):
    """A line of an import that was not taken: its number from 1, and why."""

    line: int
    code: str
    message: str


class RecordsImported(Answer):
    """An import of lines; every line was added, was here already, or was refused."""

    added: int
    known: int = 0
    refused: tuple[RefusedLine, ...]


class ListedRecord(Answer):
    """One row of a list; the first revision that came has the `author`, the last `changed`."""

    id: str
    reference: str
    title: str
    when: str | None
    place: str | None
    forms: tuple[str, ...]
    evidence: int
    missing: int
    conflicts: int
    status: str | None = None
    monitoring: str | None = None
    priority: str | None = None
    urgency: str | None = None
    author: str | None = None
    author_name: str | None = None
    changed: str | None = None
    registry: RegistryCells | None = None


class RecordList(Answer):
    """A page of the list. Of days, `surely` counts what certainly was then, `undated` what has no date."""

    total: int
    surely: int | None = None
    undated: int | None = None
    items: tuple[ListedRecord, ...]


class ListedEvidence(Answer):
    """An item of evidence; `held` is false while its bytes are awaited."""

    id: str
    record: str | None
    sha256: str
    bytes: int
    name: str
    media_type: str
    arrived: str
    held: bool


class EvidenceList(Answer):
    """The evidence of one record, or all."""

    items: tuple[ListedEvidence, ...]


class EvidenceExported(Answer):
    """An exported file, identical to what was taken in, and its custody event."""

    path: str
    sha256: str
    bytes: int
    custody: str


class BundleWritten(Answer):
    """A bundle that was written; `records` counts incidents.

    `withheld` names the compartments that stayed here, `held_back` the incidents that
    somebody's consent kept out of it.
    """

    path: str
    bundle_id: str
    records: int
    revisions: int
    evidence: int
    bytes: int
    withheld: tuple[str, ...]
    held_back: tuple[str, ...] = ()


class SenderShown(Answer):
    """Who made a bundle, and what they are to us."""

    fingerprint: str
    name: str
    trust: str


class PlanCounts(Answer):
    """Records by what happens to them; see `domain.plan`."""

    new: int
    changed: int
    changed_by_others: int
    known: int
    conflicting: int


class PlanEvidence(Answer):
    """Evidence of a bundle, by digest; `bytes` is the size of the new ones."""

    new: int
    known: int
    awaited: int
    bytes: int


class JudgedLine(Answer):
    """A revision set aside or refused, by name."""

    id: str
    code: str


class Gap(Answer):
    """Bundles of a sender that did not arrive: sequence numbers from `first` to `last`."""

    replica: str
    first: int
    last: int


class BundlePlan(Answer):
    """What a bundle would change here, or, where `applied`, what it changed.

    `records` counts incidents, `registry` the other kinds; `identity` is the SHA-256
    of the bundle's tag manifest. `advised` are keys that others say must not be trusted.
    """

    bundle_id: str
    identity: str
    sender: SenderShown
    sequence: int
    records: PlanCounts
    registry: PlanCounts
    not_understood: int
    dormant: tuple[JudgedLine, ...]
    refused: tuple[JudgedLine, ...]
    evidence: PlanEvidence
    gaps: tuple[Gap, ...]
    marks: tuple[str, ...]
    advised: tuple[Advised, ...] = ()
    applied: bool


class ListedForm(Answer):
    """A form by id, newest version, with its label in the language in force."""

    id: str
    version: int
    label: str
    fields: int


class FormList(Answer):
    """All forms."""

    items: tuple[ListedForm, ...]


class FormShown(Answer):
    """A form file as it is."""

    form: dict[str, Any]
