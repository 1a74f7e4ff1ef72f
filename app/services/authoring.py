"""Writing revisions: content split into compartments, salted, hashed, signed, chained.

A revision names only the compartments that it changes; the others are inherited, so
a person from whom a part is withheld can edit the rest and harm nothing.
"""

import secrets
from collections.abc import Mapping

from app.crypto.signing import sign_revision
from app.domain.compartments import Compartment
from app.domain.content import split_content
from app.domain.errors import RecordError
from app.domain.form import Forms
from app.domain.merge import RecordState
from app.domain.revision import SALT_BYTES, SCHEMA, Header, Part, RecordId, Revision, RevisionId, revision_id
from app.domain.strict_json import JsonObject, canonical_text
from app.services.clock import Clock, now_text
from app.services.own_keys import OwnKeys
from app.vault import Vault


class Author:
    """Writes in the name of this vault's identity. Used within a transaction of the vault."""

    def __init__(self, vault: Vault, own: OwnKeys, forms: Forms, clock: Clock) -> None:
        self._vault = vault
        self._own = own
        self._forms = forms
        self._clock = clock

    def begin(self, kind: str, record_id: RecordId, content: JsonObject) -> Revision:
        """The first revision of a record."""
        parts = split_content(kind, content, self._forms)
        return self._write(kind, record_id, (), parts)

    def change(
        self, state: RecordState, parents: tuple[RevisionId, ...], content: JsonObject
    ) -> Revision | None:
        """A revision that makes `content` of the record as `state` has it; None if nothing differs.

        `parents` are the heads that `state` was merged from. Raises RecordError
        `record.withheld` if the change touches a compartment that is not here.
        """
        before = state.parts
        after = split_content(state.kind, content, self._forms, before)
        named = {name: after.get(name, {}) for name in {*before, *after}}
        # Whoever chooses the side that was shown changes nothing, and must be heard all the same.
        chosen = {conflict.compartment for conflict in state.conflicts}
        changed = {
            name: part for name, part in named.items() if part != before.get(name, {}) or name in chosen
        }
        if not changed and len(parents) == 1:
            return None
        for name in sorted(changed):
            if name in state.withheld:
                raise RecordError("record.withheld", compartment=name)
        return self._write(state.kind, state.record_id, parents, changed)

    def _write(
        self,
        kind: str,
        record_id: RecordId,
        parents: tuple[RevisionId, ...],
        contents: Mapping[str, JsonObject],
    ) -> Revision:
        """Sign and append; the vault's replica chain gives the position."""
        parts = {
            Compartment(name).value: Part(secrets.token_bytes(SALT_BYTES), canonical_text(content))
            for name, content in contents.items()
        }
        sequence, previous = self._vault.records.next_replica_position()
        header = Header(
            record_id=record_id,
            kind=kind,
            schema=SCHEMA,
            parents=tuple(sorted(parents)),
            author=self._own.fingerprint,
            replica=self._vault.replica,
            replica_seq=sequence,
            replica_prev=previous,
            claimed_at=now_text(self._clock),
            parts={name: part.hash for name, part in parts.items()},
        )
        text = header.to_text()
        identifier = revision_id(text)
        signature = sign_revision(bytes.fromhex(identifier), self._own.signing)
        revision = Revision(identifier, header, text, signature, parts)
        self._vault.records.append(revision)
        return revision
