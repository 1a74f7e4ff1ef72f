"""What the demo answers: its steps, and what came of each."""

from typing import Literal

from app.services.answer import Answer


class DemoStep(Answer):
    """One step of the demo and what came of it."""

    step: str
    outcome: str
    path: str | None = None


class DemoReport(Answer):
    """What the demo did and where it lies."""

    folder: str
    ok: Literal[True] = True
    steps: tuple[DemoStep, ...]
