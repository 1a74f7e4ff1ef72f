"""The chain of custody in words: who took in, handed out or printed what, when, and to whom."""

from itertools import groupby

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import make_visible
from app.gui.theme import Theme
from app.gui.widgets.fields import heading, plain_label
from app.services.answers import RecordHistory
from app.services.history_words import break_words, step_words
from app.words import translate


def custody_view(history: RecordHistory, theme: Theme) -> QWidget:
    """All of it, item by item; a break is said where it is."""
    view = QWidget()
    column = QVBoxLayout(view)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space(2))
    column.addWidget(heading(translate("Chain of custody"), "lead"))
    for item, events in groupby(history.custody, key=lambda step: step.item):
        chain = list(events)
        unnamed = translate("The record itself") if item == history.id else translate("A file without a name")
        name = make_visible(chain[0].name) if chain[0].name else unnamed
        column.addWidget(plain_label(name, "quiet", selectable=True))
        for step in chain:
            column.addWidget(plain_label(" · ".join(step_words(step)), selectable=True))
            if broken := break_words(step):
                column.addWidget(plain_label("▲ " + broken, "danger"))
    return view
