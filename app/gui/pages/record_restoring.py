"""One record out of a backup: which backup, what opens it, which record; what it lacks here comes back."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.errors import AppError
from app.domain.work import Watch
from app.gui.loss_words import compared_in_words, restored_in_words
from app.gui.page import Page, PageContext
from app.gui.reading_order import bring_into_sight
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, heading, plain_label, set_box_look
from app.gui.widgets.folder_line import BACKUP_NEEDED, FolderLine
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.records import RecordList
from app.gui.widgets.secret_box import PASSPHRASE, SECRET_NEEDED, SecretBox
from app.gui.widgets.typing import SearchLine
from app.services import Services, answers
from app.services.answers_loss import RecordCompared, RecordRestored
from app.words import N_, translate

if TYPE_CHECKING:
    from app.services.backup_records import OpenedBackup

OPENING, RESTORING = N_("Opening the backup"), N_("Bringing the record back")
_ROWS_PIXELS = 230
_KINDS = (
    ("incident", N_("Incidents")),
    ("person", N_("People")),
    ("organisation", N_("Organisations")),
    ("proceeding", N_("Proceedings")),
    ("evidence", N_("Evidence")),
)


class RecordRestoring(Page):
    """Asks first, then shows what the backup holds; leaving or locking forgets what opened it."""

    name = "record_restoring"
    place = "settings"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._backup: OpenedBackup | None = None
        self._chosen = ""
        self._allow_memory = False
        self.asking, self.choosing = self._asking_face(), self._choosing_face()
        self.body.addWidget(self.asking)
        self.body.addWidget(self.choosing)
        self.choosing.hide()

    def enter(self, **_: object) -> None:
        """The newest backup beside the vault is offered; what was deleted meanwhile is asked anew."""
        folder = self.context.folder

        def newest(_services: Services, _watch: Watch) -> str | None:
            from app.services.backups import newest_backup

            return newest_backup(folder)

        self.read(newest, self._offer)
        self.secret.setFocus()

    def leave(self) -> bool:
        """Neither a secret nor an opened backup stays on a page that nobody sees."""
        self.forget()
        return True

    def seal(self) -> None:
        """The same before a lock: nothing of it is a draft."""
        self.forget()

    def search(self) -> None:
        """The search line, once there is something to search."""
        if self.choosing.isVisible():
            self.line.setFocus()
            self.line.selectAll()

    def forget(self) -> None:
        """Drop what was typed, the keys of the backup, and what was shown of it."""
        self.secret.clear()
        self._backup, self._allow_memory = None, False
        self._choose("")
        self.list.reload(_nothing)
        self.line.clear()
        self.choosing.hide()
        self.asking.show()

    def _asking_face(self) -> ScrollColumn:
        theme = self.context.theme
        self.source = FolderLine(theme, translate("Folder with the backup"))
        self.secret = SecretBox(theme, takes_passphrase=True)
        # The vault is open: whoever sits here has its passphrase at hand.
        self.secret.kind.set_value(PASSPHRASE)
        self.secret.clear()
        self.secret.entered.connect(self._open)
        self.open_button = button(translate("Show what is in it"), self._open, theme, look="primary")
        back = button(translate("Back"), lambda: self.context.navigate("safekeeping"), theme, look="plain")
        told = translate(
            "Where a record or its files are damaged here, or lost, a backup of this vault may hold them. "
            "The backup itself stays as it is."
        )
        column = ScrollColumn(theme)
        for part in (
            heading(translate("Bring one record back")),
            plain_label(told),
            self.source,
            self.secret,
            ButtonRow(theme, self.open_button, back),
        ):
            column.rows.addWidget(part)
        column.rows.addStretch(1)
        return column

    def _choosing_face(self) -> ScrollColumn:
        theme = self.context.theme
        self.named, self.where = plain_label(""), plain_label("", "small")
        self.kind = Choice([(code, translate(words)) for code, words in _KINDS], none="")
        self.kind.changed.connect(self._ask)
        self.line = SearchLine(theme, translate("Search the backup"))
        self.line.textChanged.connect(lambda _: self._ask())
        self.list = RecordList(self.context, _nothing, translate("Records in the backup"))
        self.list.setFixedHeight(theme.pixels(_ROWS_PIXELS))
        set_box_look(self.list, theme)
        self.list.chosen.connect(self._choose)
        self.list.counted.connect(self._count)
        self.list.failed.connect(self.fail)
        self.nothing = plain_label(translate("Nothing matches."), "small")
        self.standing, self.result = plain_label(""), plain_label("")
        self.warning = plain_label("", "gap")
        self.restore_button = button(translate("Bring it back"), self._restore, theme, look="primary")
        self.show_button = button(translate("Show the record"), self._show_record, theme)
        another = button(translate("Another backup"), self._begin_again, theme, look="plain")
        self.outcome = QWidget()
        rows = QVBoxLayout(self.outcome)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.space(3))
        for label in (self.standing, self.result, self.warning):
            rows.addWidget(label)
        column = ScrollColumn(theme)
        for part in (
            heading(translate("Bring one record back")),
            self.named,
            self.where,
            Field(translate("What to look for"), self.kind, theme),
            self.line,
            self.list,
            self.nothing,
            self.outcome,
            ButtonRow(theme, self.restore_button, self.show_button, another),
        ):
            column.rows.addWidget(part)
        column.rows.addStretch(1)
        return column

    def _offer(self, folder: str | None) -> None:
        if folder is not None and self.source.value() is None:
            self.source.set_value(Path(folder))

    def _open(self) -> None:
        if not self.open_button.isEnabled():
            return
        # From below, so that the cursor goes to the first that is missing.
        given = self.secret.required(translate(SECRET_NEEDED))
        source = self.source.required(translate(BACKUP_NEEDED))
        if source is None or given is None:
            return
        allow_memory = self._allow_memory

        def job(services: Services, watch: Watch) -> "OpenedBackup":
            return services.backups.records.open(source, given.read(), watch, allow_memory=allow_memory)

        self.open_button.setEnabled(False)
        self.work(OPENING, job, self._opened, lambda: self.open_button.setEnabled(True), self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.open_button.setEnabled(True)
        if self.secret.refuses(error):
            return
        if isinstance(error, AppError) and error.code == "vault.memory":
            self.error_bar.show_error(error, translate("Try all the same"), self._open_all_the_same)
        else:
            self.fail(error)

    def _open_all_the_same(self) -> None:
        self._allow_memory = True
        self._open()

    def _opened(self, backup: "OpenedBackup") -> None:
        self.open_button.setEnabled(True)
        if self.secret.value() is None:
            # Left or locked meanwhile: nobody asks any more, and nothing is kept.
            return
        self._backup = backup
        self.secret.clear()
        day = date_in_words(str(backup.day)) if backup.day else "—"
        self.named.setText(translate("The backup of {day} is open.").format(day=day))
        self.where.setText(breakable(str(backup.folder)))
        self.asking.hide()
        self.choosing.show()
        self._choose("")
        self._ask()
        self.line.setFocus()

    def _ask(self) -> None:
        if self._backup is not None:
            kind, words = self.kind.value() or "", self.line.text().strip()
            self.list.reload(partial(_page, self._backup, kind, words))

    def _count(self, count: int) -> None:
        self.nothing.setVisible(count == 0)

    def _choose(self, record: str) -> None:
        """Say how it stands here, and only then offer to bring it back."""
        self._chosen = record
        for part in (self.outcome, self.restore_button, self.show_button):
            part.hide()
        backup = self._backup
        if record and backup is not None:
            self.read(lambda services, _: services.backups.records.compare(backup, record), self._compared)

    def _compared(self, compared: RecordCompared) -> None:
        if compared.id != self._chosen:
            return
        self._tell(compared_in_words(compared))
        self.restore_button.show()
        self.show_button.setVisible(compared.here and not compared.deleted)

    def _restore(self) -> None:
        backup, record = self._backup, self._chosen
        if backup is None or not record or not self.restore_button.isEnabled():
            return
        self._set_busy(True)

        def failed(error: Exception) -> None:
            self._set_busy(False)
            self.fail(error)

        self.work(
            RESTORING,
            lambda services, watch: services.backups.records.restore(backup, record, watch),
            self._restored,
            lambda: self._set_busy(False),
            failed,
        )

    def _restored(self, done: RecordRestored) -> None:
        self._set_busy(False)
        if done.revisions or done.evidence:
            self.context.announce(*(code for code, _ in _KINDS))
        if done.id != self._chosen:
            return
        self._tell("", "✓ " + restored_in_words(done), "▲ " + done.warning)
        self.restore_button.hide()
        self.show_button.show()
        self.show_button.setFocus()

    def _show_record(self) -> None:
        chosen = self._chosen

        def show(kind: str) -> None:
            self.context.navigate(kind, **({} if kind == "evidence" else {"id": chosen}))

        self.read(lambda services, _: services.recording.show(chosen).kind, show)

    def _tell(self, standing: str, result: str = "", warning: str = "") -> None:
        for label, words in ((self.standing, standing), (self.result, result), (self.warning, warning)):
            label.setText(words)
            label.setVisible(bool(words))
        self.outcome.show()
        # Once it has its place and its size.
        QTimer.singleShot(0, self.outcome, lambda: bring_into_sight(self.outcome))

    def _begin_again(self) -> None:
        self.forget()
        self.source.setFocus()

    def _set_busy(self, busy: bool) -> None:
        for part in (self.list, self.line, self.kind, self.restore_button, self.show_button):
            part.setEnabled(not busy)


def _page(
    backup: "OpenedBackup", kind: str, words: str, services: Services, limit: int, offset: int
) -> answers.RecordList:
    return services.backups.records.page(backup, kind, words, limit, offset)


def _nothing(_services: Services, _limit: int, _offset: int) -> answers.RecordList:
    return answers.RecordList(total=0, items=())
