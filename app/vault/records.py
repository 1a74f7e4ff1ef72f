"""Records: the revisions that are held, and what they come to.

A revision is appended once its parents are here; the caller has verified its signature.
Everything that a list or a search needs is derived in the same transaction (derivation.py).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import StrEnum

from app.domain.errors import RevisionError
from app.domain.identity import Fingerprint
from app.domain.merge import RecordState
from app.domain.revision import RecordId, Revision, RevisionId
from app.vault.connection import Connection
from app.vault.derivation import Derivation
from app.vault.ended_items import EndedItems
from app.vault.endings import Ending, Endings
from app.vault.revisions import HeldRevision, Revisions
from app.vault.shredding import Shredding

READ_ROOT = """
SELECT
    record.kind,
    revision.author
FROM revision
JOIN record ON record.record_id = revision.record_id
WHERE revision.record_id = ?
ORDER BY revision.number
LIMIT 1
"""
LAST_WRITTEN = """
SELECT written.record_id
FROM revision AS written
JOIN record ON record.record_id = written.record_id
WHERE written.replica = ?
    AND written.author IN (SELECT fingerprint FROM identity)
    AND written.kind = ?
    AND NOT record.deleted
    AND written.author = (
        SELECT author
        FROM revision
        WHERE record_id = written.record_id
        ORDER BY number
        LIMIT 1
    )
ORDER BY written.replica_seq DESC
LIMIT ?
"""


class Appended(StrEnum):
    """What appending did: a revision that was new, one whose gaps were filled, or nothing."""

    NEW = "new"
    FILLED = "filled"
    KNOWN = "known"


class Records:
    """Appends and reads; implements `app.domain.plan.KnownRecords`."""

    def __init__(
        self,
        database: Connection,
        revisions: Revisions,
        derivation: Derivation,
        endings: Endings,
        ended_items: EndedItems,
        shredding: Shredding,
        replica: Callable[[], str],
    ) -> None:
        self._database = database
        self._revisions = revisions
        self._derivation = derivation
        self._endings = endings
        self._ended_items = ended_items
        self._shredding = shredding
        self._replica = replica
        self.erased_evidence: set[str] = set()
        """Digests named, until this transaction, by records of which a part was destroyed."""

    def append(self, revision: Revision, mark: str | None = None) -> Appended:
        """Take a revision, or the parts that were absent of one that is here.

        Within a transaction. `mark` stays with a new revision for ever (`accepted_revoked`).
        Raises RevisionError: `revision.parents` if a parent is not here (fact `parent`: which),
        `revision.kind` if one is of another record or kind.
        """
        held = self._revisions.held(revision.id)
        if held is not None:
            return self._fill(held, revision)
        self._check_parents(revision)
        author = revision.header.author
        named = frozenset(revision.header.parts)
        shredded = self._shredding.is_shredded(revision.header.record_id)
        erased = named if shredded else self._endings.erased_parts(revision.id, author) & named
        kept = revision.without(erased) if erased else revision
        self._revisions.insert(kept, erased, mark)
        self._derivation.take(kept)
        self._end(self._endings.take(kept))
        return Appended.NEW

    def together(self) -> AbstractContextManager[None]:
        """Within, what is appended is derived at the end: reading a state finds one from before.

        It makes the time that a bundle takes grow with its length, not with the square of it.
        """
        return self._derivation.together()

    def revision(self, identifier: RevisionId) -> Revision | None:
        """One revision with the parts that are here."""
        held = self._revisions.held(identifier)
        return held.revision if held else None

    def revisions_of(self, record: RecordId) -> tuple[Revision, ...]:
        """The revisions of a record, parents first."""
        return tuple(held.revision for held in self._revisions.history(record))

    def history(self, record: RecordId) -> tuple[HeldRevision, ...]:
        """The same with the marks and the destroyed parts."""
        return self._revisions.history(record)

    def state(self, record: RecordId) -> RecordState | None:
        """The merged state of a record, None where it is not here."""
        return self._derivation.state(record)

    def last_written(self, kind: str, revisions: int) -> tuple[RecordId, ...]:
        """Records of that kind in the last so many revisions of this vault, the latest first.

        Those alone that their writer also began, not what came from others; nor deleted ones.
        """
        rows = self._database.all(LAST_WRITTEN, (self._replica(), kind, revisions))
        return tuple(dict.fromkeys(RecordId(row[0]) for row in rows))

    def parts_of(self, revision: RevisionId) -> frozenset[str] | None:
        """The compartments held or destroyed of a revision, None where it is not here."""
        held = self._revisions.held(revision)
        return None if held is None else frozenset({*held.revision.parts, *held.erased})

    def record_of(self, revision: RevisionId) -> RecordId | None:
        """The record that a revision belongs to, None where the revision is not here."""
        place = self._revisions.place_of(revision)
        return place[0] if place else None

    def heads_of(self, record: RecordId) -> frozenset[RevisionId]:
        """The heads of a record, empty where it is not here."""
        state = self._derivation.state(record)
        return frozenset(state.heads) if state else frozenset()

    def root_of(self, record: RecordId) -> tuple[str, Fingerprint] | None:
        """Kind of a record and author of the revision that came first, None where it is not here."""
        row = self._database.one(READ_ROOT, (record,))
        return (row[0], Fingerprint(row[1])) if row else None

    def next_replica_position(self) -> tuple[int, RevisionId | None]:
        """Sequence and predecessor of the next revision that this vault writes."""
        last = self._revisions.last_own(self._replica())
        return (last[0] + 1, last[1]) if last else (1, None)

    def _check_parents(self, revision: Revision) -> None:
        header = revision.header
        for parent in header.parents:
            place = self._revisions.place_of(parent)
            if place is None:
                raise RevisionError("revision.parents", parent=parent)
            if place != (header.record_id, header.kind):
                raise RevisionError("revision.kind")

    def _fill(self, held: HeldRevision, fuller: Revision) -> Appended:
        known = {*held.revision.parts, *held.erased}
        gained = {name: part for name, part in fuller.parts.items() if name not in known}
        if not gained:
            return Appended.KNOWN
        self._revisions.fill(held, gained)
        self._derivation.refresh(fuller.header.record_id)
        self._end(self._endings.take(fuller))
        return Appended.FILLED

    def _end(self, endings: tuple[Ending, ...]) -> None:
        """Obey erasures and tombstones that have just come, on what is here."""
        touched: dict[RecordId, None] = {}
        for ending in endings:
            record = self._erase(ending) if ending.compartment else RecordId(ending.target)
            if record is not None and self._derivation.state(record) is not None:
                touched[record] = None
        for record in touched:
            self._ended_items.remember(record)
            self._derivation.refresh(record)

    def _erase(self, ending: Ending) -> RecordId | None:
        """Destroy a part if its erasure is to be obeyed; the record it was taken from."""
        held = self._revisions.held(RevisionId(ending.target))
        if held is None or ending.compartment not in held.revision.header.parts:
            return None
        header = held.revision.header
        obeyed = self._endings.erased_parts(held.revision.id, header.author)
        if ending.compartment not in obeyed or ending.compartment in held.erased:
            return None
        if (sha256 := self._derivation.evidence_of(header.record_id)) is not None:
            self.erased_evidence.add(sha256)
        self._revisions.erase(held, (ending.compartment,))
        return header.record_id
