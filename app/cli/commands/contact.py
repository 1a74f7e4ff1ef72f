"""`contact`: cards in and out, and what their owners are to us."""

from contextlib import nullcontext
from pathlib import Path

import click

from app.cli.grammar import FINGERPRINT_HELP, INPUT_FILE, STANDARD_STREAM, Group, option
from app.cli.session import Session, open_input, read_bytes
from app.domain.rotation import MAX_PAPERS_BYTES
from app.services.answers_contacts import (
    CardWritten,
    CodeCompared,
    CodeWritten,
    ContactList,
    GroupList,
    KeyEnded,
    KeyReplaced,
    OwnKeysEnded,
    ShownContact,
)
from app.services.picture_codes import read_code
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


@contact_group.command("qr", help=N_("Your own fingerprint as a QR code, or a contact's, for comparing."))
@click.argument("contact", metavar="[F]", required=False)
@option("--out", required=True, metavar="FILE", help=N_("The SVG file to write."))
@click.pass_obj
def write_code(session: Session, contact: str | None, out: str) -> CodeWritten:
    """Write the code into a file."""
    with session.open() as (services, _watch):
        return services.keys.write_code(Path(out), contact)


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
    card_bytes = read_bytes(file or "", MAX_PAPERS_BYTES)
    with session.open() as (services, _watch):
        return services.contacts.add(card_bytes, fingerprint)


IMAGE_HELP = N_("A picture that you took of their QR code: PNG or JPEG.")


@contact_group.command(
    "compare", help=N_("Compare the QR code in a picture with a contact's fingerprint, or find whose it is.")
)
@click.argument("contact", metavar="[F]", required=False)
@option("--image", type=INPUT_FILE, required=True, metavar="FILE", help=IMAGE_HELP)
@click.pass_obj
def compare(session: Session, contact: str | None, image: str) -> CodeCompared:
    """Nothing is changed by it."""
    with session.working() as watch, open_input(image) as picture:
        code = read_code(picture, watch)
    with session.open() as (services, _watch):
        return services.keys.compare_code(code, contact)


@contact_group.command("verify", help=N_("Mark a contact as verified, by the code that the person told."))
@click.argument("contact", metavar="F")
@option("--fingerprint", metavar="F", help=FINGERPRINT_HELP)
@option("--image", type=INPUT_FILE, metavar="FILE", help=IMAGE_HELP)
@click.pass_obj
def verify(session: Session, contact: str, fingerprint: str | None, image: str | None) -> ShownContact:
    """Compare the code that was told or shown with the contact's own."""
    if (fingerprint is None) == (image is None):
        raise click.UsageError(translate("name either the fingerprint or a picture of its code"))
    code = None
    if image is not None:
        with session.working() as watch, open_input(image) as picture:
            code = read_code(picture, watch)
    with session.open() as (services, _watch):
        if code is not None:
            fingerprint = services.keys.compare_code(code, contact).fingerprint
        return services.contacts.verify(contact, fingerprint or "")


@contact_group.command("list", help=N_("All contacts and what they are to you."))
@option(
    "--own", is_flag=True, help=N_("Instead the keys that were yours: when they ended, what still opens.")
)
@click.pass_obj
def list_contacts(session: Session, *, own: bool) -> ContactList | OwnKeysEnded:
    """All contacts, or all keys that were one's own."""
    with session.open() as (services, _watch):
        return services.keys.own_ended() if own else services.contacts.list()


@contact_group.command("show", help=N_("A contact in full: keys before and after, what others advise."))
@click.argument("contact", metavar="F")
@click.pass_obj
def show(session: Session, contact: str) -> ShownContact:
    """One contact, by a key of theirs."""
    with session.open() as (services, _watch):
        return services.contacts.show(services.contacts.find(contact).fingerprint)


@contact_group.command(
    "rotate", help=N_("Replace your own key; contacts who verified it follow to the new one by themselves.")
)
@click.pass_obj
def rotate(session: Session) -> KeyReplaced:
    """Make a new identity, signed for by the old one."""
    with session.open() as (services, _watch):
        session.confirm(translate("Replace your own key?"))
        return services.keys.rotate()


@contact_group.command(
    "revoke",
    help=N_("End a key for good: a contact's for this vault, or your own, with a revocation to hand out."),
)
@click.argument("fingerprint", metavar="F")
@option("--reason", default="", metavar="R", help=N_("Why; for your own key everybody reads it."))
@option("--out", metavar="FILE", help=N_("Write the signed text to hand out; “-” is standard output."))
@option("--announce", is_flag=True, help=N_("Let your bundles carry the advice to end a contact's key."))
@click.pass_obj
def revoke(session: Session, fingerprint: str, reason: str, out: str | None, *, announce: bool) -> KeyEnded:
    """End a key, after asking."""
    with (
        session.output(out) if out else nullcontext() as target,
        session.open() as (services, _watch),
    ):
        session.confirm(translate("Revoke this key for good?"))
        return services.keys.revoke(fingerprint, reason, target, announce=announce)


@contact_group.command("decline", help=N_("Go on trusting a contact's key although somebody advises not to."))
@click.argument("contact", metavar="F")
@click.pass_obj
def decline(session: Session, contact: str) -> ShownContact:
    """Answer the advice on a key."""
    with session.open() as (services, _watch):
        return services.keys.decline(contact)


@contact_group.group("group", cls=Group, help=N_("Groups: recipients by one name."))
def group_group() -> None:
    """The group itself does nothing."""


@group_group.command("add", help=N_("Put contacts into a group, which is made if it is not there."))
@click.argument("name", metavar="NAME")
@click.argument("contacts", metavar="F...", nargs=-1, required=True)
@click.pass_obj
def add_to_group(session: Session, name: str, contacts: tuple[str, ...]) -> GroupList:
    """Put contacts into a group."""
    if not name.strip():
        raise click.UsageError(translate("a group needs a name"))
    with session.open() as (services, _watch):
        return services.groups.add(name, contacts)


@group_group.command("list", help=N_("All groups and who is in them."))
@click.pass_obj
def list_groups(session: Session) -> GroupList:
    """All groups."""
    with session.open() as (services, _watch):
        return services.groups.list()


@group_group.command("remove", help=N_("Take contacts out of a group; with the last of them it goes."))
@click.argument("name", metavar="NAME")
@click.argument("contacts", metavar="F...", nargs=-1, required=True)
@click.pass_obj
def remove_from_group(session: Session, name: str, contacts: tuple[str, ...]) -> GroupList:
    """Take contacts out of a group."""
    with session.open() as (services, _watch):
        return services.groups.remove(name, contacts)


@group_group.command("rename", help=N_("Call a group something else."))
@click.argument("name", metavar="NAME")
@click.argument("new_name", metavar="NEW")
@click.pass_obj
def rename_group(session: Session, name: str, new_name: str) -> GroupList:
    """Rename a group."""
    if not new_name.strip():
        raise click.UsageError(translate("a group needs a name"))
    with session.open() as (services, _watch):
        return services.groups.rename(name, new_name)


@group_group.command("delete", help=N_("Forget a group; its members stay contacts."))
@click.argument("name", metavar="NAME")
@click.pass_obj
def delete_group(session: Session, name: str) -> GroupList:
    """Delete a group."""
    with session.open() as (services, _watch):
        return services.groups.delete(name)
