"""Vaults of invented incidents, as many as are wanted."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.work import Watch
from app.services import Services, open_services
from app.services.access import create_vault
from app.services.answers import VaultCreated
from app.services.clock import SystemClock

PASSPHRASE = "only for measuring"
WORDS = ("ұрды", "қорқытты", "сот", "полиция", "адвокат", "допрос", "угроза", "қамады", "шағым", "ҳабс")
_AT_ONCE = 2_000


def make_vault(folder: Path, role: str = "coordinator") -> VaultCreated:
    """An empty vault under PASSPHRASE, its key derivation at the floor."""
    return create_vault(
        folder,
        PASSPHRASE,
        name=role,
        role=role,
        organisation=None,
        languages=("ru",),
        kdf="floor",
        clock=SystemClock(),
        watch=Watch(),
    )


@contextmanager
def opened(folder: Path) -> Iterator[Services]:
    """The services of such a vault."""
    with open_services(folder, PASSPHRASE, SystemClock(), Watch()) as services:
        yield services


@contextmanager
def opened_pair(folder: Path) -> Iterator[tuple[Services, Services, str]]:
    """A monitor and a coordinator who have verified each other, and the coordinator's fingerprint."""
    made = [make_vault(folder / role, role) for role in ("monitor", "coordinator")]
    with opened(folder / "monitor") as sender, opened(folder / "coordinator") as receiver:
        for one, other, known in ((sender, receiver, made[1]), (receiver, sender, made[0])):
            one.contacts.add((other.contacts.card().card or "").encode(), known.fingerprint)
        yield sender, receiver, made[1].fingerprint


def fill(
    services: Services, incidents: int, incident: Callable[[int], dict[str, object]] | None = None
) -> None:
    """So many incidents; if nobody says which, invented ones with one person of its own each."""
    made = incident or invented
    for first in range(0, incidents, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, incidents))
        lines = "\n".join(json.dumps(made(number), ensure_ascii=False) for number in numbers)
        services.recording.import_lines(io.BytesIO(lines.encode()), Watch())


def vault_of(folder: Path, incidents: int) -> Path:
    """A vault that holds so many incidents; the one that lies there if it was made before."""
    if not folder.exists():
        make_vault(folder)
        with opened(folder) as services:
            fill(services, incidents)
    return folder


def invented(number: int) -> dict[str, object]:
    """An incident with a person, of about the length of a real one."""
    text = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 121))
    return {
        "title": f"Оқиға {number}",
        "narrative": {"language": "kk", "text": text},
        "when": {"edtf": f"20{10 + number % 15}-01-09", "certainty": "exact"},
        "where": {"locality": f"Ауыл {number % 500}"},
        "acts": [{"form": "threat", "victims": ["p"]}],
        "people": [{"key": "p", "names": [{"script": "Cyrl", "full": f"Үлгі {number}"}]}],
    }
