"""Access: a vault is made, checked, rebuilt, described; its passphrase changed; its identity taken out."""

import io
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Literal

from app.crypto.age import AgeWriter
from app.crypto.keyslots import KdfParameters, calibrate, normalise_passphrase, physical_memory_bytes
from app.crypto.primitives import require_primitives
from app.crypto.recipients import HybridIdentity, ScryptRecipient
from app.crypto.signing import SigningKeys, sign_text
from app.domain.identity import (
    ContactCard,
    Role,
    card_body,
    read_card,
    revocation_body,
    spoken_digits,
    spoken_words,
)
from app.domain.signed_text import CARD_TAG, REVOCATION_TAG, SignedText
from app.domain.times import time_text
from app.domain.work import Watch
from app.services.answers import (
    Digest,
    FileWritten,
    PassphraseChanged,
    VaultCreated,
    VaultInfo,
    VaultReport,
)
from app.services.answers_loss import Problem
from app.services.backups import BackupKeeping, newest_backup
from app.services.clock import Clock, now_text
from app.services.derivation import derivation_by
from app.services.form_files import load_forms
from app.services.output_files import write_file
from app.services.recovery import Recovery
from app.vault import Vault
from app.vault.identities import OwnIdentity
from app.vault.revisions import Fork
from app.vault.slots import Passphrase
from app.words import N_, chosen_language, translate

COPIES, OLDER_FOLDER = "vault.copies", "vault.older_folder"
CARD_LIFE = timedelta(days=3 * 365)
_OLD_COPIES = N_(
    "Copies of this vault made before still open with the old passphrase; destroy those you can reach."
)


def create_vault(
    folder: Path,
    passphrase: str,
    *,
    name: str,
    role: str,
    organisation: str | None,
    languages: tuple[str, ...],
    kdf: Literal["calibrated", "floor"],
    clock: Clock,
    watch: Watch,
    keyboard: str | None = None,
) -> VaultCreated:
    """Make a vault and the identity that lives in it.

    `keyboard` is the layout on which the passphrase was typed, where that is known. Raises
    VaultError `vault.exists`, `.ending`, `.memory`, `.crypto_missing`; DiskError.
    """
    require_primitives()
    identity = new_identity(name, Role(role), organisation, languages, clock)
    parameters = KdfParameters() if kdf == "floor" else calibrate(physical_memory_bytes())
    watch.tick(N_("Making the vault"), 0, 1)
    derive = derivation_by(load_forms())
    Vault.create(folder, passphrase, identity, parameters, derive, now_text(clock), keyboard=keyboard).close()
    fingerprint = identity.card.fingerprint
    return VaultCreated(
        fingerprint=fingerprint,
        digits=spoken_digits(fingerprint),
        words=spoken_words(fingerprint, chosen_language()),
    )


def new_identity(
    name: str, role: Role, organisation: str | None, languages: tuple[str, ...], clock: Clock
) -> OwnIdentity:
    """Fresh keys, their card, and the revocation that is made with them."""
    keys, age = SigningKeys.generate(), HybridIdentity.generate()
    now = clock.now()
    public = keys.public_keys(age.recipient)
    draft = ContactCard(
        name=name,
        role=role,
        organisation=organisation,
        languages=languages,
        keys=public,
        created=time_text(now),
        expires=time_text(now + CARD_LIFE),
        text="",
    )
    card_text = _signed(CARD_TAG, card_body(draft), keys, draft)
    revocation = revocation_body(public.fingerprint, {}, "", time_text(now))
    return OwnIdentity(
        ed25519_seed=keys.ed25519_seed,
        ml_dsa_65_seed=keys.ml_dsa_65_seed,
        age_seed=age.seed,
        card=read_card(card_text)[0],
        revocation=_signed(REVOCATION_TAG, revocation, keys, draft),
    )


def _signed(tag: str, body: str, keys: SigningKeys, card: ContactCard) -> str:
    return SignedText(tag, body, (sign_text(tag, body, keys, card.fingerprint),)).to_text()


class Access:
    """What a person can do with the vault as a whole."""

    def __init__(self, vault: Vault, clock: Clock, backups: BackupKeeping, recovery: Recovery) -> None:
        self._vault = vault
        self._clock = clock
        self._backups = backups
        self._recovery = recovery

    def verify(self, watch: Watch) -> VaultReport:
        """Read everything and check every hash, signature and link; problems are in the answer."""
        found = self._vault.verify(watch)
        problems = tuple(Problem(what=each.what, id=each.id, code=each.code) for each in found)
        return self._report(problems)

    def rebuild(self, watch: Watch) -> VaultReport:
        """Make lists, links and search again from the revisions alone."""
        self._vault.rebuild(watch)
        return self._report(())

    def digest(self, watch: Watch | None = None) -> Digest:
        """Three hashes that are equal where the same revisions and parts are held; CancelledError."""
        digest = self._vault.digest(watch)
        return Digest(revisions=digest.revisions, state=digest.state, custody=digest.custody)

    def info(self) -> VaultInfo:
        """What the vault is and holds, without reading it through."""
        info = self._vault.info()
        card = self._vault.contacts.own().card
        return VaultInfo(
            ok=True,
            records=info.incidents,
            revisions=info.revisions,
            evidence=info.evidence,
            warnings=self._warnings(info.forks),
            vault_id=self._vault.vault_id,
            created=info.created,
            replica=self._vault.replica,
            generation=info.generation,
            fingerprint=card.fingerprint,
            digits=spoken_digits(card.fingerprint),
            words=spoken_words(card.fingerprint, chosen_language()),
            name=card.name,
            role=card.role.value,
            bytes=info.evidence_bytes,
            backup=self._backups.standing(),
            recovery=self._recovery.standing(),
            key_file=self._vault.slots.needs_file,
        )

    def check_passphrase(self, passphrase: Passphrase) -> None:
        """Refuse another passphrase than the vault's: VaultError `vault.passphrase`."""
        self._vault.slots.check(passphrase)

    def change_passphrase(
        self, current: Passphrase, new: str, keyboard: str | None = None
    ) -> PassphraseChanged:
        """Put a new passphrase in the place of the present one; `vault.passphrase` if that is wrong.

        A key file that the vault needs, it needs after that too.
        """
        kept = KdfParameters(memory_kib=self._vault.info().memory_kib)
        self._vault.slots.change_passphrase(current, new, kept, keyboard)
        generation = self._vault.info().generation
        return PassphraseChanged(changed=True, generation=generation, warning=translate(_OLD_COPIES))

    def export_identity(self, target: Path | BinaryIO, passphrase: str) -> FileWritten:
        """The secret age identity, in an age file under `passphrase`, for any other age tool.

        Raises VaultError `vault.memory`, `vault.passphrase` (one that cannot be encoded); DiskError.
        """
        identity = HybridIdentity(self._vault.contacts.own().age_seed)
        sealed = io.BytesIO()
        with AgeWriter(sealed, [ScryptRecipient(normalise_passphrase(passphrase))]) as age:
            age.write((identity.secret_text() + "\n").encode())
        path = write_file(target, sealed.getvalue(), private=True)
        return FileWritten(path=path, bytes=len(sealed.getvalue()))

    def _warnings(self, forks: tuple[Fork, ...]) -> tuple[str, ...]:
        """What opening found, and what revisions that came meanwhile show."""
        found = tuple(caution.code for caution in self._vault.warnings)
        older = (OLDER_FOLDER,) if self._vault.receipts.name_what_is_lost() else ()
        return (*found, *((COPIES,) if forks else ()), *older)

    def _report(self, problems: tuple[Problem, ...]) -> VaultReport:
        info = self._vault.info()
        return VaultReport(
            ok=not problems,
            records=info.incidents,
            revisions=info.revisions,
            evidence=info.evidence,
            problems=problems,
            warnings=self._warnings(info.forks),
            restorable=newest_backup(self._vault.folder) if problems else None,
        )
