"""What backups, drills and restoring found, in words."""

from collections.abc import Sequence

from app.domain.text import make_visible
from app.services.answers import VaultReport
from app.services.answers_loss import BackupChecked, BackupMade, Problem, VaultRestored
from app.words import translate_plural

_NAMED = 5
"""Problems that are told one by one."""


def counts_in_words(found: BackupMade | BackupChecked | VaultReport | VaultRestored) -> str:
    """How many incidents, revisions and pieces of evidence it holds."""
    records, revisions, evidence = found.records, found.revisions, found.evidence
    parts = (
        translate_plural("{count} incident", "{count} incidents", records).format(count=records),
        translate_plural("{count} revision", "{count} revisions", revisions).format(count=revisions),
        translate_plural("{count} piece of evidence", "{count} pieces of evidence", evidence).format(
            count=evidence
        ),
    )
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
