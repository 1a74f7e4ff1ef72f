"""What a receipt proves, in plain words."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from app.domain.text import make_visible
from app.gui.pages.inbox_jobs import ReceiptFound
from app.gui.widgets.fields import plain_label
from app.services.answers_receipts import ReceiptWritten
from app.services.contact_showing import day_text
from app.words import translate, translate_plural


def receipt_labels(found: ReceiptFound) -> Iterator[QWidget]:
    """Whose word it is and since when; which incidents they hold whole; what that is worth."""
    added = found.added
    said = translate("A receipt: {who} holds what you sent, by their own signed word of {day}.")
    words = said.format(who=make_visible(added.name), day=day_text(added.made_at))
    yield plain_label(f"✓ {words}", "lead")
    files = translate_plural("{count} file of evidence", "{count} files of evidence", added.evidence)
    yield plain_label(files.format(count=added.evidence))
    if found.held:
        whole = translate("All that is here of:")
        yield plain_label("\n".join([whole, *(f"– {make_visible(title)}" for title in found.held)]))
    else:
        nothing = translate("No incident is held whole by it: parts or files were not in the bundle.")
        yield plain_label(f"● {nothing}", "gap")
    if added.warnings:
        older = translate("It names changes of yours that are not here: an older folder was put back.")
        yield plain_label(f"▲ {older}", "gap")


def receipt_written_in_words(written: ReceiptWritten) -> str:
    """That it was written, and that it has to be handed over."""
    said = translate_plural(
        "The receipt is written: {count} change is held here. Give the file to the sender.",
        "The receipt is written: {count} changes are held here. Give the file to the sender.",
        written.revisions,
    )
    return said.format(count=written.revisions)
