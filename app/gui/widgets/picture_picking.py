"""A fingerprint from a picture: of a file, dropped, or from the clipboard."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.code_pictures import code_in_image
from app.gui.file_dialogs import choose_files
from app.gui.page import Page
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, plain_label
from app.services.key_keeping import PICTURE_ONES_OWN
from app.services.picture_codes import READING, read_code_in
from app.words import translate


class PicturePicking(QWidget):
    """`found` with the fingerprint that was read; what is no such picture the page refuses."""

    found = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__()
        theme = page.context.theme
        self._page = page
        self.file_button = button(
            translate("Read the QR code from a picture…"), self._ask, theme, icon_name="qr-code"
        )
        self.paste_button = button(translate("Paste a picture"), self.paste, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(ButtonRow(theme, self.file_button, self.paste_button))
        column.addWidget(plain_label(translate(PICTURE_ONES_OWN), "small"))

    def read_file(self, path: Path) -> None:
        """Look for a code in this file, in a process of its own."""
        self._page.work(READING, lambda _services, watch: read_code_in(path, watch), self._tell)

    def paste(self) -> None:
        """Look for one in the picture on the clipboard."""
        image = QGuiApplication.clipboard().image()
        self._page.read(lambda _services, _: code_in_image(image), self._tell)

    def _ask(self) -> None:
        title = translate("Read the QR code from a picture…")
        choose_files(self, title, lambda paths: self.read_file(paths[0]))

    def _tell(self, code: str) -> None:
        self._page.error_bar.hide()
        self.found.emit(code)
