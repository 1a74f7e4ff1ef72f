"""Parsers of what is handed over as a file: the papers of a person, receipts."""

from dataclasses import replace

from app.crypto.papers import Papers
from app.domain.receipt import Receipt, read_receipt, receipt_body
from app.domain.signed_text import MAX_RECEIPT_BYTES, RECEIPT_TAG, SignedText, read_signed_text
from app.services.contacts import read_received_papers
from tests.bundle.builders import knowing
from tests.fuzz import seeds


def parse_papers(data: bytes) -> Papers:
    """What a person is handed as a card; the old key is known where the seeds say so."""
    return read_received_papers(data, knowing(seeds.monitor()).card)


def parse_receipt(data: bytes) -> Receipt:
    return replace(read_receipt(data)[0], text="")


def write_receipt(receipt: Receipt) -> bytes:
    """The body is written as it was read; who signed it does not matter here."""
    signatures = read_signed_text(seeds.signed_texts()["receipt"], MAX_RECEIPT_BYTES).signatures
    return SignedText(RECEIPT_TAG, receipt_body(receipt), signatures).to_text().encode()
