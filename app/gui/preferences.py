"""Making the window look and speak as the person prefers."""

from typing import TYPE_CHECKING

from app.gui.page import PageContext
from app.gui.theme import SCALES, Scheme
from app.words import choose_language, chosen_language

if TYPE_CHECKING:
    from app.services.settings import Preferences


def apply_preferences(context: PageContext, preferences: "Preferences") -> None:
    """Pages are made anew where something differs: nothing of the caller's may be touched afterwards."""
    before = chosen_language()
    if preferences.language is not None:
        choose_language(preferences.language)
    scale = max(each for each in SCALES if each <= preferences.scale_percent)
    look = (context.theme.scheme, context.theme.scale)
    context.theme.choose(Scheme(preferences.theme), scale)
    if chosen_language() != before and look == (context.theme.scheme, context.theme.scale):
        # Another look has already made the pages anew, in the new language.
        context.reworded.emit()
