"""Receipts: written by who took a bundle in, kept by who sent it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from app.bundle import InspectingSink, VerifiedBundle
from app.crypto.errors import SignatureError
from app.crypto.signing import verify_signed_text
from app.domain.errors import ReceiptError
from app.domain.identity import Fingerprint, Trust
from app.domain.receipt import MAX_FILE_BYTES, MAX_RECEIPTED, Receipt, read_receipt, receipt_body
from app.domain.revision import RecordId, Revision, RevisionId
from app.domain.signed_text import RECEIPT_TAG, SignedText
from app.domain.strict_json import StrictJsonError
from app.domain.work import Watch
from app.services.access import OLDER_FOLDER
from app.services.answers_receipts import ReceiptAdded, ReceiptWritten
from app.services.clock import Clock, now_text
from app.services.exchange import Exchange
from app.services.handing_out import handing_out
from app.services.holding import INCIDENT, holders_of, is_whole, whole_of
from app.services.output_files import writing
from app.services.own_keys import OwnKeys
from app.vault import Vault


class _Named(InspectingSink):
    """The ids of the revisions that a bundle brings, in their order."""

    def __init__(self) -> None:
        self.revisions: dict[RevisionId, None] = {}

    def revision(self, revision: Revision, line: str) -> None:  # noqa: ARG002 - the sink's face
        """Remember the id."""
        self.revisions[revision.id] = None


class ReceiptKeeping:
    """What a person can do with receipts."""

    def __init__(self, vault: Vault, own: OwnKeys, exchange: Exchange, clock: Clock) -> None:
        self._vault = vault
        self._own = own
        self._exchange = exchange
        self._clock = clock

    def write(self, source: BinaryIO, target: Path | BinaryIO, watch: Watch) -> ReceiptWritten:
        """A receipt for a bundle that was taken in: what of it is held here, as of now.

        Every file of evidence is read through before it is named. A large bundle has several
        receipts, one a line. Raises ReceiptError `receipt.not_applied`; BundleError as inspecting;
        DiskError.
        """
        sink = _Named()
        verified = self._exchange.look_through(source, sink, watch)
        if self._vault.exchange.incoming(verified.head.identity) is None:
            raise ReceiptError("receipt.not_applied")
        held = self._held(sink.revisions)
        carried = (item.sha256 for item in verified.evidence)
        evidence = tuple(each for each in carried if is_whole(self._vault, each, watch))
        texts = self._sign(verified, held, evidence)
        content = b"".join(text.encode() + b"\n" for text in texts)
        with (
            handing_out(self._vault, target, len(content)) if isinstance(target, Path) else writing(target)
        ) as stream:
            stream.write(content)
        return ReceiptWritten(
            path=str(target) if isinstance(target, Path) else "-",
            bundle=verified.head.identity,
            sender=verified.head.sender.fingerprint,
            revisions=len(held),
            not_held=len(sink.revisions) + len(verified.judged) - len(held),
            evidence=len(evidence),
            bytes=sum(len(text.encode()) + 1 for text in texts),
        )

    def add(self, text: bytes) -> ReceiptAdded:
        """Keep a receipt for a bundle of ours, by a verified contact.

        Raises ReceiptError `receipt.shape`, `.signer`, `.bundle`.
        """
        receipts = read_received_receipts(text)
        first = receipts[0][0]
        for receipt, signed in receipts:
            if (receipt.recipient, receipt.bundle) != (first.recipient, first.bundle):
                raise ReceiptError("receipt.shape")
            self._check_signature(receipt, signed)
        # An older folder put back does not know of bundles that it wrote since.
        ahead = any(self._is_ahead(receipt) for receipt, _signed in receipts)
        if not ahead and not self._is_of_ours(first):
            raise ReceiptError("receipt.bundle")
        with self._vault.transaction():
            for receipt, _signed in receipts:
                self._vault.receipts.keep(receipt, now_text(self._clock), ahead=ahead)
        if any(self._vault.replica in receipt.reached for receipt, _signed in receipts) and ahead:
            # What the newer folder wrote under this id will come back: no two revisions in one place.
            self._vault.renew_replica()
        return self._added(tuple(receipt for receipt, _signed in receipts), ahead=ahead)

    def _held(self, revisions: Iterable[RevisionId]) -> dict[RevisionId, tuple[str, ...]]:
        """Those that are here, each with the parts that are."""
        held: dict[RevisionId, tuple[str, ...]] = {}
        for identifier in revisions:
            revision = self._vault.records.revision(identifier)
            if revision is not None:
                held[identifier] = tuple(sorted(revision.parts))
        return held

    def _sign(
        self,
        verified: VerifiedBundle,
        held: dict[RevisionId, tuple[str, ...]],
        evidence: tuple[str, ...],
    ) -> list[str]:
        """The envelopes of as many receipts as it takes, at least one."""
        head, named = verified.head, sorted(held)
        authors = self._vault.successions.predecessors(head.sender.fingerprint)
        reached = self._vault.receipts.reached(head.replica, authors)
        count = max(len(named), len(evidence), 1)
        return [
            self._own.sign(
                RECEIPT_TAG,
                receipt_body(
                    Receipt(
                        bundle=head.identity,
                        bundle_id=head.bundle_id,
                        sender=head.sender.fingerprint,
                        recipient=self._own.fingerprint,
                        reached={head.replica: reached} if reached else {},
                        revisions={each: held[each] for each in named[at : at + MAX_RECEIPTED]},
                        evidence=evidence[at : at + MAX_RECEIPTED],
                        made_at=now_text(self._clock),
                    )
                ),
            )
            for at in range(0, count, MAX_RECEIPTED)
        ]

    def _check_signature(self, receipt: Receipt, signed: SignedText) -> None:
        """By the very one who says that they hold it, and whom a person verified here."""
        contact = self._vault.contacts.get(receipt.recipient)
        if contact is None or contact.trust is not Trust.VERIFIED:
            raise ReceiptError("receipt.signer")
        try:
            verify_signed_text(signed, contact.card.keys)
        except SignatureError:
            raise ReceiptError("receipt.shape") from None

    def _is_of_ours(self, receipt: Receipt) -> bool:
        """Whether it is for a bundle that this vault wrote under a key of its own."""
        ours = self._vault.identities.fingerprints()
        return receipt.sender in ours and self._vault.receipts.has_written(receipt.bundle)

    def _is_ahead(self, receipt: Receipt) -> bool:
        """Whether it names more revisions of a replica of ours than this vault has of it."""
        ours = self._vault.identities.fingerprints()
        here = {
            replica: self._vault.receipts.reached(replica, ours)
            for replica in receipt.reached
            if receipt.sender in ours
        }
        return any(
            sequence > here.get(replica, sequence) and (here[replica] or replica == self._vault.replica)
            for replica, sequence in receipt.reached.items()
        )

    def _added(self, receipts: tuple[Receipt, ...], *, ahead: bool) -> ReceiptAdded:
        named = [revision for receipt in receipts for revision in receipt.revisions]
        first = receipts[0]
        contact = self._vault.contacts.get(first.recipient)
        return ReceiptAdded(
            by=first.recipient,
            name=contact.card.name if contact else "",
            bundle=first.bundle,
            made_at=first.made_at,
            revisions=len(named),
            evidence=sum(len(receipt.evidence) for receipt in receipts),
            incidents=tuple(self._held_whole(named, first.recipient)),
            warnings=(OLDER_FOLDER,) if ahead else (),
        )

    def _held_whole(self, revisions: Iterable[RevisionId], signer: Fingerprint) -> Iterator[RecordId]:
        """The incidents among these revisions that the signer now holds whole."""
        records = {self._vault.records.record_of(revision): None for revision in revisions}
        for record in records:
            root = self._vault.records.root_of(record) if record else None
            if record is None or root is None or root[0] != INCIDENT:
                continue
            if holders_of(self._vault, whole_of(self._vault, record)).get(signer, ("", False))[1]:
                yield record


def read_received_receipts(text: bytes) -> list[tuple[Receipt, SignedText]]:
    """The receipts of a file, one a line, nothing of them verified; ReceiptError `receipt.shape`."""
    lines = text.strip(b"\r\n").splitlines()
    if not lines or len(text) > MAX_FILE_BYTES:
        raise ReceiptError("receipt.shape")
    try:
        return [read_receipt(line) for line in lines]
    except StrictJsonError:
        raise ReceiptError("receipt.shape") from None
