"""Contacts as a person sees them: what each is to us, how it came to that, and what looks wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from anyascii import anyascii

from app.domain.identity import ContactCard, Fingerprint, Revocation, Trust, spoken_digits, spoken_words
from app.domain.names import fold
from app.domain.times import read_time
from app.services.answers_contacts import Advised, CardWritten, ShownContact
from app.services.clock import Clock, now_text
from app.vault import Vault
from app.vault.contacts import Contact
from app.vault.successions import Step
from app.words import N_, chosen_language, translate

_TRUST_WORDS = {
    Trust.SELF: N_("this is you"),
    Trust.UNVERIFIED: N_("not verified: the fingerprint was never compared"),
    Trust.VERIFIED: N_("verified by you on {day}"),
    Trust.INTRODUCED: N_("introduced by {who}, not verified by you"),
    Trust.REVOKED: N_("revoked: the key must not be used any more"),
}
_FOLLOWED = N_("followed from {old} on {day}")
_SAME_NAME = N_("Somebody else goes by the same name: compare the fingerprints.")
_RIVALS = N_("Another key claims to follow this one too: ask the person which is theirs.")
_LED_ASTRAY = N_("The key that led to this one was revoked: compare the fingerprint again.")
_ADVISED = N_("{who} advises to trust this key no more; whether you do is yours to decide.")
DECLINED = "advice_declined"
"""The setting that remembers which advice was declined; behind it the key and who advised."""
_GROUP_DIGITS = 11
"""Of a fingerprint in digits: two groups, enough to name one that is known."""


class ContactShowing:
    """Shows contacts; changes nothing."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    def show(self, contact: Contact) -> ShownContact:
        """One contact in full."""
        return self._shown(contact, self._by_name())

    def all(self) -> Iterator[ShownContact]:
        """Everybody but ourselves."""
        by_name = self._by_name()
        return (self._shown(contact, by_name) for contact in self._vault.contacts.list())

    def advice(self, revocation: Revocation, signer: Fingerprint) -> Advised:
        """Advice, with the name of the one who gives it."""
        contact = self._vault.contacts.get(signer)
        return Advised(
            fingerprint=revocation.fingerprint,
            by=signer,
            name=contact.card.name if contact else "",
            role=contact.card.role.value if contact else "",
            reason=revocation.reason,
            made_at=revocation.made_at,
            declined=declined_setting(revocation.fingerprint, signer) in self._vault.settings.all(),
        )

    def trust_words(self, contact: Contact) -> str:
        """What a contact is to us, and since when."""
        step = self._vault.successions.step_to(contact.fingerprint)
        if contact.trust is Trust.VERIFIED and contact.verified_at is None and step is not None:
            old = spoken_digits(step.old)[:_GROUP_DIGITS]
            return translate(_FOLLOWED).format(old=f"{old} …", day=day_text(step.arrived))
        introducer = self._vault.contacts.get(contact.introduced_by) if contact.introduced_by else None
        return translate(_TRUST_WORDS[contact.trust]).format(
            day=day_text(contact.verified_at), who=introducer.card.name if introducer else "…"
        )

    def _shown(self, contact: Contact, by_name: Mapping[str, list[Fingerprint]]) -> ShownContact:
        card, fingerprint = contact.card, contact.fingerprint
        successions = self._vault.successions
        step = successions.step_to(fingerprint)
        rivals = successions.rivals(fingerprint)
        kin = successions.predecessors(successions.latest(fingerprint))
        namesakes = tuple(other for other in by_name.get(name_as_read(card.name), ()) if other not in kin)
        advised = tuple(
            self.advice(advice.revocation, advice.signer) for advice in self._vault.advice.on(fingerprint)
        )
        return ShownContact(
            fingerprint=fingerprint,
            digits=spoken_digits(fingerprint),
            words=spoken_words(fingerprint, chosen_language()),
            name=card.name,
            role=card.role.value,
            organisation=card.organisation,
            trust=contact.trust.value,
            trust_words=self.trust_words(contact),
            introduced_by=contact.introduced_by,
            verified_at=contact.verified_at,
            revoked_because=contact.revoked_because,
            created=card.created,
            expires=card.expires,
            expired=card.expired_at(now_text(self._clock)),
            followed_from=step.old if step else None,
            followed_on=step.arrived if step else None,
            replaced_by=successions.successor(fingerprint),
            rivals=rivals,
            same_name=namesakes,
            advised=advised,
            notes=tuple(self._notes(contact, step, namesakes, rivals, advised)),
        )

    def _notes(
        self,
        contact: Contact,
        step: Step | None,
        namesakes: Iterable[Fingerprint],
        rivals: Iterable[Fingerprint],
        advised: Iterable[Advised],
    ) -> Iterator[str]:
        """In words what a person should look at."""
        if any(namesakes):
            yield translate(_SAME_NAME)
        if any(rivals):
            yield translate(_RIVALS)
        before = self._vault.contacts.get(step.old) if step and contact.verified_at is None else None
        if before is not None and before.trust is Trust.REVOKED:
            yield translate(_LED_ASTRAY)
        for advice in advised if contact.trust is not Trust.REVOKED else ():
            if advice.declined:
                continue
            yield translate(_ADVISED).format(who=advice.name or "…")

    def _by_name(self) -> Mapping[str, list[Fingerprint]]:
        by_name = defaultdict[str, list[Fingerprint]](list)
        own = self._vault.contacts.get(self._vault.identities.in_use())
        for contact in (*self._vault.contacts.list(), *((own,) if own else ())):
            by_name[name_as_read(contact.card.name)].append(contact.fingerprint)
        return by_name


def declined_setting(fingerprint: str, signer: str) -> str:
    """Under which name the vault remembers that a person declined this advice."""
    return f"{DECLINED}.{fingerprint}.{signer}"


def name_as_read(name: str) -> str:
    """A name as a hurried eye reads it: without case, marks, spaces, or a script of its own."""
    return "".join(letter for letter in anyascii(fold(name)).lower() if letter.isalnum())


def card_written(card: ContactCard, path: str | None = None, text: str | None = None) -> CardWritten:
    """One's own card, printed or written."""
    return CardWritten(
        fingerprint=card.fingerprint,
        digits=spoken_digits(card.fingerprint),
        words=spoken_words(card.fingerprint, chosen_language()),
        path=path,
        card=text,
    )


def day_text(time: str | None) -> str:
    """The day of a signed-text time, as the language in force writes it; empty for none."""
    from babel.dates import format_date

    # Day before month in every language of ours, in English too.
    locale = {"en": "en_GB"}.get(chosen_language(), chosen_language())
    return format_date(read_time(time), "long", locale=locale) if time else ""
