"""How a contact came to be what it is: keys before and after, rivals, namesakes, advice of others."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.date_words import date_in_words
from app.domain.identity import Fingerprint, spoken_digits
from app.domain.text import make_visible
from app.gui.theme import Theme
from app.gui.widgets.columns import ButtonRow
from app.gui.widgets.fields import button, heading, plain_label
from app.services.answers_contacts import Advised, ShownContact
from app.words import translate

_GROUPS = 2
"""Of a fingerprint in digits, enough to tell one that is at hand from another."""


class StandingOverTime(QWidget):
    """Nothing is shown of a contact with which nothing ever happened.

    `asked` with the fingerprint of another key to look at, `declined`, and `followed` with the
    reason that the adviser gave.
    """

    asked = Signal(str)
    declined = Signal()
    followed = Signal(str)

    def __init__(self, theme: Theme, contact: ShownContact) -> None:
        super().__init__()
        self._theme = theme
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.space(2))
        for note in contact.notes:
            self._rows.addWidget(plain_label("▲ " + make_visible(note), "gap"))
        self._add_keys(contact)
        if contact.advised:
            self._rows.addWidget(heading(translate("What others advise"), "lead"))
            for advice in contact.advised:
                self._rows.addWidget(plain_label(advice_words(advice)))
            if contact.trust not in ("revoked", "self"):
                self._add_answers(contact.advised)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return self._rows.count() == 0

    def _add_keys(self, contact: ShownContact) -> None:
        before = (contact.followed_from,) if contact.followed_from else ()
        day = date_in_words(contact.followed_on[:10]) if contact.followed_on else ""
        after = (contact.replaced_by,) if contact.replaced_by else ()
        before_words = translate("Since {day} this key is used instead of an older one.").format(day=day)
        self._add_others(before_words, before)
        self._add_others(translate("A newer key is used instead of this one."), after)
        self._add_others(translate("Another key claims to follow the same one:"), contact.rivals)
        self._add_others(translate("Somebody goes by the same name:"), contact.same_name)

    def _add_others(self, sentence: str, fingerprints: Iterable[str]) -> None:
        others = tuple(fingerprints)
        if not others:
            return
        self._rows.addWidget(plain_label(sentence))
        self._rows.addWidget(ButtonRow(self._theme, *map(self._other, others)))

    def _other(self, fingerprint: str) -> QWidget:
        digits = " ".join(spoken_digits(Fingerprint(fingerprint)).split()[:_GROUPS])
        words = translate("Show {digits} …").format(digits=digits)
        return button(words, lambda: self.asked.emit(fingerprint), self._theme)

    def _add_answers(self, advised: tuple[Advised, ...]) -> None:
        reason = next((each.reason for each in advised if each.reason), "")
        follow = button(
            translate("Follow the advice…"), lambda: self.followed.emit(make_visible(reason)), self._theme
        )
        decline = button(translate("Go on trusting this key"), self.declined.emit, self._theme)
        is_open = not all(each.declined for each in advised)
        self._rows.addWidget(ButtonRow(self._theme, follow, *((decline,) if is_open else ())))


def advice_words(advice: Advised) -> str:
    """Who advises against a key, since when and why, and what a person here made of it."""
    sentence = translate("{who}, on {day}: trust this key no more.").format(
        who=make_visible(advice.name) or "…", day=date_in_words(advice.made_at[:10])
    )
    because = translate("Because: {reason}").format(reason=make_visible(advice.reason))
    declined = translate("You went on trusting it.") if advice.declined else ""
    return " ".join(part for part in (sentence, because if advice.reason else "", declined) if part)
