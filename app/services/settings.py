"""Settings: what a person prefers, remembered in the vault and nowhere else."""

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from app.services.answer import Answer
from app.vault import Vault

SCALES = (100, 125, 150, 175, 200, 225, 250)
LOCK_MINUTES = (1, 3, 5, 10, 15, 30, 60)
_LAYOUT = "layout."


class Preferences(Answer):
    """How the window looks and speaks, and when it locks itself. `language` None: the system's."""

    language: Literal["en", "ru", "kk", "ky", "tg"] | None = None
    theme: Literal["system", "light", "dark"] = "system"
    scale_percent: Annotated[int, Field(ge=SCALES[0], le=SCALES[-1])] = 100
    lock_minutes: Annotated[int, Field(ge=LOCK_MINUTES[0], le=LOCK_MINUTES[-1])] = 5


class SettingsKeeping:
    """What is remembered for the window."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def preferences(self) -> Preferences:
        """What the person chose; where nothing was chosen, or by a later version, the default."""
        held = self._vault.settings.all()
        chosen = {name: held[name] for name in Preferences.model_fields if held.get(name)}
        try:
            return Preferences.model_validate(chosen)
        except ValidationError as error:
            unread = {each["loc"][0] for each in error.errors()}
            return Preferences.model_validate({k: v for k, v in chosen.items() if k not in unread})

    def change(self, preferences: Preferences) -> Preferences:
        """Remember what the person chose."""
        with self._vault.transaction():
            for name, value in preferences.model_dump(mode="json").items():
                self._vault.settings.write(name, "" if value is None else str(value))
        return preferences

    def layout(self, name: str) -> str | None:
        """How a part of the window was left: whatever text it gave to `keep_layout`."""
        return self._vault.settings.all().get(_LAYOUT + name)

    def keep_layout(self, name: str, text: str) -> None:
        """Remember sizes, splitters, columns; never anything of an incident."""
        with self._vault.transaction():
            self._vault.settings.write(_LAYOUT + name, text)
