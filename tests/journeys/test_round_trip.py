"""A record goes into a vault, into a bundle, into another vault, out as JSON and in again, unchanged."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.strict_json import canonical_text, parse_object
from app.domain.work import Watch
from app.services import Services
from tests.canary import FULL_NAME
from tests.coalition import found_coalition, open_vault, receive

# Every letter that people of the region type, and those that other programs stumble over.
LETTERS = "aZәҒғҚқҢңӨөҰұҮүҺһІіӢӣӮӯҲҳҶҷЁёЙйй \n\t\"\\/<>&'\u00a0\u200b\u202e\u2028🖊𐰴\u0000"
words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=40)
dates = st.sampled_from(["2014-01-09", "2011-12~", "2010-06/2012", "2014-01-XX", "2013-21", "1985?"])
entry_ids = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)


def entries(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """A list of entries, each with an id of its own."""
    entry = st.fixed_dictionaries({"id": entry_ids}, optional=fields)
    return st.lists(entry, max_size=3, unique_by=lambda each: str(each["id"]))


incidents = st.fixed_dictionaries(
    {"title": words},
    optional={
        "narrative": st.fixed_dictionaries({"text": words}, optional={"privileged": st.just(True)}),
        "translations": entries(language=st.just("tg"), text=words, by=words),
        "when": st.fixed_dictionaries(
            {"edtf": dates}, optional={"said": words, "certainty": st.just("believed")}
        ),
        "where": st.fixed_dictionaries(
            {"locality": words}, optional={"latitude_e6": st.integers(-90_000_000, 90_000_000), "said": words}
        ),
        "acts": entries(
            form=st.sampled_from(["other", "threat", "beating"]),
            victims=st.just(["p1"]),
            details=st.fixed_dictionaries(
                {}, optional={"no_such_field": words, "witnesses": st.just(["p1"])}
            ),
            note=words,
            privileged=st.just(True),
        ),
        "sources": entries(name=words, person=st.just("p1"), note=words),
        "injuries": entries(person=st.just("p1"), x=st.integers(0, 10_000), colour=words),
        "consent": entries(giver=st.just("p1"), note=words),
        "safety": words,
        "suspected_motive": words,
    },
)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, Services, str]]:
    """A monitor and a coordinator at work, and the coordinator's fingerprint."""
    founded = found_coalition(tmp_path_factory.mktemp("pair"), ("monitor", "coordinator"))
    with (
        open_vault(founded.folder / "monitor") as monitor,
        open_vault(founded.folder / "coordinator") as coordinator,
    ):
        yield monitor, coordinator, founded.fingerprints["coordinator"]


@settings(
    max_examples=25,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(typed=incidents)
def test_content_survives_vault_bundle_and_json(
    pair: tuple[Services, Services, str], typed: dict[str, Any]
) -> None:
    monitor, coordinator, to = pair
    people = [{"key": "p1", "names": [{"id": "n1", "full": FULL_NAME}]}]
    given_text = canonical_text(typed | {"people": people})
    saved = monitor.recording.add(parse_object(given_text, 1 << 20), (), Watch())
    here = monitor.recording.show(saved.id)
    stream = io.BytesIO()
    guarded = ("sources", "privileged")
    monitor.exchange.write((saved.id,), (to,), stream, (), guarded, "мысал", Watch())
    receive(coordinator, stream.getvalue())
    there = coordinator.recording.show(saved.id)
    assert (there.heads, there.content, there.withheld) == (here.heads, here.content, ())
    assert there.content["title"] == typed["title"]

    # As JSON and in again: a record of its own with the same content.
    again = {key: value for key, value in there.content.items() if key != "reference"}
    copied = coordinator.recording.add(parse_object(canonical_text(again), 1 << 20), (), Watch())
    content = coordinator.recording.show(copied.id).content
    assert {key: value for key, value in content.items() if key != "reference"} == again


def test_both_vaults_are_whole_afterwards(pair: tuple[Services, Services, str]) -> None:
    for services in pair[:2]:
        assert services.access.verify(Watch()).ok
