"""Code lists: what a coded field may say, in five languages.

A record stores the short `code` (`courtroom`), for ever. An entry may name its number in the
HURIDOCS micro-thesauri (`MT17/0307`: list 17, code 0307); those without one are additions of
ours and are known to others as `X-courtroom_corridor`. The labels are our own words. A record
may hold a code that a list does not know (a newer list, another coalition's): it is kept.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.domain.fields import Code

Label: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=300)]


def _has_english(labels: Mapping[str, str]) -> Mapping[str, str]:
    if "en" not in labels:
        raise PydanticCustomError("no_english", "an English label is missing")
    return labels


Labels: TypeAlias = Annotated[Mapping[str, Label], AfterValidator(_has_english)]
"""Language code to words; English is always there."""

ThesaurusNumber: TypeAlias = Annotated[str, StringConstraints(pattern=r"^MT[0-9]{1,2}/[0-9]{1,12}$")]
"""A term of the HURIDOCS micro-thesauri: list and code (`MT17/0307`)."""

ThesaurusPlace: TypeAlias = Annotated[str, StringConstraints(pattern=r"^MT[0-9]{1,2}(/[0-9]{1,12})?$")]
"""A whole list of the HURIDOCS micro-thesauri (`MT34`) or one of its terms."""


class VocabularyEntry(BaseModel):
    """One code of a list."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    code: Code
    number: ThesaurusNumber | None = None
    label: Labels


class Vocabulary(BaseModel):
    """One code list; its entries stand in the order in which they are offered."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: Code
    version: Annotated[int, Field(strict=True, ge=1)]
    label: Labels
    entries: tuple[VocabularyEntry, ...]
    reviewed: tuple[str, ...] = ()
    """Languages whose labels a reader of that language has checked."""

    @cached_property
    def by_code(self) -> Mapping[str, VocabularyEntry]:
        """The entries by code."""
        return {entry.code: entry for entry in self.entries}

    def allows(self, code: str) -> bool:
        """Whether the list knows `code`, or it is marked as somebody's own addition (`X-`)."""
        return code in self.by_code or code.startswith("X-")


class Vocabularies:
    """All code lists at hand, by id. A value: made once by a loader, never changed."""

    def __init__(self, vocabularies: Iterable[Vocabulary] = ()) -> None:
        self._by_id = {vocabulary.id: vocabulary for vocabulary in vocabularies}

    def find(self, identifier: str) -> Vocabulary | None:
        """The list of that id, or None."""
        return self._by_id.get(identifier)

    def ids(self) -> tuple[str, ...]:
        """The ids of all lists, sorted."""
        return tuple(sorted(self._by_id))

    def allows(self, identifier: str, code: str) -> bool:
        """Whether `code` may stand in a field taken from that list; an unknown list allows all."""
        vocabulary = self._by_id.get(identifier)
        return vocabulary is None or vocabulary.allows(code)

    def label(self, identifier: str, code: str, language: str) -> str:
        """The words for a code: in `language`, else in Russian or English, else the code itself."""
        vocabulary = self._by_id.get(identifier)
        entry = vocabulary.by_code.get(code) if vocabulary else None
        return code if entry is None else label_in(entry.label, language)


def label_in(labels: Mapping[str, str], language: str) -> str:
    """The label in `language`; where that lacks, in Russian (for kk, ky, tg), then in English."""
    order = (language, "en") if language in ("en", "ru") else (language, "ru", "en")
    return next(labels[each] for each in order if each in labels)
