"""What comes in by a bundle: looked at, staged line by line, then taken in record by record.

A bundle counts for nothing before all of it has passed the gates. Until then its lines and its
evidence are staged; then the vault is marked as applying, and from there on whoever opens it next
finishes what was begun.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from app.bundle import BundleHead, EvidenceWriter, InspectingSink
from app.crypto.signing import require_signed
from app.domain.attestation import Attestation, read_attestation
from app.domain.errors import BundleError, DiskError, RevisionError
from app.domain.identity import (
    ContactCard,
    Fingerprint,
    Revocation,
    Trust,
    adviser_of,
    read_card,
    read_revocation,
)
from app.domain.plan import is_dormant
from app.domain.revision import MAX_LINE_BYTES, Revision, read_revision, recall_revision
from app.domain.rotation import Rotation, read_rotation
from app.domain.strict_json import canonical_text, parse_object
from app.domain.work import Watch
from app.services.clock import Clock, now_text
from app.services.outgoing import SENDING_ORDER
from app.services.signed_lines import SignedLines
from app.vault import Vault
from app.vault.dormant import DormantLine
from app.vault.evidence import StagedEvidenceWriter
from app.vault.exchange import IncomingBundle, recipients_key
from app.vault.staging import StagedLine
from app.words import N_

APPLYING = N_("Taking the bundle in")
ACCEPTED_REVOKED = "accepted_revoked"
AFTER_REVOCATION = "revision.author_revoked"

CARD, ROTATION, REVOCATION = "card", "rotation", "revocation"
ATTESTATION, ASIDE, REVISION = "attestation", "aside", "revision"
_RANKS = {CARD: 0, ROTATION: 0, REVOCATION: 0, ATTESTATION: 1, ASIDE: 1}
_FIRST_RECORD_RANK = 2

_STAGED_AT_ONCE = 200
"""Lines in one short transaction."""
_HEADROOM = 9 / 8
"""Padding makes a file an eighth larger at the most."""


class VaultLookup:
    """What the gates may ask of our vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def standing(self, fingerprint: Fingerprint) -> Trust | None:
        """What this key is to us, None if it is unknown."""
        contact = self._vault.contacts.get(fingerprint)
        return contact.trust if contact else None

    def card(self, fingerprint: Fingerprint) -> ContactCard | None:
        """A card that was verified when it came, None if it is unknown."""
        contact = self._vault.contacts.get(fingerprint)
        return contact.card if contact else None

    def successor(self, fingerprint: Fingerprint) -> Fingerprint | None:
        """The key that is followed here from this one, None if there is none."""
        return self._vault.successions.successor(fingerprint)

    def has_evidence(self, sha256: str) -> bool:
        """Whether the bytes with this digest are here."""
        return self._vault.evidence.has(sha256)


class NamingSink(InspectingSink):
    """Remembers which evidence the records of a bundle name, and the advice in it; else takes nothing."""

    def __init__(self) -> None:
        self.named_evidence: set[str] = set()
        self.advised: list[tuple[Revocation, Fingerprint]] = []

    def advice(self, revocation: Revocation, signer: Fingerprint) -> None:
        """Remember it, to be shown."""
        self.advised.append((revocation, signer))

    def revision(self, revision: Revision, line: str) -> None:  # noqa: ARG002 - the sink's face
        """Look for the digest among the facts of an item."""
        for part in revision.parts.values() if revision.header.kind == "evidence" else ():
            sha256 = parse_object(part.text, MAX_LINE_BYTES).get("sha256")
            if isinstance(sha256, str):
                self.named_evidence.add(sha256)


class StagingSink(NamingSink):
    """Stages everything that a bundle brings, in short transactions."""

    def __init__(self, vault: Vault, reason: str | None, clock: Clock, identity: str | None = None) -> None:
        """`identity` is that of the only bundle to be staged, None for any."""
        super().__init__()
        self._vault = vault
        self._reason = reason
        self._clock = clock
        self._identity = identity
        self._lines: list[StagedLine] = []
        self._writer: StagedEvidenceWriter | None = None

    def begin(self, head: BundleHead) -> None:
        """Look at the free space, then begin. DiskError `disk.full`, BundleError `bundle.replaced`."""
        if self._identity not in (None, head.identity):
            raise BundleError("bundle.replaced")
        free = shutil.disk_usage(self._vault.folder).free
        if head.payload_bytes * _HEADROOM > free:
            raise DiskError("disk.full")
        revoked = head.sender.trust is Trust.REVOKED
        bundle = IncomingBundle(
            identity=head.identity,
            bundle_id=head.bundle_id,
            sender=head.sender.fingerprint,
            replica=head.replica,
            recipients=recipients_key(head.recipients),
            sequence=head.sequence,
            previous=head.previous,
            reason=self._reason if revoked else None,
            applied_at=now_text(self._clock),
        )
        with self._vault.transaction():
            self._vault.staging.begin(bundle)
        self._stage(CARD, "", head.card.text)
        for rotation in head.checked:
            self.rotation(rotation)

    def card(self, card: ContactCard) -> None:
        """The card of an author."""
        self._stage(CARD, "", card.text)

    def revocation(self, revocation: Revocation) -> None:
        """The end of a key."""
        self._stage(REVOCATION, "", revocation.text)

    def attestation(self, attestation: Attestation) -> None:
        """An author's attestation."""
        self._stage(ATTESTATION, attestation.revisions[0], attestation.text)

    def revision(self, revision: Revision, line: str) -> None:
        """A revision goes with the others of its record."""
        super().revision(revision, line)
        kind = revision.header.kind
        rank = SENDING_ORDER.index(kind) if kind in SENDING_ORDER else len(SENDING_ORDER)
        self._stage(REVISION, revision.header.record_id, line, _FIRST_RECORD_RANK + rank)

    def set_aside(self, name: str, line: str, code: str, author: Fingerprint | None) -> None:
        """A line that cannot be judged yet."""
        kept: dict[str, str | None] = {"id": name, "line": line, "code": code, "author": author}
        self._stage(ASIDE, name, canonical_text(kept))

    def advice(self, revocation: Revocation, signer: Fingerprint) -> None:
        """Advice to end a key."""
        super().advice(revocation, signer)
        self._stage(REVOCATION, "", revocation.text)

    def rotation(self, rotation: Rotation) -> None:
        """The successor of a key."""
        self._stage(ROTATION, "", rotation.text)

    def unknown_text(self, line: str) -> None:
        """A signed text that a later version may understand."""
        self.set_aside(hashlib.sha256(line.encode()).hexdigest(), line, "revision.newer_format", None)

    def evidence(self, sha256: str, size_bytes: int) -> EvidenceWriter | None:  # noqa: ARG002 - as above
        """Seal what is not here yet into staging."""
        self.flush()
        if self._vault.evidence.has(sha256):
            return None
        self._writer = self._vault.staging.evidence.receive(sha256, self._vault.transaction)
        return self._writer

    def abandon(self, error: BaseException) -> None:
        """Forget everything, the file that was being received too."""
        if self._writer is not None:
            self._writer.abandon(error)
        with self._vault.transaction():
            forgotten = self._vault.staging.discard()
        self._vault.staging.evidence.remove(forgotten)

    def flush(self) -> None:
        """Write the lines that are still in memory."""
        if self._lines:
            with self._vault.transaction():
                self._vault.staging.stage_lines(self._lines)
            self._lines = []

    def _stage(self, what: str, batch: str, line: str, rank: int | None = None) -> None:
        self._lines.append(StagedLine(_RANKS[what] if rank is None else rank, batch, what, line))
        if len(self._lines) >= _STAGED_AT_ONCE:
            self.flush()


class Applying:
    """Takes in what is staged and marked, from wherever it was left."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock
        self._signed = SignedLines(vault, clock)
        self._revoked: dict[Fingerprint, tuple[bool, tuple[Revocation, ...]]] = {}
        """What `_revocations_of` answered in the transaction at hand: it is asked with every revision."""

    def take_lines(self, bundle: IncomingBundle, watch: Watch) -> None:
        """Take in every staged line of a bundle that is marked.

        The watch is told how far it is, but cannot stop it half way: a bundle that has
        begun to count is finished, now or at the next opening.
        """
        total = done = self._vault.staging.remaining()
        while group := self._vault.staging.next_group():
            with self._transaction():
                with self._vault.records.together():
                    for line in group:
                        self._take(line, bundle)
                self._vault.staging.done(group)
            done -= len(group)
            watch.report(APPLYING, total - done, total)

    def complete(self, bundle: IncomingBundle) -> None:
        """Lines and evidence are in: the bundle is applied, and what waited for it is judged again."""
        with self._vault.transaction():
            self._vault.exchange.add_incoming(bundle)
            self._vault.staging.finish()
        self.wake_dormant()

    def wake_dormant(self) -> None:
        """Judge every line that was kept aside again; one that is taken in wakes those that wait for it.

        Whatever the order in which they lie, each is judged no more often than it lacks parents.
        """
        waiting: dict[str | int, list[str]] = {}
        for digest in self._vault.dormant.digests():
            ahead = [digest]
            while ahead:
                kept = self._vault.dormant.line(ahead.pop())
                if kept is None:
                    continue
                refusal = self._wake(kept)
                if refusal is None:
                    ahead += waiting.pop(kept.id, [])
                elif refusal.code == "revision.parents":
                    waiting.setdefault(refusal.facts["parent"], []).append(kept.digest)

    def _wake(self, kept: DormantLine) -> RevisionError | None:
        """Take a line in if it can count now; forget it if it never can; else why it cannot yet."""
        try:
            with self._transaction():
                # A signed text is kept under its own digest, a revision under its id.
                if kept.id == kept.digest:
                    self._signed.wake(kept.line)
                    self._revoked.clear()
                else:
                    revision = read_revision(kept.line)
                    self._verify(revision)
                    self._vault.records.append(revision, self._mark_of(revision))
                self._vault.dormant.drop(kept)
        except RevisionError as refusal:
            if not is_dormant(refusal.code):
                with self._vault.transaction():
                    self._vault.dormant.drop(kept)
            return refusal
        return None

    def _take(self, line: StagedLine, bundle: IncomingBundle) -> None:
        if line.what == CARD:
            card = read_card(line.line)[0]
            introduced = None if card.fingerprint == bundle.sender else bundle.sender
            trust = Trust.INTRODUCED if introduced else Trust.UNVERIFIED
            self._vault.contacts.add(card, trust, now_text(self._clock), introduced)
        elif line.what == REVOCATION:
            revocation, signed = read_revocation(line.line)
            if adviser := adviser_of(revocation, signed):
                self._signed.advise(revocation, adviser)
            else:
                self._signed.revoke(revocation)
                self._revoked.clear()
        elif line.what == ROTATION:
            self._signed.follow(read_rotation(line.line)[0])
        elif line.what == ATTESTATION:
            attestation = read_attestation(line.line)[0]
            self._vault.exchange.add_attestation(attestation.author, attestation.text, attestation.revisions)
        elif line.what == ASIDE:
            self._vault.dormant.keep(_read_aside(line.line))
        else:
            self._take_revision(line.line, bundle)

    def _take_revision(self, line: str, bundle: IncomingBundle) -> None:
        revision = recall_revision(line)
        mark = ACCEPTED_REVOKED if bundle.reason is not None else self._mark_of(revision)
        try:
            self._vault.records.append(revision, mark)
        except RevisionError as error:
            if is_dormant(error.code):
                kept = DormantLine(revision.id, line, error.code, revision.header.author)
                self._vault.dormant.keep(kept)

    def _verify(self, revision: Revision) -> None:
        """The author's card may have come meanwhile; RevisionError as at gate 10."""
        require_signed(revision, self._signed.keys_of(revision.header.author).ed25519)

    def _mark_of(self, revision: Revision) -> str | None:
        """Whether the author's key had ended before this revision, as far as their revocations tell."""
        header = revision.header
        ended, revocations = self._revocations_of(header.author)
        for revocation in revocations:
            ended |= header.replica_seq > revocation.last_good.get(header.replica, 0)
        return AFTER_REVOCATION if ended else None

    def _revocations_of(self, author: Fingerprint) -> tuple[bool, tuple[Revocation, ...]]:
        """Whether a key has ended wholly, by our own word alone, and the revocations of its owner."""
        known = self._revoked.get(author)
        if known is None:
            revocations = self._vault.contacts.revocations_of(author)
            contact = self._vault.contacts.get(author)
            ended = contact is not None and contact.trust is Trust.REVOKED and not revocations
            known = self._revoked[author] = (ended, revocations)
        return known

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._revoked.clear()
        with self._vault.transaction():
            yield


def _read_aside(text: str) -> DormantLine:
    """Ours: no limit of others' texts holds for a line within a line."""
    return DormantLine(**json.loads(text))
