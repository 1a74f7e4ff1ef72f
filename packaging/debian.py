"""What is needed of the system, and the Debian package that brings it.

Standard library only, as `setup.py`, whose part this is.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

PACKAGES = {
    "ssh-keygen": "openssh-client",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "setxkbmap": "x11-xkb-utils",
    "strace": "strace",
    "dbus-daemon": "dbus-daemon",
    "dbus-send": "dbus-bin",
}
"""A command that the tests and the demo call, and the Debian package that brings it."""

RIVALS = {"age": "age", "gpg": "gnupg", "openssl": "openssl", "tar": "tar", "sha256sum": "coreutils"}
"""The same of what the benchmarks compare us with."""

LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libbrotlidec.so.1": "libbrotli1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""A library of the system that the window needs, and the Debian package that brings it."""

DRAWING_LIBRARIES = (
    "libglib-2.0.so.0",
    "libGL.so.1",
    "libEGL.so.1",
    "libxkbcommon.so.0",
    "libfontconfig.so.1",
)
"""What is needed even to draw a window that nobody sees."""


def missing_for_all() -> list[str]:
    """The packages that the window and the tests would like to have and that are not here."""
    missing = missing_commands(PACKAGES)
    if sys.platform == "linux":
        missing += [package for library, package in LIBRARIES.items() if not has_library(library)]
    return missing


def missing_commands(packages: dict[str, str]) -> list[str]:
    """The packages of those commands that are not here."""
    return [package for command, package in packages.items() if shutil.which(command) is None]


def has_library(name: str) -> bool:
    """Whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install(missing: list[str], who: str) -> None:
    """Install packages where that is allowed, else print the one line that does it."""
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        try:
            for each in (
                ["apt-get", "update", "--quiet"],
                ["env", "DEBIAN_FRONTEND=noninteractive", *command],
            ):
                subprocess.run(each, check=True, stdin=subprocess.DEVNULL)
        except subprocess.CalledProcessError:
            pass  # The shell works without them, and who wants the rest reads below what to do.
        else:
            return
    print(f"{who} also need: {', '.join(missing)}. On Debian: sudo {' '.join(command)}")
