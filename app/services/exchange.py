"""Exchange: bundles handed to others, and bundles of others looked at and taken in."""

import os
import uuid
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from app.bundle import (
    BundleContents,
    BundleHead,
    BundleSink,
    VerifiedBundle,
    WrittenBundle,
    open_bundle,
)
from app.crypto.signing import SigningKeys
from app.domain.compartments import GUARDED
from app.domain.errors import BundleError, ContactError
from app.domain.identity import ContactCard, Fingerprint, Trust
from app.domain.plan import RecordCounts, plan_import
from app.domain.revision import RecordId
from app.domain.work import Watch
from app.services.answers import (
    BundlePlan,
    BundleWritten,
    Gap,
    JudgedLine,
    PlanCounts,
    PlanEvidence,
    SenderShown,
)
from app.services.answers_contacts import ShownContact
from app.services.clock import Clock, now_text
from app.services.contact_showing import ContactShowing
from app.services.contacts import ContactBook
from app.services.evidence import EvidenceKeeping
from app.services.handing_out import handing_out
from app.services.incoming import Applying, NamingSink, StagingSink, VaultLookup
from app.services.outgoing import (
    Selection,
    attest,
    cards_going_out,
    evidence_going_out,
    revisions_going_out,
    select_records,
    tally,
)
from app.services.own_keys import OwnKeys
from app.services.planned_bundle import PlannedBundle, new_name
from app.services.preview import ExportPreview, preview_export
from app.vault import Vault


class Exchange:
    """What a person can do with bundles."""

    def __init__(
        self, vault: Vault, own: OwnKeys, contacts: ContactBook, evidence: EvidenceKeeping, clock: Clock
    ) -> None:
        self._vault = vault
        self._own = own
        self._contacts = contacts
        self._evidence = evidence
        self._clock = clock
        self._showing = ContactShowing(vault, clock)

    def write(
        self,
        records: tuple[str, ...] | None,
        to: tuple[str, ...],
        out: Path | BinaryIO,
        without: tuple[str, ...] = (),
        with_: tuple[str, ...] = (),
        reason: str | None = None,
        watch: Watch | None = None,
        *,
        despite_consent: tuple[str, ...] = (),
    ) -> BundleWritten:
        """Write a bundle of the named incidents, or of everything, for verified contacts.

        `reason` says why guarded compartments (`with_`) leave the vault, or why the incidents in
        `despite_consent` do although somebody said no: each must be asked for, and by name.

        Raises BundleError `bundle.recipient_unverified`, `.reason`, `.nothing`, `.limits`;
        RecordError; EvidenceError `evidence.altered`; DiskError. What failed leaves nothing.
        """
        watch = watch or Watch()
        planned = self.plan(records, to, without, with_, reason, despite_consent)
        target = out / new_name() if isinstance(out, Path) and os.path.isdir(out) else out
        size_bytes = sum(item.size_bytes for item in planned.contents.evidence)
        with handing_out(self._vault, target, size_bytes) as stream:
            written = planned.write(stream, watch)
        with self._vault.transaction():
            self.note_written(planned, written)
        return _written(written, target, planned.selection)

    def plan(
        self,
        records: tuple[str, ...] | None,
        to: tuple[str, ...],
        without: tuple[str, ...] = (),
        with_: tuple[str, ...] = (),
        reason: str | None = None,
        despite_consent: tuple[str, ...] = (),
    ) -> PlannedBundle:
        """A bundle that is ready to be written; what it refuses `write` does."""
        recipients = self.recipients(to)
        if (with_ or despite_consent) and not reason:
            raise BundleError("bundle.reason")
        selection = select_records(
            self._vault,
            None if records is None else tuple(RecordId(record) for record in records),
            _withheld(without, with_),
            despite_consent=frozenset(RecordId(record) for record in despite_consent),
        )
        if not selection.records:
            raise BundleError("bundle.nothing")
        card, signer = self._own.pair()
        sequence, previous = self._vault.exchange.next_outgoing(each.fingerprint for each in recipients)
        return PlannedBundle(
            contents=self._contents(selection, card, signer, sequence, previous),
            signer=signer,
            recipients=recipients,
            selection=selection,
            guarded=bool(with_),
            reason=reason,
        )

    def recipients(self, to: tuple[str, ...]) -> tuple[ContactCard, ...]:
        """The cards of those who may be written to.

        Raises BundleError `bundle.recipient_unverified`, ContactError `contact.revoked`, `.expired`.
        """
        return tuple(self._recipient(typed) for typed in to)

    def note_written(self, planned: PlannedBundle, written: WrittenBundle) -> None:
        """Within a transaction: the bundle counts, and custody says to whom what went."""
        fingerprints = [card.fingerprint for card in planned.recipients]
        self._vault.exchange.add_outgoing(
            fingerprints,
            planned.contents.sequence,
            written.bundle_id,
            written.identity,
            now_text(self._clock),
        )
        self._note_handing_over(
            planned.selection, planned.recipients, guarded=planned.guarded, reason=planned.reason
        )

    def preview(
        self,
        records: tuple[str, ...] | None,
        without: tuple[str, ...] = (),
        with_: tuple[str, ...] = (),
        despite_consent: tuple[str, ...] = (),
        watch: Watch | None = None,
    ) -> ExportPreview:
        """What `write` would put into a bundle, and which incidents consent holds back.

        Its `incidents` are what to hand to `write`: named so, none goes that this did not show.
        Raises RecordError `record.unknown`, `.deleted`.
        """
        chosen = None if records is None else tuple(RecordId(record) for record in records)
        withheld = _withheld(without, with_)
        return preview_export(self._vault, chosen, withheld, frozenset(despite_consent), watch or Watch())

    def inspect(self, source: BinaryIO, watch: Watch) -> BundlePlan:
        """Take a bundle through its gates and say what it would change; nothing is kept."""
        sink = NamingSink()
        verified = self._open(source, sink, watch)
        return self._plan(verified, sink, applied=False)

    def apply(
        self, source: BinaryIO, accept_revoked: str | None, watch: Watch, *, identity: str | None = None
    ) -> BundlePlan:
        """Take a bundle in: everything, or, where a gate refuses or somebody cancels, nothing.

        `identity` is that of the plan which a person has read: BundleError `bundle.replaced`
        where the file is another bundle by now.
        """
        sink = StagingSink(self._vault, accept_revoked, self._clock, identity)
        try:
            verified = self._open(
                source, sink, watch, require_standing=True, accept_revoked=bool(accept_revoked)
            )
            sink.flush()
            plan = self._plan(verified, sink, applied=True)
            with self._vault.transaction():
                self._vault.staging.mark_applying()
        except BaseException as error:
            sink.abandon(error)
            raise
        self.finish(watch)
        return plan

    def finish(self, watch: Watch) -> None:
        """Take in all that is left of a bundle that has begun to count, whoever began."""
        bundle = self._vault.staging.unfinished()
        if bundle is None:
            return
        applying = Applying(self._vault, self._clock)
        applying.take_lines(bundle, watch)
        self._adopt_evidence(bundle.sender)
        applying.complete(bundle)

    def add_contact_from(self, source: BinaryIO, fingerprint: str | None, watch: Watch) -> ShownContact:
        """The card of a bundle's sender, once the bundle has been found whole and good."""
        verified = self._open(source, None, watch)
        head = verified.head
        papers = (*(rotation.text for rotation in head.rotations), head.card.text)
        return self._contacts.add("\n".join(papers).encode(), fingerprint)

    def look_through(self, source: BinaryIO, sink: BundleSink, watch: Watch) -> VerifiedBundle:
        """Through the gates, whoever sent it; nothing is kept but what the sink keeps."""
        return self._open(source, sink, watch)

    def _open(
        self,
        source: BinaryIO,
        sink: BundleSink | None,
        watch: Watch,
        *,
        require_standing: bool = False,
        accept_revoked: bool = False,
    ) -> VerifiedBundle:
        """Through the gates, with our own keys, those lately replaced too, and what our vault knows."""
        identities, ours = self._own.openers()
        return open_bundle(
            source,
            identities,
            ours,
            VaultLookup(self._vault),
            sink,
            watch,
            require_standing=require_standing,
            accept_revoked=accept_revoked,
        )

    def _keys_of_sender(self, head: BundleHead) -> tuple[Fingerprint, ...]:
        """The key of a bundle, and those that it follows: their bundles are numbered on."""
        keys = (head.sender.fingerprint, *head.followed)
        before = {old for key in keys for old in self._vault.successions.predecessors(key)}
        return (head.sender.fingerprint, *sorted(before))

    def _person(self, head: BundleHead, key: Fingerprint) -> Fingerprint:
        """The newest key of whoever holds this one; the sender's, if the bundle leads there."""
        latest = self._vault.successions.latest(key)
        return head.sender.fingerprint if latest in head.followed else latest

    def _recipient(self, typed: str) -> ContactCard:
        """A verified contact whose key still holds, or the contact that is followed from it.

        Raises BundleError `bundle.recipient_unverified`, ContactError `contact.revoked`, `.expired`.
        """
        try:
            contact = self._contacts.in_use(typed)
        except ContactError:
            raise BundleError("bundle.recipient_unverified") from None
        if contact.trust is Trust.REVOKED:
            raise ContactError("contact.revoked")
        if contact.trust is not Trust.VERIFIED:
            raise BundleError("bundle.recipient_unverified")
        if contact.card.expired_at(now_text(self._clock)):
            raise ContactError("contact.expired")
        return contact.card

    def _contents(
        self,
        selection: Selection,
        own: ContactCard,
        keys: SigningKeys,
        sequence: int,
        previous: str | None,
    ) -> BundleContents:
        vault = self._vault
        seen = tally(revisions_going_out(vault, selection), own.fingerprint)
        attestations = (
            *attest(seen.own, own.fingerprint, keys, now_text(self._clock)),
            *vault.exchange.attestations_of(seen.others),
        )
        cards = cards_going_out(vault, seen.authors)
        return BundleContents(
            bundle_id=str(uuid.uuid4()),
            sender_card=own.text,
            sender_replica=vault.replica,
            sequence=sequence,
            previous=previous,
            rotations=vault.successions.leading_to(own.fingerprint),
            cards=lambda: iter(cards),
            attestations=lambda: iter(attestations),
            revisions=lambda: (revision.to_line() for revision in revisions_going_out(vault, selection)),
            evidence=evidence_going_out(vault, selection),
        )

    def _note_handing_over(
        self,
        selection: Selection,
        recipients: tuple[ContactCard, ...],
        *,
        guarded: bool,
        reason: str | None,
    ) -> None:
        """Custody: of each item of evidence, and of each incident where something guarded left."""
        to_whom = tuple(card.fingerprint for card in recipients)
        for item in selection.evidence:
            self._evidence.note_custody(item, "exported", to_whom=to_whom, why=reason)
        for incident in selection.incidents if guarded else ():
            self._evidence.note_custody(incident, "exported", to_whom=to_whom, why=reason)

    def _adopt_evidence(self, sender: str) -> None:
        """What is staged becomes evidence, each with its event in the custody of all items that name it."""
        staged = self._vault.staging.evidence.blobs()
        items: dict[str, list[RecordId]] = {blob.sha256: [] for blob in staged}
        for item in self._evidence.list().items if staged else ():
            if item.sha256 in items:
                items[item.sha256].append(RecordId(item.id))
        for blob in staged:
            with self._vault.transaction():
                self._vault.staging.evidence.adopt(blob)
                if self._vault.shredding.was_evidence(blob.sha256):
                    # Goes again at once, unless something that was not destroyed here names it.
                    self._vault.records.erased_evidence.add(blob.sha256)
                for named in items[blob.sha256]:
                    self._evidence.note_custody(named, "taken_in", from_whom=sender)

    def _plan(self, verified: VerifiedBundle, sink: NamingSink, *, applied: bool) -> BundlePlan:
        head = verified.head
        plan = plan_import(
            verified.summaries, self._vault.records, verified.judged, cache(partial(self._person, head))
        )
        carried = {item.sha256 for item in verified.evidence}
        new = [item for item in verified.evidence if not item.known]
        awaited = [s for s in sink.named_evidence - carried if not self._vault.evidence.has(s)]
        repeated = [
            b for b in self._vault.exchange.incoming_of(head.bundle_id) if b.identity != head.identity
        ]
        return BundlePlan(
            bundle_id=head.bundle_id,
            identity=head.identity,
            sender=SenderShown(
                fingerprint=head.sender.fingerprint, name=head.sender.name, trust=head.sender.trust.value
            ),
            sequence=head.sequence,
            records=_counts(plan.incidents),
            registry=_counts(plan.registry),
            not_understood=plan.not_understood,
            dormant=tuple(JudgedLine(id=line.id, code=line.code) for line in plan.dormant),
            refused=tuple(JudgedLine(id=line.id, code=line.code) for line in plan.refused),
            evidence=PlanEvidence(
                new=len(new),
                known=len(verified.evidence) - len(new),
                awaited=len(awaited),
                bytes=sum(item.size_bytes for item in new),
            ),
            gaps=tuple(
                Gap(replica=gap.replica, first=gap.first, last=gap.last)
                for gap in self._vault.exchange.gaps_with(
                    self._keys_of_sender(head), head.replica, head.recipients, head.sequence
                )
            ),
            marks=("bundle_id_repeated",) if repeated else (),
            advised=tuple(self._showing.advice(advice, signer) for advice, signer in sink.advised),
            applied=applied,
        )


def _withheld(without: tuple[str, ...], with_: tuple[str, ...]) -> frozenset[str]:
    """What stays here: what is named, and what is guarded unless it is asked for."""
    return frozenset((GUARDED | set(without)) - (set(with_) - set(without)))


def _counts(counts: RecordCounts) -> PlanCounts:
    return PlanCounts(
        new=counts.new,
        changed=counts.changed,
        changed_by_others=counts.changed_by_others,
        known=counts.known,
        conflicting=counts.conflicting,
    )


def _written(written: WrittenBundle, target: Path | BinaryIO, selection: Selection) -> BundleWritten:
    return BundleWritten(
        path=str(target) if isinstance(target, Path) else "-",
        bundle_id=written.bundle_id,
        records=len(selection.incidents),
        revisions=written.revisions,
        evidence=written.evidence,
        bytes=written.size_bytes,
        withheld=tuple(sorted(selection.withheld)),
        held_back=selection.held_back,
    )
