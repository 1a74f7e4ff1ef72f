"""What revisions changed, field by field and in words: the same in window and shell."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.content import value_at
from app.domain.differences import Difference, differences
from app.domain.errors import RecordError
from app.domain.revision import RevisionId
from app.domain.strict_json import Json, JsonObject
from app.services.answers_changes import FieldChange, RevisionChanges
from app.services.answers_naming import NamedRecord
from app.services.reading import RecordReading
from app.services.record_words import asked_at, entry_words, field_words, record_ids_in, value_words
from app.vault import Vault
from app.words import translate

_ENTRY = ("list", "id")
"""As long as this is the path of an entry of a list."""


class Changes:
    """What can be read of revisions; changes nothing."""

    def __init__(self, vault: Vault, reading: RecordReading) -> None:
        self._vault, self._reading = vault, reading

    def of(self, revision: str) -> RevisionChanges:
        """What one revision changed in what its parents came to, as far as its parts are here.

        Raises RecordError `record.unknown` if there is no such revision.
        """
        made = self._vault.records.revision(RevisionId(revision))
        if made is None:
            raise RecordError("record.unknown")
        record_id, parents = made.header.record_id, made.header.parents
        read = self._reading
        before = read.content_of(read.state_at(record_id, *parents)) if parents else {}
        after = read.content_of(read.state_at(record_id, made.id))
        found = differences(before, after)
        names = _Names(read.named(record_ids_in([each for one in found for each in (one.before, one.after)])))
        (held,) = (each for each in self._vault.records.history(record_id) if each.revision.id == made.id)
        return RevisionChanges(
            id=record_id,
            made=read.entry_of(held),
            changes=tuple(_told(each, names, before, after) for each in found),
        )


@dataclass(frozen=True, slots=True)
class _Names:
    """How the records that a change names are called here."""

    known: Mapping[str, NamedRecord]

    def name_of(self, identifier: str) -> str:
        """The name of a record, or words for one that is not here."""
        return self.known[identifier].title if identifier in self.known else translate("Name not here")


def _told(found: Difference, names: _Names, before: JsonObject, after: JsonObject) -> FieldChange:
    path = found.path
    content = after if value_at(after, path) is not None else before

    def words_of(value: Json) -> str | None:
        if value is None:
            return None
        if len(path) == len(_ENTRY) and isinstance(value, dict):
            return entry_words(names, path[0], value)
        return value_words(names, value, asked_at(path, content))

    return FieldChange(
        path=path,
        words=field_words(path, content),
        before=found.before,
        before_words=words_of(found.before),
        after=found.after,
        after_words=words_of(found.after),
    )
