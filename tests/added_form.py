"""A form that does not ship, for the tests which add it: one JSON file in a copy of the resources.

Its second version drops one field, adds another, and gives a third another type.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import places
from app.places import root
from app.services.form_files import load_forms, load_vocabularies

FORM = "books_burned"
WORD = "Шаһнамеқұл"
"""A word that stands only in the details of an act by this form."""


def label(english: str) -> dict[str, str]:
    """The same words in each language."""
    return dict.fromkeys(("en", "ru", "kk", "ky", "tg"), english)


def first_version() -> dict[str, Any]:
    """Version 1, of most types, in three compartments."""
    fields: list[dict[str, Any]] = [
        {"id": "titles", "type": "long_text", "needed_for": ["complete"], "label": label("Books burned")},
        {"id": "how_many", "type": "integer", "label": label("How many books")},
        {"id": "why", "type": "choices", "list": "motive", "label": label("Why the books")},
        {"id": "burns", "type": "text", "compartment": "medical", "label": label("Burns of the reader")},
        {"id": "owner", "type": "person", "compartment": "identities", "label": label("Owner of the books")},
        {"id": "day", "type": "text", "label": label("Day of the week")},
    ]
    return {
        "id": FORM,
        "version": 1,
        "label": label("Burning of books"),
        "reviewed": ["en"],
        "sections": [{"id": "books", "label": label("The books"), "fields": fields}],
    }


def second_version() -> dict[str, Any]:
    """Version 2: `burns` is gone, `smoke` has come, `day` is a date, and `why` from another list."""
    form = first_version() | {"version": 2}
    [section] = form["sections"]
    fields = [field for field in section["fields"] if field["id"] not in ("burns", "day", "why")]
    fields += [
        {"id": "day", "type": "date", "label": label("Day")},
        {"id": "why", "type": "choices", "list": "sex", "label": label("Why")},
        {"id": "smoke", "type": "yes_no_unknown", "label": label("Smoke seen")},
    ]
    return form | {"sections": [section | {"fields": fields}]}


def details(owner: str) -> dict[str, Any]:
    """An answer to everything that version 1 asks."""
    return {
        "titles": f"«{WORD}» ва дигарон",
        "how_many": 12,
        "why": ["ethnicity"],
        "burns": "кафи даст",
        "owner": owner,
        "day": "жұма",
    }


def add_form(resources: Path, form: dict[str, Any]) -> Path:
    """Put a form into a folder of resources."""
    path = resources / "forms" / f"{form['id']}.{form['version']}.json"
    path.write_text(json.dumps(form, ensure_ascii=False), "utf-8")
    return path


def copy_resources(folder: Path) -> Path:
    """A copy of the resources whose forms are files of their own; all else is linked."""
    copied = folder / "resources"
    copied.mkdir(parents=True)
    for item in (root() / "resources").iterdir():
        if item.name == "forms":
            shutil.copytree(item, copied / item.name)
        else:
            (copied / item.name).symlink_to(item)
    return copied


def copy_program(folder: Path) -> Path:
    """A copy of the whole program as it is started from a tree."""
    resources = copy_resources(folder)
    shutil.copytree(root() / "app", folder / "app")
    shutil.copy2(root() / "main.py", folder / "main.py")
    (folder / "migrations").symlink_to(root() / "migrations")
    return resources


@contextmanager
def running_from(folder: Path) -> Iterator[Path]:
    """This process runs from `folder`, which gets a copy of the resources; a form added there is read."""
    resources = copy_resources(folder)
    (folder / "migrations").symlink_to(root() / "migrations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "root", lambda: folder)
        forget_forms()
        yield resources
    forget_forms()


def forget_forms() -> None:
    """Let the next start read forms and code lists anew."""
    load_forms.cache_clear()
    load_vocabularies.cache_clear()
