"""Vaults are found where they may lie, and nothing else is taken for one."""

from pathlib import Path

from app.places import is_ending
from app.services.finding import FoundVault, VaultPlace, find_vaults, is_vault, removable_drives


def make(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name in ("keys", "data"):
        (folder / name).write_bytes(b"x")
    return folder


def test_given_default_and_one_folder_deep_on_each_drive(tmp_path: Path) -> None:
    default, given = make(tmp_path / "Дәптер"), make(tmp_path / "given")
    stick, card = tmp_path / "stick", make(tmp_path / "card")
    inner = make(stick / "a")
    make(stick / "b" / "too-deep")
    assert find_vaults(default, given, (stick, card)) == (
        FoundVault(given, VaultPlace.GIVEN),
        FoundVault(default, VaultPlace.DEFAULT),
        FoundVault(inner, VaultPlace.DRIVE),
        FoundVault(card, VaultPlace.DRIVE),
    )


def test_each_vault_once(tmp_path: Path) -> None:
    default = make(tmp_path / "vault")
    assert find_vaults(default, default, (tmp_path,)) == (FoundVault(default, VaultPlace.GIVEN),)


def test_the_layout_is_read_of_a_slot_and_what_is_no_key_file_names_none(tmp_path: Path) -> None:
    vault = make(tmp_path / "Дәптер")
    assert find_vaults(vault, None, ())[0].keyboard is None
    for slots, keyboard in (
        ('[{"kind":"recovery"},{"keyboard":"kk","kind":"passphrase"}]', "kk"),
        ('[{"keyboard":7,"kind":"passphrase"}]', None),
        ('{"keyboard":"kk"}', None),
    ):
        (vault / "keys").write_text(f'{{"slots":{slots}}}')
        assert find_vaults(vault, None, ())[0].keyboard == keyboard


def test_what_is_left_of_a_vault_is_found_where_one_should_lie_and_on_no_drive(tmp_path: Path) -> None:
    half = tmp_path / "half"
    half.mkdir()
    assert find_vaults(half, tmp_path / "nowhere", (tmp_path / "pulled-out",)) == ()
    (half / "data").touch()
    assert not is_vault(half)
    assert find_vaults(half, None, (tmp_path,)) == (FoundVault(half, VaultPlace.DEFAULT),)
    assert find_vaults(tmp_path / "nowhere", half, ()) == (FoundVault(half, VaultPlace.GIVEN),)
    assert find_vaults(tmp_path / "nowhere", None, (tmp_path,)) == ()


def test_a_destruction_that_was_cut_short_is_found_even_on_a_drive(tmp_path: Path) -> None:
    begun = tmp_path / "stick" / "Дәптер"
    begun.mkdir(parents=True)
    (begun / "keys.gone").touch()
    assert is_ending(begun)
    assert find_vaults(tmp_path / "nowhere", None, (begun.parent,)) == (
        FoundVault(begun, VaultPlace.DRIVE, ending=True),
    )
    # With keys there is a vault, whatever lies beside them.
    make(tmp_path / "whole")
    (tmp_path / "whole" / "keys.gone").touch()
    assert not is_ending(tmp_path / "whole")


def test_a_drive_full_of_folders_is_not_read_to_its_end(tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number:03}").mkdir()
    assert find_vaults(tmp_path / "nowhere", None, (tmp_path,)) == ()


def test_the_drives_of_this_computer_can_be_asked_for() -> None:
    assert all(drive.is_dir() for drive in removable_drives())
