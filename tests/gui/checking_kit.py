"""States of the pages that check the vault, and that take lines of JSON in and write them out."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from app.domain.findings import FINDINGS
from app.gui.pages.checking import Checking
from app.gui.pages.line_export import LineExport
from app.gui.pages.line_import import LineImport
from app.services.answers import RecordsImported, RefusedLine, VaultReport
from app.services.answers_loss import Problem
from app.services.found import RecordsExported
from tests.gui.stock import LONG, MANY

DIFFERING = (Problem(what="record", id="0" * 26, code="record.derived"),)
WRONG = tuple(
    Problem(what="revision", id=f"{number}" * 20, code=code) for code in FINDINGS for number in range(MANY)
)


def tell_check(page: Checking, problems: tuple[Problem, ...]) -> None:
    report = VaultReport(
        ok=not problems, records=MANY, revisions=MANY, evidence=1, problems=problems,
        warnings=("vault.copies",) if problems else (), restorable=f"/{LONG}" if problems == WRONG else None,
    )  # fmt: skip
    page._show(report, page.context.clock.now())


def tell_lines(page: LineImport) -> None:
    refused = tuple(RefusedLine(line=2 * each, code="record.input", message=LONG) for each in range(MANY))
    page.files.set_value([f"/{LONG}.jsonl"])
    page._judge()
    page._show([(Path(f"/{LONG}.jsonl"), RecordsImported(added=1, known=MANY, refused=refused))] * 2)


def tell_written(page: LineExport) -> None:
    for box in page.parts.values():
        box.setChecked(True)
    page._judge()
    page._tell(
        RecordsExported(
            path=f"/{LONG}", records=MANY, bytes=1 << 20, sha256="", left_out=("privileged", "sources"),
            not_understood=1, undecided=MANY,
        )
    )  # fmt: skip


STATES: Mapping[str, Callable[[Any], object]] = {
    "checking, all well": partial(tell_check, problems=()),
    "checking, lists differ": partial(tell_check, problems=DIFFERING),
    "checking, much is wrong": partial(tell_check, problems=WRONG),
    "line_import, taken in": tell_lines,
    "line_export, written": tell_written,
}
"""Each by its name for whoever has to find it; its page stands before the comma."""
