"""The operations that are killed, and what must be left of each."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.crypto.keyslots import read_key_file
from app.domain.errors import AppError
from app.domain.work import Watch
from app.services.answers import Digest
from app.services.backups import drill
from app.services.destruction import destroy_vault
from app.vault.copies import backups_in
from tests.canary import find_canaries
from tests.coalition import PASSPHRASE
from tests.faults.bombardment import Operation, in_vault
from tests.faults.scene import (
    BROUGHT,
    HELD,
    LINES,
    NEW_PASSPHRASE,
    PAPERS,
    PHOTOGRAPH,
    Scene,
    examine,
    opened,
    take_in,
)


def _one_of(found: int, absent: int, whole: int) -> str:
    assert found in (absent, whole)
    return "whole" if found == whole else "absent"


def _judge_save(scene: Scene) -> str:
    state = examine(scene.vault)
    # The person that an incident brings is there exactly when the incident is.
    assert state.people == len(state.titles)
    return _one_of(len(state.titles), HELD, HELD + 1)


def _judge_intake(scene: Scene) -> str:
    return _one_of(examine(scene.vault).evidence, 1, 2)


def _judge_import(scene: Scene) -> str:
    added = len(examine(scene.vault).titles) - HELD
    assert added in (0, 50, LINES)
    return "whole" if added == LINES else "absent"


def _judge_bundle(scene: Scene) -> str:
    assert len(examine(scene.vault).titles) == HELD
    target = scene.folder / "out" / "written.age"
    if not target.exists():
        return "absent"
    with opened(scene.folder / "coordinator") as receiver, target.open("rb") as stream:
        assert receiver.exchange.inspect(stream, Watch()).records.new == HELD
    return "whole"


def _judge_handing_out(scene: Scene) -> str:
    examine(scene.vault)
    target = scene.folder / "out" / "photograph"
    assert {path for path in (scene.folder / "out").iterdir() if path != target} == set()
    if not target.exists():
        return "absent"
    assert target.read_bytes() == PHOTOGRAPH
    return "whole"


def _judging_apply(reference: Digest) -> Callable[[Scene], str]:
    def judge(scene: Scene) -> str:
        state = examine(scene.vault)
        outcome = _one_of(len(state.titles), HELD, HELD + BROUGHT)
        assert state.evidence == (1 + PAPERS if outcome == "whole" else 1)
        # Once more changes nothing, or brings all of it.
        again = take_in(scene, scene.vault)
        assert (again.revisions, again.state) == (reference.revisions, reference.state)
        return outcome

    return judge


def _judge_passphrase(scene: Scene) -> str:
    working = [phrase for phrase in (PASSPHRASE, NEW_PASSPHRASE) if opens(scene.vault, phrase)]
    assert len(working) == 1, "exactly one passphrase works"
    assert len(examine(scene.vault, working[0]).titles) == HELD
    (backup,) = (scene.vault / "backups").iterdir()
    assert [phrase for phrase in (PASSPHRASE, NEW_PASSPHRASE) if opens(backup, phrase)] == working
    return "whole" if working == [NEW_PASSPHRASE] else "absent"


def _judge_rekeying(scene: Scene) -> str:
    working = [phrase for phrase in (PASSPHRASE, NEW_PASSPHRASE) if opens(scene.vault, phrase)]
    assert len(working) == 1, "exactly one generation opens"
    renewed = working == [NEW_PASSPHRASE]
    assert len(examine(scene.vault, working[0]).titles) == HELD
    assert len(read_key_file((scene.vault / "keys").read_bytes()).slots) == 1
    assert bool(list((scene.vault / "backups").iterdir())) != renewed
    with opened(scene.vault, working[0]) as services:
        assert len(services.vault.identities.all()) == (2 if renewed else 1)
        with services.vault.evidence.open(scene.evidence) as plain:
            assert plain.read() == PHOTOGRAPH
        with scene.bundle.open("rb") as stream:
            assert services.exchange.inspect(stream, Watch()).records.new == BROUGHT
    return "whole" if renewed else "absent"


def _judge_rotation(scene: Scene) -> str:
    assert len(examine(scene.vault).titles) == HELD
    old = scene.fingerprints["monitor"]
    with opened(scene.vault) as services:
        held = [identity.card.fingerprint for identity in services.vault.identities.all()]
        card = services.contacts.card()
        assert card.fingerprint == held[0]
        assert card.card is not None
        # Before and after, what was sealed for the old key opens, and a new line bears the key in use.
        with scene.bundle.open("rb") as stream:
            assert services.exchange.inspect(stream, Watch()).records.new == BROUGHT
        saved = services.recording.edit(scene.first_incident, {"title": "Оқиға 0"})
        assert services.vault.contacts.get(held[0]) is not None
        assert saved.id == scene.first_incident
    with opened(scene.folder / "coordinator") as receiver:
        shown = receiver.contacts.add(card.card.encode())
        assert (shown.fingerprint, shown.trust) == (held[0], "verified")
    assert held[-1] == old
    return _one_of(len(held), 1, 2)


def _judge_shredding(scene: Scene) -> str:
    state = examine(scene.vault)
    with opened(scene.vault) as services:
        shown = services.recording.show(scene.first_incident)
        gone = shown.content == {}
        assert services.vault.evidence.has(scene.evidence) != gone
        assert (shown.marks == ("shredded",)) == gone
        history = services.recording.history(scene.first_incident).revisions
    assert state.people == HELD
    assert state.evidence == (0 if gone else 1)
    assert len(history) == 1
    assert (list(history[0].erased) == list(history[0].parts)) == gone
    if gone:
        assert list((scene.vault / "backups").iterdir()) == []
    return "whole" if gone else "absent"


def receipted(scene: Scene, *, added: bool = True) -> Scene:
    """The same scene, in which the coordinator has given a receipt for all that the monitor has.

    It lies on the desk, and is `added` or not.
    """
    bundle, receipt = io.BytesIO(), io.BytesIO()
    with opened(scene.vault) as monitor, opened(scene.folder / "coordinator") as office:
        to, guarded = (scene.fingerprints["coordinator"],), ("sources", "privileged")
        monitor.exchange.write(None, to, bundle, (), guarded, "себеп", Watch())
        office.exchange.apply(io.BytesIO(bundle.getvalue()), None, Watch())
        office.receipts.write(io.BytesIO(bundle.getvalue()), receipt, Watch())
        (scene.desk / "receipt").write_bytes(receipt.getvalue())
        if added:
            assert len(monitor.receipts.add(receipt.getvalue()).incidents) == HELD
    return scene


def _judge_sealing(scene: Scene) -> str:
    with opened(scene.vault) as services:
        gone = services.recording.show(scene.first_incident).content == {}
        sealed = services.sealing.list().items
        out = scene.folder / "sealed"
        out.mkdir()
        handed = services.sealing.hand_out(out, Watch()).items
        assert services.access.verify(Watch()).problems == ()
        assert services.vault.evidence.has(scene.evidence) != gone
    assert len(sealed) == len(handed) == int(gone), (
        "it is readable here, or sealed for others, and never neither"
    )
    # One file behind what can be read or handed out, and nothing half-made.
    assert len([path for path in (scene.vault / "blobs").rglob("*") if path.is_file()]) == 1
    for each in handed:
        with opened(scene.folder / "coordinator") as receiver:
            receiver.exchange.apply(io.BytesIO(Path(str(each.path)).read_bytes()), None, Watch())
            assert receiver.recording.show(scene.first_incident).content["title"] == "Оқиға 0"
            assert receiver.vault.evidence.has(scene.evidence)
    assert find_canaries(scene.vault) == []
    return "whole" if gone else "absent"


def _judge_destruction(scene: Scene) -> str:
    destroyed = not scene.vault.exists()
    if (scene.vault / "keys").exists():
        # Nothing has begun: all of it is there.
        assert len(examine(scene.vault).titles) == HELD
    elif not destroyed:
        code = "vault.ending" if (scene.vault / "keys.gone").exists() else "vault.missing"
        with pytest.raises(AppError, match=code), opened(scene.vault):
            pass
    if not destroyed and [path.name for path in scene.vault.iterdir()]:
        # Once more finishes it, whatever passphrase is given once it has begun.
        begun = not (scene.vault / "keys").exists()
        assert destroy_vault(scene.vault, NEW_PASSPHRASE if begun else PASSPHRASE).left == 0
        assert not scene.vault.exists()
    return "whole" if destroyed else "absent"


def _judge_writing_a_receipt(scene: Scene) -> str:
    examine(scene.vault)
    target = scene.folder / "out" / "receipt"
    assert {path for path in (scene.folder / "out").iterdir() if path != target} == set()
    if not target.exists():
        return "absent"
    with opened(scene.folder / "coordinator") as office:
        assert len(office.receipts.add(target.read_bytes()).incidents) == BROUGHT
    return "whole"


def _judge_adding_a_receipt(scene: Scene) -> str:
    examine(scene.vault)
    text = (scene.desk / "receipt").read_bytes()
    with opened(scene.vault) as services:
        kept = services.vault.receipts.any()
        # Once more changes nothing, or brings all of it.
        assert len(services.receipts.add(text).incidents) == HELD
        assert services.access.verify(Watch()).problems == ()
    return "whole" if kept else "absent"


def older_backup(scene: Scene) -> Path:
    """A backup as it was made yesterday."""
    with opened(scene.vault) as services:
        made = Path(services.backups.make(None, Watch()).path)
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    return made.rename(made.with_name(f"{yesterday}-001"))


def holds(backup: Path) -> bool:
    """Whether a backup is whole, by a drill."""
    found = drill(backup, PASSPHRASE, Watch())
    assert (found.records, found.evidence) == (HELD, 1)
    return found.ok


def _judge_backup(scene: Scene) -> str:
    assert len(examine(scene.vault).titles) == HELD
    *newer, older = backups_in(scene.vault / "backups")
    assert holds(older), "the backup before is gone"
    assert all(holds(backup) for backup in newer)
    return _one_of(len(newer), 0, 1)


def _judge_restoring(scene: Scene) -> str:
    target = scene.folder / "restored"
    if not target.exists():
        return "absent"
    assert examine(target).digest == examine(scene.vault).digest
    return "whole"


def opens(vault: Path, passphrase: str) -> bool:
    """Whether a passphrase is the vault's."""
    try:
        with opened(vault, passphrase):
            return True
    except AppError as error:
        if error.code != "vault.passphrase":
            raise
        return False


def _in_backups(scene: Scene) -> list[Path]:
    return [scene.vault / "backups"]


def _out(scene: Scene) -> list[Path]:
    (scene.folder / "out").mkdir(exist_ok=True)
    return [scene.folder / "out"]


SAVE = Operation(
    "save", lambda scene: scene.command("record", "add", scene.desk / "new.json"), in_vault, _judge_save
)
INTAKE = Operation(
    "intake",
    lambda scene: scene.command("evidence", "add", scene.first_incident, scene.desk / "paper-2"),
    in_vault,
    _judge_intake,
)
IMPORT = Operation(
    "import",
    lambda scene: scene.command("record", "import", scene.desk / "lines.jsonl"),
    in_vault,
    _judge_import,
)
BUNDLE = Operation(
    "bundle",
    lambda scene: scene.command(
        "bundle", "write", "--all", "--to", scene.fingerprints["coordinator"],
        "--out", scene.folder / "out" / "written.age",
    ),
    _out,
    _judge_bundle,
)  # fmt: skip
HANDING_OUT = Operation(
    "handing-out",
    lambda scene: scene.command(
        "evidence", "export", scene.evidence, "--out", scene.folder / "out" / "photograph"
    ),
    _out,
    _judge_handing_out,
)
PASSPHRASE_CHANGE = Operation(
    "passphrase",
    lambda scene: scene.command(
        "vault", "passphrase", "--new-passphrase-file", scene.desk / "new-passphrase"
    ),
    in_vault,
    _judge_passphrase,
)

REKEYING = Operation(
    "rekeying",
    lambda scene: scene.command(
        "vault", "compromised", "--new-passphrase-file", scene.desk / "new-passphrase"
    ),
    in_vault,
    _judge_rekeying,
)
ROTATION = Operation("rotation", lambda scene: scene.command("contact", "rotate"), in_vault, _judge_rotation)
SHREDDING = Operation(
    "shredding",
    lambda scene: scene.command("record", "shred", scene.first_incident),
    lambda scene: [*in_vault(scene), scene.vault / "backups"],
    _judge_shredding,
)


SEALING = Operation(
    "sealing",
    lambda scene: scene.command(
        "record", "seal", scene.first_incident, "--to", scene.fingerprints["coordinator"]
    ),
    lambda scene: [*in_vault(scene), scene.vault / "backups"],
    _judge_sealing,
)
DESTRUCTION = Operation(
    "destruction",
    lambda scene: scene.command("vault", "destroy"),
    lambda scene: [*in_vault(scene), scene.vault / "backups"],
    _judge_destruction,
)
WRITING_A_RECEIPT = Operation(
    "receipt-write",
    lambda scene: scene.command("receipt", "write", scene.bundle, "--out", scene.folder / "out" / "receipt"),
    _out,
    _judge_writing_a_receipt,
)
ADDING_A_RECEIPT = Operation(
    "receipt-add",
    lambda scene: scene.command("receipt", "add", scene.desk / "receipt"),
    in_vault,
    _judge_adding_a_receipt,
)
BACKUP = Operation("backup", lambda scene: scene.command("vault", "backup"), _in_backups, _judge_backup)
RESTORING = Operation(
    "restoring",
    lambda scene: scene.command("vault", "restore", scene.vault / "backups", vault=scene.folder / "restored"),
    lambda scene: [scene.folder],
    _judge_restoring,
)


def applying(reference: Digest) -> Operation:
    """Taking the coordinator's bundle in; `reference` is what a vault holds that took it in whole."""
    return Operation(
        "apply",
        lambda scene: scene.command("bundle", "apply", scene.bundle),
        in_vault,
        _judging_apply(reference),
    )
