"""Several people on one line: names parted by commas, each offered where it is known already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView

from app.domain.text import make_visible
from app.gui.widgets.typing import TextLine

LEAST_LETTERS = 2
"""Before so many letters of a name nobody is offered."""
_PARTING = ";\n"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody on the line: by name, and by `id` where they are a record already."""

    name: str
    id: str | None = None


class PeopleLine(TextLine):
    """Emits `asked` with the name that is being typed; answer with `offer`."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, str] = {}
        self._offered: dict[str, NamedPerson] = {}
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self._completer.setWidget(self)
        self._popup.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._completer.activated.connect(self._take)
        self.textEdited.connect(self._ask)

    def people(self) -> tuple[NamedPerson, ...]:
        """Everybody on the line, each once, in order."""
        text = self.text()
        for sign in _PARTING:
            text = text.replace(sign, ",")
        names = dict.fromkeys(" ".join(name.split()) for name in text.split(","))
        return tuple(NamedPerson(name, self._known.get(name)) for name in names if name)

    def set_people(self, people: Iterable[NamedPerson]) -> None:
        """Show these; not a change."""
        shown = [NamedPerson(_on_one_line(person.name), person.id) for person in people]
        self._known = {person.name: person.id for person in shown if person.id is not None}
        self.setText(", ".join(person.name for person in shown))

    def offer(self, typed: str, people: Sequence[tuple[str, str, str]]) -> None:
        """Known people for the name `typed`, as (id, name, what tells two of one name apart)."""
        if typed != self._typed() or not self.hasFocus():
            return
        self._offered = {
            f"{make_visible(name)}  ·  {mark}": NamedPerson(_on_one_line(name), identifier)
            for identifier, name, mark in people
            if name
        }
        self._model.setStringList(list(self._offered))
        if self._offered:
            self._completer.complete()
        else:
            self._popup.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter ends a name, as a comma does."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif self._popup.isVisible() and self._popup.currentIndex().isValid():
            event.ignore()  # the list of offers takes it
        elif self._typed():
            self._popup.hide()
            self.setText(f"{self.text().rstrip()}, ")
            self.changed.emit()

    def _typed(self) -> str:
        """The name in which the cursor stands, which is the last one."""
        return self.text().rpartition(",")[2].strip()

    def _ask(self) -> None:
        typed = self._typed()
        if len(typed) >= LEAST_LETTERS and self.cursorPosition() == len(self.text()):
            self.asked.emit(typed)
        else:
            self._popup.hide()

    def _take(self, shown: str) -> None:
        person = self._offered.get(shown)
        if person is None or person.id is None:
            return
        before = self.text().rpartition(",")[0]
        self._known[person.name] = person.id
        self.setText(f"{before}, {person.name}, " if before else f"{person.name}, ")
        self.changed.emit()


def _on_one_line(name: str) -> str:
    """A name as it can stand between commas."""
    return " ".join(make_visible(name).replace(",", " ").replace(";", " ").split())
