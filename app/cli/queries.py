"""The options by which a list of incidents is asked: every filter that the window has."""

from collections.abc import Callable
from typing import Any, get_args

import click
from pydantic import ValidationError

from app.cli.grammar import Decorated, option
from app.domain.form import Purpose
from app.domain.identity import read_fingerprint
from app.domain.list_columns import OFFERED, ChosenColumns
from app.domain.query import Narrowing, Query
from app.words import N_, translate

_DIGITS_OF_ALL = 64


def order_option(kind: str) -> Callable[[Any], Any]:
    """In which of its orders a list of that kind stands."""
    orders = [order.value for order in OFFERED[kind].all_orders]
    return option("--order", type=click.Choice(orders), help=N_("In which order."))


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    option("--search", "words", metavar="TEXT", help=N_("Only those in which these words stand.")),
    option("--form", metavar="F", help=N_("Only those with an act of this form.")),
    option("--place", metavar="P", help=N_("Only there and within: KZ, KZ/KZ-47, KZ/KZ-47/town.")),
    option("--since", metavar="DAY", help=N_("Only what may have been on this day (YYYY-MM-DD) or later.")),
    option("--until", metavar="DAY", help=N_("Only what may have been on this day or earlier.")),
    option("--surely", is_flag=True, help=N_("With --since and --until: only what certainly was.")),
    option("--dated/--undated", default=None, help=N_("Only those with a date, or without.")),
    option("--names", metavar="ID", help=N_("Only those that name this person, organisation or proceeding.")),
    option("--status", metavar="CODE", help=N_("Only those of this status as a violation.")),
    option("--monitoring", metavar="CODE", help=N_("Only those of this status of monitoring.")),
    option("--priority", metavar="CODE", help=N_("Only those of this priority.")),
    option(
        "--missing",
        type=click.Choice(get_args(Purpose)),
        help=N_("Only those in which something is missing for this purpose."),
    ),
    option("--author", metavar="FINGERPRINT", help=N_("Only those that this person wrote or changed.")),
    option(
        "--only",
        type=click.Choice([narrowing.value for narrowing in Narrowing]),
        multiple=True,
        help=N_("Only those of which this holds; repeated, all of it."),
    ),
    order_option("incident"),
)


class Columns(click.ParamType[ChosenColumns]):
    """Names of columns of the list of a kind, parted by commas."""

    name = "columns"

    def __init__(self, kind: str) -> None:
        self._at_first = ChosenColumns(kind=kind)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ChosenColumns:
        """The columns in the order given, each once; a name that is none of them is wrong usage."""
        if isinstance(value, ChosenColumns):
            return value
        known = {column.value: column for column in self._at_first.offered.words}
        names = [name.strip() for name in str(value).split(",")]
        if unknown := [name for name in names if name not in known]:
            words = translate("there is no column {name}; there are {names}")
            self.fail(words.format(name=unknown[0] or "“”", names=", ".join(known)), param, ctx)
        return self._at_first.with_names(*(known[name] for name in names))


def query_options(command: Decorated) -> Decorated:
    """Give a command every option of a query; `query_of` makes the query of what was given."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


def query_of(given: dict[str, Any], saved: Query | None = None) -> Query:
    """The query that options ask for, on top of a saved one. Raises click.UsageError."""
    asked = {name: value for name, value in given.items() if value not in (None, (), False)}
    if given.get("dated") is False:
        asked["dated"] = False
    if "author" in asked:
        asked["author"] = _author(asked["author"])
    try:
        return (saved or Query()).with_changes(**asked)
    except ValidationError as error:
        names = ", ".join(f"--{_option_of(str(problem['loc'][0]))}" for problem in error.errors())
        raise click.UsageError(
            translate("what was given for {options} cannot be asked for").format(options=names)
        ) from None


def _author(typed: str) -> str:
    pinned = read_fingerprint(typed)
    if pinned is None or len(pinned) != _DIGITS_OF_ALL:
        raise click.UsageError(translate("--author takes all 64 hex digits of a fingerprint"))
    return pinned


def _option_of(field: str) -> str:
    return {"words": "search"}.get(field, field)
