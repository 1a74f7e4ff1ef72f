"""Signed texts of others that were verified: revocations, advice, rotations; and those that waited.

What is here decides nothing that a person has to decide: a key's own revocation ends it, a rotation
is followed as far as its old key was trusted, and advice is only kept to be shown.
"""

from app.crypto.errors import SignatureError
from app.crypto.signing import verify_card, verify_signed_text
from app.domain.attestation import read_attestation
from app.domain.errors import RevisionError
from app.domain.identity import Fingerprint, PublicKeys, Revocation, Trust, adviser_of, read_revocation
from app.domain.rotation import Rotation, read_rotation
from app.domain.signed_text import (
    ATTESTATION_TAG,
    MAX_ATTESTATION_BYTES,
    REVOCATION_TAG,
    ROTATION_TAG,
    read_signed_text,
)
from app.domain.strict_json import StrictJsonError
from app.services.clock import Clock, now_text
from app.vault import Vault

ADVISERS = frozenset({Trust.VERIFIED, Trust.SELF})


class SignedLines:
    """Takes them in; used within a transaction of the vault."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    def revoke(self, revocation: Revocation) -> None:
        """The end of a key, by that key."""
        self._vault.contacts.revoke(revocation, now_text(self._clock))

    def advise(self, revocation: Revocation, signer: Fingerprint) -> None:
        """The end of a key, by another: kept where its signer was verified by a person here."""
        contact = self._vault.contacts.get(signer)
        if contact is not None and contact.trust in ADVISERS:
            self._vault.advice.take(revocation, signer, now_text(self._clock))

    def follow(self, rotation: Rotation) -> None:
        """The successor of a key."""
        self._vault.successions.follow(rotation, now_text(self._clock))

    def wake(self, line: str) -> None:
        """Verify and take in a text that was kept aside, if its signers are known by now.

        Raises RevisionError: `revision.author_unknown` or `.newer_format` where it has to wait on.
        """
        try:
            tag = read_signed_text(line, MAX_ATTESTATION_BYTES).tag
            if tag == ATTESTATION_TAG:
                self._wake_attestation(line)
            elif tag == REVOCATION_TAG:
                self._wake_revocation(line)
            elif tag == ROTATION_TAG:
                self._wake_rotation(line)
            else:
                raise RevisionError("revision.newer_format")
        except StrictJsonError:
            raise RevisionError("revision.shape") from None
        except SignatureError:
            raise RevisionError("revision.signature") from None

    def _wake_attestation(self, line: str) -> None:
        attestation, signed = read_attestation(line)
        verify_signed_text(signed, self.keys_of(attestation.author))
        self._vault.exchange.add_attestation(attestation.author, attestation.text, attestation.revisions)

    def _wake_revocation(self, line: str) -> None:
        revocation, signed = read_revocation(line)
        signer = adviser_of(revocation, signed)
        verify_signed_text(signed, self.keys_of(signer or revocation.fingerprint))
        if signer is None:
            self.revoke(revocation)
        else:
            self.advise(revocation, signer)

    def _wake_rotation(self, line: str) -> None:
        rotation, signed = read_rotation(line)
        verify_signed_text(signed, verify_card(rotation.card.text).keys)
        verify_signed_text(signed, self.keys_of(rotation.old))
        self.follow(rotation)

    def keys_of(self, author: Fingerprint) -> PublicKeys:
        """The keys of somebody known; RevisionError `revision.author_unknown`."""
        contact = self._vault.contacts.get(author)
        if contact is None:
            raise RevisionError("revision.author_unknown")
        return contact.card.keys
