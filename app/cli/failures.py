"""What every way of ending other than success looks like: exit code, code, sentence, advice."""

import traceback
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import click

from app.domain.errors import AppError
from app.domain.work import CancelledError
from app.places import root
from app.services.answers import ErrorBody, Refused
from app.services.import_stopped import ImportStoppedError
from app.words import translate


class ExitCode(IntEnum):
    """What the shell returns; documented in README.md."""

    DONE = 0
    BUG = 1
    USAGE = 2
    REFUSED = 3
    CANCELLED = 4


@dataclass(frozen=True, slots=True)
class Failure:
    """A command that did not do what was asked."""

    exit_code: ExitCode
    answer: Refused


def explain(error: BaseException) -> Failure:
    """The failure that an exception stands for; any that nobody expected is a bug of ours."""
    if isinstance(error, AppError):
        return _failure(ExitCode.REFUSED, error.code, error.sentence, error.advice)
    if isinstance(error, ImportStoppedError):
        return _failure(ExitCode.CANCELLED, "cancelled", translate("It was cancelled."), error.advice)
    if isinstance(error, CancelledError | KeyboardInterrupt | click.Abort):
        return _failure(
            ExitCode.CANCELLED,
            "cancelled",
            translate("It was cancelled."),
            translate("Nothing half-done was kept; give the command again when you are ready."),
        )
    if isinstance(error, click.ClickException):
        return _failure(
            ExitCode.USAGE,
            "usage",
            error.format_message(),
            translate("“--help” after any command says what it takes."),
        )
    return _failure(
        ExitCode.BUG,
        "bug",
        translate("A mistake in the program: {what}.").format(what=_place_of(error)),
        translate("Nothing half-done was kept. Please report this sentence; it holds nothing of yours."),
    )


def _failure(exit_code: ExitCode, code: str, message: str, advice: str) -> Failure:
    return Failure(exit_code, Refused(error=ErrorBody(code=code, message=message, advice=advice)))


def _place_of(error: BaseException) -> str:
    """Type of the error and the last line of our own code it passed; never its text, which may quote."""
    kind = type(error).__name__
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(root() / "app"):
            return f"{kind}, {path.relative_to(root()).as_posix()}:{frame.lineno}"
    return kind
