"""Hears when the computer goes to sleep or its screen is locked, where the system tells it by D-Bus.

The system's bus: `PrepareForSleep` and `Lock` of login1 (systemd-logind). The session's bus:
`ActiveChanged` of the screen savers of the desktops. Where no bus runs nothing is heard, and the
minutes without a sign of life count all the same, time asleep included.
"""

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_LOGIN = "org.freedesktop.login1"
_ON_SYSTEM_BUS = (
    (f"{_LOGIN}.Manager", "PrepareForSleep", SLOT("begins_or_ends(bool)")),
    (f"{_LOGIN}.Session", "Lock", SLOT("is_locked()")),
)
_ON_SESSION_BUS = tuple(
    (f"org.{desktop}.ScreenSaver", "ActiveChanged", SLOT("begins_or_ends(bool)"))
    for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
)


class SessionWatch(QObject):
    """Says `left` when nobody may be at the computer any more."""

    left = Signal()

    def watch(self) -> None:
        """Begin to listen; once is enough."""
        from PySide6.QtDBus import QDBusConnection

        for bus, signals in (
            (QDBusConnection.systemBus(), _ON_SYSTEM_BUS),
            (QDBusConnection.sessionBus(), _ON_SESSION_BUS),
        ):
            if bus.isConnected():
                for interface, name, slot in signals:
                    # The stub asks for bytes, which the binding refuses.
                    bus.connect("", "", interface, name, self, slot)  # type: ignore[call-overload]

    @Slot(bool)
    def begins_or_ends(self, begins: bool) -> None:
        """Sleep, or the time in which the screen is locked, begins or ends."""
        if begins:
            self.left.emit()

    @Slot()
    def is_locked(self) -> None:
        """The session was locked."""
        self.left.emit()
