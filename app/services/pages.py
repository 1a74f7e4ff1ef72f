"""A page of a list, as the window and the shell show it."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.facets import FacetName
from app.domain.identity import Fingerprint
from app.domain.list_columns import ListColumn
from app.domain.query import Query
from app.domain.registry_row import BODY_IN, CODE_IN
from app.services.answers import ListedRecord, RecordList
from app.services.answers_registry import RegistryCells
from app.services.record_ids import reference_of
from app.vault import Vault
from app.vault.derived import RecordRow


def page_of(
    vault: Vault, kind: str, query: Query, limit: int, offset: int, today: date = date.max
) -> RecordList:
    """So many of the records that a query finds, behind the first `offset`; hearings from today on."""
    return shown_page(vault, *vault.lists.rows(kind, query, limit, offset, today))


def shown_page(vault: Vault, total: int, rows: Sequence[RecordRow]) -> RecordList:
    """Rows as they are shown; who wrote them is called what the contacts of the vault are called."""
    names = _names_of(vault, {row.author for row in rows if row.author})
    return RecordList(total=total, items=tuple(_listed(row, names) for row in rows))


def _names_of(vault: Vault, authors: set[str]) -> Mapping[str, str]:
    found = (vault.contacts.get(Fingerprint(author)) for author in authors)
    return {contact.card.fingerprint: contact.card.name for contact in found if contact is not None}


def _listed(row: RecordRow, names: Mapping[str, str]) -> ListedRecord:
    return ListedRecord(
        id=row.record_id,
        reference=row.reference or reference_of(row.record_id),
        title=row.title,
        when=row.when_text or None,
        place=row.place or None,
        forms=row.forms,
        evidence=row.evidence,
        missing=len({gap.field for gap in row.missing}),
        conflicts=row.conflicts,
        status=row.codes.get(FacetName.STATUS),
        monitoring=row.codes.get(FacetName.MONITORING),
        priority=row.codes.get(FacetName.PRIORITY),
        urgency=row.codes.get(FacetName.URGENCY),
        author=row.author,
        author_name=names.get(row.author or ""),
        changed=row.changed,
        registry=None if row.cells is None else _registered(row, row.cells),
    )


def _registered(row: RecordRow, held: Mapping[str, str]) -> RegistryCells:
    """Its cells, in which the organisation goes before what was written in place of it."""
    cells = dict(held)
    code, body, hearing = (cells.pop(name, None) for name in ("code", "body", "hearing"))
    if code is not None:
        cells[CODE_IN[row.kind]] = code
    if body is not None:
        cells[BODY_IN[row.kind]] = body
    if hearing is not None:
        cells[ListColumn.HEARING] = hearing.partition(" ")[2]
    return RegistryCells.model_validate({**cells, "incidents": row.incidents})
