"""Everything that a program hands to the kernel, written down by strace and read back here.

    program = display.start(home, wrapper=tracing(path))
    …
    trace = read_trace(path)

Not seen is what goes into memory shared with others: the pixels of the window (X asks for those),
and SQLite's index of its log, which lies beside the database as a file that can be searched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OPENING = ("open", "openat", "openat2")
_NAMING = (
    "creat", "link", "linkat", "mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2",
    "symlink", "symlinkat", "truncate",
)  # fmt: skip
_SENDING = ("write", "writev", "pwrite64", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg")
_OTHERS = ("execve", "execveat", "socket", "connect", "bind", "memfd_create", "setxattr", "fsetxattr")
_LONGEST = 1 << 23
"""So many bytes of one string are written down: more than any that is handed over."""

_LINE = re.compile(r"^\d+ +(\w+)\((.*)")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_WRITES = re.compile(r"\bO_(?:WRONLY|RDWR|CREAT|TRUNC)\b")
_FAMILY = re.compile(r"^AF_\w+")


def tracing(path: Path) -> tuple[str, ...]:
    """What stands before a command so that `read_trace(path)` tells what it and its children did."""
    # A name with a question mark may be unknown on this kind of processor.
    calls = ",".join(f"?{name}" for name in (*_OPENING, *_NAMING, *_SENDING, *_OTHERS))
    only_these = ("--seccomp-bpf", "-e", f"trace={calls}")
    in_full = ("-v", "-xx", "-s", str(_LONGEST))
    return ("strace", "-f", "-qq", *only_these, *in_full, "-o", str(path))


@dataclass(frozen=True, slots=True)
class Call:
    """One call: its name, its arguments as strace writes them, and the strings among them."""

    name: str
    arguments: str
    strings: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What was done, in its order."""

    calls: tuple[Call, ...]

    def strings(self) -> Iterator[bytes]:
        """Every name, argument, variable and piece of data that was handed over."""
        for call in self.calls:
            yield from call.strings

    def sent(self) -> Iterator[bytes]:
        """What was written into files, sockets and pipes."""
        for call in self.calls:
            if call.name in _SENDING:
                yield from call.strings

    def changed_paths(self, working_folder: Path) -> set[Path]:
        """What was opened for writing, made or renamed, or tried to."""
        found = set()
        for call in self.calls:
            if call.name in _NAMING or (call.name in _OPENING and _WRITES.search(call.arguments)):
                found |= {working_folder / name.decode() for name in call.strings}
        return found

    def programs(self) -> list[tuple[str, ...]]:
        """Path, name and first argument of each program that was started."""
        started = (call for call in self.calls if call.name.startswith("execve"))
        return [tuple(string.decode() for string in call.strings[:3]) for call in started]

    def socket_families(self) -> set[str]:
        """AF_UNIX and the like."""
        asked = (_FAMILY.match(call.arguments) for call in self.calls if call.name == "socket")
        return {match[0] for match in asked if match}


def read_trace(path: Path) -> Trace:
    """What strace wrote down; AssertionError where it cut a string short."""
    calls = []
    with path.open(encoding="ascii") as lines:
        for line in lines:
            if match := _LINE.match(line):
                strings = _STRING.findall(line)
                assert not any(cut for _, cut in strings), f"longer than {_LONGEST} bytes: {match[1]}"
                handed_over = tuple(bytes.fromhex(text.replace("\\x", "")) for text, _ in strings)
                calls.append(Call(match[1], match[2], handed_over))
    return Trace(tuple(calls))
