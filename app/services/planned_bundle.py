"""A bundle before it is written, and the name that its file gets."""

import secrets
from dataclasses import dataclass

from app.bundle import BundleContents, WrittenBundle, write_bundle
from app.crypto.signing import SigningKeys
from app.crypto.streams import ByteSink
from app.domain.identity import ContactCard
from app.domain.work import Watch
from app.services.outgoing import Selection

_NAME_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_NAME_LENGTH = 12


@dataclass(frozen=True, slots=True)
class PlannedBundle:
    """A bundle before it is written: what goes in, for whom, and why what is guarded may leave."""

    contents: BundleContents
    signer: SigningKeys
    recipients: tuple[ContactCard, ...]
    selection: Selection
    guarded: bool
    reason: str | None

    def write(self, stream: ByteSink, watch: Watch) -> WrittenBundle:
        """Seal it into a stream; raises as `write_bundle`."""
        keys = tuple(card.keys for card in self.recipients)
        return write_bundle(self.contents, self.signer, keys, stream, watch)


def new_name() -> str:
    """The name of a bundle's file: 12 random characters."""
    return "".join(secrets.choice(_NAME_LETTERS) for _ in range(_NAME_LENGTH)) + ".age"
