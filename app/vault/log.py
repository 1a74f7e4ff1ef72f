"""The log: one line for every change that matters, each bound to the one before.

    hash = SHA-256("daftar-log@1" ‖ 0 ‖ RFC 8785 of {seq, what, id, content, prev})

`content` is the digest of what the change left behind (64 hex digits, empty where the thing
is gone), `prev` the hash of the line before (null at the first). The tip stands in the
database and, at every clean close, in `keys`, under the MAC of `crypto.keyslots.state_mac`.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from app.crypto.keyslots import Tip, make_tip, tip_holds
from app.domain.errors import VaultError
from app.vault.connection import Connection

LAST_LINE = "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1"
LINE_HASH = "SELECT hash FROM log WHERE seq = ?"
INSERT_LINE = "INSERT INTO log (seq, what, id, content, prev, hash) VALUES (?, ?, ?, ?, ?, ?)"
LINES_AFTER = """
SELECT
    seq,
    what,
    id,
    content,
    prev,
    hash
FROM log
WHERE seq > ?
ORDER BY seq
LIMIT 1000
"""
READ_TIP = "SELECT generation, tip_seq, tip_hash, tip_mac FROM vault"
WRITE_TIP = "UPDATE vault SET generation = ?, tip_seq = ?, tip_hash = ?, tip_mac = ?"

# Made once: `json.dumps` makes one for every text.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode

# What may happen to a thing, by the name under which its first line stood.
_SUBJECTS = {"filled": "revision", "erased": "revision", "trust": "contact", "shredded": "blob"}

Logged: TypeAlias = tuple[str, str, str]
"""Subject, id and digest of one thing as it is now."""


@dataclass(frozen=True, slots=True)
class LogFault:
    """A line or a thing that does not hold: `what` and `id` as in the log, `code` says how."""

    what: str
    id: str
    code: str


class Log:
    """Appends within the vault's transactions; checks at opening and on demand."""

    def __init__(self, database: Connection, vault_id: str, state_key: bytes) -> None:
        self._database = database
        self._vault_id = vault_id
        self.state_key = state_key
        self._seq = 0
        self._hash: str | None = None
        self._generation = 0
        self._changed = False

    def begin(self) -> None:
        """Take up the tip as it stands in the database, at the start of a transaction."""
        self._generation, tip = self.tip()
        self._seq, self._hash = tip.seq, tip.hash or None
        self._changed = False

    def add(self, what: str, id: str, content: str) -> None:  # noqa: A002 - the log's own word
        """One line; `content` from `digest_of`, empty for what is gone."""
        self._seq += 1
        line = _line_hash(self._seq, what, id, content, self._hash)
        self._database.run(INSERT_LINE, (self._seq, what, id, content, self._hash, line))
        self._hash = line
        self._changed = True

    def raise_generation(self, generation: int) -> None:
        """The key slots have changed: a line, and a tip of that generation."""
        self._generation = generation
        self.add("slots", self._vault_id, generation_digest(generation))

    def seal(self) -> None:
        """Write the tip, at the end of a transaction that added lines."""
        if self._changed and self._hash is not None:
            tip = self.make_tip(self._generation, self._seq, self._hash)
            self._database.run(WRITE_TIP, (self._generation, tip.seq, tip.hash, tip.mac))
            self._changed = False

    def tip(self) -> tuple[int, Tip]:
        """Generation and tip as they stand in the database, not yet judged."""
        row = self._database.one(READ_TIP)
        if row is None:
            raise VaultError("vault.damaged", what="log")
        generation, seq, line_hash, mac = row
        return generation, Tip.model_construct(seq=seq, hash=line_hash, mac=mac)

    def make_tip(self, generation: int, seq: int, line_hash: str) -> Tip:
        """A tip under our MAC."""
        return make_tip(
            self.state_key, vault_id=self._vault_id, generation=generation, seq=seq, tip_hash=line_hash
        )

    def is_ours(self, generation: int, tip: Tip) -> bool:
        """Whether a tip bears our MAC."""
        return tip_holds(self.state_key, tip, vault_id=self._vault_id, generation=generation)

    def check_tip(self) -> tuple[int, Tip]:
        """The database's tip, if it is ours and names the last line; else VaultError `vault.damaged`."""
        generation, tip = self.tip()
        if not self.is_ours(generation, tip) or self._database.one(LAST_LINE) != (tip.seq, tip.hash):
            raise VaultError("vault.damaged", what="log")
        return generation, tip

    def holds(self, tip: Tip) -> bool:
        """Whether the line that an earlier tip names stands in the log."""
        return self._database.one(LINE_HASH, (tip.seq,)) == (tip.hash,)

    def verify(self, things: Iterable[Logged]) -> Iterator[LogFault]:
        """Every line against the one before it, and the last line of each thing against `things`."""
        latest: dict[tuple[str, str], str] = {}
        seq, before = 0, ""
        while lines := self._database.all(LINES_AFTER, (seq,)):
            for number, what, subject, content, prev, line in lines:
                fits = number == seq + 1 and (prev or "") == before
                if not fits or line != _line_hash(number, what, subject, content, prev):
                    yield LogFault("log", str(number), "log.broken")
                seq, before = number, line
                latest[_SUBJECTS.get(what) or what, subject] = content
        yield from _compare(latest, things)


def generation_digest(generation: int) -> str:
    """The digest that the log holds of the generation of the key slots."""
    return digest_of({"generation": generation})


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the RFC 8785 text of what a change left behind."""
    return hashlib.sha256(_canonical(content)).hexdigest()


def _line_hash(seq: int, what: str, subject: str, content: str, prev: str | None) -> str:
    named = {"seq": seq, "what": what, "id": subject, "content": content, "prev": prev}
    return hashlib.sha256(b"daftar-log@1\0" + _canonical(named)).hexdigest()


def _canonical(named: Mapping[str, Any]) -> bytes:
    """RFC 8785 of plain names with texts, whole numbers and lists of these.

    For such values `json` writes the same as `canonical_text`, ten times as fast.
    """
    return _encode(named).encode()


def _compare(latest: Mapping[tuple[str, str], str], things: Iterable[Logged]) -> Iterator[LogFault]:
    missing = {key for key, content in latest.items() if content}
    for what, subject, content in things:
        missing.discard((what, subject))
        if latest.get((what, subject), "") != content:
            yield LogFault(what, subject, "log.differs")
    for what, subject in sorted(missing):
        yield LogFault(what, subject, "log.missing")
