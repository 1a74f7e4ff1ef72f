"""What was done to a text that was pasted, in one quiet sentence that holds nothing of it."""

from app.domain.pasted_text import PastedText, Tidied
from app.words import translate, translate_plural


def pasted_words(pasted: PastedText) -> str:
    """What was done how often, and how to have the text as it came."""
    what = ", ".join(_done_words(what, count) for what, count in pasted.done)
    return translate("Pasted: {what}. Ctrl+Z gives it back as it came.").format(what=what)


def _done_words(what: Tidied, count: int) -> str:
    words = {
        Tidied.UNSEEN: translate_plural(
            "{count} invisible mark taken out", "{count} invisible marks taken out", count
        ),
        Tidied.BLANKS: translate_plural("{count} blank tidied", "{count} blanks tidied", count),
        Tidied.QUOTES: translate_plural(
            "{count} quotation sign taken out", "{count} quotation signs taken out", count
        ),
        Tidied.HEADERS: translate_plural(
            "{count} message header made plain", "{count} message headers made plain", count
        ),
        Tidied.LINES: translate_plural("{count} broken line joined", "{count} broken lines joined", count),
    }
    return words[what].format(count=count)
