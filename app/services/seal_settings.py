"""What is remembered of seal mode among the settings of the vault: for whom, and what still waits for it."""

import json

from pydantic import BaseModel, ConfigDict

from app.domain.revision import RecordId
from app.vault import Vault

MODE, WAITING = "sealing.mode", "sealing.waiting"


class ChosenMode(BaseModel):
    """Fingerprints and names of groups; `confirmed` once a person was told at the first sealing."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    to: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    confirmed: bool = False


def chosen_mode(vault: Vault) -> ChosenMode | None:
    """For whom new incidents are sealed; None while the mode is off."""
    kept = vault.settings.all().get(MODE)
    return None if kept is None else ChosenMode.model_validate_json(kept)


def keep_mode(vault: Vault, mode: ChosenMode | None) -> None:
    """Within a transaction: None switches it off, and nothing waits to be sealed any more."""
    if mode is not None:
        vault.settings.write(MODE, mode.model_dump_json())
        return
    for name in (MODE, WAITING):
        vault.settings.drop(name)


def note_new(vault: Vault, record: RecordId) -> None:
    """Within the transaction that makes an incident: under seal mode it waits to be sealed."""
    if chosen_mode(vault) is not None:
        vault.settings.write(WAITING, json.dumps([*awaiting_seal(vault), record]))


def awaiting_seal(vault: Vault) -> tuple[RecordId, ...]:
    """Incidents that were made under seal mode and can still be read here."""
    kept = json.loads(vault.settings.all().get(WAITING, "[]"))
    return tuple(
        RecordId(record)
        for record in kept
        if not vault.shredding.is_shredded(RecordId(record)) and not vault.lists.is_deleted(RecordId(record))
    )
