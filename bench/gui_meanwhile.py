"""Working on while long work runs: saving, and a page of the list, during an export and a taking in.

What a person would notice: an incident typed while a stick is being written is not saved, or the
list does not come, before the stick is full.

    gui_meanwhile.py [--quick]     a smaller file, fewer records
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.domain.work import Watch
from app.services import Services
from bench.parts.asked import asked_for
from bench.parts.figures import Figure, print_figures, spread
from bench.parts.vaults import fill, invented, opened_pair
from bench.parts.windows import Desk

PAUSE_SECONDS = 0.05
ROWS = 100


def main() -> None:
    """A monitor exports a film; a coordinator takes many records in."""
    with asked_for(__doc__) as asked:
        film_bytes, records = (256 << 20, 500) if asked.is_quick else (2 << 30, 5_000)
        film = asked.folder / "film.bin"
        with film.open("wb") as stream:
            stream.truncate(film_bytes)
        with opened_pair(asked.folder) as (monitor, _, code):
            filmed = monitor.recording.add({"title": "фильм"}, (film,), Watch()).id
            fill(monitor, records)
            listed = monitor.reading.list_incidents(None, None, records + 1, 0).items
            told = tuple(each.id for each in listed if each.id != filmed)
            news = Path(monitor.exchange.write(told, (code,), asked.folder).path)
        film.unlink()

        def export(services: Services, watch: Watch) -> object:
            return services.exchange.write((filmed,), (code,), asked.folder, watch=watch)

        def take_in(services: Services, watch: Watch) -> object:
            with news.open("rb") as stream:
                return services.exchange.apply(stream, None, watch)

        figures = measure(asked.folder / "monitor", f"export of {film_bytes >> 20:,} MiB", export)
        figures += measure(asked.folder / "coordinator", f"taking {records:,} incidents in", take_in)
    print_figures("meanwhile", figures)


def measure(vault: Path, what: str, job: Callable[[Services, Watch], object]) -> list[Figure]:
    """Save and look at the list again and again, as long as the job runs on the long lane."""

    def look(services: Services, _: Watch) -> object:
        return services.reading.list_incidents(None, None, ROWS, 0)

    desk = Desk(vault)
    ended, saves, pages = list[object](), list[float](), list[float]()
    started = time.perf_counter()
    desk.context.lanes.long.run(job, owner=desk.context, on_done=ended.append, on_failed=_raise)
    try:
        while not ended:
            saves.append(seconds(desk, lambda services, _: services.recording.add(invented(1), (), Watch())))
            pages.append(
                seconds(desk, lambda services, _: services.reading.list_incidents(None, None, 100, 0))
            )
            pause = time.perf_counter() + PAUSE_SECONDS
            desk.turn_until(lambda pause=pause: bool(ended) or time.perf_counter() > pause)
        whole = time.perf_counter() - started
    finally:
        desk.close()
    return [
        Figure(what, f"{whole:.1f} s"),
        Figure("  a save meanwhile", spread(saves, 95), "95 % ≤ 100 ms"),
        Figure("  a page of the list meanwhile", spread(pages, 95), "95 % ≤ 100 ms"),
    ]


def seconds(desk: Desk, job: Callable[[Services, Watch], object]) -> float:
    """From asking the short lane to its answer in the window."""
    started = time.perf_counter()
    desk.ask(job)
    return time.perf_counter() - started


def _raise(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    main()
