"""What a typed date is understood as."""

from datetime import date
from typing import Literal

from app.domain.date_reading import read_date
from app.domain.date_words import date_and_time_in_words, weekday_contradiction
from app.domain.errors import DateError
from app.services.answer import Answer


class DateUnderstood(Answer):
    """A date that was typed, as it was understood.

    `edtf` is the date (EDTF, ISO 8601-2), `time` a time of day `HH:MM` that is known to `precision`, and
    `words` both in the language in force. `contradiction` says that the day of the week that was typed
    is not that of the date, which stays as it was typed.
    """

    edtf: str
    time: str | None
    precision: Literal["minute", "quarter", "hour", "part_of_day"] | None
    certainty: Literal["exact", "believed", "approximate", "unknown"]
    words: str
    contradiction: str | None
    understood: Literal[True] = True


def understand_date(text: str, language: str, today: date) -> DateUnderstood:
    """`text` in one of our languages, or several; raises DateError `date.not_understood`."""
    read = read_date(text, language, today)
    if read is None:
        raise DateError("date.not_understood")
    return DateUnderstood(
        edtf=read.edtf,
        time=read.time.value if read.time else None,
        precision=read.time.precision if read.time else None,
        certainty=read.certainty,
        words=date_and_time_in_words(read.edtf, read.time),
        contradiction=weekday_contradiction(read.edtf) if read.contradiction else None,
    )
