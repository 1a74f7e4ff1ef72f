"""`record seal-mode`: whether everything new is sealed as soon as it is added, and to whom."""

import click

from app.cli.grammar import Group, option
from app.cli.session import Session
from app.services.answers_sealing import SealModeShown
from app.words import N_, translate


@click.group(
    "seal-mode", cls=Group, help=N_("Seal every new incident as soon as it is added: then it is not here.")
)
def seal_mode_group() -> None:
    """The group itself does nothing."""


@seal_mode_group.command("on", help=N_("Switch it on, or choose others for whom new incidents are."))
@option("--to", multiple=True, metavar="F", help=N_("A verified contact; may be repeated."))
@option("--to-group", "groups", multiple=True, metavar="NAME", help=N_("All of a group; may be repeated."))
@click.pass_obj
def switch_on(session: Session, to: tuple[str, ...], groups: tuple[str, ...]) -> SealModeShown:
    """Switch the mode on; the passphrase is asked again."""
    if not to and not groups:
        raise click.UsageError(translate("name who is to read it: --to or --to-group"))
    with session.open() as (services, _watch):
        session.ask_again(services)
        return services.seal_mode.switch_on(to, groups)


@seal_mode_group.command("off", help=N_("Switch it off: new incidents stay readable here."))
@click.pass_obj
def switch_off(session: Session) -> SealModeShown:
    """Switch the mode off; the passphrase is asked again."""
    with session.open() as (services, _watch):
        session.ask_again(services)
        return services.seal_mode.switch_off()


@seal_mode_group.command("show", help=N_("Whether it is on, for whom, and what that means."))
@click.pass_obj
def show(session: Session) -> SealModeShown:
    """How the mode stands."""
    with session.open() as (services, _watch):
        return services.seal_mode.shown()
