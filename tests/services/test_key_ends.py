"""The ends of keys, advice, names that two people claim, and groups."""

import io
from pathlib import Path

import pytest

from app.domain.errors import AppError, ContactError
from app.domain.identity import Fingerprint, revocation_body
from app.domain.signed_text import REVOCATION_TAG
from app.domain.work import Watch
from tests.builders import NOW, card_of, party
from tests.bundle.builders import LAWYER, STRANGER, contents, lines, signed_text, written
from tests.coalition import receive
from tests.services.conftest import INCIDENT, Trio
from tests.services.test_key_keeping import bundle_of, contact, reader_of, take_card


def test_a_contacts_key_and_ones_own_are_ended_in_two_ways(trio: Trio) -> None:
    with pytest.raises(ContactError) as refusal:
        trio.monitor.contacts.revoke(trio.fingerprints["monitor"])
    assert refusal.value.code == "contact.own"


def test_our_own_key_is_ended_for_everybody_and_nobody_follows(trio: Trio, tmp_path: Path) -> None:
    own = trio.fingerprints["monitor"]
    ended = trio.monitor.keys.revoke(own, "ноутбук изъят", tmp_path / "revocation")
    assert (ended.trust, ended.path) == ("revoked", str(tmp_path / "revocation"))
    assert "revoked" in ended.trust_words
    assert ended.new_fingerprint == trio.monitor.contacts.card().fingerprint != own
    text = (tmp_path / "revocation").read_bytes()
    shown = trio.lawyer.contacts.add(text)
    assert (shown.fingerprint, shown.trust, shown.revoked_because) == (own, "revoked", "ноутбук изъят")
    assert take_card(trio.lawyer, trio.monitor).trust == "unverified"
    # And it travels, to those who have compared the new key.
    trio.monitor.recording.add(INCIDENT, (), Watch())
    take_card(trio.coordinator, trio.monitor, ended.new_fingerprint)
    receive(trio.coordinator, bundle_of(trio.monitor, trio.fingerprints["coordinator"]))
    assert contact(trio.coordinator, own).trust == "revoked"
    assert trio.monitor.vault.verify() == trio.coordinator.vault.verify() == ()
    again = trio.monitor.keys.revoke(own)
    assert (again.revocation, again.new_fingerprint) == (text.decode().strip(), None)


def test_what_another_says_of_a_key_is_advice_and_a_person_decides(trio: Trio) -> None:
    lawyer = trio.fingerprints["lawyer"]
    told = trio.coordinator.keys.revoke(lawyer, "кілті ұрланған", announce=True)
    assert told.revocation is not None
    trio.coordinator.recording.add(INCIDENT, (), Watch())
    data = bundle_of(trio.coordinator, trio.fingerprints["monitor"])
    for plan in (trio.monitor.exchange.inspect(io.BytesIO(data), Watch()), receive(trio.monitor, data)):
        (advice,) = plan.advised
        assert (advice.fingerprint, advice.by) == (lawyer, trio.fingerprints["coordinator"])
    shown = contact(trio.monitor, lawyer)
    assert shown.trust == "verified"
    assert [(each.name, each.role, each.reason) for each in shown.advised] == [
        ("Пример coordinator", "coordinator", "кілті ұрланған")
    ]
    assert any("advises" in note for note in shown.notes)
    declined = trio.monitor.keys.decline(lawyer)
    assert (declined.trust, [each.declined for each in declined.advised]) == ("verified", [True])
    assert not any("advises" in note for note in declined.notes)
    assert trio.monitor.vault.verify() == ()
    assert trio.monitor.keys.revoke(lawyer, shown.advised[0].reason).trust == "revoked"
    assert trio.monitor.vault.verify() == ()


def test_advice_of_strangers_and_forged_advice_are_not_kept(trio: Trio) -> None:
    victim = trio.fingerprints["lawyer"]
    stranger = party(STRANGER)
    body = revocation_body(Fingerprint(victim), {}, "өтірік", NOW)
    by_stranger = signed_text(REVOCATION_TAG, body, stranger)
    forged = signed_text(REVOCATION_TAG, body, stranger, as_signer=trio.fingerprints["coordinator"])
    trio.monitor.contacts.add(stranger.card.text.encode())
    for text, code in ((by_stranger, "contact.unknown"), (forged, "contact.card")):
        with pytest.raises(AppError) as refusal:
            trio.monitor.contacts.add(text.encode())
        assert refusal.value.code == code
    # Somebody verified relays it: it is still a stranger's.
    relay = party(LAWYER)
    trio.monitor.contacts.add(relay.card.text.encode(), relay.fingerprint)
    relayed = contents(relay, cards=lines(stranger.card.text, by_stranger), evidence=())
    plan = receive(trio.monitor, written(relayed, relay, (reader_of(trio.monitor),))[0])
    assert [each.by for each in plan.advised] == [stranger.fingerprint]
    assert contact(trio.monitor, victim).advised == ()


@pytest.mark.parametrize(
    "name", ["Пример lawyer", " ПРИМЕР  LAWYER", "Primer lawyer", "Прим\u0435\u0301р lawyer"]
)
def test_two_cards_that_claim_one_name(trio: Trio, name: str) -> None:
    other = card_of(name)
    shown = trio.monitor.contacts.add(other.text.encode())
    assert shown.same_name == (trio.fingerprints["lawyer"],)
    assert any("same name" in note for note in shown.notes)
    listed = {each.fingerprint: each for each in trio.monitor.contacts.list().items}
    assert listed[trio.fingerprints["lawyer"]].same_name == (other.fingerprint,)
    assert listed[trio.fingerprints["coordinator"]].same_name == ()


def test_a_card_that_claims_our_own_name(trio: Trio) -> None:
    shown = trio.monitor.contacts.add(card_of("пример monitor").text.encode())
    assert shown.same_name == (trio.fingerprints["monitor"],)


def test_a_group_is_written_to_by_the_keys_used_now(trio: Trio) -> None:
    monitor, names = trio.monitor, trio.fingerprints
    listed = monitor.groups.add(" Үйлестірушілер,  Оңтүстік ", (names["lawyer"], names["coordinator"]))
    (group,) = listed.items
    assert group.name == "Үйлестірушілер, Оңтүстік"
    assert {member.fingerprint for member in group.members} == {names["lawyer"], names["coordinator"]}
    replaced = trio.coordinator.keys.rotate()
    take_card(monitor, trio.coordinator)
    members = monitor.groups.members(group.name)
    assert set(members) == {names["lawyer"], replaced.fingerprint}
    monitor.recording.add(INCIDENT, (), Watch())
    data = bundle_of(monitor, *members)
    for reader in (trio.lawyer, trio.coordinator):
        assert receive(reader, data).records.new == 1
    assert monitor.vault.verify() == ()
    # Whoever is taken out by the new key was put in by the old one.
    assert len(monitor.groups.remove(group.name, (replaced.fingerprint,)).items[0].members) == 1
    for name, who in ((group.name, names["coordinator"]), ("басқа", names["lawyer"])):
        with pytest.raises(ContactError) as refusal:
            monitor.groups.remove(name, (who,))
        assert refusal.value.code == "contact.group_unknown"
    assert monitor.groups.remove(group.name, (names["lawyer"],)).items == ()
    assert monitor.vault.verify() == ()
    with pytest.raises(ContactError, match="contact.group_unknown"):
        monitor.groups.members(group.name)


def test_a_group_with_somebody_who_must_not_be_written_to_gets_nothing(trio: Trio) -> None:
    monitor, names = trio.monitor, trio.fingerprints
    monitor.groups.add("бәрі", (names["lawyer"], names["coordinator"]))
    monitor.recording.add(INCIDENT, (), Watch())
    monitor.contacts.revoke(names["lawyer"])
    assert {m.trust for m in monitor.groups.list().items[0].members} == {"revoked", "verified"}
    with pytest.raises(ContactError, match="contact.revoked"):
        bundle_of(monitor, *monitor.groups.members("бәрі"))


def test_a_group_is_renamed_and_deleted_but_never_joined_to_another(trio: Trio) -> None:
    monitor, names = trio.monitor, trio.fingerprints
    monitor.groups.add("Оңтүстік", (names["lawyer"],))
    monitor.groups.add("Солтүстік", (names["coordinator"],))
    with pytest.raises(ContactError, match="contact.group_unknown"):
        monitor.groups.rename("жоқ", "бар")
    with pytest.raises(ContactError, match="contact.group_unknown"):
        monitor.groups.delete("жоқ")
    with pytest.raises(ContactError, match="contact.group_exists"):
        monitor.groups.make("Оңтүстік", (names["coordinator"],))
    with pytest.raises(ContactError, match="contact.group_exists"):
        monitor.groups.rename("Оңтүстік", " Солтүстік ")
    assert [each.name for each in monitor.groups.rename("Оңтүстік", "Оңтүстік ").items] == [
        "Оңтүстік",
        "Солтүстік",
    ]
    assert [each.name for each in monitor.groups.rename("Оңтүстік", "Үй").items] == ["Солтүстік", "Үй"]
    assert monitor.groups.members("Үй") == (names["lawyer"],)
    assert [each.name for each in monitor.groups.delete("Үй").items] == ["Солтүстік"]
    assert contact(monitor, names["lawyer"]).trust == "verified"
    assert monitor.vault.verify() == ()


def test_a_group_is_changed_as_a_whole_or_not_at_all(trio: Trio) -> None:
    monitor, names = trio.monitor, trio.fingerprints
    monitor.groups.make("Оңтүстік", (names["lawyer"],))
    with pytest.raises(ContactError, match="contact.unknown"):
        monitor.groups.change("Оңтүстік", "Үй", ("0" * 64,), (names["lawyer"],))
    assert monitor.groups.members("Оңтүстік") == (names["lawyer"],)
    assert monitor.groups.change("Оңтүстік", "Үй", (names["coordinator"],), (names["lawyer"],)) == "Үй"
    assert [each.name for each in monitor.groups.list().items] == ["Үй"]
    assert monitor.groups.members("Үй") == (names["coordinator"],)
    assert monitor.vault.verify() == ()
