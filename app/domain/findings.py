"""What a check of a whole vault can find, in words: the codes of `vault verify` and of a drill.

A code that refusals have as well says here what it means of one's own vault.
"""

from collections.abc import Mapping

from app.domain.refusal import Refusal
from app.words import N_, translate

DERIVED = "record.derived"
"""The one kind of finding that the vault can mend by itself: what is made of revisions is made anew."""
_RESTORE = N_(
    "Make a copy of the whole folder of the vault before anything else; then restore a backup beside it, "
    "and compare."
)
_FROM_OUTSIDE = N_(
    "The program does not do this by itself: a disk that fails does, or somebody. Restore a backup beside "
    "it, and compare."
)

FINDINGS: Mapping[str, Refusal] = {
    "vault.damaged": Refusal(N_("The file of the vault is damaged."), _RESTORE),
    "log.broken": Refusal(N_("The log of changes is broken: a line is gone, or another."), _FROM_OUTSIDE),
    "log.differs": Refusal(
        N_("Something is not as the log of changes says that it was left."), _FROM_OUTSIDE
    ),
    "log.missing": Refusal(N_("Something of which the log of changes tells is gone."), _FROM_OUTSIDE),
    "revision.hash": Refusal(N_("A revision is not what its author signed."), _FROM_OUTSIDE),
    "revision.signature": Refusal(N_("The signature of a revision is false."), _FROM_OUTSIDE),
    "revision.author_unknown": Refusal(
        N_("The author of a revision is not known here, so that its signature cannot be checked."),
        N_("Add the card of its author again; a backup has it, if it was here."),
    ),
    DERIVED: Refusal(
        N_("Lists and search say something else of a record than its revisions do."),
        N_("Nothing is lost: make lists and search anew (“vault rebuild”)."),
    ),
    "evidence.altered": Refusal(
        N_("A file is gone from the vault, or is not what was taken in."),
        N_("Do not use it: restore it from a backup, or ask whoever gave it for it again."),
    ),
    "evidence.unnamed": Refusal(
        N_("A file of evidence belongs to no record."),
        N_("If a record is missed, restore a backup beside it, and compare."),
    ),
    "evidence.orphan": Refusal(
        N_("A file lies in the vault's folder of which the vault knows nothing."),
        N_("Nothing is lost; it is removed when the vault is next opened."),
    ),
    "custody.missing": Refusal(N_("A step in a chain of custody is gone."), _FROM_OUTSIDE),
    "custody.foreign": Refusal(N_("A step in a chain of custody belongs to something else."), _FROM_OUTSIDE),
    "custody.circular": Refusal(N_("A chain of custody leads back into itself."), _FROM_OUTSIDE),
}


def finding_words(code: str) -> tuple[str, str]:
    """The sentence and the advice in the language of the program; of a code of a later version none."""
    found = FINDINGS.get(code)
    return (translate(found.sentence), translate(found.advice)) if found else (code, "")
