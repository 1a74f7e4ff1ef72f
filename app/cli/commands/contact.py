"""`contact`: cards in and out, and what their owners are to us."""

from pathlib import Path

import click

from app.cli.grammar import FINGERPRINT_HELP, INPUT_FILE, STANDARD_STREAM, Group, option
from app.cli.session import Session, open_input, read_bytes
from app.domain.signed_text import MAX_CARD_BYTES
from app.services.answers import CardWritten, ContactList, ShownContact
from app.words import N_, translate


@click.group("contact", cls=Group, help=N_("Contacts: whose bundles you take, and to whom you write."))
def contact_group() -> None:
    """The group itself does nothing."""


@contact_group.command("card", help=N_("Your own contact card, to give to others."))
@option("--out", metavar="FILE", help=N_("The file to write; without it the card is printed."))
@click.pass_obj
def card(session: Session, out: str | None) -> CardWritten:
    """Print the card, or write it to a file."""
    with session.open() as (services, _watch):
        if out is None or out == STANDARD_STREAM:
            return services.contacts.card()
        return services.contacts.write_card(Path(out))


@contact_group.command("add", help=N_("Add a card from a file, or the sender's from a bundle."))
@click.argument("file", type=INPUT_FILE, metavar="[FILE]", required=False)
@option("--from-bundle", "bundle", type=INPUT_FILE, metavar="FILE", help=N_("A bundle made by that person."))
@option("--fingerprint", metavar="F", help=FINGERPRINT_HELP)
@click.pass_obj
def add(session: Session, file: str | None, bundle: str | None, fingerprint: str | None) -> ShownContact:
    """Add a contact; with the right code it is verified at once."""
    if (file is None) == (bundle is None):
        raise click.UsageError(translate("name either a card or a bundle"))
    if bundle is not None:
        with open_input(bundle) as stream, session.open() as (services, watch):
            return services.exchange.add_contact_from(stream, fingerprint, watch)
    card_bytes = read_bytes(file or "", MAX_CARD_BYTES)
    with session.open() as (services, _watch):
        return services.contacts.add(card_bytes, fingerprint)


@contact_group.command("verify", help=N_("Mark a contact as verified, by the code that the person told."))
@click.argument("contact", metavar="F")
@option("--fingerprint", required=True, metavar="F", help=FINGERPRINT_HELP)
@click.pass_obj
def verify(session: Session, contact: str, fingerprint: str) -> ShownContact:
    """Compare the code that was told with the contact's own."""
    with session.open() as (services, _watch):
        return services.contacts.verify(contact, fingerprint)


@contact_group.command("list", help=N_("All contacts and what they are to you."))
@click.pass_obj
def list_contacts(session: Session) -> ContactList:
    """All contacts."""
    with session.open() as (services, _watch):
        return services.contacts.list()


@contact_group.command("revoke", help=N_("Trust a contact's key no more; this cannot be taken back."))
@click.argument("fingerprint", metavar="F")
@option("--reason", default="", metavar="R", help=N_("Why; it stays in this vault."))
@click.pass_obj
def revoke(session: Session, fingerprint: str, reason: str) -> ShownContact:
    """End a contact's key for this vault."""
    with session.open() as (services, _watch):
        session.confirm(translate("Revoke this contact's key?"))
        return services.contacts.revoke(fingerprint, reason)
