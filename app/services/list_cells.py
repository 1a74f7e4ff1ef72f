"""What stands in the cells of lists, in the language in force, for window and shell."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from app.domain.date_words import date_in_brief
from app.domain.list_columns import ListColumn
from app.domain.text import make_visible
from app.domain.vocabulary import label_in
from app.services.answers import ListedRecord
from app.services.answers_registry import RegistryCells
from app.services.form_files import load_forms, load_vocabularies
from app.services.moments import moment_words
from app.words import chosen_language, translate

_LISTS: Mapping[str, Mapping[ListColumn, str]] = {
    "incident": {
        ListColumn.STATUS: "violation_status",
        ListColumn.MONITORING: "monitoring_status",
        ListColumn.PRIORITY: "priority",
        ListColumn.URGENCY: "urgency",
    },
    "person": {ListColumn.OCCUPATION: "occupation"},
    "organisation": {ListColumn.KIND: "organisation_kind", ListColumn.STATUS: "organisation_status"},
    "proceeding": {
        ListColumn.KIND: "proceeding_kind",
        ListColumn.INSTANCE: "instance",
        ListColumn.OUTCOME: "proceeding_outcome",
    },
}
"""Of each kind the lists of codes, by the columns in which they stand."""
_DAYS = (ListColumn.HEARING, ListColumn.DEADLINE)
NUMBERS = (ListColumn.EVIDENCE, ListColumn.MISSING, ListColumn.CONFLICTS, ListColumn.INCIDENTS)
"""The columns that count something; nothing stands where there is none of it."""


def cell_words(row: ListedRecord, kind: str, column: ListColumn) -> str:
    """One cell of a list of that kind on one line; text of others is made visible."""
    if column in NUMBERS:
        count = _value(row, column)
        return str(count) if count else ""
    if (codes := _LISTS[kind].get(column)) is not None:
        code = _value(row, column) or ""
        return make_visible(load_vocabularies().label(codes, code, chosen_language()))
    if column in _DAYS:
        day = _value(row, column)
        return date_in_brief(day) if day else ""
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
        case _:
            return _one_line(_value(row, column) or "")


def _value(row: ListedRecord, column: ListColumn) -> Any:
    """What a row, or what it says of its kind alone, holds under the name of a column."""
    held = row.registry if column.value in RegistryCells.model_fields else None
    return getattr(held or row, column.value, None)


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
