"""A guise for whoever asks in the shell, with what there is to choose from."""

from app.domain.guise import Guise, Icon
from app.services.answer import Answer


class OfferedGuise(Answer):
    """An icon, and the name that goes with it in the language in force."""

    icon: Icon
    name: str


class GuiseShown(Answer):
    """The icon and the name that windows show, `own` where that is not the icon's; and what else there is."""

    icon: Icon
    name: str
    own: bool
    offered: tuple[OfferedGuise, ...]


def show_guise(guise: Guise) -> GuiseShown:
    """It, and the icons that there are."""
    return GuiseShown(
        icon=guise.icon,
        name=guise.title,
        own=guise.name is not None,
        offered=tuple(OfferedGuise(icon=icon, name=Guise(icon).title) for icon in Icon),
    )
