"""What the pages share that take something away from here: said before, passphrase again, told after."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout

from app.domain.revision import RECORD_KINDS
from app.domain.work import Watch
from app.gui.page import PageContext
from app.gui.pages.again import AskingAgain
from app.gui.pages.record_ending import FILE, Origin, origin_of
from app.gui.tasks import Job
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.services import Services
from app.services.shredding import CANNOT_PROMISE, REMAINS
from app.words import translate


class PartingPage(AskingAgain):
    """Enter with the `id` of a record, and its `kind`; put what is asked into `rows`, then `add_end`."""

    place = "incidents"

    def __init__(self, context: PageContext, title: str) -> None:
        super().__init__(context, title)
        self.record_id, self.kind, self.origin = "", "incident", Origin()
        self.done = ScrollColumn(context.theme)
        self._told = QVBoxLayout()
        self.done.rows.addLayout(self._told)
        self.back_button = button(translate("Back"), self._go_back, context.theme, look="primary")
        self.done.rows.addWidget(ButtonRow(context.theme, self.back_button))
        self.done.rows.addStretch(1)
        self.body.addWidget(self.done)
        self.done.hide()

    def enter(self, **arguments: Any) -> None:
        """`id` names the record, `kind` says of which kind it is, `incident` to which one a file belongs."""
        self.record_id = str(arguments.get("id", self.record_id))
        self.kind = str(arguments.get("kind", "incident"))
        self.origin = origin_of(self.kind, self.record_id, str(arguments.get("incident", self.origin.id)))
        self.place = self.origin.place
        self.done.hide()
        self.asking.show()
        self.error_bar.hide()
        self.refresh()

    @property
    def must_stay(self) -> bool:
        """What came of it is told here and nowhere else."""
        return super().must_stay or not self.done.isHidden()

    def add_end(
        self, words: str, begin: Callable[[], None], remains: Iterable[str] = REMAINS
    ) -> tuple[QLabel, ...]:
        """What remains, what nobody can promise, the passphrase, and the button that does it: `begin`.

        The labels that say what remains, in the order of their sentences.
        """
        theme = self.context.theme
        self.rows.addWidget(heading(translate("What remains here"), "lead"))
        told = tuple(plain_label(f"– {translate(sentence)}") for sentence in remains)
        for label in told:
            self.rows.addWidget(label)
        self.rows.addWidget(plain_label("▲ " + translate(CANNOT_PROMISE), "gap"))
        self.rows.addWidget(self.passphrase_field)
        self.do_button = button(words, begin, theme, look="danger")
        back = button(translate("Back"), self._go_back, theme, look="plain")
        self.rows.addWidget(ButtonRow(theme, self.do_button, back))
        self.rows.addStretch(1)
        return told

    def part(self, what: str, job: Job[Iterable[str]]) -> None:
        """Check the passphrase, then do it on the long lane; `job` answers what is to be told."""
        typed = self.typed_passphrase()
        if typed is None:
            return

        def checked(services: Services, watch: Watch) -> Iterable[str]:
            services.access.check_passphrase(typed)
            return job(services, watch)

        self.asking.setEnabled(False)
        self.work(what, checked, self._tell, self._stop, self._failed)

    def _failed(self, error: Exception) -> None:
        self._stop()
        self.refuse(error)

    def _stop(self) -> None:
        self.asking.setEnabled(True)

    def _tell(self, sentences: Iterable[str]) -> None:
        self._stop()
        self.forget()
        while (item := self._told.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        first, *others = sentences
        self._told.addWidget(heading(first))
        for sentence in others:
            self._told.addWidget(plain_label(sentence))
        self._told.addWidget(plain_label("▲ " + translate(CANNOT_PROMISE), "gap"))
        self.asking.hide()
        self.done.show()
        self.back_button.setFocus()
        if self.kind != FILE:
            self.context.ended.emit(self.kind, self.record_id)
        self.context.announce(*RECORD_KINDS, "exchange")

    def _go_back(self) -> None:
        self.context.navigate(self.origin.page, id=self.origin.id)
