"""The scene for every test of faults: made once in a worker, copied for each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import PlainOutput
from tests.faults.scene import Scene, make_scene


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The template."""
    return make_scene(tmp_path_factory.mktemp("faults") / "scene")


@pytest.fixture
def scene(original: Scene, tmp_path: Path, plain_output: PlainOutput) -> Scene:
    """A copy to do harm to; its desk is plain on purpose."""
    copy = original.copied_to(tmp_path / "scene")
    plain_output.allow(copy.desk)
    return copy


@pytest.fixture
def another(scene: Scene, tmp_path: Path, plain_output: PlainOutput) -> Callable[[str], Scene]:
    """Makes a copy of the scene as it is now, under a name."""

    def copy(name: str) -> Scene:
        made = scene.copied_to(tmp_path / name)
        plain_output.allow(made.desk)
        return made

    return copy
