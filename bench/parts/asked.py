"""What a benchmark of the window is asked for on its command line: how many records, kept where."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Asked:
    """Sizes of the vaults, and the folder they lie in."""

    many: int
    very_many: int
    folder: Path
    is_quick: bool


@contextmanager
def asked_for(words: str | None) -> Iterator[Asked]:
    """`--quick`: fewer records; `--keep FOLDER`: vaults that stay, and are used again."""
    parser = argparse.ArgumentParser(description=words, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--keep", type=Path)
    chosen, _others = parser.parse_known_args()
    many, very_many = (1_000, 10_000) if chosen.quick else (10_000, 100_000)
    with tempfile.TemporaryDirectory() as name:
        yield Asked(many, very_many, chosen.keep or Path(name), chosen.quick)
