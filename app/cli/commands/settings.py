"""`settings`: what is chosen for this computer and user, and lies outside of any vault."""

import click

from app.cli.grammar import Group, option
from app.domain.guise import Guise, Icon
from app.services.guise_keeping import keep_guise, kept_guise
from app.services.guise_showing import GuiseShown, show_guise
from app.words import N_


@click.group("settings", cls=Group, help=N_("What is chosen for this computer; no vault is needed."))
def settings_group() -> None:
    """The group itself does nothing."""


@settings_group.command(
    "guise",
    help=N_("The icon and the name that every window shows; “notebook” alone is what there was at first."),
)
@click.argument("icon", required=False, metavar="[ICON]", type=click.Choice([icon.value for icon in Icon]))
@option("--name", metavar="N", help=N_("A name of your own instead of the icon's."))
def choose_guise(icon: str | None, name: str | None) -> GuiseShown:
    """Show the guise, or take another; without an icon a name goes with the present one."""
    guise = kept_guise()
    if icon is not None or name is not None:
        guise = keep_guise(Guise(icon=Icon(icon) if icon else guise.icon, name=name))
    return show_guise(guise)
