"""The command tree: groups as README.md lists them, and the options that stand before them."""

from pathlib import Path

import click

from app.cli.commands.bundle import bundle_group
from app.cli.commands.contact import contact_group
from app.cli.commands.date import date_group
from app.cli.commands.evidence import evidence_group
from app.cli.commands.form import demo, form_group, schema
from app.cli.commands.loss import LOSS_COMMANDS
from app.cli.commands.passphrase import passphrase_group
from app.cli.commands.place import place_group
from app.cli.commands.receipt import receipt_group
from app.cli.commands.record import record_group
from app.cli.commands.registry import organisation_group, person_group, proceeding_group
from app.cli.commands.settings import settings_group
from app.cli.commands.vault import vault_group
from app.cli.grammar import INPUT_FILE, Group, option
from app.cli.session import Session
from app.words import LANGUAGES, N_


@click.group(cls=Group, help=N_("Encrypted incident reporting that never touches the network."))
@option("--vault", type=click.Path(path_type=Path), metavar="DIR", help=N_("The folder of the vault."))
@option(
    "--passphrase-file",
    type=INPUT_FILE,
    metavar="FILE|-",
    help=N_("A file that holds the passphrase; “-” is standard input."),
)
@option(
    "--key-file",
    type=INPUT_FILE,
    metavar="FILE|-",
    help=N_("The key file, where the vault needs one; “-” is standard input."),
)
@option("--yes", is_flag=True, help=N_("Answer every question with yes."))
@option("--json", is_flag=True, help=N_("Print exactly one JSON object."))
@option("--language", type=click.Choice(LANGUAGES), help=N_("The language of the words printed."))
@click.pass_obj
def root_command(
    session: Session,
    vault: Path | None,
    passphrase_file: str | None,
    key_file: str | None,
    *,
    yes: bool,
    json: bool,
    language: str | None,
) -> None:
    """Keep what the global options say; `--language` was read before (see shell.py)."""
    del language
    session.vault = vault or session.vault
    session.passphrase_file = passphrase_file
    session.key_file = key_file
    session.yes = yes
    session.json = session.json or json


GROUPS = (
    vault_group,
    record_group,
    person_group,
    organisation_group,
    proceeding_group,
    place_group,
    evidence_group,
    contact_group,
    bundle_group,
    receipt_group,
    form_group,
    date_group,
    passphrase_group,
    settings_group,
    schema,
    demo,
)
for group in GROUPS:
    root_command.add_command(group)
for command in LOSS_COMMANDS:
    vault_group.add_command(command)
