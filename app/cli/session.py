"""One command line: which vault, whose passphrase, what may be asked, and Ctrl-C.

Passphrases come from a terminal without echo or from `--passphrase-file`, key files from
`--key-file`: never from the command line or the environment.
"""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import BinaryIO

import click

from app.cli.grammar import STANDARD_STREAM
from app.cli.progress import ProgressBars
from app.domain.errors import DiskError, RecordError
from app.domain.key_file import MAX_FILE_BYTES, read_file_key
from app.domain.list_columns import ChosenColumns
from app.domain.strict_json import JsonObject, StrictJsonError, parse_object
from app.domain.work import Watch
from app.places import default_vault
from app.services import Services, open_services
from app.services.clock import SystemClock
from app.services.input_files import reading
from app.vault.slots import Passphrase, PassphraseAndFile
from app.words import translate

MAX_PASSPHRASE_BYTES = 64 * 1024
MAX_INPUT_BYTES = 4 * 1024 * 1024


@dataclass
class Session:
    """What the global options say, and what a command does with them.

    `json` and `yes` may still be set by options that stand behind the command;
    `stdout_taken` says that a file goes to standard output, so that words must not; `columns`
    that a list is to be shown as a table of these.
    """

    vault: Path = field(default_factory=default_vault)
    passphrase_file: str | None = None
    key_file: str | None = None
    yes: bool = False
    json: bool = False
    stdout_taken: bool = False
    columns: ChosenColumns | None = None
    _passphrase: Passphrase | None = field(default=None, repr=False)
    _file_key: bytes | None = field(default=None, repr=False)
    _asking: bool = False
    _bars: ProgressBars = field(default_factory=ProgressBars)

    @contextmanager
    def working(self) -> Iterator[Watch]:
        """A watch that shows progress on a terminal and that Ctrl-C cancels.

        The first Ctrl-C asks the work to stop at its next step, so that it cleans up; a second
        one, or one during a question, ends the command where it stands.
        """
        watch = Watch(self._bars.report)
        pressed = False

        def stop(_signal: int, _frame: FrameType | None) -> None:
            nonlocal pressed
            if pressed or self._asking:
                raise KeyboardInterrupt
            pressed = True
            watch.cancel()

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield watch
        finally:
            self._bars.clear()
            signal.signal(signal.SIGINT, before)

    @contextmanager
    def open(self) -> Iterator[tuple[Services, Watch]]:
        """The services of the vault, opened with the person's passphrase, and a watch."""
        passphrase = self.passphrase()
        with (
            self.working() as watch,
            open_services(self.vault, passphrase, SystemClock(), watch, allow_memory=self.yes) as services,
        ):
            yield services, watch

    def passphrase(self) -> Passphrase:
        """The vault's passphrase, from the file that was named, else asked for; with the key file, if any."""
        if self._passphrase is None:
            if self.passphrase_file is not None:
                typed = read_passphrase(self.passphrase_file)
            else:
                typed = self._ask_hidden(translate("Passphrase"))
            self._passphrase = self._with_key_file(typed)
        return self._passphrase

    def new_passphrase(self, file: str | None) -> str:
        """A passphrase to come: from `file`, else asked for twice."""
        if file is not None:
            return read_passphrase(file)
        return self._ask_hidden(translate("New passphrase"), twice=True)

    def creation_passphrase(self) -> str:
        """The passphrase of a vault that is not there yet: asked for twice, nothing else confirms it."""
        if self.key_file is not None:
            raise click.UsageError(
                translate("a new vault has no key file yet: “vault second-factor add” makes one")
            )
        return self.new_passphrase(self.passphrase_file)

    def ask_again(self, services: Services) -> Passphrase:
        """The passphrase once more before what cannot be undone; `--yes` takes the one given.

        Returns it; raises VaultError `vault.passphrase` where it is not the vault's.
        """
        again = self.once_more()
        if not self.yes:
            services.access.check_passphrase(again)
        return again

    def once_more(self) -> Passphrase:
        """The passphrase, asked for again and not checked; `--yes` takes the one given."""
        if self.yes:
            return self.passphrase()
        return self._with_key_file(self._ask_hidden(translate("The passphrase again, to confirm")))

    def _with_key_file(self, typed: str) -> Passphrase:
        if self.key_file is None:
            return typed
        if self._file_key is None:
            self._file_key = read_file_key(read_bytes(self.key_file, MAX_FILE_BYTES))
        return PassphraseAndFile(typed, self._file_key)

    def confirm(self, question: str) -> None:
        """Go on only if the person says so; `--yes` says so beforehand. click.Abort otherwise."""
        if not self.yes:
            with self._at_terminal():
                click.confirm(question, abort=True, err=True)

    def _ask_hidden(self, prompt: str, *, twice: bool = False) -> str:
        with self._at_terminal():
            confirmation: bool | str = translate("The same again") if twice else False
            return str(click.prompt(prompt, hide_input=True, confirmation_prompt=confirmation, err=True))

    @contextmanager
    def _at_terminal(self) -> Iterator[None]:
        if not sys.stdin.isatty():
            raise click.UsageError(
                translate(
                    "there is no terminal to ask at: name a --passphrase-file, and give --yes where "
                    "a confirmation is needed"
                )
            )
        self._bars.clear()
        self._asking = True
        try:
            yield
        finally:
            self._asking = False

    @contextmanager
    def output(self, target: str) -> Iterator[Path | BinaryIO]:
        """Where a file goes: a path, or standard output for `-`, which `--json` needs for itself."""
        if target != STANDARD_STREAM:
            yield Path(target)
        elif self.json:
            raise click.UsageError(translate("standard output (“-”) cannot hold both the file and --json"))
        else:
            self.stdout_taken = True
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()


@contextmanager
def open_input(file: str) -> Iterator[BinaryIO]:
    """A file, or standard input for `-`, to read bytes from; DiskError `disk.unreadable`."""
    if file == STANDARD_STREAM:
        yield sys.stdin.buffer
        return
    with reading(Path(file)) as stream:
        yield stream


def read_bytes(file: str, max_bytes: int) -> bytes:
    """Up to `max_bytes` + 1 bytes of a file, so that the reader after can tell one that is too large."""
    try:
        with open_input(file) as stream:
            return stream.read(max_bytes + 1)
    except OSError as error:  # of standard input
        raise DiskError("disk.unreadable") from error


def read_passphrase(file: str) -> str:
    """The passphrase that a file holds; one line end behind it is dropped."""
    data = read_bytes(file, MAX_PASSPHRASE_BYTES)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise click.UsageError(translate("the passphrase file is not UTF-8 text")) from None
    if len(data) > MAX_PASSPHRASE_BYTES:
        raise click.UsageError(translate("the passphrase file is too large"))
    return text.removesuffix("\r\n") if text.endswith("\r\n") else text.removesuffix("\n")


def read_record(file: str) -> JsonObject:
    """The JSON object that a person wrote; RecordError `record.input` where it is none."""
    try:
        return parse_object(read_bytes(file, MAX_INPUT_BYTES), MAX_INPUT_BYTES)
    except StrictJsonError as error:
        raise RecordError("record.input", where="JSON", what=str(error)) from None
