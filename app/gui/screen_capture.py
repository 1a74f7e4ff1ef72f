"""Windows of ours that pictures of the screen do not show, where the system can do that.

Windows 10 of 2020 and later: `SetWindowDisplayAffinity` with `WDA_EXCLUDEFROMCAPTURE` (winuser.h), under
which a window stands on the monitor and nowhere else. macOS: `NSWindow.sharingType` is none; what takes
its pictures by ScreenCaptureKit no longer minds that, so that it is asked for and not promised
(`app.protection`). X11 and Wayland have no such call.
"""

import sys
from collections.abc import Callable

from PySide6.QtGui import QWindow

from app.gui.window_watch import WindowWatch

_EXCLUDED_FROM_CAPTURE = 0x11
_SHARING_NONE = 0


class ScreenCapture(WindowWatch):
    """Once it watches, each window that is used is withheld from pictures of the screen."""

    def _watch_window(self, window: QWindow | None) -> None:
        # Nothing is asked of its events: to be told of it is enough.
        if window is not None:
            withhold(window)


def withhold(window: QWindow) -> None:
    """Ask the system not to show a window in pictures; nothing where it has no such call."""
    if way := WAYS.get(sys.platform):
        way(int(window.winId()))


def withhold_on_windows(handle: int) -> None:
    """By its HWND; an older Windows refuses, and nothing is changed."""
    import ctypes

    user32 = ctypes.WinDLL("user32")  # type: ignore[attr-defined] # of Windows alone
    user32.SetWindowDisplayAffinity.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
    user32.SetWindowDisplayAffinity(handle, _EXCLUDED_FROM_CAPTURE)


def withhold_on_macos(view: int) -> None:
    """By its NSView, whose NSWindow is asked."""
    import ctypes

    objc = ctypes.CDLL("/usr/lib/libobjc.dylib")
    objc.sel_registerName.restype = ctypes.c_void_p
    objc.sel_registerName.argtypes = (ctypes.c_char_p,)
    message = objc.objc_msgSend
    message.restype, message.argtypes = ctypes.c_void_p, (ctypes.c_void_p, ctypes.c_void_p)
    window = message(view, objc.sel_registerName(b"window"))
    message.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
    message(window, objc.sel_registerName(b"setSharingType:"), _SHARING_NONE)


WAYS: dict[str, Callable[[int], None]] = {"win32": withhold_on_windows, "darwin": withhold_on_macos}
"""By `sys.platform`: what is done with the handle of a window, or the view of it on macOS."""
