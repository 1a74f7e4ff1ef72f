"""`record`: incidents, and what may be done to any record."""

from pathlib import Path

import click

from app.cli.grammar import COMPARTMENT, INPUT_FILE, REASON_HELP, Group, option
from app.cli.session import Session, open_input, read_record
from app.domain.query import Narrowing
from app.services.answers import (
    RecordEnded,
    RecordHistory,
    RecordList,
    RecordSaved,
    RecordShown,
    RecordsImported,
)
from app.words import N_, translate

PAGE = 100
MAX_PAGE = 10_000

limit_option = option(
    "--limit", type=click.IntRange(1, MAX_PAGE), default=PAGE, metavar="N", help=N_("How many at most.")
)
offset_option = option(
    "--offset", type=click.IntRange(0), default=0, metavar="N", help=N_("How many to pass over first.")
)
search_option = option("--search", metavar="TEXT", help=N_("Only those in which these words stand."))


@click.group("record", cls=Group, help=N_("Incidents: add, change, find, end."))
def record_group() -> None:
    """The group itself does nothing."""


@record_group.command(
    "add", help=N_("Add an incident with its people, proceedings and evidence, or nothing at all.")
)
@click.argument("file", type=INPUT_FILE, metavar="FILE.json")
@option(
    "--evidence",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="PATH",
    help=N_("A file to take in as evidence; may be repeated."),
)
@click.pass_obj
def add(session: Session, file: str, evidence: tuple[Path, ...]) -> RecordSaved:
    """Add an incident, all or nothing."""
    given = read_record(file)
    with session.open() as (services, watch):
        return services.recording.add(given, evidence, watch)


@record_group.command("edit", help=N_("Change the fields that the file names, and no others."))
@click.argument("record_id", metavar="ID")
@click.argument("file", type=INPUT_FILE, metavar="FILE.json")
@click.pass_obj
def edit(session: Session, record_id: str, file: str) -> RecordSaved:
    """Make a new revision of a record."""
    change = read_record(file)
    with session.open() as (services, _watch):
        return services.recording.edit(record_id, change)


@record_group.command("show", help=N_("A record in full."))
@click.argument("record_id", metavar="ID")
@click.pass_obj
def show(session: Session, record_id: str) -> RecordShown:
    """A record of any kind as it stands now."""
    with session.open() as (services, _watch):
        return services.recording.show(record_id)


@record_group.command("history", help=N_("Every revision of a record: who made it, and when."))
@click.argument("record_id", metavar="ID")
@click.pass_obj
def history(session: Session, record_id: str) -> RecordHistory:
    """The revisions of a record, parents first."""
    with session.open() as (services, _watch):
        return services.recording.history(record_id)


@record_group.command("delete", help=N_("End a record. Copies that others hold are only asked to follow."))
@click.argument("record_id", metavar="ID")
@option("--reason", required=True, metavar="R", help=REASON_HELP)
@click.pass_obj
def delete(session: Session, record_id: str, reason: str) -> RecordEnded:
    """Put a tombstone on a record."""
    with session.open() as (services, _watch):
        session.confirm(translate("Delete this record?"))
        return services.recording.delete(record_id, reason)


@record_group.command("erase", help=N_("Erase parts of a record for good; every signature stays good."))
@click.argument("record_id", metavar="ID")
@option("--part", "parts", required=True, multiple=True, type=COMPARTMENT, help=N_("A part; repeatable."))
@option("--reason", required=True, metavar="R", help=REASON_HELP)
@click.pass_obj
def erase(session: Session, record_id: str, parts: tuple[str, ...], reason: str) -> RecordEnded:
    """Erase compartments of every revision of a record."""
    with session.open() as (services, _watch):
        session.ask_again(services)
        return services.recording.erase(record_id, parts, reason)


@record_group.command("import", help=N_("Add an incident for every line of a file of JSON lines."))
@click.argument("file", type=INPUT_FILE, metavar="FILE.jsonl")
@click.pass_obj
def import_lines(session: Session, file: str) -> RecordsImported:
    """Add many incidents; lines that do not fit are named."""
    with open_input(file) as lines, session.open() as (services, watch):
        return services.recording.import_lines(lines, watch)


@record_group.command("list", help=N_("The incidents, newest first."))
@option("--form", metavar="F", help=N_("Only those with an act of this form."))
@search_option
@option(
    "--only",
    type=click.Choice([narrowing.value for narrowing in Narrowing]),
    multiple=True,
    help=N_("Only those of which this holds; repeated, all of it."),
)
@limit_option
@offset_option
@click.pass_obj
def list_records(
    session: Session, form: str | None, search: str | None, only: tuple[str, ...], limit: int, offset: int
) -> RecordList:
    """A page of the list of incidents."""
    narrowed = tuple(Narrowing(each) for each in only)
    with session.open() as (services, _watch):
        return services.reading.list_incidents(form, search, limit, offset, narrowed)
