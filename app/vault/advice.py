"""Advice: revocations that others signed of a key that is not theirs, and those that we signed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.identity import Fingerprint, Revocation, read_revocation
from app.vault.connection import Connection, Row
from app.vault.log import Log, Logged, digest_of

WRITE_ADVICE = "INSERT OR IGNORE INTO advice (fingerprint, signer, text, arrived) VALUES (?, ?, ?, ?)"
ADVICE_COLUMNS = "SELECT fingerprint, signer, text, arrived FROM advice "
READ_ADVICE = ADVICE_COLUMNS + "WHERE fingerprint = ? AND signer = ?"
ADVICE_ON = ADVICE_COLUMNS + "WHERE fingerprint = ? ORDER BY arrived, signer"
ADVICE_BY = ADVICE_COLUMNS + "WHERE signer = ? ORDER BY fingerprint"
ALL_ADVICE = ADVICE_COLUMNS + "ORDER BY fingerprint, signer"


@dataclass(frozen=True, slots=True)
class Advised:
    """Somebody's advice to trust a key no more."""

    revocation: Revocation
    signer: Fingerprint
    arrived: str


class Advice:
    """What changes something is called within a transaction; the caller has verified signatures."""

    def __init__(self, database: Connection, log: Log) -> None:
        self._database = database
        self._log = log

    def take(self, revocation: Revocation, signer: Fingerprint, now: str) -> None:
        """Keep advice; of one who advised the same before nothing changes."""
        if self._database.one(READ_ADVICE, (revocation.fingerprint, signer)) is None:
            row = (revocation.fingerprint, signer, revocation.text, now)
            self._database.run(WRITE_ADVICE, row)
            self._log.add(*_logged(row))

    def on(self, fingerprint: Fingerprint) -> tuple[Advised, ...]:
        """What others, and we, advise on a key."""
        return tuple(_read(row) for row in self._database.all(ADVICE_ON, (fingerprint,)))

    def by(self, signer: Fingerprint) -> tuple[Advised, ...]:
        """What somebody advises."""
        return tuple(_read(row) for row in self._database.all(ADVICE_BY, (signer,)))

    def logged(self) -> Iterator[Logged]:
        """All advice as the log knows it."""
        for row in self._database.all(ALL_ADVICE):
            yield _logged(row)


def _read(row: Row) -> Advised:
    _fingerprint, signer, text, arrived = row
    return Advised(read_revocation(text)[0], Fingerprint(signer), arrived)


def _logged(row: Row) -> Logged:
    name = hashlib.sha256(f"{row[0]}\n{row[1]}".encode()).hexdigest()
    return "advice", name, digest_of({"advice": list(row)})
