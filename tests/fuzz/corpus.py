"""Inputs that fuzzing found to go new ways through a parser, kept for the next time it is run."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import Any, TypeAlias

from tests.fuzz.parsers import Parser

CORPUS = Path(__file__).parent / "corpus"
MOST_BYTES = 6_000
"""Of one parser; all together stay below 300 KB."""

NAME_LETTERS = 16
_APP = str(Path(__file__).parents[2] / "app")

Step: TypeAlias = tuple[str, int, int]
"""From a line of a file of ours to the next."""


def corpus_of(name: str) -> list[Path]:
    """The files kept for the parser of that name."""
    return sorted((CORPUS / name).glob("*"))


def name_of(data: bytes) -> str:
    """The name of the file that holds `data`."""
    return sha256(data).hexdigest()[:NAME_LETTERS]


def keep(parser: Parser, found: Iterable[bytes]) -> int:
    """Keep those of the corpus and of what was found that `minimised` chooses; how many are new."""
    before = {path.name for path in corpus_of(parser.name)}
    held = [path.read_bytes() for path in corpus_of(parser.name)]
    chosen = {name_of(data): data for data in minimised(parser, [*held, *found])}
    folder = CORPUS / parser.name
    folder.mkdir(parents=True, exist_ok=True)
    for name in before - chosen.keys():
        (folder / name).unlink()
    for name in chosen.keys() - before:
        (folder / name).write_bytes(chosen[name])
    return len(chosen.keys() - before)


def minimised(parser: Parser, inputs: Iterable[bytes]) -> Iterator[bytes]:
    """Those inputs, smallest first, that take a step which neither a seed nor a smaller one took."""
    taken: set[Step] = set()
    for seed in parser.seeds():
        taken |= steps(parser, seed)
    left = MOST_BYTES
    for data in sorted(set(inputs), key=lambda each: (len(each), each)):
        if len(data) > left:
            return
        new = steps(parser, data) - taken
        if new:
            taken |= new
            left -= len(data)
            yield data


def steps(parser: Parser, data: bytes) -> set[Step]:
    """Every step that the parser takes through our files."""
    found: set[Step] = set()
    with _tracing(found), suppress(*parser.refusals):
        parser.parse(data)
    return found


@contextmanager
def _tracing(found: set[Step]) -> Iterator[None]:
    lines: dict[int, int] = {}

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        file = frame.f_code.co_filename
        if not file.startswith(_APP):
            return None
        if event == "line":
            found.add((file, lines.get(id(frame), 0), frame.f_lineno))
            lines[id(frame)] = frame.f_lineno
        elif event == "return":
            lines.pop(id(frame), None)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
