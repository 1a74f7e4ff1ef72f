"""A notice on a page: one sentence that asks for attention, and the one thing that can be done about it."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, plain_label


class Notice(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._action: Callable[[], None] = lambda: None
        self._sentence = plain_label("", "gap")
        self.button = button("", self._act, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(2))
        column.addWidget(self._sentence)
        column.addWidget(ButtonRow(theme, self.button))
        self.hide()

    def tell(self, sentence: str, button_text: str, action: Callable[[], None]) -> None:
        """Say this; the button does `action`, and the notice stays until it is hidden."""
        self._sentence.setText(f"● {sentence}")
        self.button.setText(button_text)
        self.button.setAccessibleName(f"{button_text}: {sentence}")
        self._action = action
        self.show()

    def _act(self) -> None:
        self._action()
