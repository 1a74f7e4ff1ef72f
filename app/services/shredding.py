"""Shred after receipt: an incident is destroyed here once others are proven to hold all of it."""

from app.domain.errors import RecordError
from app.domain.identity import Fingerprint
from app.domain.revision import RecordId
from app.domain.work import Watch
from app.services.answers_receipts import RecordShredded
from app.services.clock import Clock, now_text
from app.services.drafts import Drafts, draft_of_record
from app.services.evidence import EvidenceKeeping
from app.services.holding import INCIDENT, Whole, holders_of, received, whole_of
from app.vault import Vault
from app.vault.shredding import remove_copies
from app.words import N_, translate

SHREDDING = N_("Destroying what others hold")
REMAINS = (
    N_("That the incident was here, when its revisions were made and signed, and their hashes."),
    N_("To whom it and its evidence were handed, when and why: the chain of custody."),
    N_("People, organisations and proceedings that something else names too."),
    N_("Copies and backups of this vault outside its folder, files exported, bundles already sent."),
)
CANNOT_PROMISE = N_(
    "Nobody can promise that an SSD or a stick has overwritten it, or that no image of the disk was taken "
    "before. What others hold, they hold."
)


class Shredding:
    """Destroys incidents here, and nowhere else."""

    def __init__(self, vault: Vault, evidence: EvidenceKeeping, drafts: Drafts, clock: Clock) -> None:
        self._vault = vault
        self._evidence = evidence
        self._drafts = drafts
        self._clock = clock

    def shred(self, identifier: str, watch: Watch) -> RecordShredded:
        """Destroy an incident, what only it names, and its evidence; all of it or nothing.

        Copies of the whole vault within its folder go first. Raises RecordError `record.unknown`,
        `record.shredded`, `record.not_received` where no verified contact's receipts cover every
        part of every revision and every file; DiskError.
        """
        incident = self.known(identifier)
        watch.tick(SHREDDING, 0)
        self._holders(whole_of(self._vault, incident))
        copies = remove_copies(self._vault.folder)
        words = "; ".join(word.words for word in received(self._vault, incident) if word.whole)
        with self._vault.transaction():
            # What was written meanwhile, on another lane, is not covered.
            whole = whole_of(self._vault, incident)
            holders = self._holders(whole)
            answer = self._answer(whole, holders, words, copies)
            self.destroy(whole, holders)
        return answer

    def known(self, identifier: str) -> RecordId:
        """An incident that is here; RecordError `record.unknown`, `record.shredded`."""
        state = self._vault.records.state(RecordId(identifier))
        if state is None or state.kind != INCIDENT:
            raise RecordError("record.unknown")
        if self._vault.shredding.is_shredded(state.record_id):
            raise RecordError("record.shredded")
        return state.record_id

    def destroy(self, whole: Whole, holders: tuple[Fingerprint, ...], bundle: str | None = None) -> None:
        """Within a transaction: every part, the evidence, and what was being typed."""
        kinds = {record: root[0] for record in whole.records if (root := self._vault.records.root_of(record))}
        for record, kind in kinds.items():
            self._drafts.end(draft_of_record(kind, record))
            if kind in ("evidence", INCIDENT):
                self._evidence.note_custody(record, "shredded", to_whom=holders)
        digests = self._vault.shredding.shred(whole.records, now_text(self._clock), bundle)
        self._vault.records.erased_evidence.update(digests)

    def _holders(self, whole: Whole) -> tuple[Fingerprint, ...]:
        """Those who hold all of it; RecordError `record.not_received` where there is nobody."""
        found = holders_of(self._vault, whole)
        holders = tuple(sorted(signer for signer, (_made_at, covers) in found.items() if covers))
        if not holders:
            raise RecordError("record.not_received")
        return holders

    def _answer(
        self, whole: Whole, holders: tuple[Fingerprint, ...], words: str, copies: int
    ) -> RecordShredded:
        revisions = [each for record in whole.records for each in self._vault.records.revisions_of(record)]
        return RecordShredded(
            id=whole.incident,
            held_by=holders,
            held_by_words=words,
            records=len(whole.records),
            revisions=len(revisions),
            evidence=len(whole.evidence),
            evidence_bytes=sum(self._vault.evidence.size_bytes(sha256) for sha256 in whole.evidence),
            copies=copies,
            remains=tuple(translate(sentence) for sentence in REMAINS),
            warning=translate(CANNOT_PROMISE),
        )
