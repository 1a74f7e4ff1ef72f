"""Seal mode: an incident encrypted to others alone. What stays here is a reference to the bundle.

In this order: the bundle is written into the vault; it is read through, its header and its digest
are what was written; then, in one transaction, it is kept and every part of the incident goes.
"""

import hashlib
from pathlib import Path

from app.bundle import WrittenBundle
from app.crypto.age import read_header
from app.crypto.errors import AgeError
from app.domain.compartments import GUARDED
from app.domain.errors import AppError, EvidenceError, RecordError
from app.domain.revision import RecordId
from app.domain.work import CancelledError, Watch
from app.services.answers_receipts import ListedSealed, RecordSealed, SealedList
from app.services.clock import Clock, now_text
from app.services.exchange import Exchange
from app.services.handing_out import handing_out
from app.services.holding import received_bundle, whole_of
from app.services.input_files import reading
from app.services.planned_bundle import PlannedBundle, new_name
from app.services.record_ids import reference_of
from app.services.seal_mode import SealMode
from app.services.shredding import CANNOT_PROMISE, REMAINS, Shredding
from app.vault import Vault
from app.vault.blobs import StoredBlob
from app.vault.outbox import SealedBundle
from app.vault.shredding import remove_copies
from app.words import N_, translate

_SEALED = N_("Sealed, so that it cannot be read here any more.")
_CANCELLED = N_("It was cancelled.")
_READING_AGAIN = N_("Reading the copy again")
_BLOCK_BYTES = 1 << 20


class Sealing:
    """What a person can do to hold less than they have seen."""

    def __init__(
        self, vault: Vault, exchange: Exchange, mode: SealMode, shredding: Shredding, clock: Clock
    ) -> None:
        self._vault = vault
        self._exchange = exchange
        self._mode = mode
        self._shredding = shredding
        self._clock = clock

    def seal(self, identifier: str, to: tuple[str, ...], reason: str | None, watch: Watch) -> RecordSealed:
        """Encrypt an incident, all of it, to verified contacts, and destroy it here.

        The bundle stays in the vault, where `hand_out` finds it. A `reason` is needed where
        somebody's consent says no. Raises RecordError `record.unknown`, `.shredded`, `.consent`, `.changed`;
        BundleError and ContactError as writing; EvidenceError `evidence.altered`; DiskError.
        """
        incident = self._shredding.known(identifier)
        why = reason or translate(_SEALED)
        despite = (incident,) if reason else ()
        planned = self._exchange.plan((incident,), to, (), tuple(sorted(GUARDED)), why, despite)
        whole = whole_of(self._vault, incident)
        before = self._revisions(whole.records)
        with self._vault.outbox.sealing() as sink:
            written = planned.write(sink, watch)
        blob = sink.blob
        try:
            self._check(blob, written, watch)
            remove_copies(self._vault.folder)
            with self._vault.transaction():
                if self._revisions(whole_of(self._vault, incident).records) != before:
                    # Written to on another lane meanwhile: that would be lost.
                    raise RecordError("record.changed")
                self._keep(planned, written, blob)
                holders = tuple(card.fingerprint for card in planned.recipients)
                self._shredding.destroy(whole, holders, written.bundle_id)
        except BaseException:
            self._vault.outbox.discard(blob)
            raise
        return RecordSealed(
            id=incident,
            bundle_id=written.bundle_id,
            to=tuple(card.fingerprint for card in planned.recipients),
            records=len(whole.records),
            bytes=written.size_bytes,
            remains=tuple(translate(sentence) for sentence in REMAINS),
            warning=translate(CANNOT_PROMISE),
        )

    def seal_new(self, identifier: str, watch: Watch) -> RecordSealed:
        """Seal an incident that was made under seal mode to those for whom the mode is.

        Where this cannot be done, or was cancelled, the incident stays as it was saved, and waits:
        RecordError `record.not_sealed`.
        """
        try:
            return self.seal(identifier, self._mode.recipients(), None, watch)
        except AppError as error:
            why = error.sentence
        except CancelledError:
            why = translate(_CANCELLED)
        reference = reference_of(RecordId(identifier))
        raise RecordError("record.not_sealed", reference=reference, id=identifier, why=why)

    def list(self) -> SealedList:
        """The sealed bundles that are kept here, and who has received them by their own word."""
        return SealedList(
            items=tuple(
                _listed(each, None, received_bundle(self._vault, each.identity))
                for each in self._vault.outbox.bundles()
            )
        )

    def hand_out(self, folder: Path, watch: Watch, *, remove: bool = False) -> SealedList:
        """Write every sealed bundle into a folder, each under a new name.

        They stay here too, unless `remove`: then each is kept here no longer once its copy was read
        again and found whole. Raises EvidenceError `evidence.altered`; DiskError.
        """
        handed = []
        for sealed in self._vault.outbox.bundles():
            self._vault.outbox.verify(sealed, watch)
            target = folder / new_name()
            with (
                handing_out(self._vault, target, sealed.blob.size_bytes) as stream,
                self._vault.outbox.open(sealed) as plain,
            ):
                while block := plain.read(_BLOCK_BYTES):
                    stream.write(block)
            if remove:
                self._remove(sealed, target, watch)
            handed.append(_listed(sealed, str(target), ()))
        if remove:
            self._vault.shredding.empty_journal()
        return SealedList(items=tuple(handed))

    def _remove(self, sealed: SealedBundle, target: Path, watch: Watch) -> None:
        """Keep a bundle no longer, whose copy outside is whole; EvidenceError `evidence.altered`."""
        digest = hashlib.sha256()
        with reading(target) as stream:
            while block := stream.read(_BLOCK_BYTES):
                digest.update(block)
                watch.tick(_READING_AGAIN, 0)
        if digest.hexdigest() != sealed.blob.sha256:
            raise EvidenceError("evidence.altered", sha256=sealed.blob.sha256)
        with self._vault.transaction():
            self._vault.outbox.drop(sealed)
        self._vault.outbox.discard(sealed.blob)

    def _check(self, blob: StoredBlob, written: WrittenBundle, watch: Watch) -> None:
        """What lies on the disk is what was written, and a file that the recipients can begin to open."""
        self._vault.outbox.settle(blob, watch)
        sealed = SealedBundle(written.bundle_id, written.identity, "", blob)
        try:
            with self._vault.outbox.open(sealed) as plain:
                stanzas = read_header(plain).kinds  # type: ignore[arg-type]
        except AgeError:
            raise EvidenceError("evidence.altered", sha256=blob.sha256) from None
        if (len(stanzas), blob.size_bytes) != (len(written.recipients), written.size_bytes):
            raise EvidenceError("evidence.altered", sha256=blob.sha256)

    def _keep(self, planned: PlannedBundle, written: WrittenBundle, blob: StoredBlob) -> None:
        now = now_text(self._clock)
        self._vault.outbox.keep(SealedBundle(written.bundle_id, written.identity, now, blob))
        self._exchange.note_written(planned, written)

    def _revisions(self, records: tuple[RecordId, ...]) -> set[str]:
        return {each.id for record in records for each in self._vault.records.revisions_of(record)}


def _listed(sealed: SealedBundle, path: str | None, received: tuple[str, ...]) -> ListedSealed:
    return ListedSealed(
        bundle_id=sealed.bundle_id,
        sealed_at=sealed.sealed_at,
        bytes=sealed.blob.size_bytes,
        path=path,
        received=received,
    )
