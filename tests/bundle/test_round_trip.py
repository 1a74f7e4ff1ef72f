"""What is written comes out again, verified, and says who made it."""

import hashlib
import io
from dataclasses import replace
from functools import partial

import pytest

from app.bundle import VerifiedBundle, open_bundle, write_bundle
from app.bundle.container import LINE_FILES
from app.crypto.age import AgeReader
from app.crypto.recipients import HybridIdentity
from app.crypto.signing import SigningKeys
from app.domain.errors import BundleError, EvidenceError
from app.domain.identity import Trust
from app.domain.padme import padme
from app.domain.work import CancelledError, Progress, Watch
from tests.builders import party
from tests.bundle.builders import (
    COORDINATOR,
    EVIDENCE,
    LAWYER,
    MONITOR,
    STRANGER,
    RecordingSink,
    contents,
    evidence_source,
    knowing,
    lines,
    opened,
    some_revisions,
    texts_of,
    written,
)

ORDER = [
    "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "sender.card", "sender.pub", "sender-mldsa65.pem",
    "tagmanifest-sha256.txt", "signature.sshsig", "signature.mldsa65",
    "data/cards.jsonl", "data/attestations.jsonl", "data/revisions.jsonl",
]  # fmt: skip


def test_everything_written_comes_out() -> None:
    what = contents()
    data, told = written(what)
    sink = RecordingSink()

    bundle = opened(data, sink=sink)

    assert bundle.head.bundle_id == what.bundle_id == told.bundle_id
    assert bundle.head.identity == told.identity
    assert bundle.head.sender.fingerprint == party(MONITOR).fingerprint
    assert bundle.head.sender.trust is Trust.VERIFIED
    assert (bundle.head.replica, bundle.head.sequence, bundle.head.previous) == (what.sender_replica, 1, None)
    assert bundle.judged == ()
    assert [card.text for card in sink.cards] == texts_of(what.cards)
    assert [attestation.text for attestation in sink.attestations] == texts_of(what.attestations)
    assert [line for _revision, line in sink.revisions] == texts_of(what.revisions)
    assert [summary.id for summary in bundle.summaries] == [revision.id for revision, _line in sink.revisions]
    assert [held.getvalue() for held in sink.files.values()] == list(EVIDENCE)
    assert all(held.finished for held in sink.files.values())
    assert sink.head == bundle.head
    assert (told.revisions, told.evidence, told.size_bytes) == (3, 3, len(data))


def test_what_is_in_it_is_told_apart_from_what_was_known() -> None:
    data, _told = written()
    lookup = replace(knowing(party(MONITOR)), held=frozenset({hashlib.sha256(EVIDENCE[0]).hexdigest()}))
    bundle = opened(data, lookup=lookup)
    assert [item.known for item in bundle.evidence] == [True, False, False]
    assert [item.size_bytes for item in bundle.evidence] == [len(item) for item in EVIDENCE]


def test_each_of_several_recipients_opens_it_and_the_sender_does_not() -> None:
    readers = (party(COORDINATOR), party(LAWYER))
    data, told = written(to=readers)
    identities = {opened(data, reader).head.identity for reader in readers}
    assert identities == {told.identity}
    assert opened(data).head.recipients == tuple(sorted(reader.fingerprint for reader in readers))
    with pytest.raises(BundleError) as refusal:
        opened(data, party(MONITOR))
    assert refusal.value.code == "bundle.not_for_me"


def test_a_late_bundle_opens_with_the_identity_before_a_rotation() -> None:
    data, _told = written()
    old = party(COORDINATOR)
    new = HybridIdentity.generate()
    fingerprints = frozenset({party(STRANGER).fingerprint, old.fingerprint})
    bundle = open_bundle(
        io.BytesIO(data), [new, old.age], fingerprints, knowing(party(MONITOR)), None, Watch()
    )
    assert bundle.head.sequence == 1


def test_an_empty_bundle_has_all_its_files_and_the_smallest_size() -> None:
    nothing = contents(cards=lines(), attestations=lines(), revisions=lines(), evidence=())
    data, _told = written(nothing)
    tar = AgeReader(io.BytesIO(data), [party(COORDINATOR).age]).read()
    assert len(tar) == padme(len(tar)) == 256 * 1024
    bundle = opened(data)
    assert (bundle.summaries, bundle.evidence) == ((), ())


@pytest.mark.parametrize("size", [0, 240_000, 250_000, 262_144, 900_001, 3_000_000])
def test_the_whole_tar_has_a_padded_length(size: int) -> None:
    data, _told = written(contents(evidence=(evidence_source(bytes(size)),)))
    tar = AgeReader(io.BytesIO(data), [party(COORDINATOR).age]).read()
    assert len(tar) == padme(len(tar))
    assert opened(data).evidence[0].size_bytes == size


def test_sequence_and_previous_are_told() -> None:
    _first, told = written()
    data, _second = written(contents(sequence=2, previous=told.identity))
    assert (opened(data).head.sequence, opened(data).head.previous) == (2, told.identity)


def test_withheld_parts_stay_withheld_and_verify() -> None:
    whole = some_revisions(party(MONITOR), 1)[0]
    withheld = whole.without(frozenset({"medical"}))
    data, _told = written(contents(revisions=lines(withheld.to_line())))
    bundle = opened(data)
    assert bundle.judged == ()
    assert bundle.summaries[0].id == whole.id
    assert bundle.summaries[0].parts == {"open"}


def test_evidence_that_changed_is_never_sealed_as_if_it_had_not() -> None:
    good = evidence_source(b"as taken in")
    for data in (b"as taken iN", b"as taken in!", b"as taken i"):
        altered = replace(good, open=partial(io.BytesIO, data))
        with pytest.raises(EvidenceError) as refusal:
            written(contents(evidence=(altered,)))
        assert refusal.value.code == "evidence.altered"
        assert refusal.value.facts == {"sha256": good.sha256}


def test_a_bundle_that_was_not_finished_opens_nowhere() -> None:
    target = io.BytesIO()
    broken = replace(evidence_source(b"as taken in"), open=lambda: io.BytesIO(b"otherwise!!"))
    sender, reader = party(MONITOR), party(COORDINATOR)
    with pytest.raises(EvidenceError):
        write_bundle(contents(evidence=(broken,)), sender.keys, (reader.card.keys,), target, Watch())
    with pytest.raises(BundleError) as refusal:
        opened(target.getvalue())
    # How much of it had been handed to the target is a matter of threads.
    assert refusal.value.code in ("bundle.truncated", "bundle.not_age")


def test_lines_that_change_between_the_two_readings_are_a_bug_not_a_bundle() -> None:
    texts = iter(("{}", "[]", "{}", "[]"))
    with pytest.raises(ValueError, match="changed"):
        written(contents(revisions=lambda: iter((next(texts),))))
    with pytest.raises(ValueError, match="one line"):
        written(contents(revisions=lines("{}\n{}")))


def test_the_sender_signs_with_the_keys_of_the_card() -> None:
    ours, theirs = party(MONITOR).keys, party(LAWYER).keys
    for keys in (
        theirs,
        SigningKeys(ours.ed25519_seed, theirs.ml_dsa_65_seed),
        SigningKeys(theirs.ed25519_seed, ours.ml_dsa_65_seed),
    ):
        with pytest.raises(ValueError, match="other keys"):
            written(contents(party(MONITOR)), sender=replace(party(MONITOR), keys=keys))


def test_progress_is_told_and_cancelling_stops_both_ways() -> None:
    seen: list[Progress] = []
    sender, reader = party(MONITOR), party(COORDINATOR)
    target = io.BytesIO()
    write_bundle(contents(), sender.keys, (reader.card.keys,), target, Watch(seen.append))
    assert seen
    assert all(step.total and step.done <= step.total for step in seen)

    stopped = Watch()
    stopped.cancel()
    with pytest.raises(CancelledError):
        write_bundle(contents(), sender.keys, (reader.card.keys,), io.BytesIO(), stopped)
    source = io.BytesIO(target.getvalue())
    with pytest.raises(CancelledError):
        open_bundle(source, [reader.age], frozenset({reader.fingerprint}), knowing(sender), None, stopped)


def test_only_the_gates_make_a_verified_bundle() -> None:
    bundle = opened(written()[0])
    with pytest.raises(TypeError, match="only open_bundle"):
        VerifiedBundle(bundle.head, (), (), (), object())


def test_more_recipients_than_allowed_are_refused_before_anything_is_written() -> None:
    target = io.BytesIO()
    crowd = tuple(replace(party(COORDINATOR).card.keys, ed25519=bytes([number]) * 32) for number in range(65))
    with pytest.raises(BundleError) as refusal:
        write_bundle(contents(), party(MONITOR).keys, crowd, target, Watch())
    assert refusal.value.code == "bundle.limits"
    assert target.getvalue() == b""


def test_nothing_is_written_that_readers_would_refuse_for_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    most = {"MAX_FILES": len(LINE_FILES) + len(EVIDENCE), "MAX_LINES": written()[1].revisions}
    for limit, number in most.items():
        with monkeypatch.context() as patch:
            patch.setattr(f"app.bundle.writing.{limit}", number)
            written()
            patch.setattr(f"app.bundle.writing.{limit}", number - 1)
            with pytest.raises(BundleError, match="bundle.limits"):
                written()
