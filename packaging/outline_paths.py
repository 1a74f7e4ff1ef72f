"""Curves as points: paths of SVG 1.1, and smooth lines through given points."""

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_TOKEN = re.compile(r"[MmLlHhVvCcSsQqTtAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_STEPS = 6
"""Straight pieces for each curve."""


def flattened(path: str) -> list[tuple[float, float]]:
    """The points of a path with one beginning, curves as `_STEPS` straight pieces. Raises ValueError."""
    points: list[complex] = []
    here, handle, last = 0j, 0j, ""
    for command, given in _commands(path):
        name, moved = command.upper(), here if command.islower() else 0j
        pairs = [moved + complex(*given[place : place + 2]) for place in range(0, len(given) - 1, 2)]
        match name:
            case "M" | "L":
                here, curve = pairs[0], [pairs[0]]
            case "H":
                here = complex(given[0] + moved.real, here.imag)
                curve = [here]
            case "V":
                here = complex(here.real, given[0] + moved.imag)
                curve = [here]
            case "A":
                end = moved + complex(given[5], given[6])
                curve = list(_arc(here, end, given))
                here = end
            case "Z":
                curve = []
            case _:
                mirrored = 2 * here - handle if last in ("CS" if name in "CS" else "QT") and last else here
                inner = [mirrored, *pairs] if name in "ST" else pairs
                curve = list(_bezier([here, *inner]))
                handle, here = inner[-2], inner[-1]
        last = name
        points += curve
    return [(point.real, point.imag) for point in points]


def smooth(points: Sequence[Sequence[float]], *, closed: bool = False) -> list[tuple[float, float]]:
    """A Catmull-Rom line through points, as points."""
    given = [complex(x, y) for x, y in points]
    if len(given) < 3:
        return [(point.real, point.imag) for point in given]
    before = given[-1] if closed else given[0]
    after = [given[0], given[1]] if closed else [given[-1]]
    line = [before, *given, *after]
    found = [given[0]]
    for a, b, c, d in zip(line, line[1:], line[2:], line[3:], strict=False):
        found += _bezier([b, b + (c - a) / 6, c - (d - b) / 6, c])
    return [(point.real, point.imag) for point in found]


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; a letter holds for all that follow it."""
    tokens, place, command = _TOKEN.findall(path), 0, ""
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        count = _NUMBERS[command.upper()]
        if not count and place < len(tokens) and not tokens[place].isalpha():
            raise ValueError("numbers after the end of a path")
        yield command, [float(each) for each in tokens[place : place + count]]
        place += count
        command = {"M": "L", "m": "l"}.get(command, command)


def _bezier(handles: Sequence[complex]) -> Iterator[complex]:
    """The points of a curve after its first, by de Casteljau."""
    for step in range(1, _STEPS + 1):
        share, points = step / _STEPS, list(handles)
        while len(points) > 1:
            points = [a + (b - a) * share for a, b in pairwise(points)]
        yield points[0]


def _arc(start: complex, end: complex, given: Sequence[float]) -> Iterator[complex]:
    """The points of an elliptical arc after its first: SVG 1.1, appendix F.6.5 and F.6.6."""
    wide, high, turned, large, sweep = abs(given[0]), abs(given[1]), given[2], given[3] != 0, given[4] != 0
    if start == end or not wide or not high:
        yield end
        return
    turn = cmath.rect(1, math.radians(turned))

    def to_circle(point: complex) -> complex:
        plain = point / turn
        return complex(plain.real / wide, plain.imag / high)

    half = (to_circle(start) - to_circle(end)) / 2
    length = abs(half)
    stretch = max(1.0, length)
    half /= stretch
    reach = math.sqrt(max(0.0, 1 / abs(half) ** 2 - 1)) * (-1 if large == sweep else 1)
    middle = complex(reach * half.imag, -reach * half.real)
    from_angle, to_angle = cmath.phase(half - middle), cmath.phase(-half - middle)
    way = (to_angle - from_angle) % (2 * math.pi) - (0 if sweep else 2 * math.pi)
    centre = (start + end) / 2
    for step in range(1, _STEPS + 1):
        point = (middle + cmath.rect(1, from_angle + way * step / _STEPS)) * stretch
        yield centre + complex(point.real * wide, point.imag * high) * turn
