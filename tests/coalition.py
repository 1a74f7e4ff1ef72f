"""Three people who know one another, for tests of the shell and of whole journeys."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.work import Watch
from app.services import Services, open_services
from app.services.access import create_vault
from app.services.answers import BundlePlan
from app.services.clock import SystemClock

PASSPHRASE = "жеті сөзден турган сыр — не для жизни"
ROLES = ("monitor", "lawyer", "coordinator")


@dataclass(frozen=True, slots=True)
class Founded:
    """Closed vaults, one in each folder named by role, with cards beside them (`<role>.card`)."""

    folder: Path
    fingerprints: Mapping[str, str]


def found_coalition(folder: Path, roles: tuple[str, ...] = ROLES, *, acquainted: bool = True) -> Founded:
    """Make the vaults and, where `acquainted`, let everybody verify everybody."""
    fingerprints = {}
    for role in roles:
        made = create_vault(
            folder / role,
            PASSPHRASE,
            name=f"Пример {role}",
            role=role if role in ROLES else "monitor",
            organisation=None,
            languages=("ru",),
            kdf="floor",
            clock=SystemClock(),
            watch=Watch(),
        )
        fingerprints[role] = made.fingerprint
    for role in roles:
        with open_vault(folder / role) as services:
            services.contacts.write_card(folder / f"{role}.card")
    for role in roles if acquainted else ():
        with open_vault(folder / role) as services:
            for other in roles:
                if other != role:
                    services.contacts.add((folder / f"{other}.card").read_bytes(), fingerprints[other])
    return Founded(folder, fingerprints)


def open_vault(folder: Path) -> Services:
    """The services of one of these vaults, to be used as a context manager."""
    return open_services(folder, PASSPHRASE, SystemClock(), Watch())


def send(
    sender: Services, to: Sequence[str], with_: Sequence[str] = (), without: Sequence[str] = ()
) -> bytes:
    """A bundle of everything that the sender has, for these fingerprints."""
    stream = io.BytesIO()
    reason = "мысал себеп" if with_ else None
    sender.exchange.write(None, tuple(to), stream, tuple(without), tuple(with_), reason, Watch())
    return stream.getvalue()


def receive(receiver: Services, bundle: bytes) -> BundlePlan:
    """Take a bundle in; what it changed."""
    done = receiver.exchange.apply(io.BytesIO(bundle), None, Watch())
    assert done.applied
    return done
