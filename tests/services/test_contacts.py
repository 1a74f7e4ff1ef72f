"""What ends a contact's standing is remembered with the reason."""

from tests.services.conftest import Trio


def test_the_reason_of_a_revocation_stays(trio: Trio) -> None:
    book, lawyer = trio.monitor.contacts, trio.fingerprints["lawyer"]
    assert book.revoke(lawyer, "  ноутбук изъят ").revoked_because == "ноутбук изъят"
    assert book.revoke(lawyer).revoked_because == "ноутбук изъят"
    assert book.revoke(trio.fingerprints["coordinator"]).revoked_because is None
    (shown,) = (each for each in book.list().items if each.fingerprint == lawyer)
    assert (shown.trust, shown.revoked_because) == ("revoked", "ноутбук изъят")
    assert trio.monitor.vault.verify() == ()
