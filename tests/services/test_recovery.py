"""Recovery as the window does it: words shown, asked back, and only then good."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from app.crypto.recovery import secret_words, split_secret
from app.domain.errors import AppError, DiskError
from app.domain.work import Watch
from app.services.backups import drill
from app.services.output_files import write_file
from app.services.recovery import NewWords, read_secret
from tests.coalition import PASSPHRASE
from tests.services.conftest import Trio


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        act()
    return caught.value.code


def test_words_are_good_once_they_are_kept(trio: Trio) -> None:
    mine = trio.monitor.recovery
    new = NewWords.by_chance()
    assert len(new.words) == 24
    assert new.secret.hex() not in repr(new)
    assert not any(word in repr(new) for word in new.words if len(word) > 4)
    text = " ".join(new.words)
    assert refusal(lambda: mine.check([text])) == "recovery.refused"
    assert refusal(lambda: mine.keep_words(new, "не та")) == "vault.passphrase"
    assert mine.standing().words_made_at is None
    assert mine.keep_words(new, PASSPHRASE) == 2
    assert mine.check([text]).opens
    standing = mine.standing()
    assert (standing.words_made_at is not None, standing.unnamed, standing.warnings) == (True, 0, ())
    assert trio.monitor.vault.verify() == ()


def test_a_slot_that_nobody_wrote_down_is_counted_and_goes_with_the_next_words(trio: Trio) -> None:
    """As a crash leaves it, between the key file and what is remembered of it."""
    mine = trio.monitor.recovery
    trio.monitor.vault.slots.put_recovery(PASSPHRASE, bytes(32), frozenset())
    assert (mine.standing().unnamed, mine.standing().warnings) == (1, ())
    mine.keep_words(NewWords.by_chance(), PASSPHRASE)
    assert mine.standing().unnamed == 0
    assert refusal(lambda: trio.monitor.vault.slots.check(bytes(32))) == "recovery.refused"


def test_shares_are_all_written_or_none(trio: Trio, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def write(target: Path, content: bytes, *, private: bool) -> str:
        if written:
            raise DiskError("disk.full")
        written.append(target)
        return write_file(target, content, private=private)

    monkeypatch.setattr("app.services.recovery.write_file", write)
    to = [trio.fingerprints[role] for role in ("lawyer", "coordinator")]
    made = lambda: trio.monitor.recovery.write_shares(2, to, trio.folder, PASSPHRASE)  # noqa: E731
    assert refusal(made) == "disk.full"
    assert len(written) == 1
    assert list(trio.folder.iterdir()) == []
    assert trio.monitor.recovery.standing().shares_made_at is None


def test_a_share_sealed_to_our_key_of_before_opens_for_90_days(trio: Trio) -> None:
    to = [trio.fingerprints[role] for role in ("lawyer", "coordinator")]
    made = trio.monitor.recovery.write_shares(2, to, trio.folder, PASSPHRASE)
    sealed = next(Path(share.path).read_bytes() for share in made.shares if share.name == "Пример lawyer")
    trio.lawyer.keys.rotate()
    assert trio.lawyer.recovery.open_share(sealed, io.BytesIO()).need == 2
    with trio.lawyer.vault.transaction():
        trio.lawyer.vault.identities.forget_seeds("9999-12-31T00:00:00.000Z")
    assert refusal(lambda: trio.lawyer.recovery.open_share(sealed, io.BytesIO())) == "recovery.share_file"


def test_shares_are_read_from_one_text_or_from_several() -> None:
    secret = bytes(range(32))
    one, two, three = split_secret(secret, 2, 3)
    numbered = "\n".join(f"{number}. {word.upper()}" for number, word in enumerate(two.split(), start=1))
    for texts in (
        [one, two],
        [f"# a note\n{one}\n\n{numbered}\n"],
        [f"{three} {one}"],
        [one, f"{one}\n{two}"],
    ):
        assert read_secret(texts) == secret
    assert refusal(lambda: read_secret([one])) == "recovery.too_few"
    assert refusal(lambda: read_secret([f"{one} {two} word"])) == "recovery.words"
    assert read_secret([secret_words(secret)]) == secret


def test_on_a_stick_of_several_vaults_words_find_their_own(trio: Trio) -> None:
    stick = trio.folder / "stick"
    for number, services in enumerate((trio.monitor, trio.lawyer)):
        services.recovery.keep_words(NewWords(bytes([number]) * 32), PASSPHRASE)
        services.backups.make(stick, Watch())
    found = [drill(stick, bytes([number]) * 32, Watch()) for number in range(2)]
    assert [each.ok for each in found] == [True, True]
    assert found[0].source != found[1].source
    assert refusal(lambda: drill(stick, bytes([2]) * 32, Watch())) == "recovery.refused"
