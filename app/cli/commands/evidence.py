"""`evidence`: files taken in as they are, and handed out as they were."""

from pathlib import Path

import click

from app.cli.grammar import Group, option
from app.cli.session import Session
from app.services.answers import EvidenceAdded, EvidenceExported, EvidenceList
from app.services.ended_evidence import EndedEvidenceList
from app.words import N_, translate

ARRIVALS = ("usb", "messenger", "camera", "recorded", "scan", "other", "unknown")


@click.group("evidence", cls=Group, help=N_("Evidence: files of any kind and size."))
def evidence_group() -> None:
    """The group itself does nothing."""


@evidence_group.command("add", help=N_("Take a file in as evidence of an incident."))
@click.argument("record_id", metavar="ID")
@click.argument("path", type=click.Path(path_type=Path), metavar="PATH")
@option("--arrived", type=click.Choice(ARRIVALS), default="other", help=N_("How the file came to you."))
@click.pass_obj
def add(session: Session, record_id: str, path: Path, arrived: str) -> EvidenceAdded:
    """Hash, seal and keep a file."""
    with session.open() as (services, watch):
        return services.evidence.add(record_id, path, arrived, watch)


@evidence_group.command("list", help=N_("The evidence of one incident, or all."))
@click.argument("record_id", metavar="[ID]", required=False)
@option(
    "--ended", is_flag=True, help=N_("Instead those of the incident that were deleted or erased, and why.")
)
@click.pass_obj
def list_evidence(
    session: Session, record_id: str | None, *, ended: bool
) -> EvidenceList | EndedEvidenceList:
    """What is here and what is awaited, or what an incident still says of files that ended."""
    if not ended:
        with session.open() as (services, _watch):
            return services.evidence.list(record_id)
    if record_id is None:
        raise click.UsageError(translate("--ended needs the incident"))
    with session.open() as (services, _watch):
        return services.evidence.ended(record_id)


@evidence_group.command("export", help=N_("Write the identical file; the chain of custody notes it."))
@click.argument("sha256", metavar="SHA256")
@option("--out", required=True, metavar="PATH", help=N_("The file to write; “-” is standard output."))
@click.pass_obj
def export(session: Session, sha256: str, out: str) -> EvidenceExported:
    """Hand a file out in plain, after asking again."""
    with session.output(out) as target, session.open() as (services, watch):
        session.ask_again(services)
        return services.evidence.export(sha256, target, watch)
