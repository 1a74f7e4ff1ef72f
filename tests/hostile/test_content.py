"""Revisions truly signed whose content is of any shape: they come in, merge, and can be listed and shown."""

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.content import MODELS
from app.domain.revision import KINDS
from app.domain.strict_json import Json, JsonObject
from tests.builders import Writer, party
from tests.bundle.builders import MONITOR
from tests.hostile.receiver import Receiver
from tests.hostile.test_taking_in import bundle_of

COMPARTMENTS = ("open", "identities", "sources", "medical", "privileged", "of_a_later_version")
TEXTS = ("", "2014-01-09", "2011-12~/..", "beating", "Cyrl", "\0", "\u202e", "0" * 64, "x" * 5_000)
SCHEMAS = {kind: model.model_json_schema() for kind, model in MODELS.items()}
ODDS_OF_A_LIE = 0.2


def shaped(schema: dict[str, Any], whole: dict[str, Any], chance: random.Random, depth: int = 0) -> Json:
    """What a schema, part of a `whole`, asks for, or now and then anything else."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    if chance.random() < ODDS_OF_A_LIE or depth > 8:
        return anything(chance, depth)
    if "anyOf" in schema:
        return shaped(chance.choice(schema["anyOf"]), whole, chance, depth)
    if "properties" in schema:
        wanted = [key for key in schema["properties"] if chance.random() < 0.5]
        return {key: shaped(schema["properties"][key], whole, chance, depth + 1) for key in wanted}
    if schema.get("type") == "array":
        return [shaped(schema.get("items", {}), whole, chance, depth + 1) for _ in range(chance.randrange(3))]
    return anything(chance, depth)


def anything(chance: random.Random, depth: int) -> Json:
    """JSON of any shape; the ids of entries are often alike."""
    choice = chance.randrange(8 if depth < 8 else 5)
    if choice < 5:
        plain: tuple[Json, ...] = (None, True, -(2**53) + 1, 0, "p1")
        return chance.choice((*plain, *TEXTS))
    if choice == 5:
        return [anything(chance, depth + 1) for _ in range(chance.randrange(4))]
    keys = ("id", "key", "when", "edtf", "names", "full", "details", "form", "text", "sha256", "name")
    return {key: anything(chance, depth + 1) for key in keys if chance.random() < 0.3}


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from((*KINDS, "of_a_later_version")),
    compartment=st.sampled_from(COMPARTMENTS),
    seed=st.integers(0, 2**32),
)
def test_content_of_any_shape(receiver: Receiver, kind: str, compartment: str, seed: int) -> None:
    chance = random.Random(seed)
    writer, schema = Writer(party(MONITOR)), SCHEMAS.get(kind, SCHEMAS["incident"])

    def content() -> dict[str, JsonObject]:
        made = shaped(schema, schema, chance)
        return {compartment: made if isinstance(made, dict) else {"people": made}}

    first = writer.write(kind, content())
    sides = (writer.follow(first, content()), writer.follow(first, content()))
    assert receiver.apply(bundle_of(*(revision.to_line() for revision in (first, *sides)))).applied
    services, record = receiver.services, first.header.record_id
    services.reading.list_incidents(None, None, 5, 0)
    services.evidence.list()
    if kind in ("incident", "person", "organisation", "proceeding"):
        assert len(services.recording.show(record).heads) == 2
        assert len(services.recording.history(record).revisions) == 3
