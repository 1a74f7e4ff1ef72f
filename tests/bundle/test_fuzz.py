"""Whatever stands inside the envelope: one of our refusals, or a bundle that is whole."""

import io
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bundle.lines import LineJudge, LineSplitter
from app.bundle.ustar import TarReader
from app.domain.errors import BundleError
from tests.builders import party
from tests.bundle.builders import (
    COORDINATOR,
    MONITOR,
    RecordingSink,
    contents,
    knowing,
    lines,
    opened,
    pieces_of,
    some_revisions,
    written,
)
from tests.hostile.kit import Layers, seal

FUZZ = settings(max_examples=60, suppress_health_check=list(HealthCheck))


@cache
def small_tar() -> bytes:
    """The tar of a bundle without evidence."""
    return Layers.of(written(contents(evidence=()))[0]).tar()


def refused(tar: bytes) -> bool:
    try:
        bundle = opened(seal(tar, party(COORDINATOR).age.recipient), sink=RecordingSink())
    except BundleError:
        return True
    assert bundle.judged == ()
    return False


@FUZZ
@given(data=st.binary(max_size=2000))
def test_any_bytes_instead_of_the_tar(data: bytes) -> None:
    assert refused(data)


@FUZZ
@given(data=st.data())
def test_any_byte_of_the_tar_changed(data: st.DataObject) -> None:
    tar = small_tar()
    place = data.draw(st.integers(0, len(tar) - 1))
    byte = data.draw(st.integers(1, 255))
    assert refused(tar[:place] + bytes([tar[place] ^ byte]) + tar[place + 1 :])


@FUZZ
@given(data=st.data())
def test_the_tar_cut_or_torn_anywhere(data: st.DataObject) -> None:
    tar = small_tar()
    first, second = sorted(data.draw(st.tuples(st.integers(0, len(tar)), st.integers(0, len(tar)))))
    if first != second:
        assert refused(tar[:first] + tar[second:])
        assert refused(tar[:second] + tar[first:])


@FUZZ
@given(
    path=st.sampled_from(["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"]),
    place=st.integers(0, 10_000),
    inserted=st.one_of(st.binary(max_size=30), st.sampled_from([b"\n", b"\r", b"Requires: x\n", b"\xff"])),
    left_out=st.integers(0, 30),
)
def test_tag_files_truly_signed(path: str, place: int, inserted: bytes, left_out: int) -> None:
    layers = Layers.of(seal(small_tar(), party(COORDINATOR).age.recipient))
    before = layers.files[path]
    place %= len(before)
    layers.files[path] = before[:place] + inserted + before[place + left_out :]
    if path != "tagmanifest-sha256.txt":
        layers.list_tags()
    layers.sign()
    unharmed = layers.files[path] == before or path == "bag-info.txt"
    assert refused(layers.tar()) or unharmed


@FUZZ
@given(
    texts=st.lists(
        st.one_of(st.text(max_size=50), st.sampled_from(["{}", '{"header":{}}', '{"tag":1}'])), max_size=5
    ),
    size=st.integers(1, 40),
)
def test_any_lines_are_judged_each_by_itself(texts: list[str], size: int) -> None:
    sink = RecordingSink()
    judge = LineJudge(party(MONITOR).card, knowing(), sink)
    data = "\n".join(texts).encode()
    for take in (judge.judge_card, judge.judge_attestation, judge.judge_revision):
        splitter = LineSplitter(100)
        found = [line for piece in pieces_of(data, size) for line in splitter.feed(piece)]
        rest = splitter.rest()
        for line in [*found, *([rest] if rest else [])]:
            take(line)
    judge.finish()
    expected = data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
    assert len(judge.judged) == len(sink.refusals) == 3 * expected


@FUZZ
@given(data=st.data())
def test_a_revision_with_any_byte_changed_is_named_and_stops_nothing(data: st.DataObject) -> None:
    first, second = some_revisions(party(MONITOR), 2)
    line = first.to_line()
    place = data.draw(st.integers(0, len(line) - 1))
    letter = data.draw(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))
    changed = line[:place] + letter + line[place + 1 :]
    what = contents(
        cards=lines(), attestations=lines(), revisions=lines(changed, second.to_line()), evidence=()
    )
    bundle = opened(written(what)[0])
    assert bundle.summaries[-1].id == second.id
    assert len(bundle.judged) == (2 - len(bundle.summaries))
    # Base64 of the salt or the order of keys may be spelled otherwise; nothing else may.
    assert changed == line or len(bundle.judged) == 1 or bundle.summaries[0].id == first.id


@FUZZ
@given(block=st.binary(min_size=512, max_size=512))
def test_any_header_block_is_refused(block: bytes) -> None:
    with pytest.raises(BundleError):
        TarReader(io.BytesIO(block)).enter()
