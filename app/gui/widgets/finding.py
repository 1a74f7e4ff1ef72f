"""A clinician's judgement of an injury: no grade without a clinician who is named."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.injury_words import GRADE_WORDS
from app.domain.strict_json import Json, JsonObject
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice
from app.gui.widgets.fields import Field
from app.gui.widgets.typing import TextLine
from app.words import translate


class FindingEdit(QWidget):
    """`{"clinician", "grade"}` as in `domain.incident.Finding`; None while nobody is named."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.clinician = TextLine()
        self.grade = Choice((code, translate(words)) for code, words in GRADE_WORDS.items())
        self._graded = Field(
            translate("How far it fits the alleged cause (Istanbul Protocol)"), self.grade, theme
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(3))
        column.addWidget(self.clinician)
        column.addWidget(self._graded)
        self.clinician.changed.connect(self._tell)
        self.grade.changed.connect(self.changed)
        self.setFocusProxy(self.clinician)
        self._allow()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - Qt's name
        """The name belongs to the line that takes the focus."""
        super().setAccessibleName(name)
        self.clinician.setAccessibleName(name)

    def value(self) -> Json:
        """Who judged, and how, where that is said."""
        clinician, grade = self.clinician.value(), self.grade.value()
        if not clinician:
            return None
        named: JsonObject = {"clinician": clinician}
        return named | {"grade": grade} if grade else named

    def set_value(self, value: Json) -> None:
        """Show a judgement."""
        if value == self.value():
            return
        held = value if isinstance(value, dict) else {}
        clinician, grade = held.get("clinician"), held.get("grade")
        self.clinician.set_value(clinician if isinstance(clinician, str) else None)
        self.grade.set_value(grade if isinstance(grade, str) else None)
        self._allow()

    def _tell(self) -> None:
        if not self.clinician.value():
            # It was the judgement of whoever stood here, and of nobody who is named next.
            self.grade.set_value(None)
        self._allow()
        self.changed.emit()

    def _allow(self) -> None:
        named = bool(self.clinician.value())
        self.grade.setEnabled(named)
        self._graded.show_hint("" if named else translate("Only a clinician can judge this: name one first."))
