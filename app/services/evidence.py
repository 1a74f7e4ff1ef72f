"""Evidence: files taken in, listed, handed out; each step an event in the chain of custody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from app.domain.compartments import join_parts
from app.domain.content import content_json, read_content
from app.domain.errors import EvidenceError, RecordError
from app.domain.evidence import Evidence, EvidenceLink, EvidenceTimes
from app.domain.media import HEAD_BYTES, media_type, metadata_time
from app.domain.record_events import CustodyContent
from app.domain.revision import RecordId
from app.domain.work import Watch
from app.services.answers import EvidenceAdded, EvidenceExported, EvidenceList, ListedEvidence
from app.services.authoring import Author
from app.services.clock import Clock, now_text
from app.services.ended_evidence import EndedEvidenceList, ended_evidence
from app.services.handing_out import handing_out
from app.services.record_ids import new_entry_id, new_record_id
from app.vault import Vault
from app.vault.blobs import StoredBlob

EVIDENCE = "evidence"
CUSTODY = "custody"
DEFAULT_ARRIVAL = "other"


@dataclass(frozen=True, slots=True)
class Intake:
    """A file that is sealed and hashed, before any record names it."""

    stored: StoredBlob
    name: str
    media_type: str
    times: EvidenceTimes


class EvidenceKeeping:
    """What a person can do with evidence."""

    def __init__(self, vault: Vault, author: Author, clock: Clock) -> None:
        self._vault = vault
        self._author = author
        self._clock = clock

    def add(self, record_id: str, path: Path, arrived: str | None, watch: Watch) -> EvidenceAdded:
        """Take a file in as evidence of an incident.

        Raises RecordError `record.unknown`, EvidenceError `evidence.unreadable`, DiskError.
        """
        state = self._vault.records.state(RecordId(record_id))
        if state is None or state.kind != "incident":
            raise RecordError("record.unknown")
        with self.taking_in((path,), watch) as intakes, self._vault.transaction():
            return self.file_intake(intakes[0], state.record_id, arrived or DEFAULT_ARRIVAL)

    @contextmanager
    def taking_in(self, paths: tuple[Path, ...], watch: Watch) -> Iterator[tuple[Intake, ...]]:
        """Files sealed and hashed, each read once; what the block does not file is removed again."""
        intakes: list[Intake] = []
        try:
            intakes.extend(self._take_in(path, watch) for path in paths)
            yield tuple(intakes)
        except BaseException:
            for intake in intakes:
                self._vault.evidence.discard(intake.stored)
            raise

    def file_intake(self, intake: Intake, incident: RecordId, arrived: str) -> EvidenceAdded:
        """Write the record and the first custody event of a file, within a transaction."""
        self._vault.evidence.keep(intake.stored)
        item = new_record_id()
        evidence = Evidence(
            sha256=intake.stored.sha256,
            size_bytes=intake.stored.size_bytes,
            media_type=intake.media_type,
            name=intake.name,
            arrived=arrived,
            times=intake.times,
            role="original",
            links=(EvidenceLink(id=new_entry_id(), incident=incident),),
        )
        self._author.begin(EVIDENCE, item, content_json(evidence))
        self.note_custody(item, "taken_in", from_whom=arrived)
        return EvidenceAdded(
            id=item, sha256=intake.stored.sha256, bytes=intake.stored.size_bytes, name=intake.name
        )

    def note_custody(
        self,
        item: RecordId,
        action: str,
        *,
        from_whom: str | None = None,
        to_whom: tuple[str, ...] = (),
        why: str | None = None,
    ) -> RecordId:
        """Write one custody event of an item, within a transaction; the id of its record."""
        event = new_record_id()
        content = CustodyContent.model_validate(
            {
                "action": action,
                "item": item,
                "when": now_text(self._clock),
                "previous": self._vault.custody.last_event(item),
                "from_whom": from_whom,
                "to_whom": to_whom,
                "why": why,
            }
        )
        self._author.begin(CUSTODY, event, content_json(content))
        return event

    def list(self, record_id: str | None = None) -> EvidenceList:
        """The evidence of one incident, or all; items whose bytes have not come are marked.

        Raises RecordError `record.unknown`.
        """
        if record_id is None:
            candidates = self._vault.lists.records()
        elif self._vault.records.state(RecordId(record_id)) is None:
            raise RecordError("record.unknown")
        else:
            candidates = self._vault.lists.naming(RecordId(record_id))
        items = (self._listed(item) for item, kind in candidates if kind == EVIDENCE)
        return EvidenceList(items=tuple(item for item in items if item is not None))

    def ended(self, record_id: str) -> EndedEvidenceList:
        """The files of an incident that were deleted or erased, and why; RecordError `record.unknown`."""
        if self._vault.records.state(RecordId(record_id)) is None:
            raise RecordError("record.unknown")
        return EndedEvidenceList(items=ended_evidence(self._vault, RecordId(record_id)))

    def others_with_its_bytes(self, item: str) -> int:
        """How many other items are the same file: its bytes stay until each of them is erased."""
        return self._vault.ended_items.others_with_its_bytes(RecordId(item))

    def export(self, sha256: str, target: Path | BinaryIO, watch: Watch) -> EvidenceExported:
        """Hand out the identical bytes of an item, and note it in its chain of custody.

        Raises EvidenceError `evidence.missing`, `evidence.altered`; DiskError.
        """
        items = [item for item in self.list().items if item.sha256 == sha256]
        if not items:
            raise EvidenceError("evidence.missing")
        with handing_out(self._vault, target, self._vault.evidence.size_bytes(sha256)) as stream:
            size_bytes = self._vault.evidence.export(sha256, stream, watch)
        path = str(target) if isinstance(target, Path) else "-"
        with self._vault.transaction():
            events = [self.note_custody(RecordId(item.id), "exported") for item in items]
        return EvidenceExported(path=path, sha256=sha256, bytes=size_bytes, custody=events[0])

    def _take_in(self, path: Path, watch: Watch) -> Intake:
        try:
            with path.open("rb") as file:
                status = path.stat()
                head = file.read(HEAD_BYTES)
                file.seek(0)
                stored = self._vault.evidence.store(file, watch, status.st_size)
        except OSError as error:
            raise EvidenceError("evidence.unreadable") from error
        media = media_type(head)
        times = EvidenceTimes(
            metadata=metadata_time(head, media),
            file=datetime.fromtimestamp(int(status.st_mtime), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        return Intake(stored, _safe_name(path.name), media, times)

    def _listed(self, record_id: RecordId) -> ListedEvidence | None:
        """An item as a list shows it; None where its content is withheld or was deleted."""
        state = self._vault.records.state(record_id)
        if state is None or self._vault.lists.is_deleted(record_id):
            return None
        try:
            evidence = cast("Evidence", read_content(EVIDENCE, join_parts(state.parts)))
        except RecordError:  # written by a newer version: it is shown as a tree
            return None
        if evidence.sha256 is None:
            return None
        incidents = [link.incident for link in evidence.links if link.incident]
        return ListedEvidence(
            id=record_id,
            record=incidents[0] if incidents else None,
            sha256=evidence.sha256,
            bytes=evidence.size_bytes or 0,
            name=evidence.name or "",
            media_type=evidence.media_type or "",
            arrived=evidence.arrived or "",
            held=self._vault.evidence.has(evidence.sha256),
        )


def _safe_name(name: str) -> str:
    """A file name as text: bytes that are none stand as escapes."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")
