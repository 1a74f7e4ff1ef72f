"""Somebody with a home, a vault in it and a passphrase, at the window and at the shell."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.shell import run_process
from tests.journeys.window.desktop import (
    Display,
    Program,
    home_vault,
    person_environment,
    wait_until,
)

MARGIN = (2, 400)
"""A spot at the left edge: of the sidebar, once a vault is open."""


def enter_vault(display: Display, act: Callable[[], None]) -> None:
    """Do what opens a vault, and wait for the sidebar."""
    closed = display.wait_until_still().colour(*MARGIN)
    act()
    wait_until(lambda: display.picture().colour(*MARGIN) != closed, "the vault opens")
    display.wait_until_still()


@dataclass(frozen=True, slots=True)
class Owner:
    """`home` may be empty: then the window offers to make a vault."""

    home: Path
    passphrase: str = "жеті сөзден турган сыр"

    @property
    def vault(self) -> Path:
        """Where the window looks by itself."""
        return home_vault(self.home)

    def make_vault(self, name: str, role: str) -> str:
        """A vault at the floor of the KDF, by the shell; the fingerprint of its owner."""
        made = self.answer("vault", "create", "--name", name, "--role", role, "--kdf", "floor")
        return str(made["fingerprint"])

    def answer(self, *arguments: object, given: bytes = b"") -> dict[str, Any]:
        """What the shell, as a process of its own, answers to a command that must succeed."""
        file = self.home.parent / f"{self.home.name}.passphrase"
        file.write_text(self.passphrase, "utf-8")
        options = ("--vault", self.vault, "--passphrase-file", file, "--yes", "--json")
        outcome = run_process(*options, *arguments, given=given, environment=person_environment(self.home))
        assert outcome.exit_code == 0, outcome.text
        return outcome.json

    def assert_sound(self) -> None:
        """The vault read through by the shell: every hash and signature good."""
        report = self.answer("vault", "verify")
        assert report["problems"] == [], report

    def only_incident(self) -> dict[str, Any]:
        """The content of the one incident that the shell lists."""
        (item,) = self.answer("record", "list")["items"]
        shown: dict[str, Any] = self.answer("record", "show", item["id"])
        return shown

    def unlock(self, display: Display) -> Program:
        """The window with this vault open."""
        program = display.start(self.home)
        enter_vault(display, lambda: display.write(self.passphrase + "\n"))
        return program

    def vault_files(self) -> dict[str, tuple[int, int]]:
        """Size and time of change of every file of the vault: what an onlooker learns of a write."""
        found = {}
        for path in self.vault.rglob("*"):
            if path.is_file():
                status = path.stat()
                found[path.name] = (status.st_size, status.st_mtime_ns)
        return found
