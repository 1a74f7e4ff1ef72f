"""A card of the inbox: one file, who made it, what it would change, what can be done, what came of it."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.text import make_visible
from app.gui.pages.inbox_jobs import Looked, PapersFound, ReceiptFound, TakenIn
from app.gui.pages.inbox_receipt import receipt_labels, receipt_written_in_words
from app.gui.pages.inbox_sender import Accepting, Comparing
from app.gui.pages.inbox_words import (
    dormant_in_words,
    file_in_words,
    in_conflict_in_words,
    name_in_words,
    notes_in_words,
    plan_in_words,
    refused_in_words,
    taken_in_words,
)
from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.contact_rows import standing_label
from app.gui.widgets.fields import button, heading, plain_label, set_look
from app.gui.widgets.standing_over_time import advice_words
from app.services.answers import BundlePlan
from app.services.answers_receipts import ReceiptWritten
from app.words import translate

TRUSTED = ("verified", "self")
"""Whose bundles are taken in without another question."""


class BundleCard(QWidget):
    """Shows what it is told; says what the person wants. The file itself is never touched."""

    taken = Signal(object)
    """Take it in: with the reason, None where none is needed."""
    told = Signal(str)
    """The sender's fingerprint, as they told it."""
    again = Signal()
    removed = Signal()
    receipted = Signal()
    """The sender is to get a receipt."""
    contact_asked = Signal(str)
    """The person wants to see the contact with this fingerprint."""
    conflicts = Signal()
    """The person wants to see what stands in several versions."""

    def __init__(self, theme: Theme, path: Path) -> None:
        super().__init__()
        self.path = path
        self.looked: Looked | None = None
        self.taken_in: TakenIn | None = None
        self.is_busy = False
        self.is_done = False
        self.take_button: QPushButton | None = None
        self.question: Comparing | Accepting | None = None
        self._theme = theme
        self.receipt_button: QPushButton | None = None
        self._told = self._reason = ""
        self._inside = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.space(4),) * 4)
        self._column.addWidget(self._inside)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_look(self, "card")

    @property
    def is_ready(self) -> bool:
        """Whether it can be taken in without a question."""
        if self.looked is None or self.is_busy or self.is_done:
            return False
        return self.looked.trust in TRUSTED

    @property
    def sequence(self) -> int:
        """Its number in the series of its sender; 0 before it was looked at."""
        return self.looked.plan.sequence if self.looked is not None else 0

    def show_busy(self, words: str) -> None:
        """It waits, or is worked on: nothing can be pressed."""
        self.is_busy = True
        self._draw(*self._plan_parts(), plain_label(words, "quiet"))

    def show_stopped(self) -> None:
        """Nobody is working on it any more, and nothing came of it."""
        if self.taken_in is not None:
            self.show_taken_in(self.taken_in)
            return
        if self.looked is not None:
            self.show_looked(self.looked)
            return
        self.is_busy = False
        check = button(translate("Check it"), self.again.emit, self._theme)
        self._draw(plain_label(translate("Not checked yet.")), ButtonRow(self._theme, check, self._remover()))

    def show_looked(self, looked: Looked) -> None:
        """Who made it, what it would change, and what can be done now."""
        self.looked, self.is_busy = looked, False
        self.take_button, self.question = None, None
        if looked.trust in TRUSTED:
            self.take_button = button(
                translate("Take in"), self._take, self._theme, look="primary", icon_name="check"
            )
            self._draw(*self._plan_parts(), ButtonRow(self._theme, self.take_button, self._remover()))
            return
        self.question = self._ask(looked)
        first = plain_label(_before_taking_in(looked.trust))
        row = ButtonRow(self._theme, self.question.ask_button, self._remover())
        self._draw(*self._plan_parts(), first, self.question, row)
        if self._reason if looked.trust == "revoked" else self._told:
            self.question.unfold()

    def show_refused(self, error: AppError) -> None:
        """What is wrong with it, what to do next, and the code for whoever helps."""
        self.looked, self.is_busy = None, False
        check = button(translate("Check it again"), self.again.emit, self._theme)
        self._draw(
            plain_label(f"✗ {error.sentence}", "danger", selectable=True),
            plain_label(error.advice, selectable=True),
            plain_label(error.code, "small", selectable=True),
            ButtonRow(self._theme, check, self._remover()),
        )

    def show_receipt(self, found: ReceiptFound) -> None:
        """Whose word it is, since when, and what they hold by it."""
        self.is_busy, self.is_done = False, True
        self._draw(*receipt_labels(found), ButtonRow(self._theme, self._remover()))

    def show_papers(self, found: PapersFound) -> None:
        """Whose card or key it is, and what they are to us now."""
        self.is_busy, self.is_done, contact = False, True, found.contact
        words = translate("About the key of {name}") if found.ends_key else translate("The card of {name}")
        show = button(
            translate("Show the contact"), lambda: self.contact_asked.emit(contact.fingerprint), self._theme
        )
        self._draw(
            plain_label("✓ " + words.format(name=make_visible(contact.name)), "lead"),
            standing_label(contact),
            *(plain_label(f"▲ {advice_words(each)}", "gap") for each in contact.advised if found.ends_key),
            ButtonRow(self._theme, show, self._remover()),
        )

    def show_taken_in(self, taken: TakenIn, receipt: ReceiptWritten | None = None) -> None:
        """What came of it; stays until the person takes the card off the page."""
        self.is_busy, self.is_done, self.taken_in = False, True, taken
        plan, buttons = taken.plan, [self._remover()]
        parts: list[QWidget] = [] if self.looked is None else [_sender_label(self.looked)]
        parts += [plain_label(f"✓ {taken_in_words(plan)}", "lead"), *_plan_labels(plan)]
        if taken.in_conflict:
            parts.append(plain_label(f"● {in_conflict_in_words(taken.in_conflict)}", "gap"))
            buttons.insert(0, button(translate("Show them"), self.conflicts.emit, self._theme))
        if receipt is not None:
            parts.append(plain_label(f"✓ {receipt_written_in_words(receipt)}"))
        elif self.looked is None or self.looked.trust != "self":
            self.receipt_button = button(translate("Write a receipt…"), self.receipted.emit, self._theme)
            buttons.insert(0, self.receipt_button)
        self._draw(*parts, ButtonRow(self._theme, *buttons))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Delete takes the card off the page."""
        if event.key() == Qt.Key.Key_Delete and not self.is_busy:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        self.taken.emit(None)

    def _ask(self, looked: Looked) -> Comparing | Accepting:
        if looked.trust == "revoked":
            accepting = Accepting(self._theme, self._reason)
            accepting.answered.connect(self._accept)
            return accepting
        words = translate("Add this contact") if looked.sender is None else translate("Mark as verified")
        fingerprint = looked.plan.sender.fingerprint
        comparing = Comparing(self._theme, fingerprint, words, self._told)
        comparing.answered.connect(self._tell)
        return comparing

    def _accept(self, reason: str) -> None:
        self._reason = reason
        self.taken.emit(reason)

    def _tell(self, told: str) -> None:
        self._told = told
        self.told.emit(told)

    def _remover(self) -> QPushButton:
        words = translate("Take off this page")
        return button(words, self.removed.emit, self._theme, look="plain", icon_name="x")

    def _plan_parts(self) -> Iterator[QWidget]:
        """What is known since it was looked at."""
        if self.looked is not None:
            yield _sender_label(self.looked)
            if self.looked.has_namesake and self.looked.trust != "verified":
                words = translate(
                    "You have verified somebody of this name by another fingerprint. It may be their new "
                    "key, or somebody who pretends to be them: ask them by voice."
                )
                yield plain_label(f"✗ {words}", "danger")
            if self.looked.sender is not None and self.looked.sender.revoked_because:
                because = translate("Because: {reason}")
                yield plain_label(because.format(reason=make_visible(self.looked.sender.revoked_because)))
            yield from _plan_labels(self.looked.plan)

    def _heads(self) -> tuple[QWidget, QWidget | None]:
        """Whose it is, as far as that is known, and which file."""
        name = file_in_words(self.path.name)
        if self.looked is None:
            return heading(name, "lead"), None
        plan = self.looked.plan
        below = translate("{file} · number {number} of its series").format(file=name, number=plan.sequence)
        said = name_in_words(plan.sender.name)
        words = said if self.looked.sender else translate("Says it is from {name}").format(name=said)
        return heading(words, "lead"), plain_label(below, "small")

    def _draw(self, *parts: QWidget) -> None:
        """Everything anew. The focus stays in the card, but on no button: a second Enter does nothing."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.setFocus()
        self._inside.hide()
        self._inside.deleteLater()
        self._inside = QWidget()
        rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._theme.space(2))
        shown = [part for part in (*self._heads(), *parts) if part is not None]
        for part in shown:
            rows.addWidget(part)
        self._column.addWidget(self._inside)
        self._inside.show()
        texts = [part.property("text") for part in shown]
        self.setAccessibleName(" ".join(text for text in texts if text))


def _sender_label(looked: Looked) -> QWidget:
    if looked.sender is not None:
        return standing_label(looked.sender)
    return plain_label("▲ " + translate("Not known here: nobody has compared the fingerprint yet."), "gap")


def _before_taking_in(trust: str) -> str:
    if trust == "revoked":
        return translate("It is not taken in: whoever has this key now may have made it.")
    return translate("Nothing of it is taken in before you have compared the sender's fingerprint.")


def _plan_labels(plan: BundlePlan) -> Iterator[QWidget]:
    """What changes, then what a person should know, then what waits and what is refused."""
    yield plain_label("\n".join(f"– {line}" for line in plan_in_words(plan)))
    yield from (plain_label(f"● {note}", "gap") for note in notes_in_words(plan))
    yield from (plain_label(f"● {words}", "gap", selectable=True) for words in dormant_in_words(plan))
    yield from (plain_label(f"✗ {words}", "danger", selectable=True) for words in refused_in_words(plan))
