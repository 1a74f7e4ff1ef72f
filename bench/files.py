"""Large files by numbers: taking in, handing over, taking in from others, verifying; time and memory.

What a person would notice: the film does not fit into the charged hour, or the small laptop swaps.

    files.py [--quick]     small files, fewer rounds

Each round is the whole job in new vaults, opened before the clock starts, beside what rivals do with the
same file; both sides end with a sync, and take turns at being first. Cold: the kernel was told to forget
the pages of the inputs. Warm: they had just been read. Memory is that of our commands and of theirs, each
a process of its own.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from app.domain.work import Watch
from app.services import Services
from bench.parts.figures import Figure, print_figures, ratio
from bench.parts.films import disk_of, forget, make_film, read_through, require_room
from bench.parts.memory import memory_figures
from bench.parts.rivals import Job, Rivals, check, digest, rivals_in, run, versions
from bench.parts.vaults import opened_pair

ROUNDS, QUICK_ROUNDS = 5, 3
FILM_BYTES, QUICK_FILM_BYTES = 10**9, 10**8
MEMORY_BYTES, QUICK_MEMORY_BYTES = (10**8, 10**9, 4 * 10**9), (10**7, 10**8)
ROOM = 5.5
"""So many times the largest file lies on the disk at once."""

RATIOS = (
    ("(a) ingest / openssl dgst + age -r", "ingest", "dgst, age -r", 1.0),
    ("(b) bundle write / tar | age -r", "write", "tar | age -r", 1.0),
    ("(b) bundle write / gpg --encrypt --sign -z 0", "write", "gpg", 0.5),
    ("(c) bundle apply / age -d | tar x + sha256sum -c", "apply", "tar x, sha256sum", 1.0),
    ("(c) bundle apply / age -d | tar x + openssl dgst", "apply", "tar x, dgst", 1.0),
    ("(g) vault verify / sha256sum", "verify", "sha256sum", 1.5),
    ("(g) vault verify / openssl dgst", "verify", "dgst", None),
)


class Rounds:
    """Times steps whose inputs are cold, or warm."""

    def __init__(self, *, is_cold: bool) -> None:
        self._is_cold = is_cold
        self._seconds: dict[str, list[float]] = defaultdict(list)
        self.is_reversed = False

    def measure(self, *steps: tuple[str, Path, Callable[[], object]]) -> None:
        """Each step has a name, its inputs, and its work; in a reversed round the last comes first."""
        for name, inputs, work in reversed(steps) if self.is_reversed else steps:
            os.sync()  # What was written before is not to be paid for here.
            (forget if self._is_cold else read_through)(inputs)
            started = time.perf_counter()
            work()
            self._seconds[name].append(time.perf_counter() - started)

    def figures(self) -> list[Figure]:
        """Ours over theirs, and what the disk takes without either."""
        state = "cold" if self._is_cold else "warm"
        seconds = self._seconds
        figures = [
            ratio(f"{what}, {state}", seconds[ours], seconds[theirs], at_most)
            for what, ours, theirs, at_most in RATIOS
        ]
        alone = statistics.median(seconds["dd"])
        return [*figures, Figure(f"dd conv=fsync of the same file, {state}", f"{alone:.2f} s")]


def main() -> None:
    """Time first, then memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    is_quick = parser.parse_known_args()[0].quick
    if sys.platform != "linux":
        sys.exit("The rivals of this benchmark are those of Debian; it runs on Linux.")
    film_bytes = QUICK_FILM_BYTES if is_quick else FILM_BYTES
    sizes = QUICK_MEMORY_BYTES if is_quick else MEMORY_BYTES
    times = QUICK_ROUNDS if is_quick else ROUNDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        require_room(folder, int(max(film_bytes, *sizes) * ROOM))
        with rivals_in(folder) as rivals:
            film = make_film(folder / "film" / "film.bin", film_bytes)
            figures: list[Figure] = []
            for is_cold in (True, False):
                rounds = Rounds(is_cold=is_cold)
                for number in range(times):
                    rounds.is_reversed = bool(number % 2)
                    run_round(rounds, folder / "round", film, rivals)
                figures += rounds.figures()
            film.unlink()
            figures += memory_figures(folder / "memory", sizes, rivals)
        notes = (
            f"one file of {film_bytes / 10**6:,.0f} MB that cannot be compressed, on {disk_of(folder)}",
            f"medians of {times}; in brackets the lowest and the highest ratio of single rounds",
            "cold: posix_fadvise(DONTNEED) on every input, all synced before",
            "age -r seals for X25519; ours for X25519 with ML-KEM-768, signs twice, and pads",
            *versions(),
        )
    print_figures("files", figures, notes)


def run_round(rounds: Rounds, folder: Path, film: Path, rivals: Rivals) -> None:
    """The whole job once, in vaults of its own; nothing is left of it."""
    out = folder / "out"
    for made in (out, out / "checked", out / "digested"):
        made.mkdir(parents=True)
    sealed, bundle, archive, sums = (out / name for name in ("sealed", "bundle", "tar.age", "sums"))
    checked, digested = (out / name / film.name for name in ("checked", "digested"))
    sums.write_text(f"{read_through(film)}  {checked}\n")

    def rival(job: Job) -> Callable[[], None]:
        return lambda: run(job)

    with opened_pair(folder) as (sender, receiver, code):
        incident = sender.recording.add({"title": "фильм"}, (), Watch()).id
        copying = ("dd", f"if={film}", f"of={out / 'copy'}", "bs=1M", "conv=fsync", "status=none")
        rounds.measure(
            ("ingest", film, lambda: sender.evidence.add(incident, film, None, Watch())),
            ("dgst, age -r", film, rival(rivals.take_in(film, sealed))),
            ("dd", film, rival(((copying,),))),
        )
        remove(sealed, out / "copy")
        rounds.measure(
            ("write", folder / "monitor", lambda: sender.exchange.write((incident,), (code,), bundle)),
            ("tar | age -r", film, rival(rivals.hand_over(film, archive))),
            ("gpg", film, rival(rivals.hand_over_by_gpg(film, sealed))),
        )
        remove(sealed)
        rounds.measure(
            ("apply", bundle, lambda: apply(receiver, bundle)),
            ("tar x, sha256sum", archive, rival((*rivals.unpack(archive, checked), check(sums)))),
            ("tar x, dgst", archive, rival((*rivals.unpack(archive, digested), digest(digested)))),
        )
        rounds.measure(
            ("verify", folder / "coordinator", lambda: verify(receiver)),
            ("sha256sum", film, rival(((("sha256sum", f"{film}"),),))),
            ("dgst", film, rival((digest(film),))),
        )
    shutil.rmtree(folder)


def apply(receiver: Services, bundle: Path) -> None:
    """Take the bundle in."""
    with bundle.open("rb") as stream:
        receiver.exchange.apply(stream, None, Watch())


def verify(receiver: Services) -> None:
    """RuntimeError where the vault is not as it should be: then the figure means nothing."""
    if problems := receiver.access.verify(Watch()).problems:
        raise RuntimeError(f"the vault does not verify: {problems}")


def remove(*paths: Path) -> None:
    """What a step made, so that the disk need not hold it longer."""
    for path in paths:
        path.unlink()


if __name__ == "__main__":
    main()
