"""The end of one's own key: what happens is said first, a word typed on purpose, then a file to hand over."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.gui.file_dialogs import choose_new_file
from app.gui.page import Page
from app.gui.reading_order import bring_into_sight
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.gui.widgets.typing import TextLine
from app.services import Services
from app.services.answers_contacts import KeyEnded, OwnKeyEnded
from app.services.own_key_words import ended_words, opening_words
from app.words import N_, translate

REVOCATION_NAME = "key.revocation"
_HAPPENING = (
    N_(
        "Whoever gets the revocation sees that this key is revoked, and why. What was signed with it and "
        "reaches them later is not taken in unasked and stays marked, even if it is truly yours."
    ),
    N_(
        "It is saved to a file next, to be handed over. It travels in your bundles too, but who gets neither "
        "goes on trusting this key."
    ),
    N_("You get a new key at once, which nobody follows: every contact compares your new fingerprint again."),
    N_("Bundles for the old key still open here for 90 days; whoever else has that key opens them too."),
    N_("It cannot be taken back."),
)


class RevokingOwn(QWidget):
    """Stands on the page of one's own card, and shows which own keys were revoked before."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._theme = page, page.context.theme
        self._fingerprint = ""
        self._in_sight: QWidget | None = None
        self.save_buttons: list[QPushButton] = []
        self.done = plain_label("")
        self.done.hide()
        self.ask_button = button(translate("Revoke my key…"), lambda: self._ask(asked=True), self._theme)
        self.reason, self.word = TextLine(), TextLine()
        self.word.changed.connect(self._judge)
        self._reason_field = Field(
            translate("Why is your key not to be trusted any more?"),
            self.reason,
            self._theme,
            hint=translate("Everybody who gets the revocation reads this."),
        )
        self.reason.changed.connect(lambda: self._reason_field.show_gap(""))
        self.sure_button = button(translate("Revoke my key now"), self._revoke, self._theme, look="danger")
        self._question, self._ended = QWidget(), QVBoxLayout()
        rows = self._column(self)
        rows.addWidget(heading(translate("If somebody else may have my key"), "lead"))
        rows.addWidget(self.done)
        rows.addLayout(self._ended)
        rows.addWidget(ButtonRow(self._theme, self.ask_button))
        rows.addWidget(self._question)
        self._fill_question()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """What was asked or done just now stays in sight, once it has its place."""
        super().resizeEvent(event)
        if self._in_sight is not None:
            QTimer.singleShot(0, self, self._bring)

    def begin(self) -> None:
        """Nothing is asked yet, and nothing was done just now."""
        self.done.hide()
        self._ask(asked=False)

    def show_keys(self, present: str, ended: tuple[OwnKeyEnded, ...]) -> None:
        """The key that would be revoked, and those that were: each revocation can be saved again."""
        self._fingerprint = present
        while (item := self._ended.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.save_buttons = []
        for number, key in enumerate(ended):
            save = button(
                translate("Save the revocation to a file…"),
                partial(self._choose, key.fingerprint),
                self._theme,
                look="primary" if number == 0 and not self.done.isHidden() else "",
                icon_name="download",
            )
            self.save_buttons.append(save)
            self._ended.addWidget(plain_label(ended_words(key)))
            self._ended.addWidget(plain_label(opening_words(key), "small"))
            self._ended.addWidget(ButtonRow(self._theme, save))
        if ended and not self.done.isHidden():
            self.save_buttons[0].setFocus()

    def save(self, fingerprint: str, target: Path) -> None:
        """Write the revocation of a key of ours that has ended into a file."""
        self._page.read(lambda services, _: services.keys.revoke(fingerprint, "", target), self._saved)

    def _fill_question(self) -> None:
        rows = self._column(self._question)
        for sentence in _HAPPENING:
            rows.addWidget(plain_label("• " + translate(sentence)))
        rows.addWidget(self._reason_field)
        rows.addWidget(Field(translate("Type “{word}”").format(word=confirmation()), self.word, self._theme))
        keep = button(translate("Cancel"), lambda: self._ask(asked=False), self._theme)
        rows.addWidget(ButtonRow(self._theme, self.sure_button, keep))
        self._ask(asked=False)

    def _column(self, owner: QWidget) -> QVBoxLayout:
        rows = QVBoxLayout(owner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self._theme.space(2))
        return rows

    def _ask(self, *, asked: bool) -> None:
        was_asked = not self._question.isHidden()
        self._question.setVisible(asked)
        self.ask_button.setVisible(not asked)
        self.word.set_value("")
        self._judge()
        self._in_sight = self._question if asked else None
        if asked:
            self.reason.setFocus()
        elif was_asked and self.isVisible():
            self.ask_button.setFocus()

    def _bring(self) -> None:
        if self._in_sight is not None:
            bring_into_sight(self._in_sight)

    def _judge(self) -> None:
        typed = (self.word.value() or "").strip().casefold()
        self.sure_button.setEnabled(typed == confirmation().casefold())

    def _revoke(self) -> None:
        reason, fingerprint = (self.reason.value() or "").strip(), self._fingerprint
        if not reason:
            self._reason_field.show_gap(translate("Say why; your colleagues will ask."))
            self.reason.setFocus()
            return
        self.sure_button.setEnabled(False)

        def job(services: Services, _watch: object) -> KeyEnded:
            return services.keys.revoke(fingerprint, reason)

        self._page.read(job, self._revoked, self._failed)

    def _revoked(self, ended: KeyEnded) -> None:
        self._page.error_bar.hide()
        self.reason.set_value("")
        self._ask(asked=False)
        done = translate("Your old key is revoked. Save the revocation now, then your new card above.")
        self.done.setText(f"✓ {done}\n{ended.warning}")
        self.done.show()
        self._in_sight = self
        self._page.context.announce("contact")
        self._page.refresh()

    def _failed(self, error: Exception) -> None:
        self._judge()
        self._page.fail(error)

    def _choose(self, fingerprint: str) -> None:
        title = translate("Save the revocation to a file…")
        choose_new_file(self, title, REVOCATION_NAME, lambda target: self.save(fingerprint, target))

    def _saved(self, _: KeyEnded) -> None:
        self._page.error_bar.hide()
        self._page.context.tell(translate("The revocation is saved. Hand it to everybody who knows the key."))


def confirmation() -> str:
    """The word that nobody types by mistake."""
    return translate("revoke")
