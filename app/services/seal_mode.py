"""Seal mode for all new incidents: switched on with its recipients, and asked for them at each sealing."""

from app.domain.errors import AppError, ContactError, RecordError
from app.services.answers import ErrorBody
from app.services.answers_sealing import SealModeShown, SealRecipient
from app.services.exchange import Exchange
from app.services.groups import GroupKeeping, spelled
from app.services.seal_settings import ChosenMode, awaiting_seal, chosen_mode, keep_mode
from app.services.shredding import CANNOT_PROMISE, REMAINS
from app.vault import Vault
from app.words import N_, translate

MEANS = (
    N_(
        "While it is on, a new incident is encrypted to those chosen as soon as it is finished, and "
        "destroyed here. Nobody can read it on this computer again, with any passphrase: not even you. A "
        "reference stays."
    ),
    N_(
        "The sealed bundle lies in this vault until you hand it out. If the vault is lost before that, so is "
        "the incident."
    ),
    N_(
        "What is here already stays as it is, and so does what comes in bundles. Until it is finished, a new "
        "incident is a draft, which can be read here."
    ),
    N_("Each sealing removes the backups within the vault’s folder, for a draft may stand in them."),
)


class SealMode:
    """What a person can do so that nothing new stays readable here."""

    def __init__(self, vault: Vault, exchange: Exchange, groups: GroupKeeping) -> None:
        self._vault = vault
        self._exchange = exchange
        self._groups = groups

    @property
    def is_on(self) -> bool:
        """Whether new incidents are to be sealed."""
        return chosen_mode(self._vault) is not None

    def shown(self) -> SealModeShown:
        """How the mode stands, and whether something could be sealed now."""
        mode = chosen_mode(self._vault)
        found: tuple[SealRecipient, ...] = ()
        refused = None
        try:
            found = self._resolved(mode) if mode else ()
        except AppError as error:
            refused = ErrorBody(code=error.code, message=error.sentence, advice=error.advice)
        return SealModeShown(
            seals_new=mode is not None,
            to=mode.to if mode else (),
            groups=mode.groups if mode else (),
            recipients=found,
            refused=refused,
            waiting=awaiting_seal(self._vault),
            confirmed=mode is not None and mode.confirmed,
            means=tuple(translate(sentence) for sentence in MEANS),
            remains=tuple(translate(sentence) for sentence in REMAINS),
            warning=translate(CANNOT_PROMISE),
        )

    def switch_on(self, to: tuple[str, ...], groups: tuple[str, ...] = ()) -> SealModeShown:
        """From now on new incidents are for these, instead of those chosen before.

        A group is resolved whenever something is sealed. Raises ContactError `contact.unknown` where
        nobody is named, `.group_unknown`, `.revoked`, `.expired`; BundleError `bundle.recipient_unverified`.
        """
        named = tuple(dict.fromkeys(spelled(name) for name in groups))
        cards = self._exchange.recipients(to)
        mode = ChosenMode(to=tuple(dict.fromkeys(card.fingerprint for card in cards)), groups=named)
        if not self._resolved(mode):
            raise ContactError("contact.unknown")
        with self._vault.transaction():
            keep_mode(self._vault, mode)
        return self.shown()

    def switch_off(self) -> SealModeShown:
        """New incidents stay readable here again, and so does what waited to be sealed."""
        with self._vault.transaction():
            keep_mode(self._vault, None)
        return self.shown()

    def confirm(self) -> None:
        """A person was told at the first sealing what it means, and is not asked again."""
        mode = chosen_mode(self._vault)
        if mode is not None:
            with self._vault.transaction():
                keep_mode(self._vault, mode.model_copy(update={"confirmed": True}))

    def recipients(self) -> tuple[str, ...]:
        """For whom something is sealed now, each once; refuses as `switch_on`.

        RecordError `record.seal_mode_off` where the mode is off.
        """
        mode = chosen_mode(self._vault)
        if mode is None:
            raise RecordError("record.seal_mode_off")
        return tuple(each.fingerprint for each in self._resolved(mode))

    def _resolved(self, mode: ChosenMode) -> tuple[SealRecipient, ...]:
        members = (member for name in mode.groups for member in self._groups.members(name))
        cards = {card.fingerprint: card for card in self._exchange.recipients((*mode.to, *members))}
        return tuple(SealRecipient(fingerprint=key, name=card.name) for key, card in cards.items())
