"""The schemas that ship are those of the models, and the files of the demonstration fit them."""

import json
import runpy
from typing import Any

import pytest

from app.domain.record_input import DEFAULT_FORM
from app.places import root
from app.services.form_files import load_forms
from tests.cli.shell import SCHEMA_OF, validator

DEMO_FILES = sorted((root() / "resources" / "demo").glob("*.json"))


@pytest.fixture(scope="module")
def writer() -> dict[str, Any]:
    """The module that writes the schemas."""
    return runpy.run_path(str(root() / "packaging" / "schemas.py"))


def test_the_files_are_what_the_models_say(writer: dict[str, Any]) -> None:
    folder = root() / "resources" / "schemas"
    made = {name: writer["text_of"](schema) for name, schema in writer["schemas"]().items()}
    kept = {path.stem: path.read_text("utf-8") for path in folder.glob("*.json")}
    assert kept == made, "run packaging/schemas.py"


def test_every_command_has_a_schema() -> None:
    for name in {*SCHEMA_OF.values(), "refused", "help_text"}:
        validator(name)


@pytest.mark.parametrize("name", ["record", "person", "organisation", "proceeding"])
def test_inputs_have_schemas_that_refuse_what_they_do_not_know(name: str) -> None:
    assert validator(name).is_valid({})
    assert not validator(name).is_valid({"no_such_field": 1})


@pytest.mark.parametrize("file", DEMO_FILES, ids=lambda file: file.stem)
def test_the_incidents_of_the_demonstration_fit_the_input_schema(file: Any) -> None:
    content = json.loads(file.read_bytes())
    validator("record").validate(content)
    for act in content["acts"]:
        form = load_forms().newest(act.get("form", DEFAULT_FORM))
        assert form is not None
        assert act.get("details", {}).keys() <= form.fields.keys()
