"""The vault that hostile bundles are sent to, and what proves that one left no trace in it."""

import hashlib
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from app.bundle.gates import Gate, Gates
from app.domain.errors import REFUSALS, AppError
from app.domain.revision import Revision
from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services import Services, open_services
from app.services.answers import BundlePlan
from app.services.clock import SystemClock
from tests.builders import PASSPHRASE, Writer, make_vault, party
from tests.bundle.builders import COORDINATOR, MONITOR, contents, lines, written

INCIDENT: JsonObject = {
    "title": "Шабуыл сот залында",
    "narrative": {"language": "kk", "text": "Үзіліс кезінде қорғаушыны ұрды."},
    "where": {"country": "KG", "kind": "courtroom", "locality": "Үлгіауыл"},
}


@dataclass(frozen=True)
class Trace:
    """Everything that a bundle could have left: every row of the database, every file in and around it."""

    rows: dict[str, str]
    files: frozenset[Path]


@dataclass
class Receiver:
    """The coordinator's vault in `folder`/vault: the monitor is verified there, nobody else is known."""

    folder: Path
    services: Services

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    def inspect(self, data: bytes) -> BundlePlan:
        return self.services.exchange.inspect(io.BytesIO(data), Watch())

    def apply(self, data: bytes, accept_revoked: str | None = None) -> BundlePlan:
        return self.services.exchange.apply(io.BytesIO(data), accept_revoked, Watch())

    def trace(self) -> Trace:
        """Of now; staging must be empty."""
        assert not self.services.vault.staging.is_begun()
        assert list((self.vault / "staging").iterdir()) == []
        database = self.services.vault._parts.database
        names = [name for (name,) in database.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {name: digest_of(database.all(f"SELECT * FROM {name}")) for name in names}
        return Trace(rows, frozenset(self.folder.rglob("*")))

    def refuses(self, data: bytes, *, to_inspect: bool = True) -> tuple[str, Gate]:
        """Refuse it to who inspects and to who applies, at one gate, without a trace; code and gate.

        With `to_inspect` false it is applying alone that must refuse it.
        """
        before = self.trace()
        found = {self._refusal(do, data) for do in ((self.inspect,) * to_inspect + (self.apply,))}
        after = self.trace()
        assert {name for name in before.rows if before.rows[name] != after.rows[name]} == set()
        assert after.files ^ before.files == frozenset()
        assert len(found) == 1
        return found.pop()

    def _refusal(self, do: Callable[[bytes], BundlePlan], data: bytes) -> tuple[str, Gate]:
        with gates_entered() as entered, pytest.raises(AppError) as refusal:
            do(data)
        error = refusal.value
        assert error.code in REFUSALS
        assert error.sentence.endswith(".")
        assert error.advice.endswith(".")
        assert not {"{", "}"} & set(error.sentence + error.advice)
        return error.code, entered[-1]


def digest_of(rows: list[tuple[Any, ...]]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()


@contextmanager
def gates_entered() -> Iterator[list[Gate]]:
    """The gates that are entered meanwhile, in order."""
    entered: list[Gate] = []
    enter = Gates._enter

    def noting(gates: Gates, gate: Gate) -> None:
        enter(gates, gate)
        entered.append(gate)

    with patch.object(Gates, "_enter", noting):
        yield entered


def found_receiver(folder: Path) -> None:
    """Make the vault in `folder`/vault."""
    make_vault(folder / "vault", party(COORDINATOR)).close()


@contextmanager
def opened_receiver(folder: Path) -> Iterator[Receiver]:
    """The vault as the next start gives it."""
    with open_services(folder / "vault", PASSPHRASE, SystemClock(), Watch()) as services:
        yield Receiver(folder, services)


def acquaint(receiver: Receiver) -> None:
    """Give the vault something of its own and the monitor, verified, with something of theirs."""
    services = receiver.services
    services.contacts.add(party(MONITOR).card.text.encode(), party(MONITOR).fingerprint)
    services.recording.add(INCIDENT, (), Watch())
    receiver.apply(written(contents(revisions=lines(known_revision().to_line()), evidence=()))[0])


@cache
def known_revision() -> Revision:
    """An incident of the monitor that the vault holds."""
    return Writer(party(MONITOR)).write("incident", {"open": INCIDENT})
