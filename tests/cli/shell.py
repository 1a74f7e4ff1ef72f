"""Runs the shell for tests: in this process where speed matters, as a real one where it does not.

Every answer with `--json` is checked: one JSON object and nothing else on standard
output, and in the shape of the schema that ships for that command.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from jsonschema import Draft202012Validator

from app.cli import main
from app.places import root
from tests.memory import UNPROTECTED

SCHEMA_OF: dict[tuple[str, ...], str] = {
    ("vault", "create"): "vault_created",
    ("vault", "verify"): "vault_report",
    ("vault", "rebuild"): "vault_report",
    ("vault", "digest"): "digest",
    ("vault", "info"): "vault_info",
    ("vault", "protections"): "protections",
    ("vault", "preferences"): "preferences",
    ("vault", "passphrase"): "passphrase_changed",
    ("vault", "identity"): "file_written",
    ("vault", "second-factor", "add"): "second_factor_changed",
    ("vault", "second-factor", "remove"): "second_factor_changed",
    ("vault", "recovery", "words"): "recovery_words_made",
    ("vault", "recovery", "shares"): "recovery_shares_made",
    ("vault", "recovery", "check"): "recovery_checked",
    ("vault", "recovery", "open-share"): "share_opened",
    ("vault", "recover"): "vault_recovered",
    ("vault", "backup"): "backup_made",
    ("vault", "restore"): "vault_restored",
    ("vault", "browse"): "record_list",
    ("vault", "drill"): "backup_checked",
    ("vault", "drill", "--skip"): "drill_noted",
    ("record", "add"): "record_added",
    ("record", "edit"): "record_saved",
    ("record", "show"): "record_shown",
    ("record", "history"): "record_history",
    ("record", "changes"): "revision_changes",
    ("record", "delete"): "record_ended",
    ("record", "erase"): "record_ended",
    ("record", "seal"): "record_sealed",
    ("record", "seal-mode"): "seal_mode_shown",
    ("bundle", "sealed"): "sealed_list",
    ("record", "shred"): "record_shredded",
    ("receipt", "write"): "receipt_written",
    ("receipt", "add"): "receipt_added",
    ("record", "import"): "records_imported",
    ("record", "list"): "record_list",
    ("record", "timeline"): "timeline_shown",
    ("record", "deadlines"): "deadline_list",
    ("record", "count"): "record_counts",
    ("record", "export"): "records_exported",
    ("record", "link"): "record_saved",
    ("record", "searches"): "saved_searches",
    ("record", "drafts"): "draft_list",
    ("record", "duplicates"): "possible_duplicates",
    ("record", "body-map"): "body_map",
    ("evidence", "add"): "evidence_added",
    ("evidence", "list"): "evidence_list",
    ("evidence", "list", "--ended"): "ended_evidence_list",
    ("evidence", "export"): "evidence_exported",
    ("place", "find"): "found_places",
    ("contact", "card"): "card_written",
    ("contact", "qr"): "code_written",
    ("contact", "compare"): "code_compared",
    ("contact", "decline"): "shown_contact",
    ("contact", "add"): "shown_contact",
    ("contact", "verify"): "shown_contact",
    ("contact", "show"): "shown_contact",
    ("contact", "list"): "contact_list",
    ("contact", "list", "--own"): "own_keys_ended",
    ("vault", "destroy"): "vault_destroyed",
    ("vault", "compromised"): "vault_rekeyed",
    ("contact", "group"): "group_list",
    ("contact", "rotate"): "key_replaced",
    ("contact", "revoke"): "key_ended",
    ("bundle", "write"): "bundle_written",
    ("bundle", "preview"): "export_preview",
    ("bundle", "inspect"): "bundle_plan",
    ("bundle", "apply"): "bundle_plan",
    ("form", "list"): "form_list",
    ("form", "show"): "form_shown",
    ("date", "read"): "date_understood",
    ("settings", "guise"): "guise_shown",
    ("demo",): "demo_report",
} | {
    (kind, command): schema
    for kind in ("person", "organisation", "proceeding")
    for command, schema in (
        ("add", "record_saved"),
        ("edit", "record_saved"),
        ("show", "record_shown"),
        ("list", "record_list"),
        ("match", "name_offers"),
    )
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one command left: its exit code and both of its streams."""

    exit_code: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.stdout.decode()

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        value = json.loads(self.stdout)
        assert isinstance(value, dict)
        return value

    @property
    def code(self) -> str:
        """The code of the refusal."""
        return str(self.json["error"]["code"])


@dataclass(frozen=True, slots=True)
class SetClock:
    """A clock that stands; put in the place of the session's own."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def run(*arguments: object, given: bytes = b"") -> Outcome:
    """One command line in this process, without a terminal."""
    out, err = io.BytesIO(), io.BytesIO()
    stdin = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")
    stdout, stderr = (io.TextIOWrapper(stream, encoding="utf-8", write_through=True) for stream in (out, err))
    with redirect_stdout(stdout), redirect_stderr(stderr), patch.object(sys, "stdin", stdin):
        exit_code = main([str(argument) for argument in arguments])
    return Outcome(exit_code, out.getvalue(), err.getvalue().decode())


def run_process(
    *arguments: object, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> Outcome:
    """One command line as a process of its own, without a terminal, from the working directory."""
    ended = subprocess.run(
        command_line(*arguments),
        input=given,
        capture_output=True,
        check=False,
        timeout=120,
        start_new_session=True,
        env=dict(os.environ) | dict(environment or {}),
    )
    return Outcome(ended.returncode, ended.stdout, ended.stderr.decode())


def command_line(*arguments: object) -> list[str]:
    """What starts the program with these arguments."""
    return [sys.executable, str(root() / "main.py"), *(str(argument) for argument in arguments)]


def traced_line(*arguments: object) -> list[str]:
    """The same for strace to start: only to root does the program itself tell the names it calls by."""
    return [sys.executable, str(UNPROTECTED), *(str(argument) for argument in arguments)]


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of a schema that ships."""
    schema = json.loads((root() / "resources" / "schemas" / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at a shell: a vault, and a file that holds its passphrase."""

    vault: Path
    passphrase_file: Path
    key_file: Path | None = None

    def ask(self, *arguments: object, given: bytes = b"") -> Outcome:
        """A command with `--json`, its answer checked against the schema of its command."""
        outcome = run(*self.options, "--json", *arguments, given=given)
        given_words = [str(argument) for argument in arguments]
        words = [word for word in given_words if not word.startswith("-")]
        flags = [(*words[:2], word) for word in given_words if word.startswith("--")]
        keys = (*flags, tuple(words[:3]), tuple(words[:2]), tuple(words[:1]))
        command = next(key for key in keys if key in SCHEMA_OF)
        validator(SCHEMA_OF[command] if outcome.exit_code == 0 else "refused").validate(outcome.json)
        return outcome

    def answer(self, *arguments: object, given: bytes = b"") -> dict[str, Any]:
        """The answer of a command that must succeed."""
        outcome = self.ask(*arguments, given=given)
        assert outcome.exit_code == 0, outcome.json
        return outcome.json

    def refusal(self, *arguments: object, given: bytes = b"") -> str:
        """The code of a command that must be refused."""
        outcome = self.ask(*arguments, given=given)
        assert outcome.exit_code == 3, outcome.json
        return outcome.code

    @property
    def options(self) -> tuple[str, ...]:
        """The options that name the vault and its passphrase."""
        options = ("--vault", str(self.vault), "--passphrase-file", str(self.passphrase_file))
        return options if self.key_file is None else (*options, "--key-file", str(self.key_file))
