"""Whether a name typed finds the person, a place typed the place: precision, recall, time.

If these got worse, one person would become three records, or two people would be taken for one. The
right one should be among the first five; what is shown first as a match should be the right one; and
somebody who is not there should not be matched with somebody who is. The lists and the rules by which
they were made stand in `bench/data/README.md`: half of each was not looked at while the rules were tuned.
"""

import csv
import io
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.domain.work import Watch
from app.services import Services
from app.services.gazetteer_files import find_places
from bench.parts.figures import Figure, print_figures, spread
from bench.parts.vaults import make_vault, opened

DATA = Path(__file__).resolve().parent / "data"
PEOPLE, QUICK_PEOPLE = 60_000, 3_000
FIRST = 5
_AT_ONCE, _TOGETHER = 100, 20
HALVES = ("tuning", "held_out")
SYLLABLES = (
    "ба",
    "ра",
    "та",
    "мо",
    "ли",
    "шу",
    "ке",
    "но",
    "жа",
    "зи",
    "ду",
    "пе",
    "хо",
    "ча",
    "ма",
    "қо",
    "сү",
)


@dataclass(frozen=True)
class Pair:
    """What is known under `key`, what was typed for it, in which half of the list, in which way."""

    half: str
    kind: str
    key: str
    typed: str


@dataclass(frozen=True)
class Offered:
    """One offer, for people and places alike."""

    key: str
    is_match: bool


@dataclass
class Tally:
    """What became of some pairs."""

    asked: int = 0
    among_first: int = 0
    matched: int = 0
    matched_right: int = 0

    def add(self, key: str, offers: Sequence[Offered]) -> None:
        """Count the answer to one pair."""
        self.asked += 1
        self.among_first += key in [offer.key for offer in offers[:FIRST]]
        if offers and offers[0].is_match:
            self.matched += 1
            self.matched_right += offers[0].key == key

    def figures(self, what: str) -> Iterator[Figure]:
        """Both shares."""
        yield Figure(
            f"{what}: right one among the first {FIRST}", share(self.among_first, self.asked), ">= 0.95"
        )
        right = share(self.matched_right, self.matched)
        yield Figure(f"{what}: first offers shown as a match that are right", right, ">= 0.90")


def share(part: int, whole: int) -> str:
    """A share with what it is a share of."""
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "-"


def main() -> None:
    """The lists, then the figures."""
    people = QUICK_PEOPLE if "--quick" in sys.argv else PEOPLE
    pairs = [Pair(r["half"], r["kind"], r["known"], r["typed"]) for r in rows("name_pairs.tsv")]
    places = [Pair(r["half"], r["half"], r["id"], r["typed"]) for r in rows("place_pairs.tsv")]
    strangers = [row["typed"] for row in rows("strangers.tsv")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "vault"
        make_vault(folder)
        with opened(folder) as services:
            known = [*dict.fromkeys(pair.key for pair in pairs)]
            fill(services, [*known, *invented(people - len(known))])
            figures = [*measure_people(services, pairs, strangers, people)]
    figures += measure_places(places)
    print_figures("names and places", figures)


def rows(file: str) -> list[dict[str, str]]:
    """One of the lists."""
    with (DATA / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def invented(count: int) -> Iterator[str]:
    """Other people: made-up surnames with the given names and patronymics of the list."""
    chance = random.Random(2014)
    words = [row["known"].split(maxsplit=2) for row in rows("name_pairs.tsv")]
    for _ in range(count):
        surname = "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3)))).capitalize()
        given, father = chance.choice(words)[1], chance.choice(words)[2]
        ending = "ева" if given[-1] in "аяль" else "ев"
        yield f"{surname}{ending} {given} {father}"


def fill(services: Services, names: Sequence[str]) -> None:
    """People, many of them in one incident."""
    lines = (
        json.dumps({"people": [{"names": [{"full": name}]} for name in names[first : first + _AT_ONCE]]})
        for first in range(0, len(names), _AT_ONCE)
    )
    while several := [line for line, _ in zip(lines, range(_TOGETHER), strict=False)]:
        refused = services.recording.import_lines(io.BytesIO("\n".join(several).encode()), Watch()).refused
        if refused:
            raise RuntimeError(refused[0].message)


def measure_people(
    services: Services, pairs: Sequence[Pair], strangers: Sequence[str], people: int
) -> Iterator[Figure]:
    """Recall and precision of both halves, the ways in which it fails most, strangers, time."""
    seconds: list[float] = []

    def ask(typed: str) -> list[Offered]:
        started = time.perf_counter()
        offers = services.matching.offers("person", typed).offers
        seconds.append(time.perf_counter() - started)
        return [Offered(offer.name, offer.match) for offer in offers]

    yield from tallied("names", pairs, ask)
    wrong = sum(bool(offers) and offers[0].is_match for offers in map(ask, strangers))
    yield Figure("strangers offered as a match", share(wrong, len(strangers)), "<= 0.05")
    yield Figure(f"one look among {people} people", spread(seconds, 95), "20 ms")


def measure_places(places: Sequence[Pair]) -> Iterator[Figure]:
    """The same of places."""
    seconds: list[float] = []

    def ask(typed: str) -> list[Offered]:
        started = time.perf_counter()
        offers = find_places(typed).offers
        seconds.append(time.perf_counter() - started)
        return [Offered(offer.id, offer.match) for offer in offers]

    yield from tallied("places", places, ask)
    yield Figure("one look for a place", spread(seconds, 95), "20 ms")


def tallied(what: str, pairs: Sequence[Pair], ask: Callable[[str], list[Offered]]) -> Iterator[Figure]:
    """Both halves apart, then each way of writing otherwise; `--show` prints what was not found."""
    halves = {half: Tally() for half in HALVES}
    kinds: dict[str, Tally] = {}
    for pair in pairs:
        offers = ask(pair.typed)
        halves[pair.half].add(pair.key, offers)
        kinds.setdefault(pair.kind, Tally()).add(pair.key, offers)
        found = [offer.key for offer in offers]
        is_wrong = bool(offers) and offers[0].is_match and found[0] != pair.key
        if "--show" in sys.argv and pair.half == HALVES[0] and (pair.key not in found[:FIRST] or is_wrong):
            print(f"{pair.kind}: {pair.typed} | {pair.key} | {found[:FIRST]}")
    for half, tally in halves.items():
        yield from tally.figures(f"{what}, {half.replace('_', ' ')}")
    for kind, tally in kinds.items():
        if kind not in HALVES:
            yield Figure(f"  {kind}: among the first {FIRST}", share(tally.among_first, tally.asked))


if __name__ == "__main__":
    main()
