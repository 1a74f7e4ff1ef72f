"""A power cut in the middle of typing: what was typed is there again after the next unlocking."""

import time
from pathlib import Path

from app.domain.work import Watch
from app.services import open_services
from app.services.clock import SystemClock
from app.services.drafts import QUICK
from tests.canary import FULL_NAME
from tests.journeys.window.desktop import Display, Program, wait_until
from tests.journeys.window.owner import Owner, enter_vault

SEALED_AFTER_SECONDS = 3.0
"""So long after the last letter nothing is written any more: the draft is sealed. It takes half of it."""
PATIENCE_SECONDS = 20
TYPED = f"Түнде алып кетті: {FULL_NAME}. Адвокат кіргізілмеді."
STILL_TYPING = " Ҳоло нав"


def wait_until_sealed(owner: Owner, before: dict[str, tuple[int, int]]) -> None:
    """Wait until something was written into the vault and no more is."""
    last, since = owner.vault_files(), time.monotonic()

    def is_sealed() -> bool:
        nonlocal last, since
        now = owner.vault_files()
        if now != last:
            last, since = now, time.monotonic()
        return last != before and time.monotonic() - since >= SEALED_AFTER_SECONDS

    wait_until(is_sealed, "the draft is sealed")


def begun(display: Display, tmp_path: Path) -> tuple[Owner, Program]:
    """A vault of an invented monitor, open in a window in which a new incident was begun."""
    owner = Owner(tmp_path / "monitor")
    owner.make_vault("Үлгі Тестұлы", "monitor")
    program = owner.unlock(display)
    display.show_change(lambda: display.press("ctrl+n"))
    return owner, program


def test_what_was_typed_outlives_a_power_cut(display: Display, tmp_path: Path) -> None:
    owner, program = begun(display, tmp_path)
    before = owner.vault_files()
    display.show_change(lambda: display.write(TYPED))
    wait_until_sealed(owner, before)
    display.write(STILL_TYPING)
    program.kill()
    assert owner.answer("record", "list")["items"] == []

    # It stands there again by itself; one types on, and saves.
    program = owner.unlock(display)
    display.press("ctrl+End")
    display.write("!")
    display.show_change(lambda: display.press("ctrl+s"))
    program.close()
    narrative = owner.only_incident()["content"]["narrative"]["text"]
    assert narrative.startswith(TYPED)
    assert f"{TYPED}{STILL_TYPING}!".startswith(narrative.removesuffix("!"))
    assert narrative.endswith("!")
    owner.assert_sound()


def test_what_was_typed_while_files_were_replaced_outlives_a_power_cut_too(
    display: Display, tmp_path: Path
) -> None:
    owner = Owner(tmp_path / "monitor")
    owner.make_vault("Үлгі Тестұлы", "monitor")
    data = owner.vault / "data"
    older = data.read_bytes()
    program = owner.unlock(display)
    display.show_change(lambda: display.press("ctrl+n"))
    # What a synchronising service does: it puts another file under the name.
    data.unlink()
    data.write_bytes(older)
    before = owner.vault_files()
    display.show_change(lambda: display.write(TYPED))
    wait_until_sealed(owner, before)
    display.write(STILL_TYPING)
    program.kill()
    sealed = b"".join(path.read_bytes() for path in owner.vault.rglob("*") if path.is_file())
    assert FULL_NAME.encode() not in sealed

    # It says so, and the text stands there again; one types on, and saves.
    program = display.start(owner.home)
    display.show_change(lambda: display.write(owner.passphrase + "\n"))
    enter_vault(display, lambda: display.press("Return"))
    display.press("ctrl+End")
    display.write("!")
    display.show_change(lambda: display.press("ctrl+s"))
    program.close()
    narrative = owner.only_incident()["content"]["narrative"]["text"]
    assert narrative.startswith(TYPED)
    assert narrative.endswith("!")
    owner.assert_sound()


def test_what_was_typed_is_sealed_when_the_system_tells_the_program_to_end(
    display: Display, tmp_path: Path
) -> None:
    owner, program = begun(display, tmp_path)
    display.show_change(lambda: display.write(TYPED))
    # Sooner than a draft would be kept by itself.
    display.write("!")
    program.process.terminate()
    assert program.process.wait(timeout=PATIENCE_SECONDS) == 0
    with open_services(owner.vault, owner.passphrase, SystemClock(), Watch()) as services:
        (name,) = services.drafts.names(QUICK)
        draft = services.drafts.load(name)
        assert services.vault.warnings == ()
        assert services.reading.list_incidents(None, None, 1, 0).total == 0
    assert draft is not None
    assert draft["narrative"] == f"{TYPED}!"
