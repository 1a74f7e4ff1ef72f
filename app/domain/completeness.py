"""What is missing in an incident, and for what. A gap never stops anybody from saving.

A field is missing where it is asked and empty. Where the compartment that would hold it is not
here (withheld, erased, not yet come), it is unknown, and nothing is said of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from app.domain.compartments import Compartment
from app.domain.content import MODELS, form_of
from app.domain.detention import Detention
from app.domain.form import Form, Forms, Purpose
from app.domain.incident import Act, Injury, Intervention
from app.domain.shape import shape_of
from app.domain.strict_json import Json, JsonObject

PURPOSES: tuple[Purpose, ...] = ("complete", "complaint", "urgent_appeal")

# What every incident needs, whatever its form.
_INCIDENT_NEEDS: dict[str, tuple[Purpose, ...]] = {
    "title": ("complete",),
    "narrative": PURPOSES,
    "when": PURPOSES,
    "where": PURPOSES,
    "acts": PURPOSES,
    "sources": ("complete", "urgent_appeal"),
    "consent": ("complete", "urgent_appeal"),
}
# What an entry of these lists needs, once it is there.
_ENTRY_NEEDS: dict[str, tuple[type[BaseModel], dict[str, tuple[Purpose, ...]]]] = {
    "detentions": (
        Detention,
        {
            "person": PURPOSES,
            "seized": PURPOSES,
            "protocol": ("complaint",),
            "authority": ("complete", "complaint"),
            "moves": ("urgent_appeal",),
            "outside_contact": ("urgent_appeal",),
            "counsel": ("complete", "complaint"),
            "judge_when": ("complaint",),
            "medical_care": ("urgent_appeal",),
        },
    ),
    "injuries": (
        Injury,
        {
            "person": ("complete", "complaint"),
            "region": ("complete", "complaint"),
            "kind": ("complete", "complaint"),
            "seen": ("complaint",),
            "mechanism": ("complaint",),
            "photographs": ("complaint",),
        },
    ),
    "interventions": (
        Intervention,
        {
            "kind": ("complete",),
            "addressee": ("complete", "urgent_appeal"),
            "sent": ("complete", "urgent_appeal"),
            "reply": ("complete", "urgent_appeal"),
        },
    ),
}
_SAID_OTHERWISE: dict[str, tuple[str, ...]] = {
    "authority": ("authority_name",),
    "addressee": ("addressee_organisation",),
    "outside_contact": ("whereabouts_told",),
    "medical_care": ("medical_attention",),
}
"""Fields of an entry that say the same in another way."""
_PERSON_NEEDS: dict[str, tuple[Purpose, ...]] = {"names": ("complaint", "urgent_appeal")}


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap: the dotted path of the field, and the purposes for which it matters."""

    field: str
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A record as far as it is here: its joined content and the compartments that are not here."""

    content: JsonObject
    withheld: frozenset[str] = frozenset()


def missing(incident: Held, find: Callable[[str], Held | None], forms: Forms) -> tuple[Missing, ...]:
    """Every gap of an incident: top-level fields, acts, detentions, injuries, interventions, victims.

    `find` gives the record of an id, or None where it is not here. Paths name entries by position
    (`acts.0.details.arrived`) and victims by id (`people.<id>.names`).
    """
    return tuple(_incident_gaps(incident, find, forms))


def _incident_gaps(incident: Held, find: Callable[[str], Held | None], forms: Forms) -> Iterator[Missing]:
    for name, purposes in _INCIDENT_NEEDS.items():
        if _lacks(MODELS["incident"], incident, incident.content, name):
            yield Missing(name, purposes)
    victims: dict[str, None] = {}
    acts = incident.content.get("acts")
    for position, act in enumerate(acts if isinstance(acts, list) else []):
        if isinstance(act, dict):
            form = form_of(act, forms)
            if form is not None:
                yield from _act_gaps(form, incident, act, f"acts.{position}")
            victims |= dict.fromkeys(_texts(act.get("victims")))
    for name in _ENTRY_NEEDS:
        yield from _entry_gaps(name, incident)
    for identifier in victims:
        person = find(identifier)
        if person is None or "registration_number" in person.content:
            continue
        for name, purposes in _PERSON_NEEDS.items():
            if _lacks(MODELS["person"], person, person.content, name):
                yield Missing(f"people.{identifier}.{name}", purposes)


def _act_gaps(form: Form, incident: Held, act: JsonObject, where: str) -> Iterator[Missing]:
    for need in form.needs:
        # When and where of the incident hold for its acts unless an act says otherwise.
        inherited = need.field in ("when", "where") and need.field in incident.content
        if not inherited and _lacks(Act, incident, act, need.field):
            yield Missing(f"{where}.{need.field}", need.purposes)
    details = act.get("details")
    known = details if isinstance(details, dict) else {}
    for field in form.needed:
        if field.id in known or not form.is_shown(field, known):
            continue
        if not incident.withheld & {field.compartment.value, Compartment.PRIVILEGED.value}:
            yield Missing(f"{where}.details.{field.id}", field.needed_for)


def _entry_gaps(name: str, incident: Held) -> Iterator[Missing]:
    model, needs = _ENTRY_NEEDS[name]
    entries = incident.content.get(name)
    for position, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            continue
        for field, purposes in needs.items():
            said = any(entry.get(other) for other in _SAID_OTHERWISE.get(field, ()))
            if not said and _lacks(model, incident, entry, field):
                yield Missing(f"{name}.{position}.{field}", purposes)


def _lacks(model: type[BaseModel], record: Held, content: JsonObject, name: str) -> bool:
    """Whether a field is empty although the compartment that would hold it is here."""
    if content.get(name) not in (None, "", [], {}):
        return False
    field = shape_of(model)[name]
    might_be_in = {(field.compartment or Compartment.OPEN).value}
    if field.inner is not None and "privileged" in shape_of(field.inner):
        might_be_in.add(Compartment.PRIVILEGED.value)
    return not record.withheld & might_be_in


def _texts(value: Json) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
