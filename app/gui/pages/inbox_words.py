"""What a bundle brings and what it brought, in plain sentences with the right plurals."""

from collections.abc import Iterator

from app.domain.errors import RevisionError
from app.domain.text import make_visible
from app.gui.export_words import files_in_words, incidents_in_words
from app.gui.widgets.evidence import size_in_words
from app.services.answers import BundlePlan, Gap, JudgedLine, PlanCounts
from app.words import translate, translate_plural

_LONGEST_NAME, _LONGEST_FILE = 60, 32
_IDS_SHOWN = 3
_ID_LETTERS = 12


def file_in_words(name: str) -> str:
    """The name of a file; a long one keeps its beginning and its end."""
    shown = make_visible(name).replace("\n", " ")
    half = _LONGEST_FILE // 2
    return shown if len(shown) <= _LONGEST_FILE else f"{shown[:half]}…{shown[-half:]}"


def name_in_words(name: str) -> str:
    """What a sender calls themselves, in one line that is not too long."""
    shown = make_visible(name).replace("\n", " ")
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[: _LONGEST_NAME - 1]}…"


def plan_in_words(plan: BundlePlan) -> tuple[str, ...]:
    """What would change here, each in a line; how it stands with the bundle is not among them."""
    if _changes_nothing(plan):
        return (translate("Nothing new: all of it is here already."),)
    return (*_incident_lines(plan.records), *_registry_lines(plan.registry), *_evidence_lines(plan))


def notes_in_words(plan: BundlePlan) -> Iterator[str]:
    """What a person should know about the bundle itself."""
    if "bundle_id_repeated" in plan.marks:
        yield translate(
            "Another bundle with the same mark was taken in before. Ask the sender whether they made both."
        )
    yield from map(_gap_in_words, plan.gaps)
    if count := plan.not_understood:
        yield translate_plural(
            "{count} record is of a newer kind: it is kept and passed on, but cannot be read here yet.",
            "{count} records are of a newer kind: they are kept and passed on, but cannot be read here yet.",
            count,
        ).format(count=count)


def dormant_in_words(plan: BundlePlan) -> Iterator[str]:
    """The entries that wait for something, by reason."""
    for code, lines in _by_code(plan.dormant):
        count = len(lines)
        told = translate_plural("{count} entry is kept aside:", "{count} entries are kept aside:", count)
        yield _with_reason(told.format(count=count), code, lines, with_advice=True)


def refused_in_words(plan: BundlePlan) -> Iterator[str]:
    """The entries that are not taken, by reason; what to do about it once the rest was taken in."""
    for code, lines in _by_code(plan.refused):
        count = len(lines)
        told = translate_plural("{count} entry is refused:", "{count} entries are refused:", count)
        yield _with_reason(told.format(count=count), code, lines, with_advice=plan.applied)


def taken_in_words(plan: BundlePlan) -> str:
    """The sentence at the end of it."""
    count = plan.records.new + plan.records.changed
    others = plan.registry.new + plan.registry.changed
    if not count and not others:
        return translate("Taken in; nothing of it was new.")
    told = [incidents_in_words(count)]
    if others:
        told.append(
            translate_plural(
                "{count} person, proceeding or file", "{count} people, proceedings and files", others
            ).format(count=others)
        )
    return translate("Taken in: {content}.").format(content=", ".join(told))


def in_conflict_in_words(count: int) -> str:
    """How many incidents of the vault wait for somebody to choose."""
    return translate_plural(
        "{count} incident here stands in several versions now; both are kept until you choose.",
        "{count} incidents here stand in several versions now; all are kept until you choose.",
        count,
    ).format(count=count)


def ready_in_words(count: int) -> str:
    """The button that takes in all that can be."""
    return translate_plural("Take in {count} bundle", "Take in all {count} bundles", count).format(
        count=count
    )


def _incident_lines(counts: PlanCounts) -> Iterator[str]:
    yield from _counted(
        (counts.new, translate_plural("{count} new incident", "{count} new incidents", counts.new)),
        (
            counts.changed,
            translate_plural(
                "{count} incident with something new", "{count} incidents with something new", counts.changed
            ),
        ),
        (
            counts.changed_by_others,
            translate_plural(
                "{count} incident changed by somebody who did not write it",
                "{count} incidents changed by somebody who did not write them",
                counts.changed_by_others,
            ),
        ),
        (
            counts.conflicting,
            translate_plural(
                "{count} incident written on from two sides: nothing is overwritten, all versions are kept",
                "{count} incidents written on from two sides: nothing is overwritten, all versions are kept",
                counts.conflicting,
            ),
        ),
        (
            counts.known,
            translate_plural(
                "{count} incident that is here already",
                "{count} incidents that are here already",
                counts.known,
            ),
        ),
    )


def _registry_lines(counts: PlanCounts) -> Iterator[str]:
    yield from _counted(
        (
            counts.new,
            translate_plural(
                "{count} new entry on people, proceedings or files",
                "{count} new entries on people, proceedings and files",
                counts.new,
            ),
        ),
        (
            counts.changed,
            translate_plural(
                "{count} entry on people, proceedings or files with something new",
                "{count} entries on people, proceedings and files with something new",
                counts.changed,
            ),
        ),
        (
            counts.changed_by_others,
            translate_plural(
                "{count} of these entries changed by somebody who did not write it",
                "{count} of these entries changed by somebody who did not write them",
                counts.changed_by_others,
            ),
        ),
        (
            counts.conflicting,
            translate_plural(
                "{count} of these entries written on from two sides: all versions are kept",
                "{count} of these entries written on from two sides: all versions are kept",
                counts.conflicting,
            ),
        ),
    )


def _evidence_lines(plan: BundlePlan) -> Iterator[str]:
    evidence = plan.evidence
    if evidence.new:
        yield translate("New: {files}, {size}").format(
            files=files_in_words(evidence.new), size=size_in_words(evidence.bytes)
        )
    yield from _counted(
        (
            evidence.known,
            translate_plural(
                "{count} file that is here already", "{count} files that are here already", evidence.known
            ),
        ),
        (
            evidence.awaited,
            translate_plural(
                "{count} file is named but does not come with it",
                "{count} files are named but do not come with it",
                evidence.awaited,
            ),
        ),
    )


def _counted(*lines: tuple[int, str]) -> Iterator[str]:
    """Those of which there is something."""
    return (words.format(count=count) for count, words in lines if count)


def _changes_nothing(plan: BundlePlan) -> bool:
    counts = (plan.records, plan.registry)
    news = sum(each.new + each.changed for each in counts) + plan.evidence.new
    return not (news or plan.dormant or plan.refused)


def _gap_in_words(gap: Gap) -> str:
    if gap.first == gap.last:
        words = translate(
            "Number {first} of this series has not been taken in here. Take it in too, or ask for it."
        )
    else:
        words = translate(
            "Numbers {first} to {last} of this series have not been taken in here. "
            "Take them in too, or ask for them."
        )
    return words.format(first=gap.first, last=gap.last)


def _by_code(lines: tuple[JudgedLine, ...]) -> Iterator[tuple[str, list[str]]]:
    codes = dict.fromkeys(line.code for line in lines)
    return ((code, [line.id for line in lines if line.code == code]) for code in codes)


def _with_reason(told: str, code: str, ids: list[str], *, with_advice: bool) -> str:
    """The reason in words, then what whoever helps asks for: the code, and the names of the first few."""
    reason = RevisionError(code)
    named = [make_visible(each)[:_ID_LETTERS] for each in ids[:_IDS_SHOWN]]
    more = ["…"] if len(ids) > _IDS_SHOWN else []
    parts = (told, reason.sentence, reason.advice if with_advice else "")
    return " ".join(part for part in parts if part) + f"\n{code}: {', '.join(named + more)}"
