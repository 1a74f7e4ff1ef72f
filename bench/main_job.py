"""The main job by numbers: taking in a file, importing, handing over, taking in, listing, searching.

Each figure that has a rival is a ratio against it, measured in the same run on the same bytes
(below 1 is faster than the rival). The others are rates, for comparing two versions of ours.
"""

import io
import json
import shutil
import subprocess
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

FILE_BYTES = 256 << 20
INCIDENTS = 1_000


def main() -> None:
    """Run everything and print one table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with opened_pair(folder) as (sender, receiver, code):
            rows = [*measure_intake(folder, sender), *measure_records(folder, sender, receiver, code)]
    width = max(len(label) for label, _ in rows)
    for label, figure in rows:
        print(f"{label:<{width}}  {figure}")


def measure_intake(folder: Path, services: Services) -> Iterator[tuple[str, str]]:
    """A large file: hashed and sealed in one pass, against openssl doing one after the other."""
    source = folder / "film.bin"
    source.write_bytes(bytes(range(256)) * (FILE_BYTES // 256))
    incident = services.recording.add({"title": "размер"}, (), Watch()).id
    ours = timed(lambda: services.evidence.add(incident, source, None, Watch()))
    if shutil.which("openssl"):
        rival = timed(lambda: hash_then_encrypt(source, folder / "rival.bin"))
        yield "take in 256 MiB / openssl dgst, then openssl enc", f"{ours / rival:.2f}"
    yield "take in 256 MiB", f"{FILE_BYTES / ours / 2**20:.0f} MiB/s"


def hash_then_encrypt(source: Path, target: Path) -> None:
    """The rival: two passes over the file with openssl, synced like ours."""
    subprocess.run(["openssl", "dgst", "-sha256", source], check=True, capture_output=True)
    key = ["-K", "00" * 32, "-iv", "00" * 16]
    subprocess.run(["openssl", "enc", "-chacha20", *key, "-in", source, "-out", target], check=True)
    subprocess.run(["sync", target], check=True)


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
