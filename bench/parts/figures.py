"""What a benchmark hands over: figures with their aims, beside the machine they were taken on.

Printed as a table, and for `make bench` written as one line of JSON into the file named by BENCH_FIGURES.
"""

import json
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

HANDED_OVER = "BENCH_FIGURES"


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, how much, how much is aimed at, and whether that was met."""

    what: str
    value: str
    aim: str = ""
    met: bool | None = None


def print_figures(title: str, figures: Sequence[Figure], notes: Sequence[str] = ()) -> None:
    """The machine, then a table; `notes` say how it was measured, and against which versions."""
    print(f"{title} · {machine()}")
    what, value = (max(len(getattr(each, name)) for each in figures) for name in ("what", "value"))
    for each in figures:
        print(f"  {each.what:<{what}}  {each.value:<{value}}  {aim_of(each)}".rstrip())
    for note in notes:
        print(f"  {note}")
    print(flush=True)
    if handed_over := os.environ.get(HANDED_OVER):
        script = Path(sys.argv[0]).stem
        taken = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        table = {"script": script, "title": title, "machine": machine(), "taken": taken, "notes": list(notes)}
        with Path(handed_over).open("a", encoding="utf-8") as file:
            print(json.dumps(table | {"figures": [asdict(each) for each in figures]}), file=file)


def aim_of(figure: Figure) -> str:
    """The aim as a table shows it, and what came of it where that is known."""
    if not figure.aim:
        return ""
    came = {None: "", True: ": met", False: ": MISSED"}[figure.met]
    return f"aim {figure.aim}{came}"


def machine() -> str:
    """Processors, memory, system, and how many programs waited for a processor meanwhile."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    memory = f", {_memory_bytes() / 2**30:.0f} GiB" if hasattr(os, "sysconf") else ""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return f"{os.cpu_count()} x {_processor()}{memory}, {system}, Python {platform.python_version()}{load}"


def ratio(what: str, ours: Sequence[float], theirs: Sequence[float], at_most: float | None = None) -> Figure:
    """Our median time over theirs, the pairs furthest from it, and both times."""
    our_time, their_time = statistics.median(ours), statistics.median(theirs)
    pairs = [one / other for one, other in zip(ours, theirs, strict=True)]
    value = f"{our_time / their_time:.2f} ({min(pairs):.2f} to {max(pairs):.2f})"
    value = f"{value:<21} {in_words(our_time)} / {in_words(their_time)}"
    if at_most is None:
        return Figure(what, value)
    return Figure(what, value, f"<= {at_most:g}", our_time / their_time <= at_most)


def in_words(seconds: float) -> str:
    """A time: in seconds, or in milliseconds where it is short."""
    return f"{seconds:6.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


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


def _processor() -> str:
    """The model as the kernel names it, where it does."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "processor"


def _memory_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
