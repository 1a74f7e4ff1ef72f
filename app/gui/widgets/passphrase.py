"""One line for a passphrase: unseen, never copied, and with the keyboard's state below it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.gui.keyboard import KeyboardState, KeyboardWatch, is_other_layout, layout_words
from app.gui.theme import Theme
from app.gui.widgets.fields import plain_label
from app.words import translate


class PassphraseLine(QWidget):
    """What is typed is hidden unless `reveal` is called, which unlocking never does."""

    changed = Signal()
    entered = Signal()
    """The Enter key."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        # A line in this mode copies nothing, neither by key nor by selecting.
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.line.textChanged.connect(lambda _: self._show_typed())
        self.line.setAccessibleName(name)
        self.line.textEdited.connect(lambda _: self.changed.emit())
        self.line.returnPressed.connect(self.entered)
        self._shown = False
        self._made_on: str | None = None
        self._typed = plain_label("")
        self._caps_lock = plain_label("▲ " + translate("Caps Lock is on."), "gap")
        self._other_layout = plain_label("", "gap")
        self._layout = plain_label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        for widget in (self.line, self._typed, self._caps_lock, self._other_layout, self._layout):
            column.addWidget(widget)
        self.setFocusProxy(self.line)
        self._keyboard = KeyboardWatch(self.line)
        self._keyboard.changed.connect(self._show_keyboard)
        self._show_keyboard(self._keyboard.state)
        self._show_typed()

    def value(self) -> str:
        """What was typed, exactly."""
        return self.line.text()

    def clear(self) -> None:
        """Empty it, and what could be undone with it."""
        self.line.clear()

    def reveal(self, shown: bool) -> None:
        """Show below it what is typed, or hide that again; from there nothing can be copied either."""
        self._shown = shown
        self._show_typed()

    def expect_layout(self, code: str | None) -> None:
        """On which layout the passphrase was made, where that is known: another one is told."""
        self._made_on = code
        self._show_keyboard(self._keyboard.state)

    def _show_typed(self) -> None:
        self._typed.setText(self.value() if self._shown else "")
        self._typed.setVisible(self._shown and bool(self.value()))

    def _show_keyboard(self, state: KeyboardState) -> None:
        self._caps_lock.setVisible(state.caps_lock is True)
        present = layout_words(state.layout or "")
        self._layout.setText(translate("Keyboard: {layout}").format(layout=present))
        self._layout.setVisible(bool(present))
        wanted = layout_words(self._made_on or "")
        differs = bool(present and wanted) and is_other_layout(self._made_on or "", state.layout or "")
        sentence = translate("This passphrase was made on another keyboard: {layout}.")
        self._other_layout.setText("▲ " + sentence.format(layout=wanted) if differs else "")
        self._other_layout.setVisible(differs)
