"""Safekeeping: what there is against a lost disk and a forgotten passphrase, and what is still missing."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.text import make_visible
from app.domain.work import Watch
from app.gui.file_dialogs import choose_folder
from app.gui.loss_words import counts_in_words, problems_in_words
from app.gui.page import Page, PageContext
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import button, heading, plain_label
from app.gui.widgets.path_shown import breakable
from app.services import Services
from app.services.answers_loss import BackupMade, BackupStanding, DrillNoted, RecoveryStanding
from app.words import N_, translate, translate_plural

BACKING_UP = N_("Making a backup")


class Safekeeping(Page):
    """Dates first, then warnings, then what can be done about them."""

    name = "safekeeping"
    place = "settings"
    watches = frozenset({"backup", "recovery", "contact"})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        column = ScrollColumn(theme)
        self.last, self.outside = plain_label(""), plain_label("")
        self.words, self.shares, self.drilled = plain_label(""), plain_label(""), plain_label("")
        self.drill_due = plain_label(
            "● " + translate("A year has gone by: it is time to try a backup, or to skip it."), "gap"
        )
        self.backup_warnings, self.recovery_warnings = _Warnings(), _Warnings()
        self.out_button = button(
            translate("Back up to a folder…"),
            self._ask_folder,
            theme,
            look="primary",
            icon_name="folder-open",
        )
        self.beside_button = button(translate("Back up beside the vault"), lambda: self.back_up(None), theme)
        self.record_button = button(
            translate("Bring one record back…"), lambda: context.navigate("record_restoring"), theme
        )
        self.drill_button = button(translate("Try a backup…"), lambda: context.navigate("drill"), theme)
        self.skip_button = button(translate("Skip this year"), self._skip, theme)
        self.result, self.warning = plain_label(""), plain_label("", "gap")
        self.problems = plain_label("", "danger")
        for part in (
            heading(translate("Safekeeping")),
            heading(translate("Backups"), "lead"),
            self.last,
            self.outside,
            self.backup_warnings,
            ButtonRow(theme, self.out_button, self.beside_button),
            self._reading_all(),
            self.result,
            self.problems,
            self.warning,
            ButtonRow(theme, self.record_button),
            heading(translate("If the passphrase is forgotten"), "lead"),
            self.words,
            self.shares,
            self.recovery_warnings,
            *self._ways_in(),
            heading(translate("Once a year"), "lead"),
            self.drilled,
            self.drill_due,
            ButtonRow(theme, self.drill_button, self.skip_button),
            *self._when_in_doubt(),
        ):
            column.rows.addWidget(part)
        column.rows.addStretch(1)
        self.body.addWidget(column)
        self._show_result(None)
        self.drill_due.hide()
        self.skip_button.hide()

    def _reading_all(self) -> QWidget:
        told = translate(
            "By itself only what is new is read. This finds and mends what an old stick or disk has lost of "
            "earlier backups, in every byte: good once in a while, and it takes long."
        )
        self.read_all = QCheckBox(translate("Read all evidence that lies there again"))
        self.read_all.setAccessibleName(self.read_all.text())
        self.read_all.setAccessibleDescription(told)
        choice = QWidget()
        rows = QVBoxLayout(choice)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self.context.theme.space(1))
        rows.addWidget(self.read_all)
        rows.addWidget(plain_label(told, "small"))
        return choice

    def _ways_in(self) -> tuple[QWidget, ...]:
        theme = self.context.theme
        self.words_button = button(
            translate("Make recovery words…"), lambda: self.context.navigate("recovery_words"), theme
        )
        self.shares_button = button(
            translate("Make shares…"), lambda: self.context.navigate("recovery_shares"), theme
        )
        self.check_words_button = button(
            translate("Check words or shares…"), lambda: self.context.navigate("recovery_check"), theme
        )
        opening = button(
            translate("Open a share somebody gave me…"), lambda: self.context.navigate("share_opening"), theme
        )
        return (
            ButtonRow(theme, self.words_button, self.shares_button),
            ButtonRow(theme, self.check_words_button, opening),
        )

    def _when_in_doubt(self) -> tuple[QWidget, ...]:
        theme = self.context.theme
        self.check_button = button(
            translate("Check everything…"), lambda: self.context.navigate("checking"), theme
        )
        told = translate("Every hash, signature and file of the vault can be checked at any time.")
        return (
            heading(translate("When you doubt"), "lead"),
            plain_label(told),
            ButtonRow(theme, self.check_button),
        )

    def enter(self, **_: object) -> None:
        """Ask how things stand."""
        self.refresh()
        self.out_button.setFocus()

    def leave(self) -> bool:
        """What was told of a backup has been read; the next one reads what is new again."""
        if self.out_button.isEnabled():
            self._show_result(None)
            self.read_all.setChecked(False)
        return True

    def refresh(self) -> None:
        """Ask again."""

        def ask(services: Services, _watch: Watch) -> tuple[BackupStanding, RecoveryStanding]:
            return services.backups.standing(), services.recovery.standing()

        self.read(ask, lambda both: self._show(*both))

    def back_up(self, out: Path | None) -> None:
        """Make a backup in a folder, or beside the vault; by the box all evidence there is read again."""
        read_all = self.read_all.isChecked()
        self._show_result(None)
        self._set_busy(True)

        def failed(error: Exception) -> None:
            self._set_busy(False)
            self.fail(error)

        self.work(
            BACKING_UP,
            lambda services, watch: services.backups.make(out, watch, read_all=read_all),
            self._made,
            lambda: self._set_busy(False),
            failed,
        )

    def _show(self, backups: BackupStanding, recovery: RecoveryStanding) -> None:
        never = translate("never")
        self.last.setText(
            translate("Last verified backup: {day}").format(day=_day(backups.last_verified) or never)
        )
        self.outside.setText(
            translate("Outside the vault: {day}").format(day=_day(backups.last_outside) or never)
        )
        self.drilled.setText(translate("Last tried: {day}").format(day=_day(backups.last_drill) or never))
        self.words.setText(
            translate("Recovery words made: {day}").format(day=_day(recovery.words_made_at) or never)
        )
        self.shares.setText(_shares_words(recovery))
        self.backup_warnings.show_warnings(each.message for each in backups.warnings)
        unnamed = recovery.unnamed
        found = [each.message for each in recovery.warnings]
        if unnamed:
            found.append(
                translate_plural(
                    "{count} more way opens the vault of which nobody knows; new words end it.",
                    "{count} more ways open the vault of which nobody knows; new words end them.",
                    unnamed,
                ).format(count=unnamed)
            )
        self.recovery_warnings.show_warnings(found)
        again = translate("Make new recovery words…") if recovery.words_made_at else None
        self.words_button.setText(again or translate("Make recovery words…"))
        self.words_button.setAccessibleName(self.words_button.text())
        for part in (self.drill_due, self.skip_button):
            part.setVisible(backups.drill_due)

    def _ask_folder(self) -> None:
        choose_folder(self, translate("Folder for the backup"), self.back_up)

    def _made(self, made: BackupMade) -> None:
        self._set_busy(False)
        self._show_result(made)
        self.out_button.setFocus()
        self.context.announce("backup")

    def _show_result(self, made: BackupMade | None) -> None:
        for part in (self.result, self.warning):
            part.setVisible(made is not None)
        self.problems.setVisible(made is not None and bool(made.problems))
        if made is None:
            return
        done = translate("A backup was made and read again: {counts}.").format(counts=counts_in_words(made))
        self.result.setText(f"✓ {done}\n{breakable(made.path)}")
        self.problems.setText(problems_in_words(made.problems) if made.problems else "")
        self.warning.setText("▲ " + made.warning)

    def _set_busy(self, busy: bool) -> None:
        for each in (self.out_button, self.beside_button, self.read_all):
            each.setEnabled(not busy)

    def _skip(self) -> None:
        def skipped(_: DrillNoted) -> None:
            self.context.tell(translate("In a year it is offered again."))
            self.context.announce("backup")

        self.read(lambda services, _: services.backups.note_drill(), skipped)


class _Warnings(QWidget):
    """So many amber sentences, or none."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)

    def show_warnings(self, sentences: Iterable[str]) -> None:
        """In the place of those before."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for sentence in sentences:
            self._rows.addWidget(plain_label(f"▲ {sentence}", "gap"))
        self.setVisible(self._rows.count() > 0)


def _day(time: str | None) -> str:
    return date_in_words(time[:10]) if time else ""


def _shares_words(recovery: RecoveryStanding) -> str:
    if recovery.shares_made_at is None:
        return translate("Shares made: {day}").format(day=translate("never"))
    told = translate("Shares made: {day}; {need} of {count} open the vault.").format(
        day=_day(recovery.shares_made_at), need=recovery.shares_needed, count=recovery.shares_made
    )
    names = [make_visible(each.name or each.fingerprint[:8]) for each in recovery.holders]
    holders = translate("They lie with {names}.").format(names=", ".join(names))
    return f"{told} {holders}" if names else told
