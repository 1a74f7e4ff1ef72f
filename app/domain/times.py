"""Times as they stand in signed text: UTC, milliseconds, one spelling."""

import re
from datetime import UTC, datetime

from app.domain.strict_json import Json, StrictJsonError

_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z", re.ASCII)


def time_text(moment: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SS.mmmZ` of an aware time."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def read_time(text: Json) -> datetime:
    """The aware UTC time of such a text, or StrictJsonError."""
    if not isinstance(text, str) or not _SHAPE.fullmatch(text):
        raise StrictJsonError("not a time")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise StrictJsonError("not a time") from None
