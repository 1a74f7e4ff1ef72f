"""Our own keys, as they are at the moment: another lane may have replaced them meanwhile."""

from app.crypto.recipients import HybridIdentity
from app.crypto.signing import SigningKeys, sign_text
from app.domain.identity import ContactCard, Fingerprint
from app.domain.signed_text import SignedText
from app.vault import Vault
from app.vault.identities import OwnIdentity


class OwnKeys:
    """The identity in use, and those before it whose secret keys are still here."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._read_again()

    @property
    def card(self) -> ContactCard:
        """The card of the identity in use."""
        self._keep_up()
        return self._own.card

    @property
    def signing(self) -> SigningKeys:
        """The signing keys of the identity in use."""
        self._keep_up()
        return self._signing

    def pair(self) -> tuple[ContactCard, SigningKeys]:
        """Card and signing keys of one and the same identity."""
        self._keep_up()
        return self._own.card, self._signing

    @property
    def fingerprint(self) -> Fingerprint:
        """The fingerprint of the identity in use."""
        return self.card.fingerprint

    def openers(self) -> tuple[list[HybridIdentity], frozenset[Fingerprint]]:
        """The age identities that open what was sealed for us, now or lately, and whose they are."""
        held = [identity for identity in self._vault.identities.all() if identity.has_seeds]
        return (
            [HybridIdentity(identity.age_seed) for identity in held],
            frozenset(identity.card.fingerprint for identity in held),
        )

    def sign(self, tag: str, body: str) -> str:
        """An envelope signed by the identity in use."""
        self._keep_up()
        return signed_by(self._own, tag, body)

    def _keep_up(self) -> None:
        if self._vault.identities.in_use() != self._own.card.fingerprint:
            self._read_again()

    def _read_again(self) -> None:
        self._own = self._vault.identities.current()
        self._signing = keys_of(self._own)


def keys_of(identity: OwnIdentity) -> SigningKeys:
    """The signing keys of an identity whose seeds are here."""
    return SigningKeys(identity.ed25519_seed, identity.ml_dsa_65_seed)


def signed_by(identity: OwnIdentity, tag: str, body: str, *others: OwnIdentity) -> str:
    """An envelope signed by these identities, in this order."""
    signatures = tuple(
        sign_text(tag, body, keys_of(each), each.card.fingerprint) for each in (identity, *others)
    )
    return SignedText(tag, body, signatures).to_text()
