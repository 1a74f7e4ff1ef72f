"""What stands in the cells of a list of incidents, in the language in force, for window and shell."""

from collections.abc import Mapping
from functools import lru_cache

from app.domain.date_words import date_in_brief
from app.domain.list_columns import ListColumn
from app.domain.text import make_visible
from app.domain.vocabulary import label_in
from app.services.answers import ListedRecord
from app.services.form_files import load_forms, load_vocabularies
from app.services.moments import moment_words
from app.words import chosen_language, translate

_LISTS = {
    ListColumn.STATUS: "violation_status",
    ListColumn.MONITORING: "monitoring_status",
    ListColumn.PRIORITY: "priority",
    ListColumn.URGENCY: "urgency",
}
NUMBERS = (ListColumn.EVIDENCE, ListColumn.MISSING, ListColumn.CONFLICTS)
"""The columns that count something; nothing stands where there is none of it."""


def cell_words(row: ListedRecord, column: ListColumn) -> str:
    """One cell on one line; text of others is made visible."""
    if column in NUMBERS:
        count = getattr(row, column.value)
        return str(count) if count else ""
    if column in _LISTS:
        code = getattr(row, column.value) or ""
        return make_visible(load_vocabularies().label(_LISTS[column], code, chosen_language()))
    match column:
        case ListColumn.TITLE:
            return title_words(row)
        case ListColumn.WHEN:
            return date_in_brief(row.when) if row.when else ""
        case ListColumn.FORMS:
            return ", ".join(form_words(row))
        case ListColumn.AUTHOR:
            return _one_line(row.author_name or translate("Somebody unknown here")) if row.author else ""
        case ListColumn.CHANGED:
            return moment_words(row.changed) if row.changed else ""
        case ListColumn.PLACE:
            return _one_line(row.place or "")
        case _:
            return row.reference


def title_words(row: ListedRecord) -> str:
    """Its title; without one its reference."""
    return _one_line(row.title) or row.reference or translate("Without a title")


def form_words(row: ListedRecord) -> list[str]:
    """The forms of its acts."""
    labels = _form_labels(chosen_language())
    return [labels.get(form, make_visible(form)) for form in row.forms]


def _one_line(text: str) -> str:
    return make_visible(text).replace("\n", " ")


@lru_cache(maxsize=8)
def _form_labels(language: str) -> Mapping[str, str]:
    return {form.id: label_in(form.label, language) for form in load_forms().all_newest()}
