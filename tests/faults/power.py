"""Power cuts: what a process wrote is recorded, and replayed up to any moment as a disk might have kept it.

strace writes down every call that changes a folder. Of what lies before the cut, whatever was
synced is there. Of the rest each write may be kept, torn at a sector or dropped, in any order;
of the names made, moved and removed in one folder the later ones may be missing.
"""

import os
import random
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from pathlib import Path

CALLS = (
    "openat,write,pwrite64,lseek,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir"
)
LONGEST_WRITE = 1 << 24
SECTOR_BYTES = 512
PATIENCE_SECONDS = 120

_LINE = re.compile(r"(?P<process>\d+) +(?P<call>.*)")
_CALL = re.compile(
    r"(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)(?:<(?P<opened>[^>]*)>)?.*", re.DOTALL
)
_UNFINISHED = " <unfinished ...>"
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(?P<rest>.*)", re.DOTALL)
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DESCRIPTOR = re.compile(r"(\d+)<([^>]*)>")


class Kept(Enum):
    """What a disk kept of the writes that were not synced."""

    NOTHING = "nothing"
    EVERYTHING = "everything"
    SOME = "some"
    TORN = "torn"


@dataclass(frozen=True, slots=True)
class Change:
    """One call. `place` is what a sync must name to make it last: a file by number, a folder by path.

    A write has `data` at `offset`, a truncation `offset` alone; a name has `name`, and `file`
    None where it goes or is a folder's; `before` is where it moves from. A sync has nothing else.
    """

    what: str
    place: int | str
    file: int | None = None
    name: str = ""
    before: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Recording:
    """Everything that was done to a folder since it was as in `files` and `folders` (paths within it)."""

    root: Path
    files: dict[str, bytes] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    changes: list[Change] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    """How many changes lay before each answer that a command gave."""

    _names: dict[str, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _positions: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path) -> "Recording":
        """A recording that begins with the folder as it is."""
        made = cls(root, folders={""})
        for path in sorted(root.rglob("*")):
            name = str(path.relative_to(root))
            if path.is_dir():
                made.folders.add(name)
            else:
                made.files[name] = path.read_bytes()
                made._names[name] = next(made._numbers)
        return made

    def run(self, line: list[str], trace: Path) -> None:
        """Run a command line that must succeed, and record what it does."""
        strace = ("strace", "-f", "-qq", "-y", "-xx", "-e", "signal=none", "-e", f"trace={CALLS}")
        limits = ("-s", str(LONGEST_WRITE), "-o", str(trace))
        ended = subprocess.run(
            [*strace, *limits, *line], check=False, stdout=subprocess.PIPE, timeout=PATIENCE_SECONDS
        )
        assert ended.returncode == 0, ended.stdout
        self._positions.clear()
        for name, texts, result, opened, call in _calls(trace):
            self._take(name, texts, result, opened, call)
        trace.unlink()

    def _take(self, name: str, texts: list[bytes], result: int, opened: str, call: str) -> None:
        descriptor, path = _descriptor_of(call)
        if name == "openat":
            self._open(opened, call, str(result))
        elif name in ("rename", "renameat", "renameat2"):
            self._rename(*(os.fsdecode(text) for text in texts))
        elif name in ("unlink", "unlinkat"):
            self._unlink(os.fsdecode(texts[0]))
        elif name == "mkdir":
            self._mkdir(os.fsdecode(texts[0]))
        elif name == "lseek":
            self._positions[descriptor] = result
        elif name == "write" and descriptor == "1":
            if texts[0].endswith(b"}\n"):
                self.answers.append(len(self.changes))
        elif (within := self._within(path)) is not None:
            self._change_file(name, within, descriptor, texts, result, call)

    def _change_file(
        self, name: str, within: str, descriptor: str, texts: list[bytes], result: int, call: str
    ) -> None:
        if name in ("fsync", "fdatasync"):
            self.changes.append(Change("sync", self._names.get(within, within)))
            return
        file = self._names[within]
        if name == "ftruncate":
            self.changes.append(Change("truncate", file, file, offset=int(call.rpartition(",")[2])))
            return
        offset = self._positions.get(descriptor, 0)
        if name == "pwrite64":
            offset = int(call.rpartition(",")[2])
        else:
            self._positions[descriptor] = offset + result
        self.changes.append(Change("write", file, file, offset=offset, data=texts[0][:result]))

    def _open(self, opened: str, call: str, descriptor: str) -> None:
        self._positions[descriptor] = 0
        within = self._within(opened)
        if within is None or within in self.folders:
            return
        if within not in self._names:
            self._names[within] = next(self._numbers)
            self.changes.append(Change("name", _folder_of(within), self._names[within], within))
        elif "O_TRUNC" in call:
            self.changes.append(Change("truncate", self._names[within], self._names[within]))

    def _rename(self, before: str, after: str) -> None:
        old, new = self._within(before), self._within(after)
        if old is None or new is None:
            return
        self._names[new] = self._names.pop(old)
        self.changes.append(Change("name", _folder_of(new), self._names[new], new, before=old))

    def _unlink(self, path: str) -> None:
        within = self._within(path)
        if within is not None and self._names.pop(within, None) is not None:
            self.changes.append(Change("name", _folder_of(within), None, within))

    def _mkdir(self, path: str) -> None:
        within = self._within(path)
        if within is not None and within not in self.folders:
            self.folders.add(within)
            self.changes.append(Change("folder", _folder_of(within), None, within))

    def _within(self, path: str) -> str | None:
        if path != str(self.root) and not path.startswith(f"{self.root}/"):
            return None
        return "" if path == str(self.root) else path.removeprefix(f"{self.root}/")


class Disk:
    """What is left of a recording after a power cut."""

    def __init__(self, recording: Recording, before: set[str]) -> None:
        """`before` are the folders that were there when the recording began."""
        self._recording = recording
        self._before = before

    def cut(self, changes: int, kept: Kept, chance: random.Random, target: Path) -> None:
        """Write into `target` what the disk holds if the power goes behind so many changes."""
        done = self._recording.changes[:changes]
        names = {name: number for number, name in enumerate(self._recording.files, start=1)}
        data = {number: bytearray(self._recording.files[name]) for name, number in names.items()}
        folders = set(self._before)
        for change in self._surviving(done, kept, chance):
            if change.what in ("write", "truncate"):
                _apply_to(data.setdefault(change.place, bytearray()), change)  # type: ignore[arg-type]
            elif change.what == "folder":
                folders.add(change.name)
            elif change.file is None:
                names.pop(change.name, None)
            elif not change.before or names.pop(change.before, None) is not None:
                names[change.name] = change.file
        for folder in sorted(folders):
            (target / folder).mkdir(parents=True)
        for name, number in names.items():
            if _folder_of(name) in folders:
                (target / name).write_bytes(data.get(number, b""))

    def _surviving(self, done: list[Change], kept: Kept, chance: random.Random) -> Iterator[Change]:
        lasting = _lasting(done)
        pending: dict[str, int] = {}
        for number, change in enumerate(done):
            if change.what in ("name", "folder") and number not in lasting:
                pending[str(change.place)] = pending.get(str(change.place), 0) + 1
        left = {folder: _share(names, kept, chance) for folder, names in pending.items()}
        for number, change in enumerate(done):
            if change.what == "sync":
                continue
            if number in lasting or kept is Kept.EVERYTHING:
                yield change
            elif change.what in ("name", "folder"):
                left[str(change.place)] -= 1
                if left[str(change.place)] >= 0:
                    yield change
            elif kept is not Kept.NOTHING and chance.random() < 0.5:
                yield _torn(change, chance) if kept is Kept.TORN else change


def _lasting(done: list[Change]) -> set[int]:
    """The numbers of those changes that a later sync made last."""
    synced: set[int | str] = set()
    lasting = set()
    for number in range(len(done) - 1, -1, -1):
        if done[number].what == "sync":
            synced.add(done[number].place)
        elif done[number].place in synced:
            lasting.add(number)
    return lasting


def _share(names: int, kept: Kept, chance: random.Random) -> int:
    return 0 if kept is Kept.NOTHING else chance.randint(0, names)


def _torn(change: Change, chance: random.Random) -> Change:
    whole = len(change.data) // SECTOR_BYTES
    data = change.data[: chance.randint(0, whole) * SECTOR_BYTES] if whole else change.data
    return Change(change.what, change.place, change.file, offset=change.offset, data=data)


def _apply_to(data: bytearray, change: Change) -> None:
    if change.what == "truncate":
        del data[change.offset :]
    end = change.offset + len(change.data)
    data.extend(bytes(max(end - len(data), 0)))
    data[change.offset : end] = change.data


def _calls(trace: Path) -> Iterator[tuple[str, list[bytes], int, str, str]]:
    """Name, texts, result, path opened and arguments of each call that did not fail."""
    begun: dict[str, str] = {}
    for line in trace.read_text("ascii").splitlines():
        match = _LINE.fullmatch(line)
        assert match is not None, line[:200]
        process, call = match["process"], match["call"]
        if call.endswith(_UNFINISHED):
            begun[process] = call.removesuffix(_UNFINISHED)
            continue
        if resumed := _RESUMED.fullmatch(call):
            call = begun.pop(process) + resumed["rest"]
        found = _CALL.fullmatch(call)
        if found is None or int(found["result"]) < 0:
            continue
        arguments = found["arguments"]
        texts = [_bytes_of(text) for text in _TEXT.findall(arguments)]
        yield found["name"], texts, int(found["result"]), _path_of(found["opened"] or ""), arguments


def _descriptor_of(arguments: str) -> tuple[str, str]:
    match = _DESCRIPTOR.match(arguments)
    return (match[1], _path_of(match[2])) if match else ("", "")


def _bytes_of(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _path_of(text: str) -> str:
    """A path as strace shows that of a descriptor: escaped like texts, or not."""
    return os.fsdecode(_bytes_of(text)) if text.startswith("\\x") else text


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]
