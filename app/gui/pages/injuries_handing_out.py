"""Injuries leave the vault: as a picture, pages, a table, on paper; asked before, noted in the custody."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QMessageBox

from app.domain.work import Watch
from app.gui.file_dialogs import choose_new_file
from app.gui.pages.record_page import RecordPage
from app.gui.widgets.body_picture import paint_pages, svg_as_png, svgs_as_pdf
from app.reports.body_map import PAGE_HEIGHT
from app.services import Services
from app.services.body_answers import BodyMap
from app.words import N_, translate

PRINT = ""
"""What stands for paper among the endings of files."""
WAYS = {
    ".png": N_("Picture (PNG)…"),
    ".svg": N_("Drawing (SVG)…"),
    ".pdf": N_("Pages (PDF)…"),
    ".csv": N_("Table (CSV)…"),
    PRINT: N_("Print…"),
}
"""How injuries may leave, by the ending of the file."""
_PICTURE_TITLE = N_("Where the picture goes")
_TITLES = {".csv": N_("Where the table goes"), ".pdf": N_("Where the pages go")}


class InjuriesHandingOut(QObject):
    """For the page of one incident."""

    def __init__(self, page: RecordPage) -> None:
        super().__init__(page)
        self._page = page

    def ask(self, person: str | None, way: str) -> None:
        """Say what it means that these injuries leave the vault; then where they go."""
        box = QMessageBox(self._page)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        if way == PRINT:
            box.setText(translate("Print these injuries, with the name of the person?"))
            told = translate(
                "On their way to the printer the system writes the pages to its disk, readable, and may "
                "keep them there; so may the printer. The chain of custody of the incident will say that "
                "you took them out."
            )
        else:
            box.setText(translate("Write these injuries, readable, outside the vault?"))
            told = translate(
                "Whoever finds that file can read it, with the name of the person. The chain of custody of "
                "the incident will say that you took it out."
            )
        box.setInformativeText(told)
        chosen = box.addButton(translate(WAYS[way]), QMessageBox.ButtonRole.AcceptRole)
        chosen.clicked.connect(lambda: self._choose(person, way))
        box.setDefaultButton(box.addButton(translate("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.open()

    def save(self, person: str | None, target: Path) -> None:
        """Write the kind of file that its name says, an SVG where it says none of them."""
        self._page.save()
        job = partial(_export, self._page.record_id, person, target)
        self._page.read(job, lambda _: self._page.context.tell(translate("The file has been written.")))

    def print_on(self, device: QPagedPaintDevice, person: str | None) -> None:
        """Paint the pages onto a printer; the custody says so before."""
        self._page.save()
        identifier = self._page.record_id

        def paint(pages: tuple[bytes, ...]) -> None:
            told = paint_pages(device, pages)
            self._page.context.tell(
                translate("The pages are on their way to the printer.")
                if told
                else translate("The printer did not take the pages.")
            )

        self._page.read(lambda services, _: services.body_maps.for_print(identifier, person), paint)

    def _choose(self, person: str | None, way: str) -> None:
        if way == PRINT:
            self._choose_printer(lambda device: self.print_on(device, person))
            return
        choose_new_file(
            self._page,
            translate(_TITLES.get(way, _PICTURE_TITLE)),
            # Nothing of the incident in the name that is offered.
            translate("body") + way,
            lambda target: self.save(person, target if target.suffix else target.with_suffix(way)),
        )

    def _choose_printer(self, take: Callable[[QPagedPaintDevice], None]) -> None:
        # Whoever prints nothing does not wait for what printing needs.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(translate("body"))
        printer.setCreator("")
        dialog = QPrintDialog(printer, self._page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: take(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


def _export(identifier: str, person: str | None, target: Path, services: Services, _watch: Watch) -> BodyMap:
    export = services.body_maps.export
    match target.suffix:
        case ".csv":
            return export(identifier, person, target, "csv")
        case ".png":
            return export(identifier, person, target, converted=svg_as_png)
        case ".pdf":
            return export(identifier, person, target, converted=svgs_as_pdf, page_height=PAGE_HEIGHT)
        case _:
            return export(identifier, person, target)
