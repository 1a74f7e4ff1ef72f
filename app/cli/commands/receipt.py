"""`receipt`: what others hold of what was sent to them, by their own signed word."""

import click

from app.cli.grammar import INPUT_FILE, NEW_FILE_HELP, Group, option
from app.cli.session import Session, open_input, read_bytes
from app.domain.receipt import MAX_FILE_BYTES
from app.services.answers_receipts import ReceiptAdded, ReceiptWritten
from app.words import N_


@click.group("receipt", cls=Group, help=N_("Receipts: who is proven to hold what."))
def receipt_group() -> None:
    """The group itself does nothing."""


@receipt_group.command("write", help=N_("Write a signed receipt for a bundle that was taken in."))
@click.argument("bundle", type=INPUT_FILE, metavar="BUNDLE")
@option("--out", required=True, metavar="FILE", help=NEW_FILE_HELP)
@click.pass_obj
def write(session: Session, bundle: str, out: str) -> ReceiptWritten:
    """Say what of a bundle is held here."""
    with (
        session.output(out) as target,
        open_input(bundle) as stream,
        session.open() as (services, watch),
    ):
        return services.receipts.write(stream, target, watch)


@receipt_group.command("add", help=N_("Take in a verified contact's receipt for a bundle of yours."))
@click.argument("file", type=INPUT_FILE, metavar="FILE")
@click.pass_obj
def add(session: Session, file: str) -> ReceiptAdded:
    """Keep a receipt."""
    text = read_bytes(file, MAX_FILE_BYTES)
    with session.open() as (services, _watch):
        return services.receipts.add(text)
