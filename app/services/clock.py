"""The clock that services work with: injected, so that tests can hold it still."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; may be wrong by years on a laptop of the field."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC)


def now_text(clock: Clock) -> str:
    """The time as it stands in signed text."""
    # Signed text is canonical JSON; whoever only needs the time goes without.
    from app.domain.times import time_text

    return time_text(clock.now())
