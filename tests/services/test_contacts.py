"""Cards come from files; what ends a contact's standing is remembered with the reason."""

from pathlib import Path

import pytest

from app.domain.errors import AppError
from tests.coalition import Founded
from tests.services.conftest import Trio


def test_a_card_from_a_file_is_kept_and_lowers_nobody(trio: Trio, founded: Founded) -> None:
    shown = trio.monitor.contacts.add_file(founded.folder / "lawyer.card")
    assert (shown.fingerprint, shown.trust) == (trio.fingerprints["lawyer"], "verified")


def test_what_is_no_card_or_no_file_is_refused(trio: Trio, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 1_000_000)
    for name, code in (("large", "contact.card"), ("absent", "disk.unreadable"), ("", "disk.unreadable")):
        with pytest.raises(AppError) as caught:
            trio.monitor.contacts.add_file(tmp_path / name)
        assert caught.value.code == code


def test_the_reason_of_a_revocation_stays(trio: Trio) -> None:
    book, lawyer = trio.monitor.contacts, trio.fingerprints["lawyer"]
    assert book.revoke(lawyer, "  ноутбук изъят ").revoked_because == "ноутбук изъят"
    assert book.revoke(lawyer).revoked_because == "ноутбук изъят"
    assert book.revoke(trio.fingerprints["coordinator"]).revoked_because is None
    (shown,) = (each for each in book.list().items if each.fingerprint == lawyer)
    assert (shown.trust, shown.revoked_because) == ("revoked", "ноутбук изъят")
    assert trio.monitor.vault.verify() == ()
