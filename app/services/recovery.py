"""Recovery: words and shares by which a vault opens when its passphrase is forgotten.

New words count only once they are written down: the window asks for them back, the shell has
written their file. Then the old ones open this vault no more.
"""

import io
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from pydantic import BaseModel, ConfigDict

from app.crypto.age import AgeReader, AgeWriter, read_header
from app.crypto.errors import CryptoError
from app.crypto.primitives import require_primitives
from app.crypto.recipients import HybridIdentity, HybridRecipient
from app.crypto.recovery import (
    FEWEST_SHARES,
    MOST_SHARES,
    join_shares,
    new_secret,
    read_share,
    read_words,
    secret_words,
    split_secret,
    texts_of,
)
from app.domain.errors import BundleError, Caution, ContactError, RecoveryError
from app.domain.identity import ContactCard, Fingerprint, Trust
from app.domain.recovery_share import (
    MAX_SHARE_BYTES,
    MAX_SHARE_FILE_BYTES,
    RecoveryShare,
    read_recovery_share,
)
from app.domain.strict_json import StrictJsonError
from app.services.answers_loss import (
    RecoveryChecked,
    RecoverySharesMade,
    RecoveryStanding,
    RecoveryWordsMade,
    ShareHolder,
    ShareOpened,
    ShownCaution,
    VaultRecovered,
    WrittenShare,
)
from app.services.clock import Clock, now_text
from app.services.contacts import ContactBook
from app.services.handing_out import require_elsewhere
from app.services.input_files import reading
from app.services.output_files import write_file
from app.services.own_keys import OwnKeys
from app.vault import Vault
from app.vault.restoring import NewPassphrase, check_slots
from app.vault.restoring import recover_vault as recover
from app.vault.slots import Passphrase, Secret
from app.words import N_, translate

WORDS, SHARES = "recovery.words", "recovery.shares"
"""Settings: what is known of a recovery slot, as the JSON of `_SlotFacts`."""

OLD_COPIES = N_("Older words open this vault no more; copies of it made before still open with them.")
_PLAIN_FILE = N_(
    "The file is plain text: put it on paper, then destroy it. Whoever reads it opens the vault."
)
_PLAIN_SHARE = N_("The file is plain text: hand it to the owner in person, then destroy it.")
_NOT_PROVEN = N_("Whose share it is, it only claims; ask the owner by voice before you hand it over.")
_TOGETHER = N_("Those who hold them can open the vault together without you; choose them so.")
_FORGOTTEN = N_(
    "Copies of this vault made before still open with the old passphrase; destroy those you can reach."
)
_FILE_DROPPED = N_(
    "The vault needs no key file any more; it can be switched on again (Settings; “vault second-factor”)."
)
_NAME_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_NAME_LENGTH = 12


@dataclass(frozen=True, slots=True)
class NewWords:
    """A secret that opens nothing yet, to be shown, written down and asked back."""

    secret: bytes = field(repr=False)

    @classmethod
    def by_chance(cls) -> Self:
        """Words that open nothing before `Recovery.keep_words`."""
        return cls(new_secret())

    @property
    def words(self) -> tuple[str, ...]:
        """The 24 words."""
        return tuple(secret_words(self.secret).split())


class _SlotFacts(BaseModel):
    """A recovery slot, by its salt in hex; all of it stands sealed in the vault alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    salt: str = ""
    made_at: str | None = None
    need: int = 0
    count: int = 0
    holders: tuple[str, ...] = ()


class Recovery:
    """What a person can do about a passphrase that will be forgotten."""

    def __init__(self, vault: Vault, contacts: ContactBook, own: OwnKeys, clock: Clock) -> None:
        self._vault = vault
        self._own = own
        self._contacts = contacts
        self._clock = clock

    def standing(self) -> RecoveryStanding:
        """Which words and shares there are."""
        present = self._vault.slots.recovery_salts
        words, shares = (self._facts(name, present) for name in (WORDS, SHARES))
        return RecoveryStanding(
            words_made_at=words.made_at,
            shares_made_at=shares.made_at,
            shares_needed=shares.need,
            shares_made=shares.count,
            holders=tuple(self._holder(each) for each in shares.holders),
            unnamed=len(present) - sum(facts.made_at is not None for facts in (words, shares)),
            warnings=() if present else (show_caution(Caution("recovery.none")),),
        )

    def keep_words(self, new: NewWords, passphrase: Passphrase) -> int:
        """Let new words open the vault, instead of those before; the generation of its slots.

        VaultError `vault.passphrase`.
        """
        return self._keep(WORDS, new.secret, passphrase, _SlotFacts())

    def write_words(self, target: Path | BinaryIO, passphrase: Passphrase) -> RecoveryWordsMade:
        """Make new words and write them to a plain file; then they open the vault.

        Raises VaultError `vault.passphrase`, `.opener_inside`, before anything is written; DiskError.
        """
        self._vault.slots.check(passphrase)
        require_elsewhere(self._vault, target)
        new, replaced = NewWords.by_chance(), self.standing().words_made_at is not None
        path = write_file(target, _paper(new.words), private=True)
        generation = self.keep_words(new, passphrase)
        warning = " ".join(translate(each) for each in (_PLAIN_FILE, OLD_COPIES))
        return RecoveryWordsMade(path=path, generation=generation, replaced=replaced, warning=warning)

    def write_shares(
        self, need: int, to: Sequence[str], folder: Path, passphrase: Passphrase, *, on_paper: int = 0
    ) -> RecoverySharesMade:
        """Make shares, one for each contact, sealed, and some as words on paper; then they open the vault.

        Raises RecoveryError `recovery.split`; BundleError `bundle.recipient_unverified`; ContactError
        `contact.unknown`, `.expired`, `.own`; VaultError `vault.passphrase`, `.opener_inside`; DiskError.
        """
        cards = tuple(dict.fromkeys(self._recipient(typed) for typed in to))
        count = len(cards) + on_paper
        if not FEWEST_SHARES <= need <= count <= MOST_SHARES:
            raise RecoveryError("recovery.split")
        self._vault.slots.check(passphrase)
        require_elsewhere(self._vault, folder)
        replaced = self.standing().shares_made_at is not None
        secret, made_at = new_secret(), now_text(self._clock)
        shares = (
            RecoveryShare(
                vault_id=self._vault.vault_id,
                owner=self._vault.contacts.own().card.fingerprint,
                number=number,
                count=count,
                need=need,
                made_at=made_at,
                words=text,
            )
            for number, text in enumerate(split_secret(secret, need, count), start=1)
        )
        written = _write_shares(folder, shares, cards)
        facts = _SlotFacts(need=need, count=count, holders=tuple(card.fingerprint for card in cards))
        generation = self._keep(SHARES, secret, passphrase, facts)
        warning = " ".join(translate(each) for each in (_TOGETHER, OLD_COPIES))
        return RecoverySharesMade(
            need=need, shares=written, generation=generation, replaced=replaced, warning=warning
        )

    def check(self, texts: Sequence[str]) -> RecoveryChecked:
        """Whether 24 words, or enough shares, open this vault; nothing is changed.

        Raises RecoveryError `recovery.words`, `.shares`, `.too_few`, `.refused`.
        """
        texts = texts_in(texts)
        self._vault.slots.check(read_secret(texts))
        return RecoveryChecked(opens=True, shares=0 if is_words(texts) else len(texts))

    def open_share_file(self, source: Path, target: Path, passphrase: Passphrase) -> ShareOpened:
        """The same as `open_share` for a file, once the passphrase was given again.

        Raises VaultError `vault.passphrase`, DiskError `disk.unreadable` besides.
        """
        self._vault.slots.check(passphrase)
        with reading(source) as stream:
            return self.open_share(stream.read(MAX_SHARE_FILE_BYTES + 1), target)

    def open_share(self, sealed: bytes, target: Path | BinaryIO) -> ShareOpened:
        """Open a share that somebody sealed to us, and write its words to a plain file for them.

        Also one sealed to a key of ours from before, for as long as its seeds are kept. Raises
        RecoveryError `recovery.share_file`, DiskError.
        """
        share = read_share_file(sealed, self._own.openers()[0])
        path = write_file(target, _paper(share.words.split()), private=True)
        return ShareOpened(
            path=path,
            vault_id=share.vault_id,
            owner=share.owner,
            owner_name=self._holder(share.owner).name,
            number=share.number,
            count=share.count,
            need=share.need,
            made_at=share.made_at,
            warning=" ".join(translate(each) for each in (_PLAIN_SHARE, _NOT_PROVEN)),
        )

    def _keep(self, name: str, secret: bytes, passphrase: Passphrase, facts: "_SlotFacts") -> int:
        """Put the slot; of the others only that of the other kind stays."""
        other = self._facts(SHARES if name == WORDS else WORDS, self._vault.slots.recovery_salts)
        salt = self._vault.slots.put_recovery(passphrase, secret, frozenset({other.salt}))
        written = facts.model_copy(update={"salt": salt, "made_at": now_text(self._clock)})
        with self._vault.transaction():
            self._vault.settings.write(name, written.model_dump_json())
        return self._vault.info().generation

    def _facts(self, name: str, present: frozenset[str]) -> "_SlotFacts":
        """What is known of a slot, if it is among those present."""
        held = self._vault.settings.all().get(name)
        facts = _SlotFacts.model_validate_json(held) if held else _SlotFacts()
        return facts if facts.salt in present else _SlotFacts()

    def _holder(self, fingerprint: str) -> ShareHolder:
        known = self._vault.contacts.get(Fingerprint(fingerprint))
        return ShareHolder(fingerprint=fingerprint, name=known.card.name if known else None)

    def _recipient(self, typed: str) -> ContactCard:
        contact = self._contacts.find(typed)
        if contact.trust is Trust.SELF:
            raise ContactError("contact.own")
        if contact.trust is not Trust.VERIFIED:
            raise BundleError("bundle.recipient_unverified")
        if contact.card.expired_at(now_text(self._clock)):
            raise ContactError("contact.expired")
        return contact.card


def recover_vault(
    folder: Path,
    secret: Secret,
    new_passphrase: str | None,
    *,
    source: Path | None = None,
    keyboard: str | None = None,
    allow_memory: bool = False,
) -> VaultRecovered:
    """Set a new passphrase by recovery words; or, by its passphrase, mend a vault whose `keys` is gone.

    `source` is a backup elsewhere. Raises as `vault.restoring.recover_vault`, and VaultError
    `vault.crypto_missing`.
    """
    require_primitives()
    new = None if new_passphrase is None else NewPassphrase(new_passphrase, keyboard)
    done = recover(folder, secret, new=new, source=source, allow_memory=allow_memory)
    notes = (_FORGOTTEN, _FILE_DROPPED) if done.file_dropped else (_FORGOTTEN,)
    return VaultRecovered(
        generation=done.generation,
        keys_rebuilt=done.keys_rebuilt,
        passphrase_changed=new is not None,
        warnings=tuple(caution.code for caution in done.cautions),
        warning=" ".join(translate(note) for note in notes),
    )


def check_secret(
    folder: Path, secret: Secret, *, source: Path | None = None, allow_memory: bool = False
) -> None:
    """Refuse a secret that `recover_vault` would refuse, before anybody chooses a new passphrase."""
    require_primitives()
    check_slots(folder, secret, source=source, allow_memory=allow_memory)


def read_secret(texts: Sequence[str]) -> bytes:
    """The secret of 24 words (one text), or of the shares that stand in one or more texts.

    Raises RecoveryError `recovery.words`, `.shares`, `.too_few`.
    """
    texts = texts_in(texts)
    if is_words(texts):
        return read_words(texts[0])
    return join_shares([read_share(text) for text in texts])


def texts_in(texts: Sequence[str]) -> tuple[str, ...]:
    """Each share for itself, where a text holds several."""
    return tuple(each for text in texts for each in texts_of(text))


def is_words(texts: Sequence[str]) -> bool:
    """Whether it is 24 words, not shares, that somebody gave."""
    if len(texts) != 1:
        return False
    try:
        read_share(texts[0])
    except RecoveryError:
        return True
    return False


def read_share_file(sealed: bytes, identities: Sequence[HybridIdentity]) -> RecoveryShare:
    """A share sealed to one of ours; RecoveryError `recovery.share_file` for whatever else it is."""
    if len(sealed) > MAX_SHARE_FILE_BYTES:
        raise RecoveryError("recovery.share_file")
    try:
        source = io.BytesIO(sealed)
        header = read_header(source, max_stanzas=1)
        share = read_recovery_share(AgeReader(source, identities, header=header).read(MAX_SHARE_BYTES + 1))
        read_share(share.words)
    except (CryptoError, StrictJsonError, RecoveryError) as error:
        raise RecoveryError("recovery.share_file") from error
    return share


def show_caution(caution: Caution) -> ShownCaution:
    """A caution in the language in force."""
    return ShownCaution(code=caution.code, message=caution.sentence, advice=caution.advice)


def _write_shares(
    folder: Path, shares: Iterable[RecoveryShare], cards: Sequence[ContactCard]
) -> tuple[WrittenShare, ...]:
    """The first shares for these contacts, the rest for paper; all of them or none."""
    written: list[WrittenShare] = []
    try:
        for place, share in enumerate(shares):
            written.append(_write_share(folder, share, cards[place] if place < len(cards) else None))
    except BaseException:
        for each in written:
            with suppress(OSError):
                Path(each.path).unlink(missing_ok=True)
        raise
    return tuple(written)


def _write_share(folder: Path, share: RecoveryShare, card: ContactCard | None) -> WrittenShare:
    name = "".join(secrets.choice(_NAME_LETTERS) for _ in range(_NAME_LENGTH))
    if card is None:
        path = write_file(folder / f"{name}.txt", _paper(share.words.split()), private=True)
    else:
        sealed = io.BytesIO()
        with AgeWriter(sealed, [HybridRecipient(card.keys.age)]) as age:
            age.write(share.to_text().encode())
        path = write_file(folder / f"{name}.age", sealed.getvalue(), private=True)
    return WrittenShare(
        path=path,
        number=share.number,
        fingerprint=card.fingerprint if card else None,
        name=card.name if card else None,
    )


def _paper(words: Sequence[str]) -> bytes:
    """Numbered words, a line for each, for the printer or the hand."""
    note = translate(
        N_("Plain text: whoever reads these words can use them. Put them on paper, destroy this.")
    )
    lines = [f"# {note}", *(f"{number:2}. {word}" for number, word in enumerate(words, start=1))]
    return ("\n".join(lines) + "\n").encode()
