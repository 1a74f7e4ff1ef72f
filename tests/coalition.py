"""Three people who know one another, for tests of the shell and of whole journeys."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.work import Watch
from app.services import Services, open_services
from app.services.access import create_vault
from app.services.clock import SystemClock

PASSPHRASE = "жеті сөзден турган сыр — не для жизни"
ROLES = ("monitor", "lawyer", "coordinator")


@dataclass(frozen=True, slots=True)
class Founded:
    """Closed vaults, one in each folder named by role, with cards beside them (`<role>.card`)."""

    folder: Path
    fingerprints: Mapping[str, str]


def found_coalition(folder: Path, roles: tuple[str, ...] = ROLES) -> Founded:
    """Make the vaults and let everybody verify everybody."""
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
    for role in roles:
        with open_vault(folder / role) as services:
            for other in roles:
                if other != role:
                    services.contacts.add((folder / f"{other}.card").read_bytes(), fingerprints[other])
    return Founded(folder, fingerprints)


def open_vault(folder: Path) -> Services:
    """The services of one of these vaults, to be used as a context manager."""
    return open_services(folder, PASSPHRASE, SystemClock(), Watch())
