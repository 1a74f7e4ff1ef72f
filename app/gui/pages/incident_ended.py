"""What an incident says of its files that were deleted or erased: which, when, by whom, and why."""

from collections.abc import Iterable, Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, plain_label
from app.services.ended_evidence import EndedEvidence, how_words, name_words, what_words
from app.words import translate


class EndedFiles(QWidget):
    """Two lines a file; one that was only deleted can still be erased."""

    erasing = Signal(str)
    """The id of an item that is to be erased."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(1))
        self.hide()

    def show_files(self, files: Iterable[EndedEvidence]) -> None:
        """Show these and no others."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for each in files:
            for row in self._rows(each):
                self._column.addWidget(row)
        self.setVisible(self._column.count() > 0)

    def _rows(self, file: EndedEvidence) -> Iterator[QWidget]:
        yield plain_label(what_words(file), "quiet", selectable=True)
        yield plain_label(" · ".join(how_words(file)), "small", selectable=True)
        if not file.erased:
            erase = button(
                translate("Erase…"),
                partial(self._erase, file.id),
                self._theme,
                look="plain",
                icon_name="eraser",
            )
            erase.setAccessibleName(translate("Erase this file: {name}").format(name=name_words(file)))
            yield ButtonRow(self._theme, erase)

    def _erase(self, item: str) -> None:
        self.erasing.emit(item)
