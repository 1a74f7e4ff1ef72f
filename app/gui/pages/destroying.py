"""The end of a vault: its passphrase once more, a word typed on purpose, and one honest sentence.

It is done where no vault is open: from the settings the window locks first.
"""

from collections.abc import Callable
from pathlib import Path

from app.domain.work import Watch
from app.gui.page import Column, Page, PageContext
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.path_shown import breakable
from app.gui.widgets.typing import TextLine
from app.gui.widgets.vault_passphrase import VaultPassphrase
from app.places import is_ending
from app.services.answers_receipts import VaultDestroyed
from app.services.destruction import CANNOT_PROMISE, destroy_vault
from app.words import N_, translate, translate_plural

DESTROYING = N_("Destroying the vault")


class Destroying(Page):
    """Asks, destroys, says what cannot be promised, and goes to the first page."""

    name = "destroying"
    column = Column.BARE

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self._wanted = context.folder
        self._where = plain_label("", "small")
        self.secret = VaultPassphrase(theme, translate("Passphrase"), self._judge)
        self.word = TextLine()
        self.word.changed.connect(self._judge)
        asked = translate("Type “{word}”").format(word=confirmation())
        self.destroy_button = button(translate("Destroy the vault"), self._destroy, theme, look="danger")
        self.told = plain_label("")
        self.first_button = button(
            translate("To the first page"), lambda: context.navigate("first_run"), theme, look="primary"
        )
        self._faces = tuple(ScrollColumn(theme, centred=True) for _ in range(3))
        self._asking, self._ending, self._done = self._faces
        self._where_ending = plain_label("", "small")
        back = button(translate("Back"), self._go_back, theme, look="plain")
        for part in (
            heading(translate("Destroy the vault")),
            self._where,
            plain_label(
                translate(
                    "Its keys are overwritten and everything in it is removed, with the copies beside it. "
                    "No passphrase and no recovery words open it again."
                )
            ),
            plain_label("▲ " + translate(CANNOT_PROMISE), "gap"),
            self.secret,
            Field(asked, self.word, theme),
            ButtonRow(theme, self.destroy_button, back),
        ):
            self._asking.rows.addWidget(part)
        self._fill_ending()
        self._done.rows.addWidget(heading(translate("The vault is destroyed")))
        self._done.rows.addWidget(self.told)
        self._done.rows.addWidget(ButtonRow(theme, self.first_button))
        for face in self._faces:
            face.rows.addStretch(1)
            self.body.addWidget(face)
        self._turn_to(self._asking)
        self._judge()

    def enter(self, **arguments: object) -> None:
        """`folder` is where the vault lies."""
        folder = arguments.get("folder")
        self._wanted = folder if isinstance(folder, Path) else self.context.folder
        where = translate("The vault in {folder}").format(folder=breakable(str(self._wanted)))
        for label in (self._where, self._where_ending):
            label.setText(where)
        self.secret.expect(None)
        self._turn_to(None)
        wanted = self._wanted
        # On a lane: a drive may take its time to answer.
        self.context.lanes.short.run_without_vault(
            lambda _: is_ending(wanted),
            owner=self,
            on_done=lambda ending: self._judge_folder(ending=ending),
            on_failed=self.fail,
        )

    def leave(self) -> bool:
        """No secret stays on a page that nobody sees."""
        self.seal()
        return True

    @property
    def must_stay(self) -> bool:
        """What came of it is told here and nowhere else."""
        return super().must_stay or not self._done.isHidden()

    def seal(self) -> None:
        """The same before the pages are made anew."""
        self.secret.clear()
        self.word.set_value("")
        self._judge()

    def _fill_ending(self) -> None:
        """Nothing is asked: the passphrase was given when it was begun, and there is none any more."""
        theme = self.context.theme
        self.finish_button = button(translate("Finish destroying it"), self._finish, theme, look="danger")
        self.later_button = button(translate("Not now"), self._go_back, theme, look="plain")
        for part in (
            heading(translate("Destroying was begun and not finished")),
            self._where_ending,
            plain_label(
                translate(
                    "Its passphrase was given when that began. It opens no more, and no passphrase is needed "
                    "to finish. Until then parts of it may still be read from this disk."
                )
            ),
            plain_label("▲ " + translate(CANNOT_PROMISE), "gap"),
            ButtonRow(theme, self.finish_button, self.later_button),
        ):
            self._ending.rows.addWidget(part)

    def _judge_folder(self, *, ending: bool) -> None:
        self._turn_to(self._ending if ending else self._asking)
        (self.later_button if ending else self.secret).setFocus()

    def _turn_to(self, shown: ScrollColumn | None) -> None:
        for face in self._faces:
            face.setVisible(face is shown)

    def _judge(self) -> None:
        typed = (self.word.value() or "").strip().casefold()
        self.destroy_button.setEnabled(typed == confirmation().casefold() and not self.secret.is_waiting)

    def _destroy(self) -> None:
        given, folder = self.secret.value(), self._wanted
        if given is None:
            return

        def job(_watch: Watch) -> VaultDestroyed:
            return destroy_vault(folder, given.read_passphrase())

        self._run(job)

    def _finish(self) -> None:
        folder = self._wanted
        # Where the keys came back meanwhile this is refused: nothing opens by no passphrase.
        self._run(lambda _watch: destroy_vault(folder, ""))

    def _run(self, job: Callable[[Watch], VaultDestroyed]) -> None:
        self.error_bar.hide()
        for face in self._faces:
            face.setEnabled(False)
        # It cannot be stopped half-way: a vault without its keys is none.
        self.work_bar.begin(DESTROYING, None)
        self.context.lanes.short.run_without_vault(
            job, owner=self, on_done=self._destroyed, on_failed=self._failed
        )

    def _destroyed(self, done: VaultDestroyed) -> None:
        self._rest()
        self.seal()
        left = translate_plural(
            "{count} file that no vault makes is left in the folder.",
            "{count} files that no vault makes are left in the folder.",
            done.left,
        ).format(count=done.left)
        self.told.setText("\n".join(["▲ " + done.warning, *([left] if done.left else [])]))
        self._turn_to(self._done)
        self.first_button.setFocus()

    def _failed(self, error: Exception) -> None:
        self._rest()
        if self.secret.refuses(error):
            self._turn_to(self._asking)
        else:
            self.fail(error)

    def _rest(self) -> None:
        self.work_bar.finish()
        for face in self._faces:
            face.setEnabled(True)

    def _go_back(self) -> None:
        self.context.navigate("unlock", folder=self._wanted)


def confirmation() -> str:
    """The word that nobody types by mistake."""
    return translate("destroy")
