"""`person`, `organisation`, `proceeding`: records that incidents name, with one set of commands."""

import click

from app.cli.commands.record import limit_option, offset_option, search_option
from app.cli.grammar import INPUT_FILE, PLACES_HELP, Group, option
from app.cli.queries import Columns, order_option, query_of
from app.cli.session import Session, read_record
from app.domain.list_columns import OFFERED, ChosenColumns
from app.services.answers import RecordList, RecordSaved, RecordShown
from app.services.offered import NameOffers
from app.words import N_


def make_registry_group(kind: str, help_text: str) -> Group:
    """The group of commands for the records of one kind."""
    group = Group(kind, help=help_text)
    epilog = PLACES_HELP if kind == "organisation" else None

    @group.command("add", help=N_("Add one from a JSON file."), epilog=epilog)
    @click.argument("file", type=INPUT_FILE, metavar="FILE.json")
    @click.pass_obj
    def add(session: Session, file: str) -> RecordSaved:
        given = read_record(file)
        with session.open() as (services, _watch):
            return services.recording.add_other(kind, given)

    @group.command("edit", help=N_("Change the fields that the file names, and no others."), epilog=epilog)
    @click.argument("record_id", metavar="ID")
    @click.argument("file", type=INPUT_FILE, metavar="FILE.json")
    @click.pass_obj
    def edit(session: Session, record_id: str, file: str) -> RecordSaved:
        change = read_record(file)
        with session.open() as (services, _watch):
            return services.recording.edit(record_id, change, kind)

    @group.command("show", help=N_("One in full."))
    @click.argument("record_id", metavar="ID")
    @click.pass_obj
    def show(session: Session, record_id: str) -> RecordShown:
        with session.open() as (services, _watch):
            return services.recording.show(record_id, kind)

    _add_list(group, kind)

    @group.command(
        "match", help=N_("Those that a name may mean, in any spelling and script, the best first.")
    )
    @click.argument("name", metavar="NAME")
    @click.pass_obj
    def match(session: Session, name: str) -> NameOffers:
        with session.open() as (services, _watch):
            return services.matching.offers(kind, name)

    return group


def _add_list(group: Group, kind: str) -> None:
    @group.command("list", help=N_("All of them."))
    @search_option
    @order_option(kind)
    @option(
        "--columns",
        type=Columns(kind),
        metavar="A,B,…",
        help=N_("Show a table of these columns; a name that there is not tells all that there are."),
    )
    @limit_option
    @offset_option
    @click.pass_obj
    def list_records(
        session: Session,
        search: str | None,
        order: str | None,
        columns: ChosenColumns | None,
        limit: int,
        offset: int,
    ) -> RecordList:
        query = query_of({"words": search, "order": order or OFFERED[kind].order})
        session.columns = columns
        with session.open() as (services, _watch):
            return services.searches.find(kind, query, limit, offset)


person_group = make_registry_group("person", N_("People: victims, witnesses, officials, lawyers."))
organisation_group = make_registry_group("organisation", N_("Organisations: courts, prisons, police, NGOs."))
proceeding_group = make_registry_group("proceeding", N_("Proceedings before courts and investigators."))
