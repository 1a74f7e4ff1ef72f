"""The chain of custody in words: who took in, handed out or printed what, when, and to whom."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.text import make_visible
from app.gui.theme import Theme
from app.gui.widgets.fields import heading, plain_label
from app.services.answers import CustodyStep
from app.services.form_files import load_vocabularies
from app.services.moments import moment_words
from app.words import N_, chosen_language, translate

_ACTIONS: Mapping[str, str] = {
    "taken_in": N_("Taken in"),
    "viewed": N_("Looked at"),
    "played": N_("Played"),
    "copied": N_("Copied"),
    "redacted_from": N_("A copy with parts blacked out was made of it"),
    "exported": N_("Handed out"),
    "printed": N_("Printed"),
    "shredded": N_("Destroyed here"),
}
_BREAKS: Mapping[str, str] = {
    "missing": N_("The event before this one is not here."),
    "foreign": N_("The event before this one is of something else."),
    "circular": N_("The events name each other in a circle."),
}


def custody_view(steps: Sequence[CustodyStep], theme: Theme) -> QWidget:
    """All of it, item by item; a break is said where it is."""
    view = QWidget()
    column = QVBoxLayout(view)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space(2))
    column.addWidget(heading(translate("Chain of custody"), "lead"))
    for _item, events in groupby(steps, key=lambda step: step.item):
        chain = list(events)
        name = make_visible(chain[0].name) if chain[0].name else translate("The record itself")
        column.addWidget(plain_label(name, "quiet", selectable=True))
        for step in chain:
            column.addWidget(plain_label(" · ".join(_told(step)), selectable=True))
            if step.broken:
                column.addWidget(plain_label("▲ " + translate(_BREAKS[step.broken]), "danger"))
    return view


def _told(step: CustodyStep) -> Iterator[str]:
    yield moment_words(step.when)
    yield translate(_ACTIONS[step.action]) if step.action in _ACTIONS else make_visible(step.action)
    yield make_visible(step.actor_name) if step.actor_name else translate("Somebody unknown here")
    if step.from_whom:
        came = load_vocabularies().label("arrived", step.from_whom, chosen_language())
        yield translate("from: {whom}").format(whom=make_visible(came))
    if step.to_whom:
        yield translate("to: {whom}").format(whom=", ".join(map(make_visible, step.to_whom)))
    if step.why:
        yield make_visible(step.why)
