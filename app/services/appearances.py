"""Where a person, an organisation or a proceeding appears, and as what."""

from app.domain.appearances import roles_in
from app.domain.compartments import join_parts
from app.domain.form import Forms
from app.domain.merge import RecordState
from app.services.answers_naming import Appearance, Role
from app.services.record_ids import reference_of
from app.vault import Vault

MOST_APPEARANCES = 200
"""The latest so many: a judge may stand in thousands."""
_APPEARING = frozenset({"person", "organisation", "proceeding"})


def appearances_of(vault: Vault, forms: Forms, named: RecordState) -> tuple[Appearance, ...]:
    """The records that name this one, the latest first; none of a record of another kind."""
    if named.kind not in _APPEARING:
        return ()
    found = []
    for row in vault.lists.latest_naming(named.record_id, MOST_APPEARANCES):
        state = vault.records.state(row.record_id)
        content = join_parts(state.parts) if state else {}
        roles = roles_in(row.kind, content, named.record_id, forms)
        found.append(
            Appearance(
                id=row.record_id,
                kind=row.kind,
                reference=row.reference or reference_of(row.record_id),
                title=row.title,
                when=row.when_text or None,
                roles=tuple(Role(field=each.field, form=each.form, code=each.code) for each in roles),
            )
        )
    return tuple(found)
