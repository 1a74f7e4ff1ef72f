"""Records by numbers: 100,000 incidents beside the same SQL without encryption; bundles of 10,000 revisions.

What a person would notice: a list that stutters, a search that lags behind the keys, an import or a
bundle that takes the evening.

    records.py [--quick] [--keep FOLDER]     fewer records; a vault made once and used again

A ratio is the time that the statements of one thing take in the vault over the time that the very same
statements take on a copy that is not encrypted, medians of five rounds in turns. Beside it stands the
time of the whole thing, as the window waits for it.
"""

import io
import json
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.domain.query import Order, Query
from app.domain.work import Watch
from app.services import Services
from bench.parts import incidents
from bench.parts.asked import Asked, asked_for
from bench.parts.figures import Figure, percentile, print_figures, ratio
from bench.parts.films import forget
from bench.parts.plain import Plain, Statement, copied, decrypted, recorded, replay
from bench.parts.vaults import fill, make_vault, opened, opened_pair

ROUNDS = 5
PAGE = 100
IMPORTED, QUICKLY_IMPORTED = 2_000, 500
REVISIONS, FEW_REVISIONS = 10_000, 2_000
RECORDS_EACH = 1.9
"""Records that an incident brings on the average; see incidents.py."""
WARMING = 5
RATIO, RATE = 1.3, 2_000
RARE_MS, COMMON_MS, SAVE_MS, COUNT_MS = 50, 150, 50, 300


def main() -> None:
    """A vault of very many incidents beside its plain copy, then two vaults that exchange a bundle."""
    with asked_for(__doc__) as asked:
        vault = filled(asked.folder / f"records-{asked.very_many}", asked.very_many)
        figures = [*beside_plain(asked, vault), *exchanged(asked)]
        told = notes(vault)
    texts = "real texts" if incidents.has_real_texts() else "invented texts"
    print_figures(f"records, {asked.very_many:,} incidents of {texts}", figures, told)


def filled(folder: Path, number: int) -> Path:
    """The vault, closed; made if it is not there yet."""
    if not folder.exists():
        make_vault(folder)
        with opened(folder) as services:
            fill(services, number, incidents.incident)
    return folder


def notes(vault: Path) -> list[str]:
    """What is beside what."""
    return [
        "rival: the same SQLite, settings and statements on a copy decrypted page by page",
        f"size of the encrypted database: {(vault / 'data').stat().st_size / 2**20:.0f} MiB",
        "signatures, canonical texts and log are ours alone: no ratio has them, every time has them",
    ]


def beside_plain(asked: Asked, vault: Path) -> Iterator[Figure]:
    """(e): reading, cold and warm, saving and importing."""
    plain = asked.folder / "plain"
    plain.unlink(missing_ok=True)
    with opened(vault) as services:
        decrypted(services, plain)
        yield from reading(services, plain)
    yield from writing(asked, vault, plain)
    plain.unlink()


def reading(services: Services, plain: Path) -> Iterator[Figure]:
    """Pages, searches and counts: the statements of each, then the whole."""
    common = incidents.COMMON[not incidents.has_real_texts()]
    rare = incidents.name(services.vault.info().incidents // 2)
    find = services.searches.find
    narrow = Query(words=common, form="threat", since="2014-01-01", until="2014-12-31")
    things: dict[str, tuple[Callable[[], object], int | None]] = {
        "list page": (lambda: find("incident", Query(), PAGE, 0), None),
        "list page in the middle": (lambda: find("incident", Query(), PAGE, 50_000), None),
        "list page by title": (lambda: find("incident", Query(order=Order.TITLE), PAGE, 0), None),
        "search, rare": (lambda: find("incident", Query(words=rare), PAGE, 0), RARE_MS),
        "search, common": (lambda: find("incident", Query(words=common), PAGE, 0), COMMON_MS),
        "a year, a form, a word": (lambda: find("incident", narrow, PAGE, 0), None),
        "counts in the sidebar": (services.reading.counts, COUNT_MS),
        "counts of all filters": (lambda: services.searches.counts("incident", Query()), COUNT_MS),
    }
    # First, while the system still has the file: what comes below makes it forget.
    yield typed(
        "search as one types, rare", services, [incidents.name(7 * n + 50) for n in range(12)], RARE_MS
    )
    yield typed("search as one types, common", services, [common, "жер", "the", "threat", "бе"], COMMON_MS)
    for what, (ask, most_ms) in things.items():
        with recorded(services) as statements:
            ask()
        yield from compared(f"(e) {what}", services, plain, statements)
        yield whole(f"    {what}, whole", ask, most_ms)


def compared(what: str, services: Services, plain: Path, statements: Sequence[Statement]) -> Iterator[Figure]:
    """Warm on connections that stay, cold on new ones whose files the system was told to forget."""
    data = services.vault.folder / "data"
    for is_cold in (False, True):
        ours, theirs = list[float](), list[float]()
        for number in range(ROUNDS + 1):
            for seconds, make in (
                (ours, services.vault._session.database.beside),
                (theirs, lambda: Plain(plain)),
            ):
                if is_cold:
                    forget(data)
                    forget(plain)
                database = make()
                if not is_cold:
                    replay(database, statements)
                seconds.append(timed(lambda: replay(database, statements)))  # noqa: B023 - called at once
                database.close()
            if number == 0:
                ours.clear(), theirs.clear()
        yield ratio(f"{what}, {'cold' if is_cold else 'warm'}", ours, theirs, RATIO)


def whole(what: str, ask: Callable[[], object], most_ms: int | None) -> Figure:
    """What the window waits for."""
    seconds = statistics.median(timed(ask) for _ in range(ROUNDS))
    return milliseconds(what, seconds, most_ms)


def typed(what: str, services: Services, words: Sequence[str], most_ms: int) -> Figure:
    """A search after each key, as the list asks for it."""
    seconds = [
        timed(lambda: services.searches.find("incident", Query(words=word[:length]), PAGE, 0))  # noqa: B023
        for word in words
        for length in range(2, len(word) + 1)
    ]
    return milliseconds(f"    {what}, 95 % of {len(seconds)}", percentile(seconds, 95), most_ms)


def milliseconds(what: str, seconds: float, most_ms: int | None) -> Figure:
    """A time, and whether it is short enough."""
    if most_ms is None:
        return Figure(what, f"{seconds * 1000:.1f} ms")
    return Figure(what, f"{seconds * 1000:.1f} ms", f"<= {most_ms} ms", seconds * 1000 <= most_ms)


def writing(asked: Asked, vault: Path, plain: Path) -> Iterator[Figure]:
    """One save, then an import: recorded once, then run again on copies of both from the same beginning."""
    number = QUICKLY_IMPORTED if asked.is_quick else IMPORTED
    lines = "\n".join(
        json.dumps(incidents.incident(10**6 + each), ensure_ascii=False) for each in range(number)
    )
    copy, plain_copy = asked.folder / "copy", asked.folder / "plain-copy"
    with opened(copied(vault, copy)) as services:
        saves = [
            timed(lambda: services.recording.add(incidents.incident(10**7), (), Watch())) for _ in range(15)
        ]
    yield milliseconds("    one save among them, whole, 95 % of 15", percentile(saves, 95), SAVE_MS)
    with opened(copied(vault, copy)) as services:
        with recorded(services) as warming:
            for each in range(WARMING):
                services.recording.add(incidents.incident(10**7 + each), (), Watch())
        with recorded(services) as saving:
            services.recording.add(incidents.incident(10**7 + WARMING), (), Watch())
        with recorded(services) as importing:
            started = time.perf_counter()
            services.recording.import_lines(io.BytesIO(lines.encode()), Watch())
            rate = number / (time.perf_counter() - started)
    save, bulk = ([], []), ([], [])
    for _ in range(ROUNDS):
        with opened(copied(vault, copy)) as services:
            ours = services.vault._session.database.beside()
            theirs = Plain(copied(plain, plain_copy))
            replay(ours, warming)
            replay(theirs, warming)
            for taken, statements in ((save, saving), (bulk, importing)):
                taken[0].append(timed(lambda: replay(ours, statements)))  # noqa: B023 - called at once
                taken[1].append(timed(lambda: replay(theirs, statements)))  # noqa: B023 - called at once
            ours.close()
            theirs.close()
    yield ratio("(e) one save, warm", *save, RATIO)
    yield ratio(f"(e) import of {number:,} incidents", *bulk, RATIO)
    yield Figure("    import, whole", f"{rate:.0f} incidents/s, {rate * RECORDS_EACH:.0f} records/s")
    plain_copy.unlink()


def exchanged(asked: Asked) -> Iterator[Figure]:
    """(f): a bundle of many revisions, every signature checked."""
    number = int((FEW_REVISIONS if asked.is_quick else REVISIONS) / RECORDS_EACH)
    folder = asked.folder / "exchange"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with opened_pair(folder) as (sender, receiver, code):
        fill(sender, number, incidents.incident)
        started = time.perf_counter()
        written = sender.exchange.write(None, (code,), folder)
        writing_rate = written.revisions / (time.perf_counter() - started)
        bundle = Path(written.path).read_bytes()
        inspecting = timed(lambda: receiver.exchange.inspect(io.BytesIO(bundle), Watch()))
        applying = timed(lambda: receiver.exchange.apply(io.BytesIO(bundle), None, Watch()))
    rate = written.revisions / applying
    what = f"(f) bundle apply of {written.revisions:,} revisions"
    yield Figure(what, f"{rate:,.0f} revisions/s", f">= {RATE:,}/s", rate >= RATE)
    yield Figure("    bundle inspect of them", f"{written.revisions / inspecting:,.0f} revisions/s")
    yield Figure("    bundle write of them", f"{writing_rate:,.0f} revisions/s")


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
