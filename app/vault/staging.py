"""The bundle that is being applied: staged → applying → applied, resumable, one at a time.

    begin · stage_lines, stage · adopt_evidence … · mark_applying · (next_group · done)… · finish

Before `mark_applying` a crash or a `discard` leaves nothing; after it the next opening finds
`unfinished()` and goes on. Each step is called within a short transaction of its own.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import accumulate

from app.vault.blobs import StoredBlob
from app.vault.connection import Connection
from app.vault.evidence import StagedEvidence
from app.vault.exchange import IncomingBundle

WRITE_APPLYING = "INSERT INTO applying (one, state, bundle) VALUES (1, 'staged', ?)"
READ_APPLYING = "SELECT state, bundle FROM applying"
MARK_APPLYING = "UPDATE applying SET state = 'applying'"
DELETE_APPLYING = "DELETE FROM applying"
INSERT_LINE = "INSERT INTO staged_line (rank, batch, what, line) VALUES (?, ?, ?, ?)"
NEXT_PLACES = """
SELECT
    number,
    rank,
    batch,
    LENGTH(line)
FROM staged_line
ORDER BY rank, batch, number
LIMIT ?
"""
PLACES_OF_BATCH = """
SELECT
    number,
    rank,
    batch,
    LENGTH(line)
FROM staged_line
WHERE rank = ?
    AND batch = ?
ORDER BY number
LIMIT ?
"""
READ_LINE = "SELECT rank, batch, what, line, number FROM staged_line WHERE number = ?"
COUNT_LINES = "SELECT COUNT(*) FROM staged_line"
DELETE_LINE = "DELETE FROM staged_line WHERE number = ?"
DELETE_LINES = "DELETE FROM staged_line"

MOST_LINES = 2_000
MOST_CHARACTERS = 16 * 1024 * 1024
"""Of one group, however large a batch is: it is held in memory."""


@dataclass(frozen=True, slots=True)
class StagedLine:
    """A line of the bundle; `what` says which kind of line it is.

    Lines of one `rank` and `batch` (a record's) are applied together, lower ranks first.
    `number` is given by staging.
    """

    rank: int
    batch: str
    what: str
    line: str
    number: int = 0


class Staging:
    """Lines and evidence that do not count yet."""

    def __init__(self, database: Connection, evidence: StagedEvidence) -> None:
        self._database = database
        self.evidence = evidence

    def begin(self, bundle: IncomingBundle) -> None:
        """Start; whatever was staged and never marked is forgotten. One that is marked: RuntimeError."""
        if self.unfinished() is not None:
            raise RuntimeError("another bundle is being applied")
        self.discard()
        self._database.run(WRITE_APPLYING, (json.dumps(asdict(bundle)),))

    def stage_lines(self, lines: Iterable[StagedLine]) -> None:
        """Add lines in the order in which they stand."""
        self._database.many(INSERT_LINE, [(line.rank, line.batch, line.what, line.line) for line in lines])

    def mark_applying(self) -> None:
        """From here on it will be applied, by this session or the next."""
        self._database.run(MARK_APPLYING)

    def unfinished(self) -> IncomingBundle | None:
        """The bundle that is marked as applying."""
        row = self._database.one(READ_APPLYING)
        return IncomingBundle(**json.loads(row[1])) if row and row[0] == "applying" else None

    def is_begun(self) -> bool:
        """Whether anything is staged, marked or not."""
        return bool(self._database.one(READ_APPLYING) or self.remaining() or self.evidence.blobs())

    def remaining(self) -> int:
        """How many lines have not been applied."""
        row = self._database.one(COUNT_LINES)
        return row[0] if row else 0

    def next_group(self, limit: int = 200) -> tuple[StagedLine, ...]:
        """The next lines: whole batches, about `limit` lines, at least one batch; none at the end.

        Of a batch too large to be held it is the beginning.
        """
        places = self._database.all(NEXT_PLACES, (limit + 1,))
        if len(places) > limit:
            first, last = places[0][1:3], places[-1][1:3]
            if first == last:
                places = self._database.all(PLACES_OF_BATCH, (*first, MOST_LINES))
            else:
                places = [place for place in places if place[1:3] != last]
        held = accumulate(length for _number, _rank, _batch, length in places)
        fitting = [
            place for place, characters in zip(places, held, strict=True) if characters <= MOST_CHARACTERS
        ]
        rows = [self._database.one(READ_LINE, (number,)) for number, *_where in fitting or places[:1]]
        return tuple(StagedLine(*row) for row in rows if row)

    def done(self, lines: Iterable[StagedLine]) -> None:
        """These lines have been applied, in this very transaction."""
        self._database.many(DELETE_LINE, [(line.number,) for line in lines])

    def finish(self) -> None:
        """The bundle is applied. RuntimeError where something of it is left."""
        if self.remaining() or self.evidence.blobs():
            raise RuntimeError("not everything that was staged has been applied")
        self._database.run(DELETE_APPLYING)

    def discard(self) -> tuple[StoredBlob, ...]:
        """Forget everything staged; the evidence, whose files are to be removed."""
        self._database.run(DELETE_LINES)
        self._database.run(DELETE_APPLYING)
        return self.evidence.discard()
