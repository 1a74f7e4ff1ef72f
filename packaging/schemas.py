"""Writes the JSON Schemas of the shell's answers and inputs into `resources/schemas`.

    .venv/bin/python packaging/schemas.py

Run it after a change of `app/services/answers.py` or of a model of the domain; a test
compares the files with what this would write. Draft 2020-12, patterns as ECMA 262.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pydantic import BaseModel

from app.cli.demonstration.report import DemoReport
from app.cli.presentation import HelpText
from app.domain.fields import RECORD_ID, Entry
from app.domain.incident import Incident
from app.domain.organisation import Organisation
from app.domain.person import Person
from app.domain.proceeding import Proceeding
from app.domain.record_input import INLINE_KINDS
from app.domain.shape import shape_of
from app.services import (
    answers,
    answers_contacts,
    answers_loss,
    answers_passphrases,
    answers_receipts,
    answers_sealing,
    answers_timeline,
    found,
)
from app.services.answers_changes import RevisionChanges
from app.services.answers_drafts import DraftList
from app.services.body_answers import BodyMap
from app.services.ended_evidence import EndedEvidenceList
from app.services.form_files import load_vocabularies
from app.services.guise_showing import GuiseShown
from app.services.offered import FoundPlaces, NameOffers
from app.services.preview import ExportPreview
from app.services.protections import Protections
from app.services.settings import Preferences
from app.services.typed_dates import DateUnderstood

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = ROOT / "resources" / "schemas"

ANSWERS: tuple[type[BaseModel], ...] = (
    answers_loss.BackupChecked,
    answers_loss.BackupMade,
    BodyMap,
    answers.BundlePlan,
    answers.BundleWritten,
    answers_contacts.CardWritten,
    answers_contacts.CodeCompared,
    answers_contacts.CodeWritten,
    answers_contacts.ContactList,
    DateUnderstood,
    answers_timeline.DeadlineList,
    answers_contacts.GroupList,
    answers_contacts.KeyEnded,
    answers_contacts.KeyReplaced,
    DemoReport,
    DraftList,
    answers_loss.DrillNoted,
    answers.Digest,
    EndedEvidenceList,
    answers.EvidenceAdded,
    answers.EvidenceExported,
    answers.EvidenceList,
    ExportPreview,
    answers.FileWritten,
    answers.FormList,
    answers.FormShown,
    FoundPlaces,
    GuiseShown,
    NameOffers,
    answers_contacts.OwnKeysEnded,
    answers.PassphraseChanged,
    answers_passphrases.PassphraseDrawn,
    answers_passphrases.PassphraseMeasured,
    Preferences,
    Protections,
    found.PossibleDuplicates,
    found.RecordCounts,
    found.RecordsExported,
    found.SavedSearches,
    answers_sealing.RecordAdded,
    answers_receipts.ReceiptAdded,
    answers_receipts.ReceiptWritten,
    answers.RecordEnded,
    answers_loss.RecordCompared,
    answers_loss.RecordRestored,
    answers.RecordHistory,
    answers.RecordList,
    answers.RecordSaved,
    answers_receipts.RecordSealed,
    answers_receipts.RecordShredded,
    answers_receipts.SealedList,
    answers_sealing.SealModeShown,
    answers.RecordShown,
    answers.RecordsImported,
    answers_loss.RecoveryChecked,
    answers_loss.RecoverySharesMade,
    answers_loss.RecoveryWordsMade,
    answers.Refused,
    answers_loss.SecondFactorChanged,
    RevisionChanges,
    answers_loss.ShareOpened,
    answers_contacts.ShownContact,
    answers_timeline.TimelineShown,
    answers.VaultCreated,
    answers_receipts.VaultDestroyed,
    answers_loss.VaultRekeyed,
    answers.VaultInfo,
    answers_loss.VaultRecovered,
    answers.VaultReport,
    answers_loss.VaultRestored,
    HelpText,
)
INPUTS: dict[str, type[BaseModel]] = {
    "record": Incident,
    "person": Person,
    "organisation": Organisation,
    "proceeding": Proceeding,
}
MODELS_OF_KINDS: dict[str, type[BaseModel]] = {
    "person": Person,
    "organisation": Organisation,
    "proceeding": Proceeding,
}
A_RECORD = "A record id, or the key of a record that stands in this input."
POINT = {
    "type": "string",
    "description": "Instead of latitude_e6 and longitude_e6: 43.238, 76.945 or 43°14′17″N 76°56′42″E.",
}
KEY = {"type": "string", "description": "By this name the rest of the input speaks of the record."}


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by name: answers by the name of the model, inputs by the kind of record."""
    made = {snake_case(model.__name__): answer_schema(model) for model in ANSWERS}
    return made | {kind: input_schema(kind, model) for kind, model in INPUTS.items()}


def snake_case(name: str) -> str:
    """`RecordSaved` as `record_saved`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def answer_schema(model: type[BaseModel]) -> dict[str, Any]:
    """What the shell prints: every field is always there."""
    return {"$schema": DRAFT} | model.model_json_schema(by_alias=True, mode="serialization")


def input_schema(kind: str, model: type[BaseModel]) -> dict[str, Any]:
    """What a person may write: the content, with the reliefs that `record_input` describes."""
    schema = {"$schema": DRAFT} | model.model_json_schema(by_alias=True)
    definitions = schema.setdefault("$defs", {})
    if kind == "record":
        for inline in MODELS_OF_KINDS.values():
            inner = inline.model_json_schema(by_alias=True)
            definitions |= inner.pop("$defs", {})
            definitions[inline.__name__] = inner
    for name, inner in {model.__name__: schema, **definitions}.items():
        name_code_lists(name, inner)
    if "Place" in definitions:
        definitions["Place"]["properties"]["point"] = POINT
    relax(schema)
    if kind == "record":
        for field, inline_kind in INLINE_KINDS.items():
            schema["properties"][field]["items"] = inline_record(MODELS_OF_KINDS[inline_kind].__name__)
        for inline in MODELS_OF_KINDS.values():
            # An inline record may also be an existing one that only gets a key.
            definitions[inline.__name__]["properties"] |= {"key": KEY, "id": {"pattern": f"^{RECORD_ID}$"}}
    return schema


def inline_record(name: str) -> dict[str, Any]:
    """An item of `people` and its like: a record id, or a record to be made."""
    return {"anyOf": [{"type": "string", "pattern": f"^{RECORD_ID}$"}, {"$ref": f"#/$defs/{name}"}]}


def relax(schema: Any) -> None:
    """Let references be keys, and entries and acts go without what the program adds."""
    if isinstance(schema, list):
        for item in schema:
            relax(item)
    if not isinstance(schema, dict):
        return
    if schema.get("pattern") == f"^{RECORD_ID}$":
        del schema["pattern"]
        schema.setdefault("description", A_RECORD)
    if "required" in schema:
        given = {"id", "form", "form_version"}
        schema["required"] = [name for name in schema["required"] if name not in given]
    for inner in schema.values():
        relax(inner)


def name_code_lists(name: str, schema: dict[str, Any]) -> None:
    """Into each field that takes its value from a code list, write the codes."""
    model = next((found for found in all_models(Entry.__base__) if found.__name__ == name), None)
    if model is None:
        return
    for field, shape in shape_of(model).items():
        vocabulary = load_vocabularies().find(shape.vocabulary) if shape.vocabulary else None
        if vocabulary is not None:
            for text in strings_of(schema["properties"][field]):
                text["examples"] = list(vocabulary.by_code)


def strings_of(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The schemas of texts within the schema of one field."""
    if schema.get("type") == "string":
        yield schema
    for inner in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])):
        yield from strings_of(inner)


def all_models(model: Any) -> Iterator[type[BaseModel]]:
    """A model and everything below it."""
    yield model
    for inner in model.__subclasses__():
        yield from all_models(inner)


def text_of(schema: dict[str, Any]) -> str:
    """The bytes of a schema file, as text."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every schema and remove those that there are no more."""
    FOLDER.mkdir(exist_ok=True)
    made = schemas()
    for old in FOLDER.glob("*.json"):
        if old.stem not in made:
            old.unlink()
    for name, schema in made.items():
        (FOLDER / f"{name}.json").write_text(text_of(schema), "utf-8")


if __name__ == "__main__":
    main()
