"""What goes out and what was written, in sentences with the right plurals."""

from collections.abc import Sequence

from app.gui.widgets.evidence import size_in_words
from app.services.answers import BundleWritten
from app.services.preview import ExportPreview
from app.words import translate, translate_plural


def going_in_words(preview: ExportPreview) -> str:
    """One line for each kind of thing that goes out."""
    if not preview.incidents:
        return translate("Nothing: no incident is chosen, or all are held back.")
    told = translate("{incidents}: what happened, when, where, how")
    lines = [told.format(incidents=incidents_in_words(len(preview.incidents)))]
    if preview.people:
        lines.append(
            translate_plural("{count} person", "{count} people", preview.people).format(count=preview.people)
        )
    others = preview.organisations + preview.proceedings
    if others:
        lines.append(
            translate_plural(
                "{count} organisation or proceeding", "{count} organisations and proceedings", others
            ).format(count=others)
        )
    if preview.evidence:
        lines.append(f"{files_in_words(preview.evidence)}, {size_in_words(preview.evidence_bytes)}")
    return "\n".join(f"– {line}" for line in lines)


def written_in_words(written: BundleWritten, names: Sequence[str]) -> str:
    """What the person has in hand now, and who can open it."""
    held = [
        incidents_in_words(written.records),
        files_in_words(written.evidence),
        size_in_words(written.bytes),
    ]
    sentence = translate("Written: {content}. Only {names} can open it.")
    return sentence.format(content=", ".join(held), names=", ".join(names))


def incidents_in_words(count: int) -> str:
    """How many incidents."""
    return translate_plural("{count} incident", "{count} incidents", count).format(count=count)


def files_in_words(count: int) -> str:
    """How many files of evidence."""
    return translate_plural("{count} file", "{count} files", count).format(count=count)
