"""What a bundle would hold, before it is written: for the person who decides whether it may go."""

from collections import Counter

from app.domain.compartments import join_parts
from app.domain.revision import RecordId
from app.domain.summary import list_row
from app.domain.work import Watch
from app.services.answer import Answer
from app.services.outgoing import evidence_going_out, refused_by_consent, select_records
from app.services.record_ids import reference_of
from app.vault import Vault
from app.words import N_

LOOKING = N_("Looking at what goes out")


class HeldBack(Answer):
    """An incident to whose sharing somebody's consent says no."""

    id: str
    reference: str
    title: str


class ExportPreview(Answer):
    """What would go out: `incidents` by id, the rest counted; `held_back` stays here."""

    incidents: tuple[str, ...]
    people: int
    organisations: int
    proceedings: int
    evidence: int
    evidence_bytes: int
    held_back: tuple[HeldBack, ...]


def preview_export(
    vault: Vault,
    chosen: tuple[RecordId, ...] | None,
    withheld: frozenset[str],
    despite_consent: frozenset[str],
    watch: Watch,
) -> ExportPreview:
    """Of the chosen incidents (None: of all) what goes, and what consent holds back.

    Those in `despite_consent` go all the same. Raises RecordError `record.unknown`, `.deleted`.
    """
    kinds = dict(vault.lists.records())
    if chosen is None:
        incidents = (record for record, kind in kinds.items() if kind == "incident")
        chosen = tuple(record for record in incidents if not vault.lists.is_deleted(record))
    going: list[RecordId] = []
    held_back: list[HeldBack] = []
    for number, record in enumerate(chosen):
        watch.tick(LOOKING, number, len(chosen))
        if record not in despite_consent and refused_by_consent(vault, record):
            held_back.append(_held_back(vault, record))
        else:
            going.append(record)
    selection = select_records(vault, tuple(going), withheld, despite_consent=frozenset(going))
    counted = Counter(kinds[record] for record in selection.records)
    sources = evidence_going_out(vault, selection)
    return ExportPreview(
        incidents=selection.incidents,
        people=counted["person"],
        organisations=counted["organisation"],
        proceedings=counted["proceeding"],
        evidence=len(sources),
        evidence_bytes=sum(source.size_bytes for source in sources),
        held_back=tuple(held_back),
    )


def _held_back(vault: Vault, record: RecordId) -> HeldBack:
    state = vault.records.state(record)
    content = join_parts(state.parts) if state else {}
    return HeldBack(id=record, reference=reference_of(record), title=list_row("incident", content).title)
