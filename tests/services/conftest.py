"""Three people with open vaults who have verified one another."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services import Services
from app.services.answers import BundlePlan, BundleWritten
from tests.coalition import Founded, found_coalition, open_vault

INCIDENT: JsonObject = {
    "title": "Шабуыл сот залында",
    "narrative": {"language": "kk", "text": "Үзіліс кезінде қорғаушыны ұрды."},
    "when": {"edtf": "2014-01-09", "certainty": "exact"},
    "where": {"country": "KG", "kind": "courtroom", "locality": "Үлгіауыл"},
    "acts": [{"form": "beating", "victims": ["p1"]}],
    "people": [{"key": "p1", "names": [{"script": "Cyrl", "full": "Үлгі Тестұлы"}], "health": "здоров"}],
    "sources": [{"note": "көрші"}],
}


@dataclass
class Trio:
    """The open services of a monitor, a lawyer and a coordinator, and a folder for what they hand over."""

    monitor: Services
    lawyer: Services
    coordinator: Services
    folder: Path
    fingerprints: dict[str, str]

    def write(
        self, sender: str, *to: str, records: tuple[str, ...] | None = None, **how: object
    ) -> BundleWritten:
        """A bundle of one of them for others, all named by role."""
        services: Services = getattr(self, sender)
        fingerprints = tuple(self.fingerprints[role] for role in to)
        return services.exchange.write(records, fingerprints, self.folder, **how)  # type: ignore[arg-type]

    def apply(self, receiver: str, written: BundleWritten) -> BundlePlan:
        """Take a bundle in."""
        services: Services = getattr(self, receiver)
        with Path(written.path).open("rb") as stream:
            return services.exchange.apply(stream, None, Watch())


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """The vaults, made once and copied for each test."""
    return found_coalition(tmp_path_factory.mktemp("coalition"))


@pytest.fixture
def trio(founded: Founded, tmp_path: Path) -> Iterator[Trio]:
    """Fresh copies of the vaults, open."""
    folder = tmp_path / "handed-over"
    folder.mkdir()
    with ExitStack() as stack:
        opened = {}
        for role in ("monitor", "lawyer", "coordinator"):
            shutil.copytree(founded.folder / role, tmp_path / role)
            opened[role] = stack.enter_context(open_vault(tmp_path / role))
        yield Trio(**opened, folder=folder, fingerprints=dict(founded.fingerprints))
