"""What a benchmark prints: figures with their aims, and the machine they were taken on."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, how much, and how much is aimed at."""

    what: str
    value: str
    aim: str = ""


def print_figures(title: str, figures: Sequence[Figure]) -> None:
    """The machine, then a table."""
    print(f"{title} · {machine()}")
    what, value = (max(len(getattr(each, name)) for each in figures) for name in ("what", "value"))
    for each in figures:
        aim = f"aim {each.aim}" if each.aim else ""
        print(f"  {each.what:<{what}}  {each.value:<{value}}  {aim}".rstrip())


def machine() -> str:
    """Processors, system, and how many programs waited for a processor meanwhile."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}{load}"


def percentile(values: Sequence[float], per_cent: float) -> float:
    """The value that so many per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * per_cent / 100))]


def spread(seconds: Sequence[float], per_cent: float) -> str:
    """Median and percentile of times, in milliseconds."""
    return (
        f"median {statistics.median(seconds) * 1000:.0f} ms, "
        f"{per_cent:g} % within {percentile(seconds, per_cent) * 1000:.0f} ms (of {len(seconds)})"
    )
