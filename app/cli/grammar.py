"""The pieces that the command tree is built of: click's, with our words and our rules for `-`.

Help texts are message ids and translated when they are shown, so that `--language`
rules them too. `--json` and `--yes` are taken before the group and after the command.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from app.domain.compartments import ORDER
from app.words import N_, translate

Decorated = TypeVar("Decorated", bound=Callable[..., Any] | click.Command)
STANDARD_STREAM = "-"
_STDIN_TAKEN = "app.cli.stdin_taken"


class _Translated:
    """What has a help text: click stores the message id in `help` and gets its translation back."""

    _help_id: str | None = None

    @property
    def help(self) -> str | None:
        """The help text in the language in force."""
        return self._help_id and translate(self._help_id)

    @help.setter  # noqa: A003 - the property's own setter
    def help(self, message_id: str | None) -> None:
        self._help_id = message_id


class Option(_Translated, click.Option):
    """An option whose help is a message id."""


class Command(_Translated, click.Command):
    """A command whose help and epilog are message ids, and that takes `--json` and `--yes` too."""

    _epilog_id: str | None = None

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.params += [_late_flag("json"), _late_flag("yes")]

    @property
    def epilog(self) -> str | None:
        """What stands behind the options, in the language in force."""
        return self._epilog_id and translate(self._epilog_id)

    @epilog.setter
    def epilog(self, message_id: str | None) -> None:
        self._epilog_id = message_id

    def get_short_help_str(self, limit: int = 0) -> str:
        """The whole sentence for the list of commands, whatever the `limit`."""
        del limit
        return self.help or ""


class Group(_Translated, click.Group):
    """A group of commands whose help is a message id."""

    command_class = Command
    group_class = type


def _late_flag(name: str) -> Option:
    def take(ctx: click.Context, _parameter: click.Parameter, given: bool) -> None:
        if given:
            setattr(ctx.obj, name, True)

    return Option([f"--{name}"], is_flag=True, expose_value=False, callback=take, hidden=True)


class InputFile(click.ParamType[str]):
    """A file to read; `-` is standard input, which only one parameter may take."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The path as given; a second `-` on one command line is wrong usage."""
        if value == STANDARD_STREAM and ctx is not None and param is not None:
            taker = ctx.meta.setdefault(_STDIN_TAKEN, param.name)
            # A parameter may be converted more than once: only another one is a second taker.
            if taker != param.name:
                self.fail(translate("standard input (“-”) can be read only once"), param, ctx)
        return str(value)


INPUT_FILE = InputFile()
COMPARTMENT = click.Choice([compartment.value for compartment in ORDER])


def option(*declarations: str, **settings: Any) -> Callable[[Decorated], Decorated]:
    """As `click.option`, with help as a message id."""
    return click.option(*declarations, cls=Option, **settings)


PLACES_HELP = N_(
    "Places take coordinates as people write them: “point” may be 43.238, 76.945 or 43°14′17″N 76°56′42″E."
)
REASON_HELP = N_("Why; it is kept.")
NEW_PASSPHRASE_HELP = N_("A file that holds the new passphrase; without it, it is asked for twice.")
WITH_HELP = N_("A part that stays here unless named; repeatable.")
NEW_FILE_HELP = N_("The file to write.")
FINGERPRINT_HELP = N_("The fingerprint that the person told you: 64 hex digits, 40 digits or 12 words.")
