"""One line for a passphrase: unseen, never copied, and with the keyboard's state below it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.gui.keyboard import KeyboardState, KeyboardWatch
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
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        # Its menu offers Copy once the text is revealed.
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.setAccessibleName(name)
        self.line.textEdited.connect(lambda _: self.changed.emit())
        self.line.returnPressed.connect(self.entered)
        self._caps_lock = plain_label("▲ " + translate("Caps Lock is on."), "gap")
        self._layout = plain_label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        for widget in (self.line, self._caps_lock, self._layout):
            column.addWidget(widget)
        self.setFocusProxy(self.line)
        self._keyboard = KeyboardWatch(self.line)
        self._keyboard.changed.connect(self._show_keyboard)
        self._show_keyboard(self._keyboard.state)

    def value(self) -> str:
        """What was typed, exactly."""
        return self.line.text()

    def clear(self) -> None:
        """Empty it, and what could be undone with it."""
        self.line.clear()

    def reveal(self, shown: bool) -> None:
        """Show what is typed, or hide it again."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)

    def _show_keyboard(self, state: KeyboardState) -> None:
        self._caps_lock.setVisible(state.caps_lock is True)
        self._layout.setVisible(state.layout is not None)
        if state.layout is not None:
            self._layout.setText(translate("Keyboard: {layout}").format(layout=state.layout))
