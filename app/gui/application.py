"""Starts the window: finds out whether there is a display, what to show first, and wires it once."""

import os
import signal
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.domain.work import Watch
from app.gui.bug import show_bug
from app.gui.daily_backup import DailyBackup
from app.gui.file_dialogs import forget_folders
from app.gui.icons import guise_icon
from app.gui.locking import Locking
from app.gui.main_window import MainWindow
from app.gui.page import PageContext
from app.gui.pages import (
    make_destroying,
    make_first_run,
    make_help,
    make_recover,
    make_rekeying,
    make_restore,
    make_unlock,
    vault_page_types,
)
from app.gui.place_counts import PlaceCounts
from app.gui.qt_words import speak_qt
from app.gui.remembered import RememberedLayout
from app.gui.screen_capture import ScreenCapture
from app.gui.tasks import Lanes
from app.gui.theme import Theme
from app.places import default_vault, is_ending
from app.services import Services
from app.services.clock import SystemClock
from app.services.finding import find_vaults
from app.services.guise_keeping import kept_guise
from app.words import choose_language, translate

Opening: TypeAlias = Callable[[Watch], Services]

NO_DISPLAY = 2
FOLDER_VARIABLE = "DAFTAR_FOLDER"
"""Tells a process that comes after a lock which vault was open: all of a system's users see commands."""
PAGE_VARIABLE = "DAFTAR_PAGE"
"""Tells it with which page to begin."""
OUT_OF_SIGHT_VARIABLE = "DAFTAR_OUT_OF_SIGHT"
"""Tells it that somebody was in danger: its window stays down until it is asked for."""
UNSAVED_VARIABLE = "DAFTAR_UNSAVED"
"""Hands it what no disk took, sealed: base64, parted by blanks."""
MOST_LETTERS = 30_000 if sys.platform == "win32" else 120_000
"""In one variable; Windows takes 32,767 for all, Linux 131,071 for one."""
_PREPARE_AFTER_MS = 300
FIRST_RUN, HELP, UNLOCK, HOME = "first_run", "help", "unlock", "incidents"
DESTROYING, REKEYING = "destroying", "rekeying"
RECOVER, RESTORE = "recover", "restore"


def start(folder: Path | None = None, opening: Opening | None = None) -> int:
    """Show the window and stay until it is closed; the exit code of the program.

    With `opening`, which opens the vault in `folder`, nobody is asked for its passphrase.
    """
    choose_language(None)
    if not has_display():
        sys.stderr.write(
            translate(
                "No display was found. Start it from a desktop, or use the shell: “--help” lists its words."
            )
            + "\n"
        )
        return NO_DISPLAY
    start_no_bus()
    guise = kept_guise()
    application = QApplication([guise.icon.value])
    forget_folders()
    application.setQuitOnLastWindowClosed(True)
    folder = folder or handed_over()
    context = PageContext(Lanes(), Theme(application), SystemClock(), folder or default_vault(), guise)
    context.lanes.brought = brought()
    window = open_window(
        context,
        lambda out_of_sight: restart(
            context.folder,
            out_of_sight=out_of_sight,
            page=context.after_lock,
            homeless=context.lanes.homeless,
        ),
        reopening=folder is not None,
        first=os.environ.pop(PAGE_VARIABLE, "") or UNLOCK,
        opening=opening,
    )
    sys.excepthook = _show_unforeseen
    end_when_told(window)
    if os.environ.pop(OUT_OF_SIGHT_VARIABLE, None):
        window.showMinimized()
    else:
        window.show()
    try:
        return application.exec()
    finally:
        context.lanes.close()


def end_when_told(window: MainWindow) -> None:
    """Where the system tells the process to end, seal what was typed and close the vault first.

    Nothing is made a record of: the person did not go elsewhere.
    """

    def end() -> None:
        window.seal()
        # Not `quit`, which closes windows: that counts as going elsewhere.
        QCoreApplication.exit()

    # Python hears of it in the next turn of its own, a second later at most: the lanes collect garbage then.
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: QTimer.singleShot(0, window, end))


def has_display() -> bool:
    """Whether a window can be shown; offscreen, as in tests, counts."""
    if os.environ.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def start_no_bus() -> None:
    """Where no session bus runs, Qt's D-Bus would start one, with a file of its own, to stay after us."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if not (runtime and Path(runtime, "bus").exists()):
        os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", "disabled:")


def open_window(
    context: PageContext,
    restart: Callable[[bool], None],
    *,
    reopening: bool = False,
    first: str = UNLOCK,
    opening: Opening | None = None,
) -> MainWindow:
    """The window, wired: the first page is that of a new vault, or of one that was found.

    `reopening` the vault that was locked, its passphrase is asked for even if it is not there now, or
    the page `first` is shown;
    with `opening` there is neither page, but the vault that it opens.
    """
    wear_guise(context)
    window = MainWindow(
        context,
        {
            DESTROYING: make_destroying,
            FIRST_RUN: make_first_run,
            HELP: make_help,
            RECOVER: make_recover,
            REKEYING: make_rekeying,
            RESTORE: make_restore,
            UNLOCK: make_unlock,
        },
    )
    Locking(context, window.seal, restart, window)
    RememberedLayout(context, window)
    ScreenCapture(window).watch_windows()
    speak_qt()
    context.reworded.connect(speak_qt)
    context.reworded.connect(partial(wear_guise, context))
    context.disguised.connect(partial(wear_guise, context))

    context.opened.connect(partial(_go_home, context, window))
    # After that: what the person waits for is asked first.
    PlaceCounts(context, window.show_counts, window)
    DailyBackup(context, _show_bug_over(window), window)

    def begin() -> None:
        if opening is not None:
            on_done, on_failed = context.opened.emit, _show_bug_over(window)
            context.lanes.open(opening, owner=window, on_done=on_done, on_failed=on_failed)
        elif reopening:
            _ = window.show_page(first) or window.show_page(UNLOCK)
        else:
            _show_first(context, window)
        QTimer.singleShot(_PREPARE_AFTER_MS, window, partial(_prepare, context, window))

    # After the window is on the screen: it appears at once.
    QTimer.singleShot(0, window, begin)
    return window


def wear_guise(context: PageContext) -> None:
    """Go by the name and the icon chosen also where a window is known by its program."""
    title = context.guise.title
    QGuiApplication.setApplicationName(title)
    # Under Wayland a task bar shows this; the name of the interpreter otherwise.
    QGuiApplication.setDesktopFileName(title)
    QGuiApplication.setWindowIcon(guise_icon(context.guise.icon))


def _show_bug_over(window: MainWindow) -> Callable[[Exception], None]:
    def fail(error: Exception) -> None:
        show_bug(error, window)

    return fail


def _show_first(context: PageContext, window: MainWindow) -> None:
    def show(name: str) -> None:
        window.show_page(name)

    # On a lane: a drive may take its time to answer.
    context.lanes.short.run_without_vault(
        lambda _: first_page(context.folder),
        owner=window,
        on_done=show,
        on_failed=_show_bug_over(window),
    )


def _prepare(context: PageContext, window: MainWindow) -> None:
    """While the person looks for the passphrase, on a lane that has nothing else to do yet."""
    context.lanes.long.run_without_vault(
        lambda _: [page.name for page in vault_page_types()],
        owner=window,
        on_done=lambda _: None,
        on_failed=_show_bug_over(window),
    )


def _go_home(context: PageContext, window: MainWindow) -> None:
    window.add_pages({page.name: page for page in vault_page_types()})
    window.show_page(HOME)
    wanted, context.after_opening = context.after_opening, ""
    if wanted:
        # A draft waits on its own page, and is told of at the next opening.
        window.show_page(wanted)
        return
    context.lanes.short.run(
        lambda services, _: services.drafts.names(),
        owner=window,
        on_done=partial(show_left_over, window),
        # Whatever hinders it hinders the page too, which says so.
        on_failed=lambda _: None,
    )


def show_left_over(window: MainWindow, drafts: tuple[str, ...]) -> None:
    """Go to what was not saved when the vault was closed: an incident being typed, else an edit."""
    from app.services.drafts import QUICK, RECORD, record_of_draft

    if any(name.startswith(QUICK) for name in drafts):
        window.show_page("quick_entry")
        return
    for name in drafts:
        if name.startswith(RECORD):
            kind, identifier = record_of_draft(name)
            if window.show_page(kind, id=identifier):
                return


def first_page(folder: Path) -> str:
    """Unlock where there is a vault, be it damaged or on a drive; else make one.

    What was begun comes first: a destruction that was cut short is finished.
    """
    if is_ending(folder):
        return DESTROYING
    return UNLOCK if find_vaults(folder) else FIRST_RUN


def restart(
    folder: Path, *, out_of_sight: bool = False, page: str = "", homeless: Sequence[bytes] = ()
) -> None:
    """Replace this process by a fresh one, which asks for the vault in `folder`; perhaps without a window up.

    Nothing of what this one held stays in memory of ours, but drafts that no disk took, sealed.
    """
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable] if frozen else [sys.executable, *sys.argv]
    environment = {**os.environ, FOLDER_VARIABLE: str(folder.absolute())}
    if page:
        environment[PAGE_VARIABLE] = page
    if homeless:
        environment[UNSAVED_VARIABLE] = packed(homeless)
    if out_of_sight:
        environment[OUT_OF_SIGHT_VARIABLE] = "1"
    if sys.platform == "win32":
        import subprocess

        subprocess.Popen(command, env=environment)
        os._exit(0)
    os.execve(command[0], command, environment)  # noqa: S606 - our own program, once more


def handed_over() -> Path | None:
    """The folder that the process before named to `restart`; asked once, and told to no child."""
    folder = os.environ.pop(FOLDER_VARIABLE, None)
    return Path(folder) if folder else None


def packed(homeless: Sequence[bytes]) -> str:
    """As many as fit, the shortest first."""
    text = ""
    for sealed in sorted(homeless, key=len):
        longer = f"{text} {b64encode(sealed).decode()}".strip()
        text = longer if len(longer) <= MOST_LETTERS else text
    return text


def brought() -> tuple[bytes, ...]:
    """What the process before handed to `restart` so; asked once, and told to no child."""
    text = os.environ.pop(UNSAVED_VARIABLE, "")
    try:
        return tuple(b64decode(each, validate=True) for each in text.split())
    except ValueError:
        return ()


def _show_unforeseen(_kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a slot raised: the same dialog as for a job."""
    show_bug(error.with_traceback(trace))
