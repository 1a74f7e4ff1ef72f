"""What a bundle would change here: the plan that a person reads before applying it.

`plan_import` is pure: the same bundle against the same vault gives the same plan.
Each record falls into exactly one of new, changed, known; `changed_by_others` and
`conflicting` mark records among these. `conflicting` counts records that will stand
in more than one version; which of their fields collide shows once it is applied.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.identity import Fingerprint, Trust
from app.domain.revision import KINDS, SCHEMA, RecordId, Revision, RevisionId

INCIDENT = "incident"
# Events and endings concern records, and are not counted among them.
_EVENTS = ("custody", "erasure", "tombstone")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who made a bundle, and what they are to us."""

    fingerprint: Fingerprint
    name: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """One verified revision of a bundle, without its content."""

    id: RevisionId
    record_id: RecordId
    kind: str
    schema: int
    parents: tuple[RevisionId, ...]
    author: Fingerprint
    parts: frozenset[str]

    @staticmethod
    def of(revision: Revision) -> "RevisionSummary":
        """The summary of a revision as received."""
        header = revision.header
        return RevisionSummary(
            id=revision.id,
            record_id=header.record_id,
            kind=header.kind,
            schema=header.schema,
            parents=header.parents,
            author=header.author,
            parts=frozenset(revision.parts),
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A line that was set aside (dormant) or refused, by name and reason."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """How many records fall where; see the module's text."""

    new: int = 0
    changed: int = 0
    changed_by_others: int = 0
    known: int = 0
    conflicting: int = 0


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The whole plan.

    `registry` counts the records of other kinds (people, organisations, proceedings,
    evidence) as `incidents` counts incidents; `not_understood` is how many records are
    of a kind or schema that this version does not know.
    """

    incidents: RecordCounts
    registry: RecordCounts
    not_understood: int
    dormant: tuple[Judged, ...]
    refused: tuple[Judged, ...]


class KnownRecords(Protocol):
    """What the plan must know of the vault; reads only."""

    def parts_of(self, revision: RevisionId) -> frozenset[str] | None:
        """The compartments held or erased of a revision, None where it is not here."""

    def record_of(self, revision: RevisionId) -> RecordId | None:
        """The record that a revision belongs to, None where the revision is not here."""

    def heads_of(self, record: RecordId) -> frozenset[RevisionId]:
        """The heads of a record, empty where it is not here."""

    def root_of(self, record: RecordId) -> tuple[str, Fingerprint] | None:
        """Kind and author of a record's first revision, None where it is not here."""


@dataclass(slots=True)
class _Incoming:
    """What arrives of one record."""

    kind: str
    root_author: Fingerprint | None
    heads: set[RevisionId]
    is_here: bool
    changes: bool = False
    by_others: bool = False
    understood: bool = True
    ids: set[RevisionId] = field(default_factory=set)


def plan_import(
    summaries: Iterable[RevisionSummary],
    known: KnownRecords,
    judged: tuple[Judged, ...] = (),
    person: Callable[[Fingerprint], Fingerprint] = lambda key: key,
) -> ImportPlan:
    """The plan for verified revisions, parents first, and the lines that were refused.

    `person` names one key of those that follow one another: their owner is no other.

    A revision whose parents are neither here nor before it is dormant
    (`revision.parents`); one of another kind than its parents is refused
    (`revision.kind`).
    """
    records: dict[RecordId, _Incoming] = {}
    kinds: dict[RevisionId, str] = {}
    dormant, refused = (
        [j for j in judged if is_dormant(j.code)],
        [j for j in judged if not is_dormant(j.code)],
    )
    for summary in summaries:
        record = records.get(summary.record_id) or _begin(summary, known)
        code = _judge(summary, record, kinds, known)
        if code == "revision.parents":
            dormant.append(Judged(summary.id, code))
        elif code is not None:
            refused.append(Judged(summary.id, code))
        else:
            records[summary.record_id] = record
            kinds[summary.id] = summary.kind
            _take(summary, record, known, person)
    counted = {record_id: r for record_id, r in records.items() if r.kind not in _EVENTS}
    return ImportPlan(
        incidents=_count(r for r in counted.values() if r.kind == INCIDENT),
        registry=_count(r for r in counted.values() if r.kind != INCIDENT),
        not_understood=sum(1 for r in counted.values() if not r.understood),
        dormant=tuple(dormant),
        refused=tuple(refused),
    )


_DORMANT = frozenset({"revision.author_unknown", "revision.parents", "revision.newer_format"})


def is_dormant(code: str) -> bool:
    """Whether a line judged so is kept aside and judged again, rather than refused for good."""
    return code in _DORMANT


def _begin(summary: RevisionSummary, known: KnownRecords) -> _Incoming:
    root = known.root_of(summary.record_id)
    if root is None:
        return _Incoming(summary.kind, None, set(), is_here=False)
    kind, author = root
    return _Incoming(kind, author, set(known.heads_of(summary.record_id)), is_here=True)


def _judge(
    summary: RevisionSummary, record: _Incoming, kinds: Mapping[RevisionId, str], known: KnownRecords
) -> str | None:
    for parent in summary.parents:
        if parent in kinds:
            if kinds[parent] != summary.kind or parent not in record.ids:
                return "revision.kind"
            continue
        belongs_to = known.record_of(parent)
        if belongs_to is None:
            return "revision.parents"
        if belongs_to != summary.record_id or record.kind != summary.kind:
            return "revision.kind"
    return None


def _take(
    summary: RevisionSummary,
    record: _Incoming,
    known: KnownRecords,
    person: Callable[[Fingerprint], Fingerprint],
) -> None:
    if summary.id in record.ids:
        return
    held = known.parts_of(summary.id)
    record.ids.add(summary.id)
    record.understood = summary.kind in KINDS and summary.schema <= SCHEMA
    if held is not None:
        record.changes |= bool(summary.parts - held)
        return
    record.changes = True
    if record.root_author is None:
        record.root_author = summary.author
    record.by_others |= person(summary.author) != person(record.root_author)
    record.heads.difference_update(summary.parents)
    record.heads.add(summary.id)


def _count(records: Iterable[_Incoming]) -> RecordCounts:
    tallied = list(records)
    return RecordCounts(
        new=sum(1 for r in tallied if not r.is_here),
        changed=sum(1 for r in tallied if r.is_here and r.changes),
        changed_by_others=sum(1 for r in tallied if r.by_others),
        known=sum(1 for r in tallied if r.is_here and not r.changes),
        conflicting=sum(1 for r in tallied if r.changes and len(r.heads) > 1),
    )
