"""What people would take instead of us: age, gpg, openssl, tar and the coreutils, as Debian has them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Command: TypeAlias = tuple[str, ...]
Job: TypeAlias = tuple[tuple[Command, ...], ...]
"""Pipelines, one after the other; the commands of one run side by side."""

COMMANDS = ("age", "gpg", "openssl", "tar", "sha256sum")
_PEAK = Path(__file__).with_name("peak.py")
_GPG = ("gpg", "--batch", "--quiet", "--yes", "--no-tty", "--trust-model", "always")
_GPG_NAME = "bench@example.invalid"


@dataclass(frozen=True)
class Rivals:
    """Their keys, and what they do for each of our steps, ending on the disk as we do."""

    key_file: Path
    recipient: str

    def take_in(self, film: Path, out: Path) -> Job:
        """Its digest, then the file sealed."""
        sealing = ("age", "-r", self.recipient, "-o", f"{out}", f"{film}")
        return (digest(film), (sealing,), synced(out))

    def hand_over(self, film: Path, out: Path) -> Job:
        """One sealed archive."""
        packing = ("tar", "-cf", "-", "-C", f"{film.parent}", film.name)
        return ((packing, ("age", "-r", self.recipient, "-o", f"{out}")), synced(out))

    def hand_over_by_gpg(self, film: Path, out: Path) -> Job:
        """The same signed too, of one file."""
        sealing = (
            "--encrypt",
            "--sign",
            "-z",
            "0",
            "--recipient",
            _GPG_NAME,
            "--output",
            f"{out}",
            f"{film}",
        )
        return (((*_GPG, *sealing),), synced(out))

    def unpack(self, archive: Path, out: Path) -> Job:
        """Opened and unpacked; what was unpacked is then to be checked."""
        opening = ("age", "-d", "-i", f"{self.key_file}", f"{archive}")
        return ((opening, ("tar", "-xf", "-", "-C", f"{out.parent}")), synced(out))


def digest(film: Path) -> tuple[Command, ...]:
    """By openssl, which uses what the processor offers for SHA-256."""
    return (("openssl", "dgst", "-sha256", f"{film}"),)


def check(sums: Path) -> tuple[Command, ...]:
    """By the coreutils, whose SHA-256 is plain C in Debian 12."""
    return (("sha256sum", "--check", "--quiet", f"{sums}"),)


def synced(path: Path) -> tuple[Command, ...]:
    """The file is on the disk."""
    return (("sync", f"{path}"),)


def run(job: Job) -> None:
    """Run it to its end; CalledProcessError where a command of it fails."""
    for pipeline in job:
        _run_pipeline(pipeline)


def peak_bytes(job: Job, folder: Path) -> int:
    """Run it; the most memory that a pipeline of it held, its commands together."""
    told = folder / "peak"
    peaks = []
    for pipeline in job:
        _run_pipeline([(sys.executable, "-I", "-S", f"{_PEAK}", f"{told}", *command) for command in pipeline])
        peaks.append(sum(map(int, told.read_text().split())))
        told.unlink()
    return max(peaks)


def _run_pipeline(pipeline: tuple[Command, ...] | list[Command]) -> None:
    running: list[subprocess.Popen[bytes]] = []
    for number, command in enumerate(pipeline, 1):
        before = running[-1].stdout if running else subprocess.DEVNULL
        after = subprocess.DEVNULL if number == len(pipeline) else subprocess.PIPE
        running.append(subprocess.Popen(command, stdin=before, stdout=after))
        if running[1:] and running[-2].stdout:
            running[-2].stdout.close()
    for process, command in zip(running, pipeline, strict=True):
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, command)


def versions() -> list[str]:
    """The first line of what each says of itself."""
    lines = []
    for name in COMMANDS:
        asked = [name, "version" if name == "openssl" else "--version"]
        told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines()[0]
        lines.append(told if name in told else f"{name} {told}")
    return lines


@contextmanager
def rivals_in(folder: Path) -> Iterator[Rivals]:
    """Rivals with throw-away keys in `folder`; SystemExit where one is not installed."""
    missing = [name for name in COMMANDS if shutil.which(name) is None]
    if missing:
        sys.exit(f"To compare with, {', '.join(missing)} must be installed: make bench says how.")
    key_file = folder / "key.txt"
    subprocess.run(["age-keygen", "-o", key_file], check=True, capture_output=True)
    told = subprocess.run(["age-keygen", "-y", key_file], check=True, capture_output=True, text=True)
    home = folder / "gnupg"
    home.mkdir(mode=0o700)
    os.environ["GNUPGHOME"] = str(home)
    making = ("--passphrase", "", "--quick-generate-key", _GPG_NAME, "default", "default", "never")
    subprocess.run([*_GPG, *making], check=True, capture_output=True)
    try:
        yield Rivals(key_file, told.stdout.strip())
    finally:
        subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True)
        del os.environ["GNUPGHOME"]
