"""`date`: how a date is understood that somebody typed; it needs no vault."""

import sys
from datetime import datetime

import click

from app.cli.grammar import INPUT_FILE, STANDARD_STREAM, Group, option
from app.services.clock import SystemClock
from app.services.typed_dates import DateUnderstood, understand_date
from app.words import LANGUAGES, N_, chosen_language

_MAX_BYTES = 64 * 1024


@click.group("date", cls=Group, help=N_("Dates as people say them."))
def date_group() -> None:
    """The group itself does nothing."""


@date_group.command("read", help=N_("How a date that was typed in any of the five languages is understood."))
@click.argument("text", type=INPUT_FILE, metavar="TEXT|-")
@option(
    "--language", type=click.Choice(LANGUAGES), help=N_("The language it was typed in, and of the answer.")
)
@option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help=N_("The day from which “yesterday” counts; today if it is not given."),
)
def read(text: str, language: str | None, today: datetime | None) -> DateUnderstood:
    """In words and as EDTF; DateError `date.not_understood`."""
    if text == STANDARD_STREAM:
        text = sys.stdin.buffer.read(_MAX_BYTES).decode(errors="replace")
    day = today or SystemClock().now().astimezone()
    return understand_date(text, language or chosen_language(), day.date())
