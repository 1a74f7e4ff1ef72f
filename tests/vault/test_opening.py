"""Opening a vault: each step, each refusal, each warning."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.crypto.keyslots import (
    KdfParameters,
    UnknownSlot,
    make_slot,
    normalise_passphrase,
    open_slot,
    read_key_file,
    unlock,
)
from app.domain.errors import WARNINGS, AppError
from app.vault import Vault
from tests.builders import (
    FLOOR,
    NOW,
    PASSPHRASE,
    Party,
    Writer,
    append,
    derive_simply,
    open_vault,
    writer_of,
)
from tests.canary import FULL_NAME, TOWN

ROOT = Path(__file__).resolve().parent.parent.parent


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        act()
    return caught.value.code


def cautions(folder: Path) -> list[str]:
    with open_vault(folder) as vault:
        return [caution.code for caution in vault.warnings]


def write_something(vault: Vault, owner: Party, title: str = FULL_NAME) -> None:
    append(vault, writer_of(vault, owner).write("incident", {"open": {"title": title, "where": TOWN}}))


def copy_files(folder: Path, target: Path, *names: str) -> Path:
    target.mkdir(exist_ok=True)
    for name in names:
        shutil.copyfile(folder / name, target / name)
    return target


def test_what_was_written_is_there_again(folder: Path, vault: Vault, owner: Party) -> None:
    write_something(vault, owner)
    before = vault.digest()
    vault.close()
    assert sorted(path.name for path in folder.iterdir()) == [
        "backups", "blobs", "data", "keys", "open", "staging",
    ]  # fmt: skip
    with open_vault(folder) as again:
        assert again.warnings == ()
        assert again.digest() == before
        assert again.lists.rows()[1][0].title == FULL_NAME
        assert again.contacts.own() == owner.own
        assert again.verify() == ()


def test_passphrase_is_normalised(folder: Path, owner: Party) -> None:
    Vault.create(folder, "й ключ", owner.own, FLOOR, derive_simply, NOW).close()
    with open_vault(folder, "  и\u0306 ключ\n") as vault:
        assert vault.warnings == ()


def test_wrong_passphrase(folder: Path, vault: Vault) -> None:
    vault.close()
    assert refusal(lambda: open_vault(folder, "другая фраза")) == "vault.passphrase"
    assert cautions(folder) == []


def test_missing(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refusal(lambda: open_vault(empty)) == "vault.missing"
    assert refusal(lambda: open_vault(tmp_path / "nowhere")) == "vault.missing"
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("content", [None, b"", b"{}", b"not json"])
def test_fault_19_key_file_damaged_or_missing(folder: Path, vault: Vault, content: bytes | None) -> None:
    vault.close()
    (folder / "keys").unlink()
    if content is not None:
        (folder / "keys").write_bytes(content)
    assert refusal(lambda: open_vault(folder)) == "vault.keys"


def test_altered_tip_in_keys_is_refused(folder: Path, vault: Vault) -> None:
    vault.close()
    key_file = read_key_file((folder / "keys").read_bytes())
    assert key_file.tip is not None
    forged = key_file.model_copy(update={"tip": key_file.tip.model_copy(update={"seq": 1})})
    (folder / "keys").write_bytes(forged.to_bytes())
    assert refusal(lambda: open_vault(folder)) == "vault.keys"


@pytest.mark.parametrize("content", [None, b""])
def test_fault_18_empty_database_is_never_recreated(
    folder: Path, vault: Vault, content: bytes | None
) -> None:
    vault.close()
    (folder / "data").unlink()
    if content is not None:
        (folder / "data").write_bytes(content)
    assert refusal(lambda: open_vault(folder)) == "vault.damaged"
    assert not (folder / "data").exists() if content is None else (folder / "data").read_bytes() == b""


def test_too_much_memory_is_asked_for_first(
    folder: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()
    monkeypatch.setattr("app.vault.opening.physical_memory_bytes", lambda: 100 * 2**20)
    assert refusal(lambda: open_vault(folder)) == "vault.memory"
    Vault.open(folder, PASSPHRASE, derive_simply, allow_memory=True).close()


HOLDER = """
import sys
from pathlib import Path
from app.vault.lock import VaultLock

lock = VaultLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_fault_24_second_process_is_refused(folder: Path, vault: Vault) -> None:
    assert refusal(lambda: open_vault(folder)) == "vault.in_use"
    vault.close()
    command = [sys.executable, "-c", HOLDER, str(folder / "open")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        assert refusal(lambda: open_vault(folder)) == "vault.in_use"
        holder.kill()
    assert cautions(folder) == []


def test_killed_session_keeps_what_was_committed(
    folder: Path, vault: Vault, owner: Party, tmp_path: Path
) -> None:
    write_something(vault, owner)
    killed = copy_files(folder, tmp_path / "killed", "keys", "data", "data-wal")
    assert cautions(killed) == []
    with open_vault(killed) as opened:
        assert opened.lists.rows()[0] == 1
        assert opened.verify() == ()


def test_fault_20_wal_missing_after_an_unclean_end(
    folder: Path, vault: Vault, owner: Party, tmp_path: Path
) -> None:
    vault.close()
    with open_vault(folder) as session:
        write_something(session, owner)
        killed = copy_files(folder, tmp_path / "killed", "keys", "data")
    assert cautions(killed) == ["vault.unclean"]
    assert cautions(killed) == []


def test_fault_20_older_wal_beside_a_closed_vault_is_set_aside(
    folder: Path, vault: Vault, owner: Party, tmp_path: Path
) -> None:
    write_something(vault, owner, "первая")
    shutil.copyfile(folder / "data-wal", tmp_path / "old-wal")
    write_something(vault, owner, "вторая")
    vault.close()
    shutil.copyfile(tmp_path / "old-wal", folder / "data-wal")
    with open_vault(folder) as opened:
        assert [caution.code for caution in opened.warnings] == ["vault.wal_set_aside"]
        assert opened.lists.rows()[0] == 2
        assert opened.verify() == ()
    assert [path.name[:8] for path in (folder / "backups").iterdir()] == ["data-wal"]
    assert cautions(folder) == []


def test_foreign_rollback_journal_is_set_aside(folder: Path, vault: Vault) -> None:
    vault.close()
    (folder / "data-journal").write_bytes(b"\xd9\xd5\x05\xf9 some other journal")
    assert cautions(folder) == ["vault.wal_set_aside"]


def test_fault_21_older_database_beside_newer_keys(
    folder: Path, vault: Vault, owner: Party, tmp_path: Path
) -> None:
    sent = [owner.fingerprint]
    with vault.transaction():
        vault.exchange.add_outgoing(sent, 1, "id-1", "a" * 64, NOW)
    vault.close()
    old = copy_files(folder, tmp_path / "old", "data")
    with open_vault(folder) as session:
        assert session.exchange.next_outgoing(sent) == (2, "a" * 64)
        write_something(session, owner)
        expected, replica = session.info().log_lines, session.replica
    shutil.copyfile(old / "data", folder / "data")
    with open_vault(folder) as opened:
        (caution,) = opened.warnings
        assert caution.code == "vault.older_database"
        assert caution.facts["expected"] == expected
        assert caution.facts["found"] == expected - 1
        assert str(expected) in caution.sentence
        assert opened.replica != replica
        assert opened.exchange.next_outgoing(sent) == (1, None)
        assert opened.verify() == ()
    assert cautions(folder) == []


def test_other_copy_of_the_database(folder: Path, vault: Vault, owner: Party, tmp_path: Path) -> None:
    vault.close()
    twin = copy_files(folder, tmp_path / "twin", "data", "keys")
    for place, titles in ((folder, ("одно",)), (twin, ("другое", "третье"))):
        with open_vault(place) as session:
            for title in titles:
                write_something(session, owner, title)
    shutil.copyfile(twin / "data", folder / "data")
    assert cautions(folder) == ["vault.other_database"]
    assert cautions(folder) == []


def test_older_keys_of_the_same_generation(folder: Path, vault: Vault, owner: Party, tmp_path: Path) -> None:
    vault.close()
    old = copy_files(folder, tmp_path / "old", "keys")
    with open_vault(folder) as session:
        write_something(session, owner)
    shutil.copyfile(old / "keys", folder / "keys")
    assert cautions(folder) == ["vault.older_keys"]
    assert cautions(folder) == []


def test_every_warning_has_its_words() -> None:
    for refusal_text in WARNINGS.values():
        assert refusal_text.sentence.endswith(".")
        assert refusal_text.advice.endswith(".")


def test_mark_is_cleared_before_the_first_write(folder: Path, vault: Vault, owner: Party) -> None:
    vault.close()
    with open_vault(folder) as session:
        assert read_key_file((folder / "keys").read_bytes()).closed
        write_something(session, owner)
        assert not read_key_file((folder / "keys").read_bytes()).closed
    assert read_key_file((folder / "keys").read_bytes()).closed


def test_reading_changes_no_file(folder: Path, vault: Vault, owner: Party) -> None:
    write_something(vault, owner)
    vault.close()
    before = {name: (folder / name).read_bytes() for name in ("keys", "data")}
    with open_vault(folder) as session:
        session.lists.rows()
    assert {name: (folder / name).read_bytes() for name in ("keys", "data")} == before


def test_nested_transaction_is_a_bug_and_a_failed_one_leaves_nothing(vault: Vault, writer: Writer) -> None:
    with pytest.raises(RuntimeError), vault.transaction(), vault.transaction():
        pass
    revision = writer.write("incident", {"open": {"title": "x"}})
    with pytest.raises(ZeroDivisionError), vault.transaction():
        vault.records.append(revision, mark=str(1 // len(vault.records.history(revision.header.record_id))))
    assert vault.lists.rows()[0] == 0
    assert vault.verify() == ()


def test_draft_is_kept(folder: Path, vault: Vault) -> None:
    with vault.transaction():
        vault.draft.save(FULL_NAME)
    vault.close()
    with open_vault(folder) as again:
        assert again.draft.load() == FULL_NAME
        with again.transaction():
            again.draft.drop()
        assert again.draft.load() is None


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="not on Windows, not as root")
def test_unwritable_folder(folder: Path, vault: Vault) -> None:
    vault.close()
    (folder / "open").chmod(0o400)
    assert refusal(lambda: open_vault(folder)) == "disk.unwritable"


class TestPassphrase:
    """Changing it, and being cut short in the middle."""

    NEW = "новая фраза"
    STRONGER = KdfParameters(memory_kib=66 * 1024)

    def test_only_the_new_one_opens(self, folder: Path, vault: Vault) -> None:
        assert refusal(lambda: vault.slots.change_passphrase("не та", self.NEW, FLOOR)) == "vault.passphrase"
        vault.slots.change_passphrase(PASSPHRASE, self.NEW, self.STRONGER)
        vault.close()
        assert refusal(lambda: open_vault(folder)) == "vault.passphrase"
        with open_vault(folder, self.NEW) as again:
            assert again.warnings == ()
            assert again.info().generation == 2
            assert again.info().memory_kib == self.STRONGER.memory_kib
            assert again.verify() == ()

    def test_fault_05_killed_between_keys_and_database(
        self, folder: Path, vault: Vault, owner: Party, tmp_path: Path
    ) -> None:
        write_something(vault, owner)
        vault.close()
        killed = copy_files(folder, tmp_path / "killed", "data")
        with open_vault(folder) as session:
            session.slots.change_passphrase(PASSPHRASE, self.NEW, FLOOR)
            # What stands on the disk between the two writes: new keys, the database as it was.
            copy_files(folder, killed, "keys")
        assert refusal(lambda: open_vault(killed)) == "vault.passphrase"
        with open_vault(killed, self.NEW) as finished:
            assert [caution.code for caution in finished.warnings] == ["vault.unclean"]
            assert finished.info().generation == 2
            assert finished.verify() == ()

    def test_old_keys_put_back_are_refused(self, folder: Path, vault: Vault, tmp_path: Path) -> None:
        vault.close()
        old = copy_files(folder, tmp_path / "old", "keys")
        with open_vault(folder) as session:
            session.slots.change_passphrase(PASSPHRASE, self.NEW, FLOOR)
        shutil.copyfile(old / "keys", folder / "keys")
        assert refusal(lambda: open_vault(folder)) == "vault.keys"

    def test_keys_far_ahead_mean_an_older_database(self, folder: Path, vault: Vault, tmp_path: Path) -> None:
        vault.close()
        old = copy_files(folder, tmp_path / "old", "data")
        with open_vault(folder) as session:
            session.slots.change_passphrase(PASSPHRASE, self.NEW, FLOOR)
            session.slots.change_passphrase(self.NEW, PASSPHRASE, FLOOR)
        shutil.copyfile(old / "data", folder / "data")
        assert cautions(folder) == ["vault.older_database"]
        assert cautions(folder) == []

    def test_copies_in_backups_follow(self, folder: Path, vault: Vault) -> None:
        copy = folder / "backups" / "before-migration-from-1"
        copy.mkdir()
        shutil.copyfile(folder / "keys", copy / "keys")
        vault.slots.change_passphrase(PASSPHRASE, self.NEW, FLOOR)
        ours, theirs = (read_key_file((each / "keys").read_bytes()) for each in (folder, copy))
        assert (theirs.generation, theirs.slots) == (2, ours.slots)

    def test_copies_in_backups_that_could_not_follow_do_at_the_next_opening(
        self, folder: Path, vault: Vault
    ) -> None:
        copy = folder / "backups" / "before-migration-from-1"
        in_the_way = copy / "keys.partial"
        in_the_way.mkdir(parents=True)
        shutil.copyfile(folder / "keys", copy / "keys")
        refused = refusal(lambda: vault.slots.change_passphrase(PASSPHRASE, self.NEW, FLOOR))
        assert refused == "disk.unwritable"
        vault.close()
        in_the_way.rmdir()
        with open_vault(folder, self.NEW) as finished:
            assert finished.info().generation == 2
        assert read_key_file((copy / "keys").read_bytes()).generation == 2

    def test_ways_in_that_are_no_passphrase_stay(self, folder: Path, vault: Vault) -> None:
        vault.close()
        keys = read_key_file((folder / "keys").read_bytes())
        master_key = unlock(keys, normalise_passphrase(PASSPHRASE))
        secret = bytes(range(32))
        recovery = make_slot(keys.vault_id, master_key, secret, kdf=None, generation=1)
        others = (recovery, UnknownSlot(kind="of_tomorrow"))
        with_others = keys.model_copy(update={"slots": (*keys.slots, *others)})
        (folder / "keys").write_bytes(with_others.to_bytes())
        with open_vault(folder) as session:
            session.slots.change_passphrase(PASSPHRASE, self.NEW, FLOOR)
        kept = read_key_file((folder / "keys").read_bytes())
        assert kept.slots[1:] == others
        assert open_slot(kept.vault_id, recovery, secret) == master_key
