"""A later version of the program, as it will be installed one day: the same tree and one migration more."""

import shutil
from pathlib import Path

from app.places import root

MIGRATION = (
    "ALTER TABLE draft ADD COLUMN title TEXT NOT NULL DEFAULT '';\n"
    "CREATE TABLE later (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;\n"
    "INSERT INTO later (text) SELECT header FROM revision;\n"
)


def newer_version(folder: Path) -> Path:
    """A tree from which `main.py` can be run."""
    for name in ("app", "migrations", "resources"):
        shutil.copytree(root() / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "icons"))
    shutil.copyfile(root() / "main.py", folder / "main.py")
    (folder / "migrations" / "9999_later.sql").write_text(MIGRATION, encoding="utf-8")
    return folder
