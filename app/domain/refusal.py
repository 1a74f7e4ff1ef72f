"""What a refusal says: one plain sentence and one piece of advice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One plain sentence and one piece of advice, as untranslated message ids."""

    sentence: str
    advice: str
