"""Quick entry under seal mode: the sign, the other words on its button, the question, the sealing."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from app.domain.errors import AppError
from app.domain.revision import RECORD_KINDS
from app.gui.page import Page
from app.gui.widgets.seal_sign import SealSign, for_whom
from app.services.answers_receipts import RecordSealed
from app.services.answers_sealing import SealModeShown
from app.words import N_, translate

SEALING = N_("Sealing the incident")
_KEYS = N_("Ctrl+S saves. What you type is kept by itself.")
_KEYS_SEALING = N_("Ctrl+S only keeps the draft. Ctrl+Enter finishes and seals.")


class QuickSealing(SealSign):
    """Stands above the button that finishes an entry of `page`, and says in `keys` what the keys do.

    Of the mode nothing shows while it is off.
    """

    def __init__(self, page: Page, finish: QPushButton, keys: QLabel) -> None:
        super().__init__(page.context.theme)
        self._page = page
        self._finish = finish
        self._keys = keys
        self._plain_words = finish.text()
        self._mode: SealModeShown | None = None
        self._keys.setText(translate(_KEYS))

    @property
    def is_on(self) -> bool:
        """Whether what is finished now is sealed."""
        return self._mode is not None and self._mode.seals_new

    def refresh(self) -> None:
        """Ask how the mode stands."""
        self._page.read(lambda services, _: services.seal_mode.shown(), self._show)

    def confirm(self, go_on: Callable[[], None]) -> None:
        """Say what cannot be undone, the first time; then `go_on`."""
        if self._mode is None or self._mode.confirmed:
            go_on()
            return
        box = QMessageBox(self._page)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(translate("Nobody can read this incident on this computer again, not even you."))
        box.setInformativeText(
            translate(
                "It goes to {names} alone. A reference stays here, and the sealed bundle until you hand it "
                "out. This is asked only once."
            ).format(names=for_whom(self._mode.recipients) or translate("those chosen for seal mode"))
        )
        sealing = box.addButton(translate("Save and seal"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(translate("Cancel"), QMessageBox.ButtonRole.RejectRole))
        sealing.clicked.connect(lambda: self._confirmed(go_on))
        box.open()

    def seal(self, identifier: str, then: Callable[[], None]) -> None:
        """Seal an incident that has just been saved; `then`, or say that it was not and lead to it."""

        def done(_: RecordSealed) -> None:
            self._tell(translate("Sealed: it cannot be read here any more."))
            then()

        def failed(error: Exception) -> None:
            self._tell(translate("Saved, but not sealed."))
            if isinstance(error, AppError):
                self._page.error_bar.show_error(error, translate("Show the incident"), show)
            else:
                self._page.fail(error)

        def show() -> None:
            self._page.context.navigate("incident", id=identifier)

        def cancelled() -> None:
            self._tell(translate("Saved, but not sealed."))
            show()

        self._page.work(
            SEALING,
            lambda services, watch: services.sealing.seal_new(identifier, watch),
            done,
            cancelled,
            failed,
        )

    def _tell(self, sentence: str) -> None:
        self._page.context.announce(*RECORD_KINDS, "exchange")
        self._page.context.tell(sentence)

    def _confirmed(self, go_on: Callable[[], None]) -> None:
        if self._mode is not None:
            self._mode = self._mode.model_copy(update={"confirmed": True})
        self._page.read(lambda services, _: services.seal_mode.confirm(), lambda _: None)
        go_on()

    def _show(self, mode: SealModeShown) -> None:
        self._mode = mode
        words = translate("Save and seal") if mode.seals_new else self._plain_words
        self._finish.setText(words)
        self._finish.setAccessibleName(words)
        self._keys.setText(translate(_KEYS_SEALING if mode.seals_new else _KEYS))
        if not mode.seals_new:
            self.tell("")
        elif mode.refused is None:
            told = translate("Seal mode: once finished, this goes to {names} alone and is not readable here.")
            self.tell(told.format(names=for_whom(mode.recipients)))
        else:
            told = translate(
                "Seal mode is on, but nothing can be sealed now; what you finish can be read here: {why}"
            )
            self.tell(told.format(why=mode.refused.message), attention=True)
