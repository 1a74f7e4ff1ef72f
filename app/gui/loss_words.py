"""What backups, drills and restoring found, in words."""

from collections.abc import Sequence

from app.domain.text import make_visible
from app.services.answers import VaultReport
from app.services.answers_loss import (
    BackupChecked,
    BackupMade,
    Problem,
    RecordCompared,
    RecordRestored,
    VaultRestored,
)
from app.words import translate, translate_plural

_NAMED = 5
"""Problems that are told one by one."""


def counts_in_words(found: BackupMade | BackupChecked | VaultReport | VaultRestored) -> str:
    """How many incidents, revisions and pieces of evidence it holds."""
    incidents = translate_plural("{count} incident", "{count} incidents", found.records)
    parts = (incidents.format(count=found.records), _revisions(found.revisions), _evidence(found.evidence))
    return " · ".join(parts)


def problems_in_words(problems: Sequence[Problem]) -> str:
    """What does not hold, the first few one by one."""
    told = [make_visible(f"{each.what} {each.id[:12]} ({each.code})") for each in problems[:_NAMED]]
    rest = len(problems) - len(told)
    if rest:
        told.append(translate_plural("and {count} more", "and {count} more", rest).format(count=rest))
    sentence = translate_plural(
        "{count} thing does not hold: {named}", "{count} things do not hold: {named}", len(problems)
    )
    return "✗ " + sentence.format(count=len(problems), named=", ".join(told))


def compared_in_words(compared: RecordCompared) -> str:
    """How a record of a backup stands here, and what bringing it back would do."""
    if compared.shredded_at:
        return translate("It was destroyed or sealed here. What could be read of it stays out.")
    if not compared.here:
        stands = translate("It is not in this vault.")
    elif compared.deleted:
        stands = translate("It was deleted here, and stays deleted.")
    else:
        stands = translate("It stands here already. What was written here since stays as it is.")
    if compared.revisions or compared.evidence:
        lacking = _counted(compared.revisions, compared.evidence)
        what = translate("With all that belongs to it, this is not here: {counts}.").format(counts=lacking)
    else:
        what = translate("Nothing of it is missing; only files that are damaged here would be replaced.")
    return f"{stands} {what}"


def restored_in_words(done: RecordRestored) -> str:
    """What came back of a record."""
    if not done.revisions and not done.evidence:
        return translate("Nothing was missing: it is as it was.")
    return translate("It is back: {counts}.").format(counts=_counted(done.revisions, len(done.evidence)))


def _counted(revisions: int, evidence: int) -> str:
    parts = (_revisions(revisions) if revisions else "", _evidence(evidence) if evidence else "")
    return " · ".join(part for part in parts if part)


def _revisions(count: int) -> str:
    return translate_plural("{count} revision", "{count} revisions", count).format(count=count)


def _evidence(count: int) -> str:
    return translate_plural("{count} piece of evidence", "{count} pieces of evidence", count).format(
        count=count
    )
