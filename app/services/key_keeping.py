"""Keys over time: our own replaced by a new one, and the ends of keys, our own and others'."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from app.domain.attestation import read_attestation
from app.domain.errors import ContactError
from app.domain.identity import (
    Fingerprint,
    Trust,
    code_text,
    read_revocation,
    revocation_body,
    spoken_digits,
    spoken_words,
)
from app.domain.rotation import KEPT_AFTER_ROTATION, read_rotation, rotation_body
from app.domain.signed_text import REVOCATION_TAG, ROTATION_TAG
from app.domain.times import read_time, time_text
from app.reports.qr_code import code_picture
from app.services.access import new_identity
from app.services.answers_contacts import (
    CodeCompared,
    CodeWritten,
    KeyEnded,
    KeyReplaced,
    OwnKeyEnded,
    OwnKeysEnded,
    ShownContact,
)
from app.services.clock import Clock, now_text
from app.services.contact_showing import ContactShowing, declined_setting
from app.services.contacts import ContactBook
from app.services.outgoing import attest
from app.services.output_files import write_file
from app.services.own_keys import OwnKeys, keys_of, signed_by
from app.vault import Vault
from app.vault.contacts import Contact
from app.vault.identities import OwnIdentity
from app.words import N_, chosen_language, translate

_ROTATED = N_(
    "Bundles to the old key open for 90 days; then its secret keys are destroyed here and what still "
    "comes for it cannot be read. The old key is not revoked: if somebody else may have it, revoke it. "
    "Copies of this vault made before keep it."
)
PICTURE_ONES_OWN = N_(
    "Only a picture that you took of their screen or paper yourself tells anything, "
    "not one that was sent with the card."
)
_OWN_ENDED = N_(
    "Hand the revocation to everybody who knows this key; it travels in your bundles too. Give out your new "
    "card and have its fingerprint compared again: nobody follows a revoked key. Whoever holds the old key "
    "can still open what was sealed for it."
)
_ENDED = N_("This counts in this vault alone.")
_ANNOUNCED = N_("To others it is advice: each of them decides.")


class KeyKeeping:
    """What a person can do with keys, once they are older than a day."""

    def __init__(self, vault: Vault, own: OwnKeys, contacts: ContactBook, clock: Clock) -> None:
        self._vault = vault
        self._own = own
        self._contacts = contacts
        self._clock = clock
        self._showing = ContactShowing(vault, clock)

    def rotate(self) -> KeyReplaced:
        """Replace our own key: contacts who verified it follow to the new one by themselves.

        All of it or nothing. The rotation stands before our card from now on.
        """
        now = now_text(self._clock)
        with self._vault.transaction():
            before = self._vault.identities.current()
            after = self._successor_of(before)
            body = rotation_body(before.card.fingerprint, after.card, now)
            rotation = read_rotation(signed_by(before, ROTATION_TAG, body, after))[0]
            self._replace(before, after, now)
            self._vault.successions.keep(rotation, now, followed=True)
        fingerprint = after.card.fingerprint
        return KeyReplaced(
            fingerprint=fingerprint,
            digits=spoken_digits(fingerprint),
            words=spoken_words(fingerprint, chosen_language()),
            replaced=before.card.fingerprint,
            old_opens_until=time_text(read_time(now) + KEPT_AFTER_ROTATION),
            warning=translate(_ROTATED),
        )

    def revoke(
        self,
        contact: str,
        reason: str = "",
        target: Path | BinaryIO | None = None,
        *,
        announce: bool = False,
    ) -> KeyEnded:
        """End a key: of a contact for this vault, or one of our own for everybody.

        For our own a revocation is signed by it; in the place of the one in use a new one is born
        that nobody follows. For a contact's, `announce` lets our bundles carry advice to do the
        same. With a `target` the signed text is written there. Raises ContactError
        `contact.unknown`; DiskError.
        """
        known = self._contacts.find(contact)
        if known.trust is Trust.SELF:
            text, born = self._end_own(known.fingerprint, reason.strip())
            warning = translate(_OWN_ENDED)
        else:
            self._contacts.revoke(contact, reason)
            text, born = None, None
            if announce or target is not None:
                text = self._advise(known.fingerprint, reason.strip(), announce=announce)
            warning = translate(_ANNOUNCED if text else _ENDED)
        path = write_file(target, (text + "\n").encode()) if target is not None and text else None
        return self._ended(known, text, path, born, warning)

    def own_ended(self) -> OwnKeysEnded:
        """The keys of ours that were replaced or revoked, the latest first."""
        return OwnKeysEnded(items=tuple(self._own_ended()))

    def decline(self, contact: str) -> ShownContact:
        """Go on trusting a key although others advise not to: what they advised so far is answered.

        The advice stays to be read, and can still be taken up. ContactError `contact.unknown`.
        """
        fingerprint = self._contacts.find(contact).fingerprint
        with self._vault.transaction():
            for advice in self._vault.advice.on(fingerprint):
                self._vault.settings.write(
                    declined_setting(fingerprint, advice.signer), now_text(self._clock)
                )
        return self._contacts.show(fingerprint)

    def write_code(self, target: Path, contact: str | None = None) -> CodeWritten:
        """One's own fingerprint, or a contact's, as a QR code in an SVG file.

        Raises ContactError `contact.unknown`; DiskError where it cannot be written.
        """
        shown = self._vault.contacts.own() if contact is None else self._contacts.find(contact)
        fingerprint = shown.card.fingerprint
        return CodeWritten(
            fingerprint=fingerprint,
            digits=spoken_digits(fingerprint),
            words=spoken_words(fingerprint, chosen_language()),
            path=write_file(target, code_picture(code_text(fingerprint)).encode()) or "",
        )

    def compare_code(self, code: Fingerprint, contact: str | None = None) -> CodeCompared:
        """Whether the code in a picture is this contact's; without one named, whose it is.

        Raises ContactError `contact.unknown`, `.picture_differs`.
        """
        known = self._contacts.find(code if contact is None else contact)
        if known.fingerprint != code:
            raise ContactError("contact.picture_differs")
        return CodeCompared(
            fingerprint=code,
            name=known.card.name,
            trust=known.trust.value,
            trust_words=self._showing.trust_words(known),
            warning=translate(PICTURE_ONES_OWN),
        )

    def forget_old_seeds(self) -> None:
        """Destroy the secret keys of identities that were replaced 90 days ago."""
        before = time_text(self._clock.now() - KEPT_AFTER_ROTATION)
        if self._vault.identities.holding_too_long(before):
            with self._vault.transaction():
                self._vault.identities.forget_seeds(before)

    def _own_ended(self) -> Iterator[OwnKeyEnded]:
        for identity in self._vault.identities.all():
            fingerprint, retired = identity.card.fingerprint, identity.retired
            revocation = next(iter(self._vault.contacts.revocations_of(fingerprint)), None)
            if retired is None and revocation is None:
                continue
            opens = retired is not None and identity.has_seeds
            yield OwnKeyEnded(
                fingerprint=fingerprint,
                digits=spoken_digits(fingerprint),
                created=identity.card.created,
                replaced_at=retired,
                revoked_at=revocation.made_at if revocation else None,
                reason=revocation.reason if revocation else None,
                opens_until=time_text(read_time(retired) + KEPT_AFTER_ROTATION)
                if retired and opens
                else None,
            )

    def _successor_of(self, before: OwnIdentity) -> OwnIdentity:
        card = before.card
        return new_identity(card.name, card.role, card.organisation, card.languages, self._clock)

    def _replace(self, before: OwnIdentity, after: OwnIdentity, now: str) -> None:
        """The one instead of the other, and both signatures over everything the one before wrote."""
        fingerprint = before.card.fingerprint
        written = list(self._vault.exchange.unattested(fingerprint))
        for text in attest(written, fingerprint, keys_of(before), now):
            attested = read_attestation(text)[0].revisions
            self._vault.exchange.add_attestation(fingerprint, text, attested)
        self._vault.identities.retire(fingerprint, now)
        self._vault.contacts.adopt(after)

    def _end_own(self, fingerprint: Fingerprint, reason: str) -> tuple[str, Fingerprint | None]:
        """The signed revocation of a key of ours, and the key born in its place if it was in use."""
        now = now_text(self._clock)
        with self._vault.transaction():
            (identity,) = (
                each for each in self._vault.identities.all() if each.card.fingerprint == fingerprint
            )
            ended = self._vault.contacts.revocations_of(fingerprint)
            if ended:
                text = ended[0].text
            elif identity.has_seeds:
                text = signed_by(identity, REVOCATION_TAG, revocation_body(fingerprint, {}, reason, now))
            else:
                text = identity.revocation
            if not ended:
                self._vault.contacts.revoke(read_revocation(text)[0], now)
            if identity.retired is not None:
                return text, None
            after = self._successor_of(identity)
            self._replace(identity, after, now)
        return text, after.card.fingerprint

    def _advise(self, fingerprint: Fingerprint, reason: str, *, announce: bool) -> str:
        """Our signed advice to end somebody's key; the one given before, if there is one."""
        own, now = self._own.fingerprint, now_text(self._clock)
        given = [each for each in self._vault.advice.on(fingerprint) if each.signer == own]
        if given:
            return given[0].revocation.text
        text = self._own.sign(REVOCATION_TAG, revocation_body(fingerprint, {}, reason, now))
        if announce:
            with self._vault.transaction():
                self._vault.advice.take(read_revocation(text)[0], own, now)
        return text

    def _ended(
        self, known: Contact, text: str | None, path: str | None, born: Fingerprint | None, warning: str
    ) -> KeyEnded:
        after = replace(self._vault.contacts.get(known.fingerprint) or known, trust=Trust.REVOKED)
        return KeyEnded(
            fingerprint=known.fingerprint,
            name=known.card.name,
            trust=after.trust.value,
            trust_words=self._showing.trust_words(after),
            revoked_because=after.revoked_because,
            path=path,
            revocation=None if path else text,
            new_fingerprint=born,
            new_digits=spoken_digits(born) if born else None,
            new_words=spoken_words(born, chosen_language()) if born else None,
            warning=warning,
        )
