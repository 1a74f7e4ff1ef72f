"""Lists of what incidents name: people, organisations, proceedings; each can be made here by its name."""

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.gui.pages.column_lists import ColumnListPage
from app.gui.pages.record_jobs import NAMED_BY
from app.gui.widgets.fields import Field, button
from app.gui.widgets.typing import TextLine
from app.services.answers import RecordSaved
from app.words import translate


class RegistryListPage(ColumnListPage):
    """Subclasses say besides what a new one is called and what an empty list says."""

    new: ClassVar[str] = ""
    asked: ClassVar[str] = ""
    sentence: ClassVar[str] = ""

    def empty_words(self) -> tuple[str, str, Callable[[], None] | None]:
        """What belongs here, and the way to make the first."""
        return translate(self.sentence), translate(self.new), self.begin_new

    def build_head(self) -> None:
        """The button that makes a new one; the line for its name opens below."""
        theme = self.context.theme
        self.new_button = button(translate(self.new), self.begin_new, theme, look="primary", icon_name="plus")
        self.new_name = TextLine()
        self.new_name.returnPressed.connect(self._make)
        self.naming = QWidget()
        row = QHBoxLayout(self.naming)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Field(translate(self.asked), self.new_name, theme), 1)
        row.addWidget(button(translate("Make"), self._make, theme), 0, Qt.AlignmentFlag.AlignBottom)
        self.naming.hide()
        self.head.insertWidget(0, self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.head.insertWidget(1, self.naming)
        self.build_columns(with_order=True)

    def begin_new(self) -> None:
        """Ask for the name."""
        self.show_empty(None)
        self.naming.show()
        self.new_name.setFocus()

    def _make(self) -> None:
        name = self.new_name.value()
        if name is None:
            self.new_name.setFocus()
            return
        content = NAMED_BY[self.kind](name)

        def made(saved: RecordSaved) -> None:
            self.new_name.clear()
            self.naming.hide()
            self.context.announce(self.kind)
            self.choose(saved.id)

        self.read(lambda services, _: services.recording.add_other(self.kind, content), made)
