"""What the forms ask: each act's form with its sections and fields, to be read before somebody is asked."""

from collections.abc import Iterable, Iterator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.form import FieldType, Form, FormField, Need
from app.domain.vocabulary import label_in
from app.gui.compartment_words import COMPARTMENT_WORDS
from app.gui.page import Page, PageContext
from app.gui.pages.record_sheet import needed_words
from app.gui.theme import Theme
from app.gui.widgets.choosing import Choice
from app.gui.widgets.columns import ButtonRow, ScrollColumn
from app.gui.widgets.fields import Field, button, heading, plain_label
from app.services.asked import ACT
from app.services.form_files import load_forms, load_vocabularies
from app.services.forms import FormShelf
from app.services.record_words import ANSWERS
from app.words import N_, chosen_language, translate, translate_plural

TYPE_WORDS: Mapping[FieldType, str] = {
    FieldType.TEXT: N_("One line"),
    FieldType.LONG_TEXT: N_("Text of any length"),
    FieldType.CHOICE: N_("One of these"),
    FieldType.CHOICES: N_("Any of these"),
    FieldType.YES_NO_UNKNOWN: N_("Yes, no or unknown"),
    FieldType.DATE: N_("A date, as exactly as it is known"),
    FieldType.TIME: N_("A time of day"),
    FieldType.DURATION_MINUTES: N_("So many minutes"),
    FieldType.INTEGER: N_("A number"),
    FieldType.PERSON: N_("A person"),
    FieldType.PEOPLE: N_("People"),
    FieldType.ORGANISATION: N_("An organisation"),
    FieldType.PLACE: N_("A place"),
    FieldType.EVIDENCE: N_("Files of evidence"),
    FieldType.MONEY: N_("An amount of money"),
}


_ACTS = "MT4"
"""The list of HURIDOCS from which the numbers of a form are."""


class Forms(Page):
    """One form is chosen and read; what it asks is answered in an incident, never here."""

    name = "forms"
    place = "settings"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        theme = context.theme
        self.back_button = button(
            translate("Back"), lambda: context.navigate("settings"), theme, icon_name="chevron-left"
        )
        self.form = Choice([(each.id, each.label) for each in FormShelf(load_forms()).list().items], none="")
        self.form.changed.connect(self._show)
        told = translate(
            "Each act of an incident is asked about by the form of its kind. No field must be filled in; for "
            "what one is needed stands below it. The numbers are those of HURIDOCS for the same thing."
        )
        self.text = ScrollColumn(theme)
        self.text.take_focus(theme, translate("What this form asks"))
        self._inside = QWidget()
        rows = self.text.rows
        rows.setContentsMargins(*(theme.space(6),) * 4)
        for part in (
            ButtonRow(theme, self.back_button),
            heading(translate("What the forms ask")),
            plain_label(told, "quiet"),
            Field(translate("Form"), self.form, theme),
            self._inside,
        ):
            rows.addWidget(part)
        rows.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.text)
        self._show()

    def enter(self, **_: object) -> None:
        """The arrow keys go from form to form."""
        self.form.setFocus()

    def _show(self) -> None:
        found = load_forms().newest(self.form.value() or "")
        if found is None:
            return
        old, self._inside = self._inside, _FormShown(found, self.context.theme)
        self.text.rows.replaceWidget(old, self._inside, Qt.FindChildOption.FindDirectChildrenOnly)
        old.hide()
        old.deleteLater()
        self.text.verticalScrollBar().setValue(0)


class _FormShown(QWidget):
    """A form from what it needs of every act to its last field."""

    def __init__(self, form: Form, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.space(3))
        count = len(form.fields)
        told = (
            translate_plural("{count} field", "{count} fields", count).format(count=count),
            _huridocs(f"{_ACTS}/{code}" for code in form.codes if code.isdigit()),
        )
        self._rows.addWidget(plain_label(" · ".join(filter(None, told)), "small"))
        self._rows.addWidget(heading(translate("What is asked about every act"), "lead"))
        for need in form.needs:
            self._add(_words_of(need), (needed_words(need.purposes),))
        for section in form.sections:
            self._rows.addSpacing(theme.space(2))
            self._rows.addWidget(heading(label_in(section.label, chosen_language()), "lead"))
            for field in section.fields:
                self._add(_label(field), _told(form, field))

    def _add(self, label: str, lines: Iterable[str]) -> None:
        block = QVBoxLayout()
        block.setSpacing(self._theme.space(1))
        block.addWidget(plain_label(label))
        for line in filter(None, lines):
            block.addWidget(plain_label(line, "small"))
        self._rows.addLayout(block)


def _told(form: Form, field: FormField) -> Iterator[str]:
    """Below a field: its hint, what answers it, when it is asked, for what it is needed, what guards it."""
    language = chosen_language()
    yield label_in(field.hint, language) if field.hint else ""
    offered = load_vocabularies().find(field.list) if field.list else None
    words = translate(TYPE_WORDS[field.type])
    answers = ", ".join(label_in(entry.label, language) for entry in offered.entries) if offered else ""
    yield f"{words}: {answers}" if answers else words
    if field.shown_when is not None:
        asked = form.fields[field.shown_when.field]
        values = ", ".join(_answer(asked, code) for code in field.shown_when.values)
        yield translate("Only where “{field}” says: {values}").format(field=_label(asked), values=values)
    guarded = COMPARTMENT_WORDS.get(field.compartment.value)
    part = translate("part “{part}”").format(part=translate(guarded.label)) if guarded else ""
    number = _huridocs([field.code]) if field.code else ""
    yield " · ".join(filter(None, (needed_words(field.needed_for), part, number)))


def _answer(field: FormField, code: str) -> str:
    if field.list is None:
        return translate(ANSWERS[code])
    return load_vocabularies().label(field.list, code, chosen_language())


def _label(field: FormField) -> str:
    return label_in(field.label, chosen_language())


def _words_of(need: Need) -> str:
    """What a field is called that every act has."""
    return next(row.words for row in ACT if row.path == (need.field,))


def _huridocs(numbers: Iterable[str]) -> str:
    written = ", ".join(numbers)
    return f"HURIDOCS {written}" if written else ""
