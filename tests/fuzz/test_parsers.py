"""Every parser of the table: true inputs are taken, and of all others only our own refusals come back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutation import edits, mutate
from tests.fuzz.parsers import PARSERS, Parser

EXAMPLES = 300
SLOW_EXAMPLES = 40
SLOW = frozenset({"bundle_archive", "bundle_tags"})

every_parser = pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS.keys())


def check(parser: Parser, data: bytes) -> bool:
    """Whether `data` is taken; what is taken must come out the same when it is written again."""
    try:
        parsed = parser.parse(data)
    except parser.refusals:
        return False
    if parser.write is not None:
        written = parser.write(parsed)
        assert written == data if parser.exact else parser.parse(written) == parsed
    return True


@every_parser
def test_true_inputs_are_taken(parser: Parser) -> None:
    assert [number for number, seed in enumerate(parser.seeds()) if not check(parser, seed)] == []


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
        check(parser, data)

    run()
