"""The guise lies outside of the vault, in a file that says no more than every window does."""

import sys
from pathlib import Path

import pytest

from app.domain.errors import DiskError
from app.domain.guise import Guise, Icon
from app.places import guise_file
from app.services.guise_keeping import keep_guise, kept_guise

CHOSEN = Guise(icon=Icon.GARDEN, name="Ұлы бақ")


def test_what_was_chosen_is_found_again_and_the_file_says_nothing_else() -> None:
    assert kept_guise() == Guise()
    assert keep_guise(CHOSEN) == CHOSEN
    assert kept_guise() == CHOSEN
    file = guise_file()
    assert file.read_text("utf-8") == '{"icon": "garden", "name": "Ұлы бақ"}'
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    written = file.read_text("utf-8").lower() + "/".join(file.relative_to(Path.home()).parts).lower()
    assert [word for word in ("daftar", "guise", "camouflage", "vault") if word in written] == []
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o077 == 0


def test_the_guise_of_the_beginning_leaves_no_trace() -> None:
    before = sorted(Path.home().rglob("*"))
    keep_guise(Guise())
    assert sorted(Path.home().rglob("*")) == before
    keep_guise(CHOSEN)
    keep_guise(Guise())
    assert not guise_file().parent.exists()
    assert kept_guise() == Guise()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"icon": "safe"}',
        b'{"icon": 7, "name": "a"}',
        b'{"name": "a"}',
        '{"icon": "garden", "name": "а\u202eб"}'.encode(),
        b'{"icon": "garden", "name": "' + b"a" * 5000 + b'"}',
        b'{"icon": "garden", "icon": "tables"}',
    ],
)
def test_a_file_that_cannot_be_read_counts_as_none(content: bytes) -> None:
    keep_guise(CHOSEN)
    guise_file().write_bytes(content)
    assert kept_guise() == Guise()
    assert keep_guise(CHOSEN) == kept_guise()


def test_a_folder_in_the_place_of_the_file_is_refused_and_does_not_stop_the_start() -> None:
    guise_file().mkdir(parents=True)
    assert kept_guise() == Guise()
    for guise in (CHOSEN, Guise()):
        with pytest.raises(DiskError) as refused:
            keep_guise(guise)
        assert refused.value.code == "disk.unwritable"
