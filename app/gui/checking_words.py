"""What a check of everything found, in words: each kind of problem once, with those that have it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.findings import DERIVED, finding_words
from app.domain.text import make_visible
from app.services.answers_loss import Problem
from app.words import N_, translate, translate_plural

_NAMED = 8
"""Problems of one kind that are named one by one."""
_SHOWN = 12
"""Letters of an id by which a thing is known again."""
_WHAT = {
    "page": N_("page {id}"),
    "database": N_("database: {id}"),
    "log": N_("log: {id}"),
    "slots": N_("keys {id}"),
    "replica": N_("copy {id}"),
    "revision": N_("revision {id}"),
    "record": N_("record {id}"),
    "search": N_("search: {id}"),
    "names": N_("names: {id}"),
    "evidence": N_("evidence {id}"),
    "blob": N_("file {id}"),
    "bundle": N_("sealed bundle {id}"),
    "custody": N_("step {id}"),
    "contact": N_("contact {id}"),
}
"""What a problem may be about; what else there is stands as the shell says it."""


@dataclass(frozen=True, slots=True)
class KindOfProblem:
    """Problems of one code: sentence and advice, and which things they are about."""

    code: str
    sentence: str
    advice: str
    named: str


def kinds_of(problems: Sequence[Problem]) -> Iterator[KindOfProblem]:
    """Each kind once, in the order in which they were found."""
    codes = dict.fromkeys(each.code for each in problems)
    for code in codes:
        sentence, advice = finding_words(code)
        if code == DERIVED and len(codes) > 1:
            # Of revisions that were altered lists would only be made to say the same.
            advice = translate("See to the rest first; then make lists and search anew.")
        yield KindOfProblem(code, sentence, advice, _named([each for each in problems if each.code == code]))


def _named(problems: Sequence[Problem]) -> str:
    told = [_thing(each) for each in problems[:_NAMED]]
    rest = len(problems) - len(told)
    if rest:
        told.append(translate_plural("and {count} more", "and {count} more", rest).format(count=rest))
    return ", ".join(told)


def _thing(problem: Problem) -> str:
    words = translate(_WHAT[problem.what]) if problem.what in _WHAT else f"{problem.what} {{id}}"
    return words.format(id=make_visible(problem.id[:_SHOWN]))
