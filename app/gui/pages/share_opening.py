"""A share that somebody sealed to us: opened for its owner, who has come or called to have it back."""

from pathlib import Path

from app.domain.text import make_visible
from app.gui.file_dialogs import choose_files, choose_new_file
from app.gui.page import PageContext
from app.gui.pages.again import AskingAgain
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, plain_label
from app.gui.widgets.path_shown import PathShown, breakable
from app.services.answers_loss import ShareOpened
from app.words import N_, translate

OPENING = N_("Opening the share")
_PROPOSED_NAME = "words.txt"


class ShareOpening(AskingAgain):
    """Its words go into a plain file, as they do onto paper; never onto the screen."""

    name = "share_opening"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, translate("A share that somebody gave you"))
        theme = context.theme
        self._file: Path | None = None
        self.file_label = plain_label(translate("No file chosen yet"), "quiet")
        self._file_gap = plain_label("", "gap")
        self._file_gap.hide()
        self.file_button = button(
            translate("Choose the file…"), self._ask_file, theme, icon_name="folder-open"
        )
        self.open_button = button(translate("Write its words to a file…"), self._open, theme, look="primary")
        self.passphrase.entered.connect(self._open)
        self.result = PathShown(theme)
        self.result.again.connect(self._begin_again)
        self.claim, self.warning = plain_label(""), plain_label("", "gap")
        told = translate(
            "Open it only when its owner asks you in person or by a voice you know. Hand the words over in "
            "person, then destroy the file."
        )
        for part in (
            plain_label(told),
            self.file_label,
            self._file_gap,
            ButtonRow(theme, self.file_button),
            self.passphrase_field,
            self.buttons(self.open_button),
            self.result,
            self.claim,
            self.warning,
        ):
            self.rows.addWidget(part)
        self.rows.addStretch(1)
        self._begin_again()

    def enter(self, **_: object) -> None:
        """The cursor stands on the button that asks for the file."""
        self.file_button.setFocus()

    def take_file(self, file: Path) -> None:
        """Take this file for the share."""
        self._file = file
        self.file_label.setText(breakable(str(file)))
        self._file_gap.hide()

    def write_to(self, target: Path) -> None:
        """Open it, and write its words there."""
        source, typed = self._file, self.passphrase.value()
        if source is None:
            return
        self.open_button.setEnabled(False)

        def failed(error: Exception) -> None:
            self.open_button.setEnabled(True)
            self.refuse(error)

        self.work(
            OPENING,
            lambda services, _: services.recovery.open_share_file(source, target, typed),
            self._opened,
            lambda: self.open_button.setEnabled(True),
            failed,
        )

    def _ask_file(self) -> None:
        choose_files(self, translate("Choose the file…"), lambda files: self.take_file(files[0]))

    def _open(self) -> None:
        if self._file is None:
            self._file_gap.setText("● " + translate("Choose the file of the share first."))
            self._file_gap.show()
            self.file_button.setFocus()
        elif self.typed_passphrase() is not None and self.open_button.isEnabled():
            choose_new_file(self, translate("File for the words"), _PROPOSED_NAME, self.write_to)

    def _opened(self, share: ShareOpened) -> None:
        self.open_button.setEnabled(True)
        self.forget()
        self.result.show_path(translate("The words of the share are written."), share.path)
        whose = make_visible(share.owner_name) if share.owner_name else translate("nobody you know")
        claim = translate("It says of itself: share {number} of {count}, {need} are needed, made by {owner}.")
        self.claim.setText(claim.format(number=share.number, count=share.count, need=share.need, owner=whose))
        self.warning.setText("▲ " + share.warning)
        for part in (self.claim, self.warning):
            part.show()

    def _begin_again(self) -> None:
        for part in (self.result, self.claim, self.warning):
            part.hide()
