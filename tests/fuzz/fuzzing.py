"""`make fuzz`: every parser of the table under atheris, and one table of what came of it.

Options: `--seconds N` for each parser, `--only NAME,…`. Each parser runs in a process of its own,
first under atheris, then without it for its memory (that of a fuzzer grows with its corpus). A crash
is written to `build/fuzz` and printed as base64; a crash, or memory that is kept, ends with 1.
"""

import argparse
import base64
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.corpus import corpus_of, keep
from tests.fuzz.memory import LIMIT_BYTES, STATUS, measured
from tests.fuzz.parsers import PARSERS, Parser

ROOT = Path(__file__).parents[2]
CRASHES = ROOT / "build" / "fuzz"
HANG_SECONDS = 20
LEAST_MAX_BYTES = 4096
MEBIBYTE = 1024 * 1024

_COVERED = re.compile(rb"cov: (\d+)")
_RUNS = re.compile(rb"number_of_executed_units: (\d+)")
_NOTHING: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Outcome:
    """What came of one parser; `memory` are its resident bytes after the warm-up and at the end."""

    name: str
    runs: int
    seconds: float
    edges: int
    kept: int
    memory: tuple[int, int]
    crashes: tuple[Path, ...]

    @property
    def leaks(self) -> bool:
        """Whether it keeps more than a parser may."""
        return self.memory[1] - self.memory[0] >= LIMIT_BYTES

    def row(self) -> str:
        """Its line of the table."""
        start, end = (size / MEBIBYTE for size in self.memory)
        return (
            f"{self.name:18} {self.runs:9,} {self.runs / self.seconds:8,.0f} {self.edges:6} {self.kept:5}"
            f" {start:8.1f} {end:8.1f} {end - start:7.2f} {len(self.crashes):7}"
        )


HEAD = (
    f"{'parser':18} {'runs':>9} {'runs/s':>8} {'edges':>6} {'new':>5}"
    f" {'MiB from':>8} {'to':>8} {'slope':>7} crashes"
)


def fuzz(parser: Parser, seconds: int) -> Outcome:
    """Fuzz one parser, keep what is worth it, and measure its memory."""
    with tempfile.TemporaryDirectory() as folder:
        found, seeds, crashes = (Path(folder) / name for name in ("found", "seeds", "crashes"))
        for each in (found, seeds, crashes):
            each.mkdir()
        known = [*parser.seeds(), *(path.read_bytes() for path in corpus_of(parser.name))]
        for number, data in enumerate(known):
            (seeds / str(number)).write_bytes(data)
        said = run(parser, seconds, found, seeds, crashes, 2 * max(map(len, known)))
        runs = int((_RUNS.findall(said) or [b"0"])[-1])
        inputs = [path.read_bytes() for path in sorted(found.iterdir())]
        broken = tuple(report(parser, path, said) for path in sorted(crashes.iterdir()))
        return Outcome(
            name=parser.name,
            runs=runs,
            seconds=seconds,
            edges=int((_COVERED.findall(said) or [b"0"])[-1]),
            kept=0 if broken else keep(parser, inputs),
            memory=_NOTHING if broken else memory_of(parser, found, runs // seconds),
            crashes=broken,
        )


def run(parser: Parser, seconds: int, found: Path, seeds: Path, crashes: Path, longest: int) -> bytes:
    """Let atheris run; what it said."""
    options = (
        f"-max_total_time={seconds}",
        f"-max_len={max(LEAST_MAX_BYTES, longest)}",
        f"-timeout={HANG_SECONDS}",
        "-print_final_stats=1",
        f"-artifact_prefix={crashes}/",
    )
    command = (sys.executable, "-m", "tests.fuzz.target", parser.name, *options, str(found), str(seeds))
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode and not any(crashes.iterdir()):
        raise SystemExit(f"{parser.name}: atheris could not run\n{done.stdout.decode(errors='replace')}")
    return done.stdout


def report(parser: Parser, crash: Path, said: bytes) -> Path:
    """Keep the input that broke a parser, and say how."""
    data = crash.read_bytes()
    CRASHES.mkdir(parents=True, exist_ok=True)
    kept = CRASHES / f"{parser.name}-{crash.name}"
    kept.write_bytes(data)
    told = said[max(said.find(b" === "), 0) :].decode(errors="replace")
    print(f"{parser.name} broke: {kept}\n{base64.b64encode(data).decode()}\n{told}", flush=True)
    return kept


def memory_of(parser: Parser, found: Path, runs_a_second: int) -> tuple[int, int]:
    """Over some seconds of runs, at least some hundreds and at most some ten thousands."""
    if not STATUS.exists():
        return _NOTHING
    runs = min(max(runs_a_second * 5, 600), 30_000)
    return measured(runs, [parser.name], found)[parser.name]


def main(arguments: Sequence[str]) -> int:
    """Fuzz those parsers that are asked for; 1 where one broke or kept memory."""
    asked = argparse.ArgumentParser(prog="make fuzz")
    asked.add_argument("--seconds", type=int, default=60, help="for each parser")
    asked.add_argument("--only", default=",".join(PARSERS), help="names of parsers, parted by commas")
    chosen = asked.parse_args(arguments)
    names = chosen.only.split(",")
    if unknown := set(names) - PARSERS.keys():
        asked.error(f"no such parser: {', '.join(sorted(unknown))}")
    outcomes = []
    print(HEAD, flush=True)
    for name in names:
        outcomes.append(fuzz(PARSERS[name], max(1, chosen.seconds)))
        print(outcomes[-1].row(), flush=True)
    failed = [outcome.name for outcome in outcomes if outcome.crashes or outcome.leaks]
    runs = sum(outcome.runs for outcome in outcomes)
    print(f"{len(outcomes)} parsers, {runs:,} runs; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
