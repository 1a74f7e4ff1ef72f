"""Inbox: bundles of others, each read before anything is kept, and taken in only by somebody verified."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.query import Narrowing
from app.domain.revision import RECORD_KINDS
from app.gui.file_dialogs import choose_files, choose_new_file
from app.gui.page import Page, PageContext
from app.gui.pages.inbox_card import BundleCard
from app.gui.pages.inbox_jobs import (
    Found,
    Looked,
    PapersFound,
    TakenIn,
    add_sender,
    look_at,
    take_in,
    write_receipt,
)
from app.gui.pages.inbox_words import ready_in_words
from app.gui.pages.line_import import SUFFIX
from app.gui.tasks import Job
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.dropping import dropped_paths
from app.gui.widgets.fields import button, heading, plain_label
from app.services.answers_contacts import ContactList, ShownContact
from app.services.incoming import APPLYING
from app.words import N_, translate

LOOKING = N_("Checking the bundle")
WRITING_RECEIPT = N_("Writing the receipt")
ADDING = N_("Verifying the sender")


@dataclass(frozen=True, slots=True)
class _Step:
    """Work on one card that waits for its turn, or is being done."""

    card: BundleCard
    what: str
    job: Job[Any]
    on_done: Callable[[Any], None]


class Inbox(Page):
    """A card for each file. One thing is done at a time, in the order in which it was asked for."""

    name = "inbox"
    place = "inbox"
    watches = frozenset({"contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.cards: list[BundleCard] = []
        self._steps: deque[_Step] = deque()
        self._running: _Step | None = None
        self._removed: list[tuple[int, BundleCard]] = []
        self._took_in = False
        self.setAcceptDrops(True)
        self.choose_button = button(
            translate("Choose bundles…"), self._choose, theme, icon_name="folder-open"
        )
        self.all_button = button("", self._take_all, theme, look="primary", icon_name="check")
        self.area = ScrollColumn(theme)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.space(4))
        hint = translate(
            "Drop more files anywhere here, files of lines (.jsonl) too. They stay where they are; nothing "
            "of them is kept unasked."
        )
        buttons = ButtonRow(theme, self.choose_button, self.all_button)
        for part in (heading(translate("Inbox")), plain_label(hint, "quiet"), buttons):
            self.area.rows.addWidget(part)
        self.area.rows.addLayout(self._column)
        self.area.rows.addStretch(1)
        self.body.addWidget(self.area)
        self._judge()

    def enter(self, **arguments: Any) -> None:
        """`files` are the paths of bundles to be looked at."""
        self.add_files(arguments.get("files", ()))
        self.refresh()
        if not self.cards:
            self._empty.setFocus()
        elif self._card_of(QApplication.focusWidget()) is None:
            self._go_to(self.cards[0])

    def refresh(self) -> None:
        """Look again at the bundles whose sender has become something else to us."""
        self.read(lambda services, _: services.contacts.list(), self._note_contacts)

    def add_files(self, paths: Iterable[Path]) -> None:
        """A card for each file, and a look at it; one that is here already is only gone to.

        Files of lines are taken in on a page of their own.
        """
        paths = [Path(each) for each in paths]
        if lines := [path for path in paths if path.suffix.lower() == SUFFIX]:
            # Once this page has been entered.
            QTimer.singleShot(0, self, lambda: self.context.navigate("line_import", files=tuple(lines)))
            paths = [path for path in paths if path not in lines]
        here = {card.path: card for card in self.cards}
        named = [here.get(path) or self._add(path) for path in dict.fromkeys(paths)]
        if named:
            self._judge()
            self._go_to(named[0])

    def undo(self) -> bool:
        """Bring back the card that was taken off last; False where there is none."""
        if not self._removed:
            return False
        place, card = self._removed.pop()
        self._insert(place, card)
        self._judge()
        self._go_to(card)
        return True

    def step_section(self, step: int) -> None:
        """To the next card or the one before."""
        if self.cards:
            present = self._card_of(QApplication.focusWidget())
            place = self.cards.index(present) + step if present is not None else 0
            self._go_to(self.cards[max(0, min(place, len(self.cards) - 1))])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files only."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Files that were dropped stay where they are."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.add_files(dropped_paths(event))

    def _choose(self) -> None:
        choose_files(self, translate("Choose bundles…"), self.add_files)

    def _add(self, path: Path) -> BundleCard:
        card = BundleCard(self.context.theme, path)
        card.taken.connect(partial(self._take, card))
        card.told.connect(partial(self._verify, card))
        card.again.connect(partial(self._look, card))
        card.removed.connect(partial(self._remove, card))
        card.receipted.connect(partial(self._ask_receipt, card))
        card.conflicts.connect(self._show_conflicts)
        card.contact_asked.connect(self._show_contact)
        self._insert(len(self.cards), card)
        self._look(card)
        return card

    def _insert(self, place: int, card: BundleCard) -> None:
        self.cards.insert(place, card)
        self._column.insertWidget(place, card)
        card.show()

    def _remove(self, card: BundleCard) -> None:
        place = self.cards.index(card)
        self.cards.remove(card)
        self._removed.append((place, card))
        self._judge()
        if self.cards:
            self._go_to(self.cards[min(place, len(self.cards) - 1)])
        else:
            self._empty.setFocus()
        self._column.removeWidget(card)
        card.hide()
        self.context.tell(translate("Taken off this page; Ctrl+Z brings it back."))

    def _look(self, card: BundleCard) -> None:
        self._queue(_Step(card, LOOKING, look_at(card.path), partial(self._looked, card)))

    def _looked(self, card: BundleCard, found: Found) -> None:
        if isinstance(found, Looked):
            card.show_looked(found)
            return
        if isinstance(found, PapersFound):
            card.show_papers(found)
            self.context.announce("contact")
            return
        card.show_receipt(found)
        self.context.announce("incident", "exchange")
        self.context.tell(translate("The receipt is taken in."))

    def _ask_receipt(self, card: BundleCard) -> None:
        name = f"{card.path.stem}.receipt"
        choose_new_file(
            self, translate("File for the receipt"), name, lambda target: self.write_receipt(card, target)
        )

    def write_receipt(self, card: BundleCard, target: Path) -> None:
        """Say to its sender, in a file, what of this bundle is held here."""
        taken = card.taken_in
        if taken is not None:
            job = write_receipt(card.path, target)
            self._queue(_Step(card, WRITING_RECEIPT, job, partial(card.show_taken_in, taken)))

    def _take_all(self) -> None:
        """Each sender's bundles in their order: what comes later builds on what came before."""
        ready = [card for card in self.cards if card.is_ready]
        self._go_to(ready[0])
        for card in sorted(ready, key=lambda card: card.sequence):
            self._take(card, None)

    def _take(self, card: BundleCard, reason: str | None) -> None:
        if card.looked is not None:
            job = take_in(card.path, card.looked.plan.identity, reason)
            self._queue(_Step(card, APPLYING, job, partial(self._taken, card)))

    def _taken(self, card: BundleCard, taken: TakenIn) -> None:
        card.show_taken_in(taken)
        self._took_in = True
        self.context.announce(*RECORD_KINDS, "contact", "exchange")
        self.context.tell(translate("The bundle is taken in."))

    def _verify(self, card: BundleCard, told: str) -> None:
        self._queue(_Step(card, ADDING, add_sender(card.path, told), partial(self._verified, card)))

    def _verified(self, card: BundleCard, _: ShownContact) -> None:
        self._look(card)
        self.context.announce("contact")
        self.context.tell(translate("The sender is verified."))

    def _note_contacts(self, contacts: ContactList) -> None:
        known = {each.fingerprint: each for each in contacts.items}
        for card in self.cards:
            looked = card.looked
            if looked is None or card.is_busy or card.is_done:
                continue
            if known.get(looked.plan.sender.fingerprint) != looked.sender:
                self._look(card)

    def _queue(self, step: _Step) -> None:
        step.card.show_busy(translate("Waiting for its turn…"))
        self._steps.append(step)
        self._judge()
        self._go_on()

    def _go_on(self) -> None:
        """The next step, if none is being done."""
        if self._running is None and self._steps:
            self._running = step = self._steps.popleft()
            step.card.show_busy(f"{translate(step.what)}…")
            self.work(
                step.what,
                step.job,
                lambda value: self._settle(lambda: step.on_done(value)),
                lambda: self._settle(self._stop),
                lambda error: self._settle(lambda: self._refuse(step.card, error)),
            )

    def _settle(self, then: Callable[[], None]) -> None:
        """A step has ended: show what came of it, go on with the next."""
        stopped, self._running = self._running, None
        then()
        if stopped is not None and stopped.card.is_busy and not self._is_planned(stopped.card):
            stopped.card.show_stopped()
        if not self._steps and self._took_in:
            self._look_again()
        self._judge()
        self._go_on()

    def _is_planned(self, card: BundleCard) -> bool:
        """Whether something is being done, or will be, with this card."""
        return any(step is not None and step.card is card for step in (self._running, *self._steps))

    def _stop(self) -> None:
        """Cancelled: nothing that waits is done either."""
        for step in self._steps:
            step.card.show_stopped()
        self._steps.clear()
        self.context.tell(translate("Cancelled; nothing half-done was kept."))

    def _refuse(self, card: BundleCard, error: Exception) -> None:
        if card.taken_in is not None:
            card.show_taken_in(card.taken_in)
            self.fail(error)
        elif isinstance(error, AppError):
            card.show_refused(error)
        else:
            self.fail(error)

    def _look_again(self) -> None:
        """What was taken in changes what the others would change."""
        self._took_in = False
        for card in self.cards:
            if card.is_ready:
                self._look(card)

    def _show_conflicts(self) -> None:
        self.context.navigate("incidents", only=(Narrowing.IN_CONFLICT,))

    def _show_contact(self, fingerprint: str) -> None:
        self.context.navigate("contact", fingerprint=fingerprint)

    def _judge(self) -> None:
        """What can be seen and pressed now."""
        ready = sum(card.is_ready for card in self.cards)
        self.all_button.setText(ready_in_words(ready))
        self.all_button.setAccessibleName(self.all_button.text())
        self.all_button.setVisible(ready > 1)
        if self.cards:
            self.show_empty(None)
        else:
            sentence = translate(
                "Here come the bundles that others made for you. Drop the files here, from a stick or from "
                "wherever they were saved: each is checked first, and nothing is kept until you say so. "
                "Files of lines (.jsonl) come here too."
            )
            self.show_empty(sentence, translate("Choose bundles…"), self._choose)

    def _card_of(self, widget: QWidget | None) -> BundleCard | None:
        if widget is None:
            return None
        return next((card for card in self.cards if card is widget or card.isAncestorOf(widget)), None)

    def _go_to(self, card: BundleCard) -> None:
        card.setFocus()
        # Once the card has its place and its size.
        QTimer.singleShot(0, card, lambda: self.area.ensureWidgetVisible(card))
