"""Several people on one line: names parted by commas, each offered where it is known already."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.gui.theme import Theme
from app.gui.widgets.offers import Offer, OfferingLine, on_one_line

_PARTING = ";\n"


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody on the line: by name, and by `id` where they are a record already."""

    name: str
    id: str | None = None


class PeopleLine(OfferingLine):
    """Emits `asked` with the name that is being typed; answer with `offer`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._known: dict[str, str] = {}
        self.taken.connect(self._take)

    def people(self) -> tuple[NamedPerson, ...]:
        """Everybody on the line, each once, in order."""
        text = self.text()
        for sign in _PARTING:
            text = text.replace(sign, ",")
        names = dict.fromkeys(" ".join(name.split()) for name in text.split(","))
        return tuple(NamedPerson(name, self._known.get(name)) for name in names if name)

    def set_people(self, people: Iterable[NamedPerson]) -> None:
        """Show these; not a change."""
        shown = [NamedPerson(_between_commas(person.name), person.id) for person in people]
        self._known = {person.name: person.id for person in shown if person.id is not None}
        self.setText(", ".join(person.name for person in shown))

    def looked_for(self) -> str:
        """The name in which the cursor stands, if that is the last one."""
        is_last = self.cursorPosition() == len(self.text())
        return self.text().rpartition(",")[2].strip() if is_last else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter ends a name, as a comma does; Ctrl+Enter belongs to the page while nothing is offered."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not is_enter or self.is_offer_chosen() or (is_held and self._popup.isVisible()):
            super().keyPressEvent(event)
        elif is_held:
            event.ignore()
        elif name := self.looked_for():
            self._put(name)

    def _take(self, offer: Offer) -> None:
        if offer.id is None:
            self._put(self.looked_for())
            return
        name = _between_commas(offer.title)
        self._known[name] = offer.id
        self._put(name)

    def _put(self, name: str) -> None:
        """Put a name in the place of the one that was being typed, with room for the next."""
        before = self.text().rpartition(",")[0]
        self.hide_offers()
        self.setText(f"{before}, {name}, " if before else f"{name}, ")
        self.changed.emit()


def _between_commas(name: str) -> str:
    """A name as it can stand between commas."""
    return on_one_line(name.replace(",", " ").replace(";", " "))
