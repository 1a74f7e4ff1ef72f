"""The most memory that each of our commands, and of the rivals' pipelines, ever holds."""

import shutil
import sys
from collections import defaultdict
from pathlib import Path

from app.domain.work import Watch
from bench.parts.figures import Figure
from bench.parts.films import make_film, read_through
from bench.parts.rivals import Job, Rivals, check, digest, peak_bytes
from bench.parts.vaults import PASSPHRASE, opened_pair

MAIN = Path(__file__).resolve().parent.parent.parent / "main.py"
FLAT_MB, BELOW_MB = 20, 200
OURS = ("ingest", "bundle write", "bundle apply", "vault verify")
MEGABYTE = 10**6


def memory_figures(folder: Path, sizes: tuple[int, ...], rivals: Rivals) -> list[Figure]:
    """One figure a step: its peaks by the size of the file."""
    peaks: dict[str, list[float]] = defaultdict(list)
    for size_bytes in sizes:
        for step, peak in peaks_of(folder, size_bytes, rivals).items():
            peaks[step].append(peak / MEGABYTE)
    sizes_text = ", ".join(f"{size_bytes / MEGABYTE:,.0f}" for size_bytes in sizes)
    figures = []
    for step, megabytes in peaks.items():
        value = f"{', '.join(f'{peak:.0f}' for peak in megabytes)} MB"
        what = f"(d) peak memory of {step} at {sizes_text} MB"
        if step not in OURS:
            figures.append(Figure(what, value))
            continue
        met = max(megabytes) - min(megabytes) <= FLAT_MB and max(megabytes) < BELOW_MB
        figures.append(Figure(what, value, f"flat within {FLAT_MB}, below {BELOW_MB} MB", met))
    return figures


def peaks_of(folder: Path, size_bytes: int, rivals: Rivals) -> dict[str, int]:
    """Peaks in bytes by step, ours (our program as a person calls it) and theirs."""
    out = folder / "out"
    out.mkdir(parents=True)
    film = make_film(folder / "film.bin", size_bytes)
    with opened_pair(folder) as (sender, _receiver, code):
        incident = sender.recording.add({"title": "фильм"}, (), Watch()).id
    bundle, archive, unpacked, sums = (out / name for name in ("bundle", "tar.age", film.name, "sums"))
    sums.write_text(f"{read_through(film)}  {unpacked}\n")

    def step(job: Job, *done_with: Path) -> int:
        peak = peak_bytes(job, folder)
        for path in done_with:
            path.unlink()
        return peak

    peaks = {
        "ingest": step(ours(folder, "monitor", "evidence", "add", incident, f"{film}")),
        "age -r": step(rivals.take_in(film, out / "age"), out / "age"),
        "bundle write": step(
            ours(
                folder, "monitor", "bundle", "write", "--record", incident, "--to", code, "--out", f"{bundle}"
            )
        ),
        "bundle apply": step(ours(folder, "coordinator", "bundle", "apply", f"{bundle}"), bundle),
        "gpg --encrypt --sign": step(rivals.hand_over_by_gpg(film, out / "gpg"), out / "gpg"),
        "vault verify": step(ours(folder, "coordinator", "vault", "verify")),
        "tar | age": step(rivals.hand_over(film, archive)),
        "age -d | tar x, sha256sum -c": step((*rivals.unpack(archive, unpacked), check(sums))),
        "openssl dgst": step((digest(film),)),
    }
    shutil.rmtree(folder)
    return peaks


def ours(folder: Path, role: str, *command: str) -> Job:
    """A command of ours on the vault of a role, whose key derivation is at its floor."""
    passphrase = folder / "passphrase"
    passphrase.write_text(PASSPHRASE)
    named = ("--vault", f"{folder / role}", "--passphrase-file", f"{passphrase}", "--yes")
    return (((sys.executable, f"{MAIN}", *named, *command),),)
