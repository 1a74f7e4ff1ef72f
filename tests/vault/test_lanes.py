"""Two connections to one open vault: each on its thread, writers by turns, one lock, one mark."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.errors import VaultError
from app.vault import Vault
from app.vault.session import KEYS
from tests.builders import Party, Writer, make_vault, writer_of
from tests.vault.test_opening import open_vault


def elsewhere(work: Callable[[], None]) -> None:
    """Do something on another thread; what it raises is raised here."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - carried over to the test
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


class Turns:
    """A plain lock that remembers how often it was taken."""

    def __init__(self) -> None:
        self.taken = 0
        self._lock = threading.Lock()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            self.taken += 1
            yield
