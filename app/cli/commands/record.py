"""`record`: incidents, and what may be done to any record."""

from pathlib import Path
from typing import Any

import click

from app.cli.commands.seal_mode import seal_mode_group
from app.cli.grammar import (
    COMPARTMENT,
    INPUT_FILE,
    NEW_FILE_HELP,
    PLACES_HELP,
    REASON_HELP,
    WITH_HELP,
    Group,
    option,
)
from app.cli.queries import Columns, query_of, query_options
from app.cli.session import Session, open_input, read_record
from app.domain.compartments import GUARDED
from app.domain.list_columns import ChosenColumns
from app.domain.revision import RecordId
from app.services.answers import (
    RecordEnded,
    RecordHistory,
    RecordList,
    RecordSaved,
    RecordShown,
    RecordsImported,
)
from app.services.answers_changes import RevisionChanges
from app.services.answers_drafts import DraftList
from app.services.answers_receipts import RecordSealed, RecordShredded
from app.services.answers_sealing import RecordAdded
from app.services.answers_timeline import DeadlineList, TimelineShown
from app.services.body_answers import BodyMap, BodyMapKind
from app.services.found import PossibleDuplicates, RecordCounts, RecordsExported, SavedSearches
from app.words import N_, translate

PAGE = 100
DAYS_AHEAD, MAX_DAYS = 30, 36_500
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
    "add",
    help=N_("Add an incident with its people, proceedings and evidence, or nothing at all."),
    epilog=PLACES_HELP,
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
def add(session: Session, file: str, evidence: tuple[Path, ...]) -> RecordAdded:
    """Add an incident, all or nothing; under seal mode, seal it."""
    given = read_record(file)
    with session.open() as (services, watch):
        saved = services.recording.add(given, evidence, watch)
        sealed = services.sealing.seal_new(saved.id, watch) if services.seal_mode.is_on else None
        return RecordAdded(**dict(saved), sealed=sealed)


@record_group.command(
    "edit", help=N_("Change the fields that the file names, and no others."), epilog=PLACES_HELP
)
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


@record_group.command(
    "changes", help=N_("What one revision changed, field by field; “record history” names the revisions.")
)
@click.argument("revision", metavar="REVISION")
@click.pass_obj
def changes(session: Session, revision: str) -> RevisionChanges:
    """The fields that a revision changed, before and after."""
    with session.open() as (services, _watch):
        return services.changes.of(revision)


@record_group.command("timeline", help=N_("An incident in the order of time, with what cannot be in it."))
@click.argument("record_id", metavar="ID")
@click.pass_obj
def timeline(session: Session, record_id: str) -> TimelineShown:
    """Events in order, and contradictions and gaps in them."""
    with session.open() as (services, _watch):
        return services.chronology.timeline(RecordId(record_id))


@record_group.command("deadlines", help=N_("What must come or be done soon, and what is overdue."))
@option(
    "--days",
    type=click.IntRange(0, MAX_DAYS),
    default=DAYS_AHEAD,
    metavar="N",
    help=N_("How many days ahead."),
)
@click.pass_obj
def deadlines(session: Session, days: int) -> DeadlineList:
    """Deadlines that are not met, the nearest first."""
    with session.open() as (services, watch):
        return services.chronology.deadlines(days, watch)


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


@record_group.command(
    "seal", help=N_("Encrypt an incident to others alone: from then on it cannot be read here.")
)
@click.argument("record_id", metavar="ID")
@option(
    "--to",
    multiple=True,
    metavar="F",
    help=N_("A verified contact; may be repeated. Under seal mode, those for whom that is, unless named."),
)
@option("--reason", metavar="R", help=REASON_HELP)
@click.pass_obj
def seal(session: Session, record_id: str, to: tuple[str, ...], reason: str | None) -> RecordSealed:
    """Hold a reference instead of the incident."""
    with session.open() as (services, watch):
        session.ask_again(services)
        return services.sealing.seal(record_id, to or services.seal_mode.recipients(), reason, watch)


@record_group.command(
    "shred", help=N_("Destroy an incident here, once a signed receipt proves that others hold all of it.")
)
@click.argument("record_id", metavar="ID")
@click.pass_obj
def shred(session: Session, record_id: str) -> RecordShredded:
    """Destroy what others hold."""
    with session.open() as (services, watch):
        session.ask_again(services)
        return services.shredding.shred(record_id, watch)


@record_group.command(
    "export", help=N_("Write records and all that they name as lines of JSON, readable by anybody.")
)
@option("--out", required=True, metavar="FILE.jsonl", help=NEW_FILE_HELP)
@option("--format", type=click.Choice(["jsonl"]), expose_value=False, help=N_("Lines of JSON; the default."))
@option("--with", "with_", multiple=True, type=click.Choice(sorted(GUARDED)), help=WITH_HELP)
@option("--reason", metavar="R", help=REASON_HELP)
@query_options
@click.pass_obj
def export(
    session: Session,
    /,
    out: str,
    with_: tuple[str, ...],
    reason: str | None,
    **asked: Any,
) -> RecordsExported:
    """Everything, or what is asked for; `record import` takes it in again."""
    query = query_of(asked)
    with session.output(out) as target, session.open() as (services, watch):
        session.ask_again(services)
        return services.whole_records.export(target, query, watch, with_, reason)


@record_group.command("link", help=N_("Say how an incident hangs together with another."))
@click.argument("record_id", metavar="ID")
@option("--to", "other", required=True, metavar="ID", help=N_("The other incident."))
@option("--kind", metavar="CODE", help=N_("How: a code of the list link_kind."))
@option("--note", metavar="TEXT", help=N_("What else there is to say of it."))
@click.pass_obj
def link(session: Session, record_id: str, other: str, kind: str | None, note: str | None) -> RecordSaved:
    """Add a link to those that the incident has."""
    with session.open() as (services, _watch):
        return services.recording.link(record_id, other, kind, note)


@record_group.command("body-map", help=N_("The injuries of an incident, marked on the body."))
@click.argument("record_id", metavar="ID")
@option("--person", metavar="ID", help=N_("Only those of this person."))
@option(
    "--out",
    metavar="FILE",
    help=N_("Write a picture (SVG), which anyone can read; “-” is standard output."),
)
@option(
    "--as",
    "kind",
    type=click.Choice(("svg", "html", "csv")),
    default="svg",
    help=N_("A picture, pages of A4 that a browser prints, or a table."),
)
@click.pass_obj
def body_map(
    session: Session, record_id: str, person: str | None, out: str | None, kind: BodyMapKind
) -> BodyMap:
    """Show the injuries; with `--out` hand them out in plain, after asking again."""
    if out is None:
        with session.open() as (services, _watch):
            return services.body_maps.show(record_id, person)
    with session.output(out) as target, session.open() as (services, _watch):
        session.ask_again(services)
        return services.body_maps.export(record_id, person, target, kind)


@record_group.command("import", help=N_("Add an incident, or a whole record, for every line of JSON."))
@click.argument("file", type=INPUT_FILE, metavar="FILE.jsonl")
@click.pass_obj
def import_lines(session: Session, file: str) -> RecordsImported:
    """Add many incidents; lines that do not fit are named."""
    with open_input(file) as lines, session.open() as (services, watch):
        return services.recording.import_lines(lines, watch)


@record_group.command("list", help=N_("The incidents, newest first."))
@query_options
@option("--saved", metavar="NAME", help=N_("Ask what is saved under this name, and what else is given."))
@option("--save-as", metavar="NAME", help=N_("Keep what is asked under this name."))
@option(
    "--columns",
    type=Columns("incident"),
    metavar="A,B,…",
    help=N_("Show a table of these columns: title, when, place, forms, status …"),
)
@limit_option
@offset_option
@click.pass_obj
def list_records(
    session: Session,
    /,
    saved: str | None,
    save_as: str | None,
    columns: ChosenColumns | None,
    limit: int,
    offset: int,
    **asked: Any,
) -> RecordList:
    """A page of the incidents that are asked for."""
    query_of(asked)
    session.columns = columns
    with session.open() as (services, _watch):
        query = query_of(asked, services.searches.query(saved) if saved else None)
        if save_as:
            services.searches.save(save_as, query)
        return services.searches.find("incident", query, limit, offset)


@record_group.command("count", help=N_("How many incidents there are, by every field that a list has."))
@query_options
@click.pass_obj
def count(session: Session, /, **asked: Any) -> RecordCounts:
    """The incidents that are asked for, counted by field."""
    query = query_of(asked)
    with session.open() as (services, _watch):
        return services.searches.counts("incident", query)


@record_group.command("searches", help=N_("The saved searches."))
@option("--forget", metavar="NAME", help=N_("Forget the one of this name."))
@click.pass_obj
def searches(session: Session, forget: str | None) -> SavedSearches:
    """What `record list --save-as` kept."""
    with session.open() as (services, _watch):
        return services.searches.forget(forget) if forget else services.searches.saved()


@record_group.command("drafts", help=N_("What was typed in the window and could not be saved, or not yet."))
@option("--forget", metavar="NAME", help=N_("Forget the one of this name, for good."))
@click.pass_obj
def drafts(session: Session, forget: str | None) -> DraftList:
    """What waits to become a record, or can become none any more."""
    with session.open() as (services, _watch):
        if forget is not None:
            if services.drafts.load(forget) is None:
                raise click.UsageError(translate("there is no draft of this name"))
            session.confirm(translate("Forget what was typed?"))
            services.drafts.drop(forget)
        return services.drafts.kept()


@record_group.command("duplicates", help=N_("Incidents that may be the same as this one, and why."))
@click.argument("record_id", metavar="ID")
@click.pass_obj
def duplicates(session: Session, record_id: str) -> PossibleDuplicates:
    """What may have been reported twice; nothing is merged."""
    with session.open() as (services, _watch):
        return services.duplicates.of(RecordId(record_id))


record_group.add_command(seal_mode_group)
