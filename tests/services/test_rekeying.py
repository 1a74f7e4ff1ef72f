"""Vault compromised: of what the old keys opened nothing opens any more, and nothing is lost."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.crypto.keyslots import read_key_file
from app.domain.errors import AppError
from app.domain.work import CancelledError, Progress, Watch
from app.services import Services, open_services
from app.services.answers_loss import VaultRekeyed
from app.services.backups import restore_vault
from app.services.clock import SystemClock
from app.services.recovery import NewWords, recover_vault
from app.services.rekeying import renew_vault
from app.services.second_factor import with_key_file
from app.vault.rekeying import SEALING_AGAIN, SWITCHING
from app.vault.slots import Passphrase
from tests.coalition import PASSPHRASE
from tests.conftest import PlainOutput
from tests.faults.scene import BROUGHT, NEW_PASSPHRASE, Scene, examine, make_scene, opened

WORDS = NewWords(bytes(range(32)))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A monitor's vault with recovery words and a backup beside it."""
    scene = make_scene(tmp_path_factory.mktemp("rekeying") / "scene")
    with opened(scene.vault) as services:
        services.recovery.keep_words(WORDS, PASSPHRASE)
        services.backups.make(None, Watch())
    return scene


@pytest.fixture
def scene(original: Scene, tmp_path: Path, plain_output: PlainOutput) -> Scene:
    plain_output.allow(tmp_path / "scene" / "desk")
    return original.copied_to(tmp_path / "scene")


def renew(
    scene: Scene, watch: Watch | None = None, new: str = NEW_PASSPHRASE, old: Passphrase = PASSPHRASE
) -> VaultRekeyed:
    return renew_vault(scene.vault, old, new, SystemClock(), watch or Watch())


def refusal(what: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        what()
    return caught.value.code


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a vault but what its sweeping may change."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def log_of(services: Services) -> list[tuple[int, str]]:
    lines = services.vault._session.database.all("SELECT seq, hash FROM log ORDER BY seq")
    return [(seq, line) for seq, line in lines]


def test_only_the_new_passphrase_opens_and_all_is_there(scene: Scene) -> None:
    before = examine(scene.vault)
    blobs = {path.name for path in (scene.vault / "blobs").rglob("*") if path.is_file()}
    with opened(scene.vault) as services:
        lines, old_keys = log_of(services), [blob.key for blob in services.vault.evidence.blobs()]
    done = renew(scene)
    # Before any opening, which would sweep them away.
    assert blobs.isdisjoint(path.name for path in (scene.vault / "blobs").rglob("*"))
    assert (done.evidence_sealed, done.evidence_unsealed) == (1, 0)
    assert (done.backups_dropped, done.recovery_dropped) == (2, 1)
    after = examine(scene.vault, NEW_PASSPHRASE)
    assert (after.digest, after.evidence, after.warnings) == (before.digest, before.evidence, ())
    assert refusal(lambda: examine(scene.vault)) == "vault.passphrase"
    assert refusal(lambda: recover_vault(scene.vault, WORDS.secret, "другая")) == "recovery.refused"
    assert list((scene.vault / "backups").iterdir()) == []
    with opened(scene.vault, NEW_PASSPHRASE) as services:
        assert log_of(services)[: len(lines)] == lines
        assert {blob.key for blob in services.vault.evidence.blobs()}.isdisjoint(old_keys)
        assert services.recovery.standing().warnings[0].code == "recovery.none"
        assert services.access.info().generation == done.generation
        assert (services.backups.standing().last_verified, services.backups.standing().due) == (None, True)
    key_file = read_key_file((scene.vault / "keys").read_bytes())
    assert key_file.closed
    assert key_file.tip is not None


def test_contacts_follow_and_bundles_to_the_old_key_are_read(scene: Scene) -> None:
    done = renew(scene)
    assert done.replaced == scene.fingerprints["monitor"]
    with opened(scene.vault, NEW_PASSPHRASE) as services, opened(scene.folder / "coordinator") as office:
        assert (
            services.exchange.inspect(io.BytesIO(scene.bundle.read_bytes()), Watch()).records.new == BROUGHT
        )
        card = services.contacts.card().card
        assert card is not None
        shown = office.contacts.add(card.encode())
    assert (shown.fingerprint, shown.trust) == (done.fingerprint, "verified")


@pytest.mark.parametrize(("old", "code"), [("data", "vault.damaged"), ("keys", "vault.damaged")])
def test_an_older_file_beside_newer_ones_is_refused(scene: Scene, old: str, code: str) -> None:
    kept = (scene.vault / old).read_bytes()
    renew(scene)
    (scene.vault / old).write_bytes(kept)
    phrase = NEW_PASSPHRASE if old == "data" else PASSPHRASE
    assert refusal(lambda: examine(scene.vault, phrase)) == code


def test_the_same_passphrase_may_stay(scene: Scene) -> None:
    before = examine(scene.vault)
    assert renew(scene, new=PASSPHRASE).rekeyed
    assert examine(scene.vault).digest == before.digest


def test_without_room_for_a_copy_nothing_is_begun(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    held = contents(scene.vault)
    blobs = sum(path.stat().st_size for path in (scene.vault / "blobs").rglob("*") if path.is_file())
    needed = 2 * (scene.vault / "data").stat().st_size + blobs
    room = shutil.disk_usage(scene.vault)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: room._replace(free=needed - 1))
    assert refusal(lambda: renew(scene)) == "disk.full"
    assert contents(scene.vault) == held


def test_how_far_it_is_counts_the_bytes_of_all_evidence_and_the_end_cannot_be_stopped(scene: Scene) -> None:
    film = scene.desk / "film"
    film.write_bytes(bytes(3_000_000))
    with opened(scene.vault) as services:
        services.evidence.add(scene.first_incident, film, None, Watch())
        size_bytes = sum(blob.size_bytes for blob in services.vault.evidence.blobs())
    told: list[Progress] = []
    renew(scene, Watch(told.append))
    sealing = [each for each in told if each.step == SEALING_AGAIN]
    done = [each.done for each in sealing]
    assert done == sorted(done)
    assert {each.total for each in sealing} == {size_bytes}
    assert (len(done) > 2, done[-1]) == (True, size_bytes)
    assert [each.can_stop for each in told if each.step == SWITCHING] == [True, False]
    assert told[-1].step == SWITCHING


@pytest.mark.parametrize("step", [SEALING_AGAIN, SWITCHING])
def test_cancelled_before_there_is_no_return_nothing_is_changed(scene: Scene, step: str) -> None:
    held = contents(scene.vault)

    def report(progress: Progress) -> None:
        if progress.step == step:
            watch.cancel()
            watch.tick(step, 0)

    watch = Watch(report)
    with pytest.raises(CancelledError):
        renew(scene, watch)
    assert {name: data for name, data in contents(scene.vault).items() if name not in ("keys", "data")} == {
        name: data for name, data in held.items() if name not in ("keys", "data")
    }
    assert examine(scene.vault).warnings == ()


def test_evidence_that_is_not_whole_stays_as_it_was(scene: Scene) -> None:
    (blob,) = [path for path in (scene.vault / "blobs").rglob("*") if path.is_file()]
    whole = blob.read_bytes()
    blob.unlink()  # a second name of the same file lies in `backups`
    blob.write_bytes(whole[:-1])
    done = renew(scene)
    assert (done.evidence_sealed, done.evidence_unsealed) == (0, 1)
    with opened(scene.vault, NEW_PASSPHRASE) as services:
        assert [each.code for each in services.access.verify(Watch()).problems] == ["evidence.altered"]
    blob.write_bytes(whole)
    assert examine(scene.vault, NEW_PASSPHRASE).evidence == 1


def test_cut_short_behind_the_renaming_words_of_the_old_keys_open_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_folder: Path) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.vault.rekeying.drop_copies", die)
    with pytest.raises(KeyboardInterrupt):
        renew(scene)
    assert len(read_key_file((scene.vault / "keys").read_bytes()).slots) == 3
    assert refusal(lambda: recover_vault(scene.vault, WORDS.secret, "другая")) == "recovery.refused"
    assert refusal(lambda: examine(scene.vault)) == "vault.passphrase"
    monkeypatch.undo()
    with open_services(scene.vault, NEW_PASSPHRASE, SystemClock(), Watch()) as services:
        assert services.vault.warnings == ()
    assert list((scene.vault / "backups").iterdir()) == []
    assert len(read_key_file((scene.vault / "keys").read_bytes()).slots) == 1
    assert examine(scene.vault, NEW_PASSPHRASE).evidence == 1


def test_cut_short_before_the_renaming_words_of_the_old_keys_still_open(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_paths: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.vault.rekeying.move", die)
    with pytest.raises(KeyboardInterrupt):
        renew(scene)
    monkeypatch.undo()
    assert len(read_key_file((scene.vault / "keys").read_bytes()).slots) == 3
    assert refusal(lambda: examine(scene.vault, NEW_PASSPHRASE)) == "vault.passphrase"
    recover_vault(scene.vault, WORDS.secret, "третья фраза")
    assert refusal(lambda: examine(scene.vault, NEW_PASSPHRASE)) == "vault.passphrase"
    assert examine(scene.vault, "третья фраза").evidence == 1


def test_a_vault_that_needs_a_key_file_needs_it_still(scene: Scene) -> None:
    before, file = examine(scene.vault), scene.desk / "key"
    with opened(scene.vault) as services:
        services.second_factor.switch_on(file, PASSPHRASE)
    old, new = with_key_file(PASSPHRASE, file), with_key_file(NEW_PASSPHRASE, file)
    assert refusal(lambda: renew(scene)) == "vault.file_needed"
    renew(scene, old=old)
    after = examine(scene.vault, new)
    assert (after.digest, after.warnings) == (before.digest, ())
    assert refusal(lambda: examine(scene.vault, NEW_PASSPHRASE)) == "vault.file_needed"
    assert refusal(lambda: examine(scene.vault, old)) == "vault.both_wrong"
    with opened(scene.vault, new) as services:
        assert services.second_factor.is_on


@pytest.mark.parametrize(("cut", "stands"), [("move", 0), ("drop_copies", 1)])
def test_cut_short_with_a_key_file_one_generation_opens(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, cut: str, stands: int
) -> None:
    def die(*_paths: Path) -> int:
        raise KeyboardInterrupt

    file = scene.desk / "key"
    with opened(scene.vault) as services:
        services.second_factor.switch_on(file, PASSPHRASE)
    typed = PASSPHRASE, NEW_PASSPHRASE
    both = [with_key_file(each, file) for each in typed]
    monkeypatch.setattr(f"app.vault.rekeying.{cut}", die)
    with pytest.raises(KeyboardInterrupt):
        renew(scene, old=both[0])
    monkeypatch.undo()
    assert refusal(lambda: examine(scene.vault, typed[stands])) == "vault.file_needed"
    assert refusal(lambda: examine(scene.vault, both[1 - stands])) == "vault.both_wrong"
    assert len(read_key_file((scene.vault / "keys").read_bytes()).passphrase_slots) == 2
    assert examine(scene.vault, both[stands]).evidence == 1
    assert len(read_key_file((scene.vault / "keys").read_bytes()).passphrase_slots) == 1


def test_a_copy_of_a_vault_between_two_generations_is_restored_by_the_one_that_stands(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_folder: Path) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.vault.rekeying.drop_copies", die)
    with pytest.raises(KeyboardInterrupt):
        renew(scene)
    target = scene.folder / "restored"

    def restore(secret: Passphrase) -> bool:
        return restore_vault(scene.vault, target, secret, Watch()).same

    assert refusal(lambda: restore(PASSPHRASE)) == "vault.passphrase"
    assert restore(NEW_PASSPHRASE)
    assert len(read_key_file((target / "keys").read_bytes()).slots) == 1
    assert examine(target, NEW_PASSPHRASE).evidence == 1


def test_files_put_in_the_place_of_ours_meanwhile_end_it(scene: Scene) -> None:
    before = examine(scene.vault)

    def report(progress: Progress) -> None:
        if progress.step == SWITCHING:
            shutil.copyfile(scene.vault / "data", scene.vault / "other")
            (scene.vault / "other").replace(scene.vault / "data")

    assert refusal(lambda: renew(scene, Watch(report))) == "vault.changed"
    assert refusal(lambda: examine(scene.vault, NEW_PASSPHRASE)) == "vault.passphrase"
    after = examine(scene.vault)
    assert (after.digest, after.evidence) == (before.digest, 1)


def test_sealed_bundles_are_sealed_again_and_leave_as_before(scene: Scene) -> None:
    with opened(scene.vault) as services:
        services.sealing.seal(scene.first_incident, (scene.fingerprints["coordinator"],), None, Watch())
        (waiting,) = services.vault.outbox.bundles()
    assert renew(scene).evidence_sealed == 1
    out = scene.folder / "out"
    out.mkdir()
    with opened(scene.vault, NEW_PASSPHRASE) as services:
        (sealed,) = services.vault.outbox.bundles()
        assert (sealed.bundle_id, sealed.blob.sha256) == (waiting.bundle_id, waiting.blob.sha256)
        assert {sealed.blob.key, sealed.blob.file}.isdisjoint({waiting.blob.key, waiting.blob.file})
        (handed,) = services.sealing.hand_out(out, Watch(), remove=True).items
        assert services.vault.outbox.bundles() == ()
    assert examine(scene.vault, NEW_PASSPHRASE).evidence == 0
    with opened(scene.folder / "coordinator") as office:
        office.exchange.apply(io.BytesIO(Path(str(handed.path)).read_bytes()), None, Watch())
        assert office.vault.evidence.has(scene.evidence)
