"""The two bars at the foot of a page: what went wrong, and what is being worked on."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.work import Progress
from app.gui.icons import icon_pixmap
from app.gui.theme import Theme
from app.gui.widgets.fields import button, plain_label, set_look
from app.words import translate, translate_plural

LONG_SECONDS = 10
"""Work that took longer ends with a sentence that stays until it is read."""
ESTIMATE_AFTER_SECONDS = 2
_PARTS = 1_000
_WIDEST_BUTTON = 0.4
"""Of the width of its bar."""


class _Bar(QWidget):
    """Lies at the foot of its page, hidden until there is something to say."""

    def __init__(self, theme: Theme, look: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, look)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(theme.space(6), theme.space(3), theme.space(6), theme.space(3))
        self.row.setSpacing(theme.space(3))
        self.hide()


class ErrorBar(_Bar):
    """A refusal, where it arose: sentence, advice, one button; the code small for whoever helps."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "refusal")
        self._action: Callable[[], None] = self.hide
        self._sentence = plain_label("", "danger", selectable=True)
        self._advice = plain_label("", selectable=True)
        self._code = plain_label("", "small", selectable=True)
        self._button = button("", self._act, theme)
        picture = QLabel()
        picture.setPixmap(icon_pixmap("circle-alert", theme, colour=theme.colours.danger))
        words = QVBoxLayout()
        words.setSpacing(theme.space(1))
        for label in (self._sentence, self._advice, self._code):
            words.addWidget(label)
        said = QHBoxLayout()
        said.setSpacing(theme.space(3))
        said.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        said.addLayout(words, 1)
        self.row.addLayout(said, 1)
        self.row.addWidget(self._button)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A button that would leave the words a narrow column stands below them."""
        super().resizeEvent(event)
        self._arrange()

    def show_error(
        self, error: AppError, button_text: str | None = None, action: Callable[[], None] | None = None
    ) -> None:
        """Say it; the button does `action`, or only puts the bar away, which it does in any case."""
        self._sentence.setText(error.sentence)
        self._advice.setText(error.advice)
        self._code.setText(error.code)
        self._button.setText(button_text or translate("Close"))
        self._button.setAccessibleName(self._button.text())
        self._action = action or (lambda: None)
        self.setAccessibleName(f"{error.sentence} {error.advice}")
        self._arrange()
        self.show()

    def _act(self) -> None:
        self.hide()
        self._action()

    def _arrange(self) -> None:
        is_wide = self._button.sizeHint().width() > self.width() * _WIDEST_BUTTON
        direction = QBoxLayout.Direction
        self.row.setDirection(direction.TopToBottom if is_wide else direction.LeftToRight)
        self.row.setAlignment(
            self._button, Qt.AlignmentFlag.AlignLeft if is_wide else Qt.AlignmentFlag.AlignVCenter
        )


class WorkBar(_Bar):
    """Long work: what, how far, how long still, Cancel."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "bar")
        self._cancel: Callable[[], None] = lambda: None
        self._can_cancel = self._is_working = False
        self._began = self._step_began = 0.0
        self._step = ""
        self._what = plain_label("")
        self._still = plain_label("", "small")
        self._gauge = QProgressBar()
        self._gauge.setTextVisible(False)
        self._gauge.setAccessibleName(translate("How far it is"))
        self._button = button(translate("Cancel"), self._press, theme)
        words = QVBoxLayout()
        words.setSpacing(theme.space(1))
        for widget in (self._what, self._gauge, self._still):
            words.addWidget(widget)
        self.row.addLayout(words, 1)
        self.row.addWidget(self._button)

    def begin(self, what: str, cancel: Callable[[], None] | None) -> None:
        """Show the bar for work that has just begun; `what` is an untranslated message.

        Without `cancel` it cannot be stopped, and there is no button; nor is there one in a step that
        goes on to its end.
        """
        self._cancel = cancel or self.hide
        self._can_cancel = cancel is not None
        self._is_working = True
        self._began = time.monotonic()
        self._gauge.show()
        self._button.setText(translate("Cancel"))
        self._button.setEnabled(True)
        self.show_progress(Progress(what, 0))
        self.show()

    def show_progress(self, progress: Progress) -> None:
        """How far the step has come."""
        now = time.monotonic()
        if progress.step != self._step or progress.done == 0:
            self._step, self._step_began = progress.step, now
        self._what.setText(translate(progress.step))
        self._button.setVisible(self._can_cancel and progress.can_stop)
        if not progress.total:
            self._gauge.setRange(0, 0)
            self._still.setText("")
            return
        self._gauge.setRange(0, _PARTS)
        self._gauge.setValue(_PARTS * progress.done // progress.total)
        elapsed = now - self._step_began
        if progress.done and elapsed >= ESTIMATE_AFTER_SECONDS:
            self._still.setText(_still(elapsed * (progress.total - progress.done) / progress.done))

    @property
    def is_working(self) -> bool:
        """Whether what began has not ended yet."""
        return self._is_working

    def finish(self, sentence: str | None = None) -> None:
        """The work has ended: the bar goes away; after a long one `sentence` stays until read."""
        self._is_working = False
        if sentence is None or time.monotonic() - self._began < LONG_SECONDS:
            self.hide()
            return
        self._what.setText(sentence)
        self._still.setText("")
        self._gauge.hide()
        self._cancel = self.hide
        self._button.show()
        self._button.setText(translate("Close"))
        self._button.setEnabled(True)

    def _press(self) -> None:
        if self._gauge.isVisible():
            self._button.setEnabled(False)
        self._cancel()


def _still(seconds: float) -> str:
    """How long it will still take, in words as coarse as the guess."""
    if seconds < 60:
        count = max(5, round(seconds / 5) * 5)
        return translate_plural("About {count} second left", "About {count} seconds left", count).format(
            count=count
        )
    count = round(seconds / 60)
    return translate_plural("About {count} minute left", "About {count} minutes left", count).format(
        count=count
    )
