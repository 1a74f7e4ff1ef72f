"""The states of the page that gives a vault new keys."""

from app.domain.errors import VaultError
from app.gui.pages.rekeying import Rekeying
from app.services.answers_loss import VaultRekeyed
from app.services.given_secret import GivenSecret
from app.services.recovery import NewWords


def refuse(page: Rekeying) -> None:
    """Passphrase and key file are both told to be wrong."""
    page._refuse(VaultError("vault.file_needed"))
    page._refuse(VaultError("vault.both_wrong"))


def choose(page: Rekeying) -> None:
    """The present passphrase was right."""
    page.go_on(GivenSecret(passphrase=""))


def ask(page: Rekeying) -> None:
    """Asked before it begins, again after it was cancelled."""
    choose(page)
    page._question("x")
    page._cancelled()


def tell(page: Rekeying) -> None:
    """All that can be told at once."""
    sentence = "Қорғаушының Ӯ Ҳ Ҷ Ӣ ұзын ескертуі, который никуда не помещается " * 6
    page._renewed(
        VaultRekeyed(
            rekeyed=True, generation=2, fingerprint="0" * 64, digits=" ".join(["12345"] * 8),
            words=" ".join(NewWords(bytes(32)).words[:12]), replaced="1" * 64,
            old_opens_until="2026-04-10T09:10:00.000Z", evidence_sealed=40, evidence_unsealed=1,
            backups_dropped=3, recovery_dropped=2, warning=sentence,
        )
    )  # fmt: skip
