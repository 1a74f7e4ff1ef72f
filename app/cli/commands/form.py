"""`form`, `schema`, `demo`: what can be asked of the program itself, without a vault."""

from pathlib import Path
from typing import Any

import click

from app.cli.demonstration import demonstrate
from app.cli.demonstration.report import DemoReport
from app.cli.grammar import Command, Group
from app.cli.schemas import read_schema, schema_names
from app.cli.session import Session
from app.services.answers import FormList, FormShown
from app.services.form_files import load_forms
from app.services.forms import FormShelf
from app.words import N_, translate


@click.group("form", cls=Group, help=N_("Forms: what is asked about each kind of act."))
def form_group() -> None:
    """The group itself does nothing."""


@form_group.command("list", help=N_("All forms."))
def list_forms() -> FormList:
    """The newest version of each form."""
    return FormShelf(load_forms()).list()


@form_group.command("show", help=N_("A form with its sections and fields."))
@click.argument("form", metavar="F")
def show(form: str) -> FormShown:
    """A form file as it is."""
    return FormShelf(load_forms()).show(form)


@click.command("schema", cls=Command, help=N_("The JSON Schema of an answer or of an input."))
@click.argument("name", metavar="NAME")
def schema(name: str) -> dict[str, Any]:
    """A schema file as it is; wrong usage names those that there are."""
    names = schema_names()
    if name not in names:
        raise click.UsageError(translate("there are these schemas: {names}").format(names=", ".join(names)))
    return read_schema(name)


@click.command("demo", cls=Command, help=N_("Show the whole job with invented people in a new folder."))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def demo(session: Session, folder: Path | None) -> DemoReport:
    """Three vaults, five incidents, bundles good and bad."""
    with session.working() as watch:
        return demonstrate(folder, watch)
