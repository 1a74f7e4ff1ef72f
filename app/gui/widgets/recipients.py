"""For whom something is: verified contacts to tick, and groups that tick all of theirs at once."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import make_visible
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choices
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.contact_rows import standing
from app.gui.widgets.fields import button, plain_label
from app.services.answers_contacts import Group, ShownContact
from app.words import translate

_NAME_LETTERS = 36


class GroupButtons(QWidget):
    """`chosen` with the members of the group whose button was pressed; hidden where there is none."""

    chosen = Signal(tuple)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._groups: tuple[Group, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.space(1))
        self._missing = plain_label("", "gap")
        self._inside: QWidget | None = None
        self._rows.addWidget(self._missing)
        self._missing.hide()
        self.hide()

    def show_groups(self, groups: Iterable[Group]) -> None:
        """One button a group."""
        self._groups = tuple(groups)
        if self._inside is not None:
            self._rows.removeWidget(self._inside)
            self._inside.deleteLater()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space(1))
        for group in self._groups:
            column.addWidget(self._button(group))
        self._rows.insertWidget(0, self._inside)
        self._missing.hide()
        self.setVisible(bool(self._groups))

    def _button(self, group: Group) -> QWidget:
        name, count = make_visible(group.name), len(group.members)
        words = translate("All of “{group}” ({count})").format(group=_short(name), count=count)
        return ButtonRow(
            self._theme, button(words, lambda: self._choose(group), self._theme, icon_name="users")
        )

    def _choose(self, group: Group) -> None:
        """Whoever may not be written to is named: nobody is left out in silence."""
        reached = tuple(
            each.fingerprint for each in group.members if _is_reached(each.trust, expired=each.expired)
        )
        left_out = [make_visible(each.name) for each in group.members if each.fingerprint not in reached]
        words = translate("Not verified, expired or revoked, so left out: {names}")
        self._missing.setText("● " + words.format(names=", ".join(left_out)))
        self._missing.setVisible(bool(left_out))
        self.chosen.emit(reached)


def contact_choices(contacts: Iterable[ShownContact], chosen: Iterable[str], theme: Theme) -> Choices:
    """Those who can be written to, with what each is to us; whoever was chosen before stays so."""
    offered = tuple(each for each in contacts if _is_reached(each.trust, expired=each.expired))
    made = Choices([(each.fingerprint, f"{_short(each.name)}\n{standing(each)}") for each in offered], theme)
    known = {each.fingerprint for each in offered}
    made.set_value(each for each in chosen if each in known)
    return made


def _is_reached(trust: str, *, expired: bool) -> bool:
    return trust == "verified" and not expired


def _short(name: str) -> str:
    shown = make_visible(name).replace("\n", " ")
    return shown if len(shown) <= _NAME_LETTERS else f"{shown[: _NAME_LETTERS - 1]}…"
