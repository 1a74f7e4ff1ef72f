"""What the tests of faults build from: vaults with something in them, made once, and how to look at one.

The monitor's vault is the one that suffers. A bundle from the coordinator lies beside it, and
papers to add. Everything typed carries the names that may stand readable nowhere.
"""

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.strict_json import JsonObject
from app.domain.work import Watch
from app.services import Services, open_services
from app.services.answers import Digest
from app.services.clock import SystemClock
from app.vault.slots import Passphrase
from tests.canary import FULL_NAME, TOWN, find_canaries
from tests.coalition import PASSPHRASE, Founded, found_coalition, open_vault, send

PEOPLE = ("monitor", "coordinator")
NEW_PASSPHRASE = "другая фраза из семи пустых слов"
HELD = 3
"""Incidents in the monitor's vault; the first has evidence."""

BROUGHT = 30
"""Incidents in the coordinator's bundle."""

PAPERS = 2
"""So many of these have evidence; one paper more lies on the desk."""

LINES = 60
"""Incidents to import, in two transactions."""

PHOTOGRAPH = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 2_000


def incident(title: str) -> JsonObject:
    """An incident with a person of its own, all of it recognisable."""
    return {
        "title": title,
        "narrative": {"language": "kk", "text": f"{FULL_NAME} айтты: «{TOWN} қаласында Һәм Ӣ Ӯ Ҳ Ҷ»."},
        "where": {"country": "KZ", "locality": TOWN},
        "acts": [{"form": "beating", "victims": ["p1"]}],
        "people": [{"key": "p1", "names": [{"script": "Cyrl", "full": FULL_NAME}]}],
    }


@dataclass(frozen=True, slots=True)
class Scene:
    """Vaults by role, a bundle for the monitor, and the papers in `desk`, which are plain on purpose."""

    folder: Path
    fingerprints: dict[str, str]
    first_incident: str
    evidence: str

    @property
    def vault(self) -> Path:
        """The monitor's."""
        return self.folder / "monitor"

    @property
    def bundle(self) -> Path:
        """From the coordinator to the monitor."""
        return self.folder / "bundle.age"

    @property
    def desk(self) -> Path:
        """`new.json`, `lines.jsonl`, `photograph`, `paper-0` to `paper-2`, `passphrase`, `new-passphrase`."""
        return self.folder / "desk"

    def copied_to(self, folder: Path) -> "Scene":
        """The same again, to be damaged."""
        shutil.copytree(self.folder, folder)
        return Scene(folder, self.fingerprints, self.first_incident, self.evidence)

    def command(self, *arguments: object, vault: Path | None = None, readable: bool = False) -> list[str]:
        """A command line on the monitor's vault, or a copy of it, that asks nothing and answers in JSON.

        It answers to people where it is to be `readable`.
        """
        options = ("--vault", vault or self.vault, "--passphrase-file", self.desk / "passphrase", "--yes")
        return [str(part) for part in (*options, *(() if readable else ("--json",)), *arguments)]


def make_scene(folder: Path) -> Scene:
    """Found the vaults and fill them."""
    founded: Founded = found_coalition(folder, PEOPLE)
    desk = folder / "desk"
    desk.mkdir()
    (desk / "new.json").write_text(json.dumps(incident("Жаңа оқиға"), ensure_ascii=False), "utf-8")
    lines = (json.dumps(incident(f"Жол {number}"), ensure_ascii=False) for number in range(LINES))
    (desk / "lines.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (desk / "photograph").write_bytes(PHOTOGRAPH)
    (desk / "passphrase").write_text(PASSPHRASE, "utf-8")
    (desk / "new-passphrase").write_text(NEW_PASSPHRASE, "utf-8")
    for number in range(PAPERS + 1):
        (desk / f"paper-{number}").write_bytes(f"{FULL_NAME} {number}".encode() * 5_000)
    with open_vault(folder / "monitor") as services:
        held = [services.recording.add(incident(f"Оқиға {n}"), (), Watch()).id for n in range(HELD)]
        added = services.evidence.add(held[0], desk / "photograph", "camera", Watch())
    backup = folder / "monitor" / "backups" / "before-migration-from-0"
    backup.mkdir()
    for name in ("data", "keys"):
        shutil.copyfile(folder / "monitor" / name, backup / name)
    with open_vault(folder / "coordinator") as services:
        for number in range(BROUGHT):
            papers = (desk / f"paper-{number}",) if number < PAPERS else ()
            services.recording.add(incident(f"Келген {number}"), papers, Watch())
        (folder / "bundle.age").write_bytes(send(services, [founded.fingerprints["monitor"]]))
    return Scene(folder, dict(founded.fingerprints), held[0], added.sha256)


@dataclass(frozen=True, slots=True)
class State:
    """What a vault holds, once it has been opened, checked and closed again."""

    titles: tuple[str, ...]
    people: int
    evidence: int
    digest: Digest
    warnings: tuple[str, ...]


@contextmanager
def opened(vault: Path, passphrase: Passphrase = PASSPHRASE) -> Iterator[Services]:
    """The services of a vault, as the next start gives them."""
    with open_services(vault, passphrase, SystemClock(), Watch()) as services:
        yield services


def examine(vault: Path, passphrase: Passphrase = PASSPHRASE) -> State:
    """Open a vault after a fault: it must be whole, hold no plain text and nothing half-made."""
    with opened(vault, passphrase) as services:
        report = services.access.verify(Watch())
        assert report.problems == (), report.problems
        listed = services.reading.list_incidents(None, None, 10_000, 0, ())
        state = State(
            titles=tuple(sorted(record.title for record in listed.items)),
            people=services.reading.list_kind("person", None, None, 10_000, 0).total,
            evidence=report.evidence,
            digest=services.access.digest(),
            warnings=report.warnings,
        )
    names = {path.name for path in vault.rglob("*")}
    assert not [name for name in names if name.endswith(".partial")]
    assert sorted(path.name for path in vault.iterdir()) == [
        "backups", "blobs", "data", "keys", "open", "staging",
    ]  # fmt: skip
    assert len([path for path in (vault / "blobs").rglob("*") if path.is_file()]) == state.evidence
    assert list((vault / "staging").iterdir()) == []
    assert find_canaries(vault) == []
    return state


def take_in(scene: Scene, vault: Path) -> Digest:
    """Apply the coordinator's bundle; what the vault holds then."""
    with opened(vault) as services:
        assert services.exchange.apply(io.BytesIO(scene.bundle.read_bytes()), None, Watch()).applied
        return services.access.digest()
