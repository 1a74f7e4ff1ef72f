"""What is wrong with an input, told by place and reason and never by what was typed."""

import re
from dataclasses import dataclass

from pydantic import ValidationError

from app.domain.errors import RecordError
from app.words import N_, translate

_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}", re.ASCII)

UNKNOWN_CODE = N_("not a code of the list")
UNKNOWN_FORM = N_("there is no such form")
UNKNOWN_KEY = N_("names nothing in this input and is no record id")
ONLY_NAMED = N_("belongs to a record that exists already; change that record itself")
TWICE = N_("is no key, or one that is used twice")
NOT_AN_OBJECT = N_("must be an object")
NOT_A_LIST = N_("must be a list")
NO_POINT = N_("is no point; write 43.238, 76.945 or 43°14′17″N 76°56′42″E")
TWO_POINTS = N_("stands beside latitude_e6 or longitude_e6; leave one of them out")

_HALF_A_LETTER = N_("holds half of a letter and cannot be kept")

# Reasons by pydantic's error type; its own messages may quote the input and are never shown.
_REASONS = {
    "missing": N_("is missing"),
    "extra_forbidden": N_("there is no such field"),
    "string_type": N_("must be text"),
    "string_too_long": N_("is too long"),
    "too_long": N_("has too many entries"),
    "string_pattern_mismatch": N_("does not have the expected form"),
    "literal_error": N_("not one of the allowed values"),
    "int_type": N_("must be a whole number"),
    "int_from_float": N_("must be a whole number"),
    "bool_type": N_("must be true or false"),
    "greater_than_equal": N_("is too small"),
    "less_than_equal": N_("is too large"),
    "model_type": NOT_AN_OBJECT,
    "model_attributes_type": NOT_AN_OBJECT,
    "dict_type": NOT_AN_OBJECT,
    "mapping_type": NOT_AN_OBJECT,
    "tuple_type": NOT_A_LIST,
    "same_id": N_("two entries have the same id"),
    "broken_text": _HALF_A_LETTER,
    "string_unicode": _HALF_A_LETTER,
    "large_integer": N_("is too large"),
    "not_plain": N_("holds a number with a point, or another thing that cannot be kept"),
    "edtf": N_("is not an EDTF date such as 2014-01-09, 2011-12~ or 2010-06/2012"),
}
_OTHERWISE = N_("is not as expected")


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is a dotted field path, `what` an untranslated reason; neither holds content."""

    where: str
    what: str

    def as_error(self) -> RecordError:
        """The refusal that tells this problem."""
        return RecordError("record.input", where=self.where or ".", what=translate(self.what))


def safe_step(step: str | int) -> str:
    """One step of a path; a key that could be something a person typed shows as an ellipsis."""
    if isinstance(step, int):
        return str(step)
    return step if _FIELD_NAME.fullmatch(step) else "…"


def path_text(*steps: str | int) -> str:
    """A field path as people write it: `acts.0.form`."""
    return ".".join(safe_step(step) for step in steps if step != "")


def problems_of(error: ValidationError, *before: str | int) -> tuple[Problem, ...]:
    """What a model refused, each with its place below `before`."""
    return tuple(
        Problem(path_text(*before, *found["loc"]), _REASONS.get(found["type"], _OTHERWISE))
        for found in error.errors(include_url=False, include_context=False, include_input=False)
    )
