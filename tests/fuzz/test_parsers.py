"""Every parser of the table: true inputs are taken, and of all others only our own refusals come back."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.corpus import CORPUS, corpus_of, name_of
from tests.fuzz.findings import FINDINGS
from tests.fuzz.memory import LIMIT_BYTES, STATUS, measure, measured
from tests.fuzz.mutation import edits, mutate
from tests.fuzz.parsers import PARSERS, Parser

SLOW = frozenset({"bundle_archive", "bundle_lines", "bundle_tags", "edtf", "spoken_date"})
EXAMPLES, SLOW_EXAMPLES = 300, 40
RUNS, SLOW_RUNS = 2000, 450
QUICK = sorted(PARSERS.keys() - SLOW)
GROUPS = ((RUNS, QUICK[::2]), (RUNS, QUICK[1::2]), (SLOW_RUNS, sorted(SLOW)))
"""For memory: how many runs of each of these parsers, one group to a process."""

every_parser = pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS.keys())


@every_parser
def test_true_inputs_are_taken(parser: Parser) -> None:
    assert [number for number, seed in enumerate(parser.seeds()) if not parser.takes(seed)] == []


@every_parser
def test_whatever_comes_is_taken_or_refused(parser: Parser) -> None:
    seeds = parser.seeds()
    changed = st.builds(mutate, st.sampled_from(seeds), edits(seeds))

    @settings(
        max_examples=SLOW_EXAMPLES if parser.name in SLOW else EXAMPLES,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(changed, changed, changed, st.binary(max_size=300)))
    def run(data: bytes) -> None:
        parser.takes(data)

    run()


@pytest.mark.parametrize("name", FINDINGS)
def test_what_was_found_stays_mended(name: str) -> None:
    for data in FINDINGS[name]:
        PARSERS[name].takes(data)


@every_parser
def test_the_corpus_is_taken_or_refused(parser: Parser) -> None:
    for path in corpus_of(parser.name):
        assert path.name == name_of(path.read_bytes())
        parser.takes(path.read_bytes())


def test_the_corpus_is_small_and_of_these_parsers() -> None:
    files = [path for path in CORPUS.rglob("*") if path.is_file()]
    assert {path.parent.name for path in files} <= PARSERS.keys()
    assert sum(path.stat().st_size for path in files) < 300_000


@pytest.mark.skipif(not STATUS.exists(), reason="not on Windows: no /proc to measure memory by")
@pytest.mark.parametrize(("runs", "names"), GROUPS)
def test_no_parser_keeps_memory(runs: int, names: list[str]) -> None:
    for name, (start, end) in measured(runs, names).items():
        assert end - start < LIMIT_BYTES, name


def measured_leak() -> tuple[int, int]:
    """`measure` of a parser that keeps a hundred times what it is given."""
    kept: list[bytes] = []
    return measure(Parser("leak", lambda data: kept.append(data * 100), tuple, ()), [b"x" * 100], 1500)


@pytest.mark.skipif(not STATUS.exists(), reason="not on Windows: no /proc to measure memory by")
def test_a_parser_that_keeps_memory_is_seen() -> None:
    # A process of its own: here the leak would go into what other tests have freed.
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        start, end = processes.submit(measured_leak).result()
    assert end - start > LIMIT_BYTES
