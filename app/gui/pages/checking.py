"""Check everything: each hash, signature and link of the vault; what does not hold, and what then to do."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.errors import Caution
from app.domain.findings import DERIVED
from app.domain.revision import RECORD_KINDS
from app.domain.work import Watch
from app.gui.checking_words import KindOfProblem, kinds_of
from app.gui.loss_words import counts_in_words
from app.gui.page import Page, PageContext
from app.gui.reading_order import bring_into_sight
from app.gui.tasks import Job
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.path_shown import breakable
from app.services import Services
from app.services.answers import VaultReport
from app.words import N_, translate, translate_plural

CHECKING, MAKING_ANEW = N_("Checking everything"), N_("Making lists and search anew")


class Checking(Page):
    """What was found stands until the next check, with the time at which it was begun."""

    name = "checking"
    place = "settings"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.check_button = button(translate("Check everything"), self.check, theme, look="primary")
        self.back_button = button(
            translate("Back"), lambda: context.navigate("safekeeping"), theme, look="plain"
        )
        self.rebuild_button = button(translate("Make lists and search anew"), self._rebuild, theme)
        self.restore_button = button(
            translate("Lock and restore a backup…"), lambda: context.lock_then("restore"), theme
        )
        self.result, self.counts, self.when = (
            plain_label("", "lead"),
            plain_label(""),
            plain_label("", "quiet"),
        )
        self.copy = plain_label("")
        found = QWidget()
        self._found = QVBoxLayout(found)
        self._found.setContentsMargins(0, 0, 0, 0)
        self._found.setSpacing(theme.space(4))
        told = translate(
            "The whole vault is read: every page of its file, every revision and its signature, every file "
            "of evidence. Nothing is changed by it. In a large vault it takes long; meanwhile you can go on."
        )
        column = ScrollColumn(theme)
        for part in (
            heading(translate("Check everything")),
            plain_label(told),
            ButtonRow(theme, self.check_button, self.back_button),
            self.result,
            self.counts,
            self.when,
            found,
            ButtonRow(theme, self.rebuild_button),
            self.copy,
            ButtonRow(theme, self.restore_button),
        ):
            column.rows.addWidget(part)
        column.rows.addStretch(1)
        self.body.addWidget(column)
        self._show(None)

    def enter(self, **_: Any) -> None:
        """The cursor stands on the button that begins."""
        self.check_button.setFocus()

    def check(self) -> None:
        """Read everything, on the long lane."""
        self._work(CHECKING, lambda services, watch: services.access.verify(watch))

    def _rebuild(self) -> None:
        """Make what is derived again, and see whether that was all."""

        def job(services: Services, watch: Watch) -> VaultReport:
            services.access.rebuild(watch)
            return services.access.verify(watch)

        self._work(MAKING_ANEW, job)

    def _work(self, what: str, job: Job[VaultReport]) -> None:
        begun = self.context.clock.now().astimezone()
        self._show(None)
        self._set_busy(True)

        def settle() -> None:
            self._set_busy(False)
            if what == MAKING_ANEW:
                self.context.announce(*RECORD_KINDS)

        def done(report: VaultReport) -> None:
            settle()
            self._show(report, begun)
            (self.check_button if report.ok else self._next_step(report)).setFocus()
            QTimer.singleShot(0, self.result, lambda: bring_into_sight(self.result))

        def cancelled() -> None:
            settle()
            self.context.tell(
                translate("Cancelled before everything was checked.")
                if what == CHECKING
                else translate("Cancelled: lists and search may lack something until they are made anew.")
            )

        def failed(error: Exception) -> None:
            settle()
            self.fail(error)

        self.work(what, job, done, cancelled, failed)

    def _next_step(self, report: VaultReport) -> QWidget:
        return self.rebuild_button if _codes(report) == {DERIVED} else self.restore_button

    def _show(self, report: VaultReport | None, begun: datetime | None = None) -> None:
        while (item := self._found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for part in (self.result, self.counts, self.when):
            part.setVisible(report is not None)
        codes = _codes(report)
        self.copy.setVisible(bool(codes - {DERIVED}))
        self.restore_button.setVisible(bool(codes - {DERIVED}))
        self.rebuild_button.setVisible(codes == {DERIVED})
        if report is None or begun is None:
            return
        count = len(report.problems)
        self.result.setText(
            "✓ " + translate("Everything holds.")
            if report.ok
            else "✗ "
            + translate_plural("{count} thing does not hold.", "{count} things do not hold.", count).format(
                count=count
            )
        )
        self.counts.setText(counts_in_words(report))
        day = date_in_words(f"{begun:%Y-%m-%d}")
        self.when.setText(translate("Checked on {day} at {time}").format(day=day, time=f"{begun:%H:%M}"))
        for kind in kinds_of(report.problems):
            self._found.addWidget(_Kind(self.context, kind))
        for code in report.warnings:
            caution = Caution(code)
            self._found.addWidget(plain_label(f"▲ {caution.sentence} {caution.advice}", "gap"))
        self.copy.setText(
            translate("The newest backup beside the vault: {path}").format(path=breakable(report.restorable))
            if report.restorable
            else translate("No backup lies beside the vault; look for one on a stick.")
        )

    def _set_busy(self, busy: bool) -> None:
        for each in (self.check_button, self.rebuild_button, self.restore_button):
            each.setEnabled(not busy)


class _Kind(QWidget):
    """One kind of problem: what, which, what to do; the code small, for whoever helps."""

    def __init__(self, context: PageContext, kind: KindOfProblem) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(context.theme.space(1))
        rows.addWidget(plain_label(f"✗ {kind.sentence}", "danger"))
        rows.addWidget(plain_label(kind.advice))
        rows.addWidget(plain_label(f"{kind.named} · {kind.code}", "small", selectable=True))


def _codes(report: VaultReport | None) -> frozenset[str]:
    return frozenset(each.code for each in report.problems) if report is not None else frozenset()
