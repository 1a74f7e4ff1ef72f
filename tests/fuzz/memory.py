"""How much memory a parser keeps: `python -m tests.fuzz.memory [--inputs FOLDER] RUNS PARSER…`.

Prints a JSON object: for each parser the resident bytes after its warm-up and those at the end.
It runs in a process of its own, so that what others have left behind is not counted.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from random import Random

from tests.fuzz.mutation import mutants
from tests.fuzz.parsers import PARSERS, Parser

LIMIT_BYTES = 5 * 1024 * 1024
"""What a parser may have kept at the end of the runs that follow its warm-up."""

ROOT = Path(__file__).parents[2]
WARM_UP_SHARE = 3
STATUS = Path("/proc/self/status")


def resident_bytes() -> int:
    """The memory of this process that lies in RAM."""
    gc.collect()
    [line] = [line for line in STATUS.read_text().splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) * 1024


def run(parser: Parser, inputs: Iterable[bytes]) -> None:
    """Parse each input; a refusal is an answer like another."""
    for data in inputs:
        with suppress(*parser.refusals):
            parser.parse(data)


def measure(parser: Parser, seeds: Sequence[bytes], runs: int) -> tuple[int, int]:
    """Resident bytes after a third of the runs, and after all."""
    inputs = mutants(seeds, Random(parser.name))
    run(parser, islice(inputs, runs // WARM_UP_SHARE))
    start = resident_bytes()
    run(parser, islice(inputs, runs - runs // WARM_UP_SHARE))
    return start, resident_bytes()


def measured(runs: int, names: Sequence[str], inputs: Path | None = None) -> dict[str, tuple[int, int]]:
    """`measure` of these parsers, in a process of their own."""
    more = ["--inputs", str(inputs)] if inputs else []
    command = [sys.executable, "-m", "tests.fuzz.memory", *more, str(runs), *names]
    # One arena: threads that come and go would each keep one of their own.
    environment = {**os.environ, "MALLOC_ARENA_MAX": "1"}
    said = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True).stdout
    return {name: (start, end) for name, (start, end) in json.loads(said).items()}


def main() -> None:
    """Measure the named parsers one after the other."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--inputs", type=Path, help="a folder of more seeds")
    asked.add_argument("runs", type=int)
    asked.add_argument("parsers", nargs="+", choices=PARSERS)
    chosen = asked.parse_args()
    more = [path.read_bytes() for path in sorted(chosen.inputs.iterdir())] if chosen.inputs else []
    # What is loaded when it is first needed is no leak.
    for parser in PARSERS.values():
        run(parser, parser.seeds())
    found = {
        name: measure(PARSERS[name], [*PARSERS[name].seeds(), *more], chosen.runs) for name in chosen.parsers
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
