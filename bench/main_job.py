"""Records by numbers: importing, handing over, taking in, listing, searching.

Rates, for comparing two versions of ours.
"""

import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.domain.work import Watch  # noqa: E402
from app.services import Services  # noqa: E402
from bench.parts.vaults import invented, opened_pair  # noqa: E402

INCIDENTS = 1_000


def main() -> None:
    """Run everything and print one table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened_pair(folder) as (sender, receiver, code):
            rows = [*measure_records(folder, sender, receiver, code)]
    width = max(len(label) for label, _ in rows)
    for label, figure in rows:
        print(f"{label:<{width}}  {figure}")


def measure_records(
    folder: Path, sender: Services, receiver: Services, code: str
) -> Iterator[tuple[str, str]]:
    """Many incidents from one vault into another."""
    lines = "\n".join(json.dumps(invented(number), ensure_ascii=False) for number in range(INCIDENTS))
    seconds = timed(lambda: sender.recording.import_lines(io.BytesIO(lines.encode()), Watch()))
    yield "import", f"{INCIDENTS / seconds:.0f} incidents/s"
    started = time.perf_counter()
    written = sender.exchange.write(None, (code,), folder)
    yield "bundle write", f"{written.revisions / (time.perf_counter() - started):.0f} revisions/s"
    with Path(written.path).open("rb") as stream:
        seconds = timed(lambda: receiver.exchange.apply(stream, None, Watch()))
    yield "bundle apply", f"{written.revisions / seconds:.0f} revisions/s"
    yield "one save", f"{timed(lambda: receiver.recording.add(invented(0), (), Watch())) * 1000:.1f} ms"
    yield (
        "page of the list",
        f"{timed(lambda: receiver.reading.list_incidents(None, None, 50, 0)) * 1000:.1f} ms",
    )
    yield "search", f"{timed(lambda: receiver.reading.list_incidents(None, 'угроз', 50, 0)) * 1000:.1f} ms"


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
