"""The chain of custody as it is shown: of a record, and of the evidence that hangs on it."""

from collections.abc import Iterable

from app.domain.compartments import join_parts
from app.domain.custody import CustodyEvent, verify_chain
from app.domain.identity import Fingerprint
from app.domain.revision import RecordId
from app.services.answers import CustodyStep
from app.vault import Vault


def custody_of(vault: Vault, record: RecordId) -> tuple[CustodyStep, ...]:
    """Every event of the record itself, then of each item of evidence that names it, in their order."""
    evidence = (named for named, kind in vault.lists.naming(record) if kind == "evidence")
    items = dict.fromkeys((record, *evidence, *vault.ended_items.of_incident(record)))
    chains = [vault.custody.events(item) for item in items]
    broken = {each.event: each.fault for each in verify_chain(event for chain in chains for event in chain)}
    names = _names(vault, (event for chain in chains for event in chain))
    return tuple(
        CustodyStep(
            event=event.id,
            item=event.item,
            name=_name_of(vault, event.item),
            action=event.action,
            when=event.when,
            actor=event.actor,
            actor_name=names.get(event.actor),
            from_whom=names.get(event.from_whom, event.from_whom) if event.from_whom else None,
            to_whom=tuple(names.get(to, to) for to in event.to_whom),
            why=event.why,
            broken=broken.get(event.id),
        )
        for chain in chains
        for event in chain
    )


def _names(vault: Vault, events: Iterable[CustodyEvent]) -> dict[str, str]:
    """Of those who are named by fingerprint and whose cards are here."""
    named = {who for event in events for who in (event.actor, event.from_whom, *event.to_whom) if who}
    found = (vault.contacts.get(Fingerprint(who)) for who in named)
    return {contact.card.fingerprint: contact.card.name for contact in found if contact is not None}


def _name_of(vault: Vault, item: RecordId) -> str | None:
    state = vault.records.state(item)
    name = join_parts(state.parts).get("name") if state is not None and state.kind == "evidence" else None
    return name if isinstance(name, str) else None
