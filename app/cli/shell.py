"""Runs one command line and says what came of it: one answer, one exit code.

With `--json` exactly one JSON object goes to standard output, whatever happens;
everything else (questions, progress) goes to standard error.
"""

import io
import json
import sys
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stdout
from typing import Any

import click

from app.cli.commands import root_command
from app.cli.failures import ExitCode, explain
from app.cli.parser_words import parser_speaking
from app.cli.presentation import HelpText, present
from app.cli.session import Session
from app.services.answer import Answer
from app.services.answers import (
    Refused,
)
from app.words import choose_language

PROGRAM = "main.py"


def run(arguments: Sequence[str] | None = None) -> int:
    """Run `arguments` (`sys.argv` where None) and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    choose_language(_named_language(given))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that lacks a letter shows its number; it is no reason to fail.
            stream.reconfigure(errors="backslashreplace")
    # Seen before anything is parsed: wrong usage is answered in JSON as well.
    session = Session(json="--json" in given)
    spoken = io.StringIO()
    try:
        with parser_speaking(), redirect_stdout(spoken) if session.json else nullcontext():
            answer = root_command.main(given, prog_name=PROGRAM, standalone_mode=False, obj=session)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last gate: every end has its words
        with parser_speaking():
            failure = explain(error)
        _say_failure(failure.answer, session)
        return failure.exit_code
    _say(answer if isinstance(answer, Answer | dict) else HelpText(help=spoken.getvalue()), session)
    return ExitCode.DONE


def _say(answer: Answer | dict[str, Any], session: Session) -> None:
    if isinstance(answer, dict):
        _write_json(answer)
    elif session.json:
        _write_json(answer.to_json())
    elif not isinstance(answer, HelpText):
        click.echo(present(answer, session.columns), err=session.stdout_taken)


def _say_failure(answer: Refused, session: Session) -> None:
    if session.json:
        _write_json(answer.to_json())
    else:
        click.echo(f"{answer.error.message}\n{answer.error.advice} ({answer.error.code})", err=True)


def _write_json(value: dict[str, Any]) -> None:
    """One JSON object in UTF-8; a byte of a file name that is no text stands as an escape."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.buffer.write(text.encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


def _named_language(given: Sequence[str]) -> str | None:
    """What `--language` names, found before the words of the parser are needed."""
    for number, argument in enumerate(given):
        if argument == "--language" and number + 1 < len(given):
            return given[number + 1]
        if argument.startswith("--language="):
            return argument.partition("=")[2]
    return None
