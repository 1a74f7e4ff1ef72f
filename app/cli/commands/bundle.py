"""`bundle`: signed and encrypted, out to others and in from them."""

from pathlib import Path

import click

from app.cli.grammar import COMPARTMENT, INPUT_FILE, REASON_HELP, STANDARD_STREAM, WITH_HELP, Group, option
from app.cli.presentation import present
from app.cli.session import Session, open_input
from app.services.answers import BundlePlan, BundleWritten
from app.services.answers_receipts import SealedList
from app.services.preview import ExportPreview
from app.words import N_, translate

all_option = option("--all", "everything", is_flag=True, help=N_("Every incident."))
record_option = option(
    "--record", "records", multiple=True, metavar="ID", help=N_("An incident; may be repeated.")
)
without_option = option(
    "--without", multiple=True, type=COMPARTMENT, help=N_("A part to withhold; may be repeated.")
)
with_option = option(
    "--with",
    "with_",
    multiple=True,
    type=COMPARTMENT,
    help=WITH_HELP,
)


@click.group("bundle", cls=Group, help=N_("Bundles: hand incidents over, and take them in."))
def bundle_group() -> None:
    """The group itself does nothing."""


@bundle_group.command("write", help=N_("Write incidents, with all that they name, into a bundle."))
@all_option
@record_option
@option("--to", multiple=True, metavar="F", help=N_("A verified contact; may be repeated."))
@option("--to-group", "groups", multiple=True, metavar="NAME", help=N_("All of a group; may be repeated."))
@option("--out", required=True, metavar="FILE|DIR", help=N_("The file to write, or the folder for it."))
@without_option
@with_option
@option("--reason", metavar="R", help=REASON_HELP)
@click.pass_obj
def write(
    session: Session,
    *,
    everything: bool,
    records: tuple[str, ...],
    to: tuple[str, ...],
    groups: tuple[str, ...],
    out: str,
    without: tuple[str, ...],
    with_: tuple[str, ...],
    reason: str | None,
) -> BundleWritten:
    """Write a bundle to verified contacts."""
    chosen = _chosen(everything=everything, records=records)
    if not to and not groups:
        raise click.UsageError(translate("name who is to read it: --to or --to-group"))
    with session.output(out) as target, session.open() as (services, watch):
        members = (member for group in groups for member in services.groups.members(group))
        return services.exchange.write(
            chosen,
            to=(*to, *members),
            out=target,
            without=without,
            with_=with_,
            reason=reason,
            watch=watch,
            # A reason given for guarded parts is no answer to somebody's "no".
            despite_consent=records if reason and not with_ else (),
        )


@bundle_group.command(
    "preview", help=N_("Say what a bundle would hold, and what consent holds back; nothing is written.")
)
@all_option
@record_option
@without_option
@with_option
@click.pass_obj
def preview(
    session: Session,
    *,
    everything: bool,
    records: tuple[str, ...],
    without: tuple[str, ...],
    with_: tuple[str, ...],
) -> ExportPreview:
    """What `write` would put into a bundle."""
    chosen = _chosen(everything=everything, records=records)
    with session.open() as (services, watch):
        return services.exchange.preview(chosen, without, with_, watch=watch)


@bundle_group.command("inspect", help=N_("Check a bundle and say what it would change; nothing is taken in."))
@click.argument("file", type=INPUT_FILE, metavar="FILE")
@click.pass_obj
def inspect(session: Session, file: str) -> BundlePlan:
    """The plan of a bundle."""
    with open_input(file) as stream, session.open() as (services, watch):
        return services.exchange.inspect(stream, watch)


@bundle_group.command("apply", help=N_("Take a bundle in, after showing what it would change."))
@click.argument("file", type=INPUT_FILE, metavar="FILE")
@option("--accept-revoked", metavar="REASON", help=N_("Take it in although the sender's key was revoked."))
@click.pass_obj
def apply(session: Session, file: str, accept_revoked: str | None) -> BundlePlan:
    """Show the plan, ask, and take the bundle in; `--yes` goes straight on."""
    if file == STANDARD_STREAM and not session.yes:
        raise click.UsageError(translate("a bundle from standard input (“-”) is taken in only with --yes"))
    with session.open() as (services, watch):
        shown: str | None = None
        if not session.yes:
            with open_input(file) as stream:
                plan = services.exchange.inspect(stream, watch)
            click.echo(present(plan), err=True)
            session.confirm(translate("Take this in?"))
            shown = plan.identity
        with open_input(file) as stream:
            return services.exchange.apply(stream, accept_revoked, watch, identity=shown)


@bundle_group.command("sealed", help=N_("The sealed bundles that are kept here; with --out, write them."))
@option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help=N_("The folder for them.")
)
@option("--remove", is_flag=True, help=N_("Keep them here no longer, once the copies were read again."))
@click.pass_obj
def sealed(session: Session, out: Path | None, remove: bool) -> SealedList:
    """What `record seal` made."""
    if remove and out is None:
        raise click.UsageError(translate("--remove is given together with --out"))
    with session.open() as (services, watch):
        if out is None:
            return services.sealing.list()
        if remove:
            session.ask_again(services)
        return services.sealing.hand_out(out, watch, remove=remove)


def _chosen(*, everything: bool, records: tuple[str, ...]) -> tuple[str, ...] | None:
    """The incidents that were named; None for all of them."""
    if everything == bool(records):
        raise click.UsageError(translate("give either --all or --record"))
    return None if everything else records
