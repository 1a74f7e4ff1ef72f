"""Take in lines of JSON: an incident, or a whole record, for every line; lines that do not fit are named."""

from collections.abc import Sequence
from io import SEEK_END
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer

from app.domain.errors import RecordError
from app.domain.revision import RECORD_KINDS
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.file_dialogs import choose_files
from app.gui.page import Page, PageContext
from app.gui.reading_order import bring_into_sight
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.file_list import FileList
from app.services import Services
from app.services.answers import RecordsImported, RefusedLine
from app.services.import_stopped import ImportStoppedError
from app.services.input_files import reading
from app.words import N_, translate, translate_plural

SUFFIX = ".jsonl"
TAKING_IN = N_("Taking in lines")
_SHOWN = 20
"""Refusals that are told one by one; lines in a row that are refused for the same reason are one."""


class LineImport(Page):
    """Files wait in a list until the person says so; then each is taken in, one after the other."""

    name = "line_import"
    place = "inbox"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.files = FileList(theme)
        self.files.add_button.clicked.connect(self._choose)
        self.files.changed.connect(self._judge)
        self.take_button = button(
            translate("Take in"), self.take_in, theme, look="primary", icon_name="check"
        )
        self.list_button = button(translate("To the incidents"), lambda: context.navigate("incidents"), theme)
        self.result, self.rest = plain_label("", "lead"), plain_label("", "gap")
        self.refused = plain_label("", "danger", selectable=True)
        told = translate(
            "Files of lines (JSON Lines), as other programs write them, or this one under “Export”: each "
            "line is an incident or a whole record. A line that does not fit is named, and stops no other."
        )
        column = ScrollColumn(theme)
        for part in (
            heading(translate("Take in lines of JSON")),
            plain_label(told),
            self.files,
            ButtonRow(
                theme,
                self.take_button,
                button(translate("Back"), lambda: context.navigate("inbox"), theme, look="plain"),
            ),
            self.result,
            self.rest,
            self.refused,
            ButtonRow(theme, self.list_button),
        ):
            column.rows.addWidget(part)
        column.rows.addStretch(1)
        self.body.addWidget(column)
        self._show(())
        self._judge()

    def enter(self, **arguments: Any) -> None:
        """`files` are paths of files of lines that were dropped or chosen elsewhere."""
        files = tuple(arguments.get("files", ()))
        if files:
            self._show(())
            self.files.add(files)
        (self.take_button if self.files.value() else self.files).setFocus()

    def take_in(self) -> None:
        """Every file of the list; those that were read are off it afterwards."""
        paths = tuple(Path(each) for each in self.files.value())
        if not paths or not self.files.isEnabled():
            return
        self._show(())
        self._set_busy(True)
        taken: list[tuple[Path, RecordsImported]] = []

        def job(services: Services, watch: Watch) -> ImportStoppedError | None:
            for path in paths:
                try:
                    with reading(path) as stream:
                        size_bytes = stream.seek(0, SEEK_END)
                        stream.seek(0)
                        imported = services.recording.import_lines(stream, watch, size_bytes)
                except ImportStoppedError as stopped:
                    taken.append((path, stopped.imported))
                    return stopped
                taken.append((path, imported))
            return None

        def settle() -> None:
            self._set_busy(False)
            done = {str(path) for path, _ in taken}
            self.files.set_value(each for each in self.files.value() if each not in done)
            self._judge()
            self._show(taken)
            if taken:
                self.context.announce(*RECORD_KINDS)

        def done(stopped: ImportStoppedError | None) -> None:
            settle()
            if stopped is not None:
                self.rest.setText(f"▲ {translate('It was cancelled.')} {stopped.advice}")
                self.rest.show()
            self.list_button.setFocus()
            QTimer.singleShot(0, self.result, lambda: bring_into_sight(self.result))

        def failed(error: Exception) -> None:
            settle()
            self.fail(error)

        self.work(TAKING_IN, job, done, settle, failed)

    def _choose(self) -> None:
        choose_files(self, translate("Files to take in"), self._add)

    def _add(self, paths: Sequence[Path]) -> None:
        self.files.add(paths)
        if self.files.value():
            self.take_button.setFocus()

    def _show(self, taken: Sequence[tuple[Path, RecordsImported]]) -> None:
        added = sum(imported.added for _, imported in taken)
        known = sum(imported.known for _, imported in taken)
        refused = [
            (make_visible(path.name) if len(taken) > 1 else "", imported.refused)
            for path, imported in taken
            if imported.refused
        ]
        for part in (self.result, self.list_button):
            part.setVisible(bool(taken))
        self.rest.hide()
        self.refused.setVisible(bool(refused))
        self.result.setText(("✓ " if added or known else "") + taken_in_words(added, known))
        self.refused.setText(
            "\n".join(line for name, lines in refused for line in refused_in_words(lines, name))
        )

    def _set_busy(self, busy: bool) -> None:
        self.files.setEnabled(not busy)
        self._judge()

    def _judge(self) -> None:
        self.take_button.setEnabled(bool(self.files.value()) and self.files.isEnabled())


def taken_in_words(added: int, known: int) -> str:
    """How many records are new, and how many were here already."""
    told = translate_plural("{count} record was added.", "{count} records were added.", added).format(
        count=added
    )
    if not known:
        return told
    here = translate_plural("{count} was here already.", "{count} were here already.", known)
    return f"{told} {here.format(count=known)}"


def refused_in_words(refused: Sequence[RefusedLine], name: str = "") -> list[str]:
    """A sentence for each line, or each run of lines refused for the same reason; then what to do.

    `name` is that of the file.
    """
    count = len(refused)
    head = translate_plural("{count} line was not taken in", "{count} lines were not taken in", count)
    told = [f"✗ {head.format(count=count)}{f' ({name})' if name else ''}:"]
    runs = _runs(refused)
    for first, last, line in runs[:_SHOWN]:
        where = (
            translate("line {line}").format(line=first)
            if first == last
            else translate("lines {first}–{last}").format(first=first, last=last)
        )
        told.append(f"– {where}: {make_visible(line.message)} ({line.code})")
    left = sum(last - first + 1 for first, last, _ in runs[_SHOWN:])
    if left:
        told.append("– " + translate_plural("and {count} more", "and {count} more", left).format(count=left))
    return [*told, *(RecordError(code).advice for code in dict.fromkeys(line.code for line in refused))]


def _runs(refused: Sequence[RefusedLine]) -> list[tuple[int, int, RefusedLine]]:
    """First and last number of lines that follow each other and are refused in the same words."""
    numbered = enumerate(refused)
    runs = []
    for _, group in groupby(
        numbered, key=lambda each: (each[1].line - each[0], each[1].code, each[1].message)
    ):
        lines = [line for _, line in group]
        runs.append((lines[0].line, lines[-1].line, lines[0]))
    return runs
