"""A lock as the person sees it: half an incident typed, the process replaced, the text there again."""

from pathlib import Path

from app.domain.work import Watch
from app.gui.application import FOLDER_VARIABLE
from app.services import open_services
from app.services.access import create_vault
from app.services.clock import SystemClock
from app.services.drafts import QUICK
from tests.journeys.window.desktop import Display, Program

PASSPHRASE = "quartz umbel vixen"
TEXT = "Үзілген сөз"


def make_vault(folder: Path) -> None:
    create_vault(
        folder,
        PASSPHRASE,
        name="Үлгі Тестұлы",
        role="monitor",
        organisation=None,
        languages=("kk",),
        kdf="floor",
        clock=SystemClock(),
        watch=Watch(),
    )


def unlock(display: Display) -> None:
    display.write(PASSPHRASE)
    display.show_change(lambda: display.press("Return"))


def lock(program: Program) -> None:
    """Press the keys, see the window go, and wait for that of the next process."""
    program.display.show_change(lambda: program.display.press("ctrl+shift+l"))
    program.wait_for_window()


def test_half_an_incident_outlives_a_lock_and_becomes_none(display: Display, tmp_path: Path) -> None:
    # Not where a vault is looked for by itself.
    vault = tmp_path / "Қоңыр"
    make_vault(vault)
    program = display.start(tmp_path / "home", environment={FOLDER_VARIABLE: str(vault)})
    title = display.title(program.window)
    unlock(display)
    display.show_change(lambda: display.press("ctrl+n"))
    display.show_change(lambda: display.write(TEXT))

    lock(program)
    command = Path(f"/proc/{program.process.pid}/cmdline").read_bytes()
    assert vault.name.encode() not in command
    assert display.title(program.window) == title
    with open_services(vault, PASSPHRASE, SystemClock(), Watch()) as services:
        assert services.reading.list_incidents(None, None, 1, 0).total == 0
        assert len(services.drafts.names(QUICK)) == 1

    # The same vault is asked for, and the text stands there: one types on.
    unlock(display)
    display.wait_until_still()
    display.press("exclam")
    display.show_change(lambda: display.press("ctrl+s"))
    program.kill()
    with open_services(vault, PASSPHRASE, SystemClock(), Watch()) as services:
        (incident,) = services.reading.list_incidents(None, None, 9, 0).items
        assert services.recording.show(incident.id).content["narrative"] == {"text": f"{TEXT}!"}
        assert services.drafts.names() == ()


def test_half_an_incident_outlives_a_lock_while_the_stick_is_out(display: Display, tmp_path: Path) -> None:
    vault, away = tmp_path / "Қоңыр", tmp_path / "away"
    make_vault(vault)
    program = display.start(tmp_path / "home", environment={FOLDER_VARIABLE: str(vault)})
    unlock(display)
    display.show_change(lambda: display.press("ctrl+n"))
    vault.rename(away)
    vault.touch()
    display.show_change(lambda: display.write(TEXT))
    lock(program)
    vault.unlink()
    away.rename(vault)
    unlock(display)
    # It says that something was not saved.
    display.show_change(lambda: display.press("Return"))
    display.wait_until_still()
    program.kill()
    with open_services(vault, PASSPHRASE, SystemClock(), Watch()) as services:
        (name,) = services.drafts.names(QUICK)
        draft = services.drafts.load(name)
    assert draft is not None
    assert draft["narrative"] == TEXT
