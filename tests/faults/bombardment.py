"""One operation, killed at many moments between its first write and its answer."""

import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.faults.scene import Scene
from tests.faults.victims import Launcher, Run, run_until

KILLS = 25
INSIDE = 20
"""So many of these at least fall between first write and answer."""

MEASURED = 3
_BINS = 10


@dataclass(frozen=True, slots=True)
class Operation:
    """A command of the shell on a copy of the scene.

    `folders` is where its first write shows. `judge` looks at what is left, asserts all that
    must hold whatever happened, and says in a word what did: "whole" or "absent".
    """

    name: str
    arguments: Callable[[Scene], list[str]]
    folders: Callable[[Scene], list[Path]]
    judge: Callable[[Scene], str]


def in_vault(scene: Scene) -> list[Path]:
    """Where operations on the vault write first."""
    return [scene.vault, scene.vault / "blobs"]


class Bombardment:
    """Runs an operation again and again on fresh copies, and tells when it was killed and what was left."""

    def __init__(self, operation: Operation, scene: Scene, launch: Launcher, folder: Path) -> None:
        self._operation = operation
        self._scene = scene
        self._launch = launch
        self._folder = folder
        self._numbers = count(1)
        self._landed: list[tuple[float, str]] = []
        self._answered = 0

    def kill(self, times: int = KILLS, chance: random.Random | None = None) -> Counter[str]:
        """Kill it `times`, spread over the time that it takes; how often each came of it."""
        chance = chance or random.Random(self._operation.name)
        # Mark and answer seen in one look, on a busy machine, tell nothing of the time between them.
        window = min(taken for taken in (self._whole() for _ in range(MEASURED)) if taken)
        for number in range(times):
            delay = window * (number + chance.random()) / times
            run, outcome = self._once(delay)
            if run.answered is None:
                self._landed.append((delay / window, outcome))
            else:
                self._answered += 1
                # It was faster than we thought: the moments to come move closer.
                window = min(window, run.answered or window)
        print(self._histogram(window))
        assert len(self._landed) >= times * INSIDE // KILLS, "too many kills came after the answer"
        return Counter(outcome for _, outcome in self._landed)

    def _whole(self) -> float:
        """Seconds from first write to answer where nothing is killed."""
        run, outcome = self._once(None)
        assert run.acknowledged
        assert run.answered is not None
        assert outcome == "whole"
        return run.answered

    def _once(self, delay: float | None) -> tuple[Run, str]:
        folder = self._folder / f"{self._operation.name}-{next(self._numbers)}"
        scene = self._scene.copied_to(folder)
        arguments = self._operation.arguments(scene)
        run = run_until(self._launch, arguments, self._operation.folders(scene), self._folder, delay)
        assert run.marked, "the operation never began"
        outcome = self._operation.judge(scene)
        if run.acknowledged:
            assert outcome == "whole", "what was acknowledged is not there"
        shutil.rmtree(folder)
        return run, outcome

    def _histogram(self, window: float) -> str:
        bins = [Counter[str]() for _ in range(_BINS)]
        for moment, outcome in self._landed:
            bins[min(int(moment * _BINS), _BINS - 1)][outcome] += 1
        lines = [f"{self._operation.name}: first write to answer {window * 1000:.0f} ms"]
        for number, found in enumerate(bins):
            marks = "".join(outcome[0] * times for outcome, times in sorted(found.items()))
            lines.append(f"  {number * 10:3}–{number * 10 + 10:3} %  {marks}")
        lines.append(f"  after the answer: {self._answered}   (a = absent, w = whole)")
        return "\n".join(lines)
