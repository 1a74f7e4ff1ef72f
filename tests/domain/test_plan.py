"""The plan: what an import would change, as a pure function."""

from dataclasses import dataclass, field

from app.domain.identity import Fingerprint
from app.domain.plan import ImportPlan, Judged, RecordCounts, RevisionSummary, plan_import
from app.domain.revision import RecordId, RevisionId

ANNA = Fingerprint("a" * 64)
BEK = Fingerprint("b" * 64)


@dataclass
class Known:
    """A vault as the plan sees it: revisions by id, each with its record, author and parts."""

    revisions: dict[str, RevisionSummary] = field(default_factory=dict)

    def parts_of(self, revision: RevisionId) -> frozenset[str] | None:
        known = self.revisions.get(revision)
        return None if known is None else known.parts

    def record_of(self, revision: RevisionId) -> RecordId | None:
        known = self.revisions.get(revision)
        return None if known is None else known.record_id

    def heads_of(self, record: RecordId) -> frozenset[RevisionId]:
        here = [known for known in self.revisions.values() if known.record_id == record]
        named = {parent for known in here for parent in known.parents}
        return frozenset(known.id for known in here if known.id not in named)

    def root_of(self, record: RecordId) -> tuple[str, Fingerprint] | None:
        for known in self.revisions.values():
            if known.record_id == record and not known.parents:
                return known.kind, known.author
        return None


def summary(
    name: str,
    *parents: str,
    record: str = "r",
    kind: str = "incident",
    schema: int = 1,
    author: Fingerprint = ANNA,
    parts: tuple[str, ...] = ("open",),
) -> RevisionSummary:
    ids = tuple(RevisionId(parent) for parent in parents)
    return RevisionSummary(RevisionId(name), RecordId(record), kind, schema, ids, author, frozenset(parts))


def vault(*known: RevisionSummary) -> Known:
    return Known({revision.id: revision for revision in known})


def test_a_record_not_here_is_new() -> None:
    plan = plan_import([summary("a"), summary("b", "a")], vault())
    assert plan.incidents == RecordCounts(new=1)


def test_what_is_here_is_known() -> None:
    assert plan_import([summary("a")], vault(summary("a"))).incidents == RecordCounts(known=1)


def test_a_fuller_line_is_a_change() -> None:
    plan = plan_import([summary("a", parts=("open", "medical"))], vault(summary("a")))
    assert plan.incidents == RecordCounts(changed=1)


def test_a_change_by_another_than_its_author_is_marked() -> None:
    plan = plan_import([summary("b", "a", author=BEK)], vault(summary("a")))
    assert plan.incidents == RecordCounts(changed=1, changed_by_others=1)


def test_a_change_by_another_stays_marked_when_its_author_goes_on_from_it() -> None:
    plan = plan_import([summary("b", "a", author=BEK), summary("c", "b")], vault(summary("a")))
    assert plan.incidents == RecordCounts(changed=1, changed_by_others=1)


def test_two_versions_side_by_side_are_conflicting() -> None:
    plan = plan_import([summary("c", "a")], vault(summary("a"), summary("b", "a")))
    assert plan.incidents == RecordCounts(changed=1, conflicting=1)


def test_a_revision_that_joins_two_versions_ends_the_conflict() -> None:
    plan = plan_import([summary("c", "a"), summary("d", "b", "c")], vault(summary("a"), summary("b", "a")))
    assert plan.incidents == RecordCounts(changed=1)


def test_a_revision_sent_twice_counts_once() -> None:
    plan = plan_import([summary("a"), summary("b", "a"), summary("a")], vault())
    assert plan.incidents == RecordCounts(new=1)


def test_a_revision_without_its_parent_is_dormant_and_stops_nothing() -> None:
    plan = plan_import([summary("c", "b"), summary("x", record="s")], vault())
    assert plan.dormant == (Judged("c", "revision.parents"),)
    assert plan.incidents == RecordCounts(new=1)


def test_a_revision_of_another_kind_than_its_record_is_refused() -> None:
    plan = plan_import([summary("b", "a", kind="person")], vault(summary("a")))
    assert plan.refused == (Judged("b", "revision.kind"),)
    assert plan.incidents == RecordCounts()


def test_a_parent_in_another_record_is_refused() -> None:
    plan = plan_import([summary("a"), summary("b", "a", record="s")], vault())
    assert plan.refused == (Judged("b", "revision.kind"),)


def test_a_parent_of_another_record_here_is_refused() -> None:
    plan = plan_import([summary("b", "a", record="s")], vault(summary("a")))
    assert plan.refused == (Judged("b", "revision.kind"),)


def test_unknown_kinds_and_newer_schemas_are_counted_and_kept() -> None:
    plan = plan_import([summary("a", kind="question"), summary("b", record="s", schema=2)], vault())
    assert plan.not_understood == 2


def test_people_and_events_are_not_counted_as_incidents() -> None:
    plan: ImportPlan = plan_import(
        [summary("a", kind="person"), summary("b", record="s", kind="custody")], vault()
    )
    assert plan.incidents == RecordCounts()
    assert plan.registry == RecordCounts(new=1)


def test_lines_judged_before_are_sorted_into_dormant_and_refused() -> None:
    judged = (Judged("x", "revision.author_unknown"), Judged("y", "revision.signature"))
    plan = plan_import([], vault(), judged)
    assert (plan.dormant, plan.refused) == (judged[:1], judged[1:])
