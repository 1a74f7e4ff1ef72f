"""Making the window look and speak as the person prefers."""

from app.gui.page import PageContext
from app.gui.theme import SCALES, Scheme
from app.services.settings import Preferences
from app.words import choose_language


def apply_preferences(context: PageContext, preferences: Preferences) -> None:
    """Language first: what is made anew for the look speaks it already."""
    if preferences.language is not None:
        choose_language(preferences.language)
    scale = max(each for each in SCALES if each <= preferences.scale_percent)
    context.theme.choose(Scheme(preferences.theme), scale)
