"""What is asked of records beyond their forms: one table for each part of the window.

A form file describes the fields of an act by itself; what every incident, act, source, consent,
person and proceeding has is described here, in the same terms, so that one maker of controls
serves both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.domain.compartments import Compartment, Path
from app.domain.form import FieldType, FormField, fits
from app.domain.strict_json import Json
from app.domain.vocabulary import label_in
from app.words import N_, chosen_language, translate


class OwnType(StrEnum):
    """What a form cannot ask, since it belongs to the model: see `domain.incident`."""

    CONSENTED = "consented"
    MARK = "mark"
    LANGUAGE = "language"
    PROCEEDING = "proceeding"
    PROCEEDINGS = "proceedings"
    SAFE = "safe"
    BODY_SIDE = "body_side"
    FINDING = "finding"


Kind: TypeAlias = FieldType | OwnType


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: where it stands in its record or entry, of what kind, and its words.

    `label` and `hint` are in the language in force where they come from a form file, else
    messages of `N_`; `words` and `explanation` are what is shown.
    """

    path: Path
    kind: Kind
    label: str
    list: str | None = None
    compartment: Compartment = Compartment.OPEN
    hint: str = ""
    leads: bool = False
    """The first of several parts of one value: what the whole is needed for stands here."""
    form_field: FormField | None = None
    """The field of a form file that asks it."""

    @property
    def words(self) -> str:
        """The label as it is shown."""
        return translate(self.label)

    @property
    def explanation(self) -> str:
        """The hint as it is shown, empty where there is none."""
        return translate(self.hint)

    def can_show(self, value: Json) -> bool:
        """Whether a value has the type that is asked; another version of the form may have written it."""
        return self.form_field is None or value is None or fits(self.form_field, value)


def asked_by_form(field: FormField) -> Asked:
    """A field of a form file, below the `details` of its act."""
    language = chosen_language()
    return Asked(
        path=("details", field.id),
        kind=field.type,
        label=label_in(field.label, language),
        list=field.list,
        compartment=field.compartment,
        hint=label_in(field.hint, language) if field.hint else "",
        form_field=field,
    )


_IDENTITIES, _SOURCES, _MEDICAL = Compartment.IDENTITIES, Compartment.SOURCES, Compartment.MEDICAL
_CHOICE, _CHOICES, _DATE = FieldType.CHOICE, FieldType.CHOICES, FieldType.DATE
_LINE, _PROSE, _PERSON = FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PERSON
_PRIVILEGED = Asked(
    ("privileged",),
    OwnType.MARK,
    N_("Lawyer's secret"),
    hint=N_("Leaves this vault only when chosen, with a reason."),
)

WHAT = (
    Asked(("title",), _LINE, N_("Title"), hint=N_("A few words by which you will find it again.")),
    Asked(("narrative", "text"), _PROSE, N_("What happened"), leads=True),
    Asked(("narrative", "language"), OwnType.LANGUAGE, N_("Written in")),
    Asked(
        ("narrative", "privileged"),
        OwnType.MARK,
        N_("The narrative is under the lawyer's secret"),
        hint=N_("Leaves this vault only when chosen, with a reason."),
    ),
    Asked(("urgency",), _CHOICE, N_("Urgency"), "urgency"),
    Asked(("priority",), _CHOICE, N_("Priority"), "priority"),
    Asked(("suspected_motive",), _PROSE, N_("Suspected motive")),
    Asked(("rights_work",), _PROSE, N_("Link with the victim's work for human rights")),
    Asked(("violation_status",), _CHOICE, N_("How certain the violation is"), "violation_status"),
    Asked(("monitoring_status",), _CHOICE, N_("State of the monitoring"), "monitoring_status"),
    Asked(
        ("safety",),
        _PROSE,
        N_("What must be heeded"),
        compartment=_IDENTITIES,
        hint=N_("What must not be done or said, lest somebody come to harm."),
    ),
)
WHEN = (Asked(("when",), _DATE, N_("When")),)
WHERE = (Asked(("where",), FieldType.PLACE, N_("Where")),)
PROCEEDINGS = (Asked(("proceedings",), OwnType.PROCEEDINGS, N_("Proceedings")),)

ACT = (
    Asked(("type",), _CHOICE, N_("Type of act"), "act_type"),
    Asked(("methods",), _CHOICES, N_("Methods"), "method"),
    Asked(("victims",), FieldType.PEOPLE, N_("Victims")),
    Asked(("alleged_perpetrators",), FieldType.PEOPLE, N_("Alleged perpetrators")),
    Asked(("when",), _DATE, N_("When"), hint=N_("Only if it differs from the incident's.")),
    Asked(("where",), FieldType.PLACE, N_("Where"), hint=N_("Only if it differs from the incident's.")),
    Asked(("proceeding",), OwnType.PROCEEDING, N_("Proceeding")),
    Asked(("stated_reason",), _PROSE, N_("Reason that those who did it gave")),
    Asked(("official_attribution",), _CHOICE, N_("Official attribution"), "official_attribution"),
    Asked(("note",), _PROSE, N_("Note")),
    _PRIVILEGED,
)
SOURCE = (
    Asked(("person",), _PERSON, N_("Person"), compartment=_SOURCES),
    Asked(("name",), _LINE, N_("Who or what, in words"), compartment=_SOURCES),
    Asked(("connection",), _CHOICE, N_("Connection with the incident"), "source_connection", _SOURCES),
    Asked(("material",), _CHOICE, N_("Kind of material"), "material", _SOURCES),
    Asked(("reliability",), _CHOICE, N_("Reliability"), "reliability", _SOURCES),
    Asked(("may_be_named",), OwnType.CONSENTED, N_("May be named"), compartment=_SOURCES),
    Asked(("when",), _DATE, N_("When it was told"), compartment=_SOURCES),
    Asked(("conflicts",), _PROSE, N_("What contradicts it"), compartment=_SOURCES),
    Asked(("note",), _PROSE, N_("Note"), compartment=_SOURCES),
    _PRIVILEGED,
)
CONSENT = (
    Asked(("giver",), _PERSON, N_("Who gave it")),
    Asked(("purposes", "keep"), OwnType.CONSENTED, N_("To keep this")),
    Asked(("purposes", "coalition"), OwnType.CONSENTED, N_("To share it within the coalition")),
    Asked(("purposes", "un"), OwnType.CONSENTED, N_("To hand it to the United Nations")),
    Asked(("purposes", "authorities"), OwnType.CONSENTED, N_("To hand it to the authorities")),
    Asked(("purposes", "media"), OwnType.CONSENTED, N_("To hand it to the media")),
    Asked(("kinds", "name"), OwnType.CONSENTED, N_("With the name")),
    Asked(("kinds", "photograph"), OwnType.CONSENTED, N_("With photographs")),
    Asked(("kinds", "medical"), OwnType.CONSENTED, N_("With medical facts")),
    Asked(("how",), _CHOICE, N_("How it was given"), "consent_how"),
    Asked(("when",), _DATE, N_("When it was given")),
    Asked(("withdrawn",), _DATE, N_("When it was withdrawn")),
    Asked(("note",), _PROSE, N_("Note"), compartment=_IDENTITIES),
)
INTERVENTION = (
    Asked(("kind",), _CHOICE, N_("What was done"), "intervention_kind"),
    Asked(("addressee",), _LINE, N_("Addressed to")),
    Asked(("sent",), _DATE, N_("Sent")),
    Asked(("number",), _LINE, N_("Number")),
    Asked(("deadline",), _DATE, N_("Deadline")),
    Asked(("reply",), _CHOICE, N_("Reply"), "reply"),
    Asked(("reply_words",), _PROSE, N_("What the reply says")),
    Asked(("result",), _CHOICE, N_("Result"), "intervention_result"),
    _PRIVILEGED,
)
INJURY = (
    Asked(("kind",), _CHOICE, N_("Kind of injury"), "injury_kind", _MEDICAL),
    Asked(("length_mm",), FieldType.INTEGER, N_("Length in millimetres"), compartment=_MEDICAL),
    Asked(("width_mm",), FieldType.INTEGER, N_("Width in millimetres"), compartment=_MEDICAL),
    Asked(("shape",), _LINE, N_("Shape"), compartment=_MEDICAL, hint=N_("Round, in a line, like a tool.")),
    Asked(("colour",), _LINE, N_("Colour"), compartment=_MEDICAL),
    Asked(
        ("surface",), _LINE, N_("Surface"), compartment=_MEDICAL, hint=N_("Raised, sunken, scabbed, open.")
    ),
    Asked(("seen",), _DATE, N_("When it was seen"), compartment=_MEDICAL),
    Asked(("claimed_age",), _LINE, N_("How old it is said to be"), compartment=_MEDICAL),
    Asked(("mechanism",), _PROSE, N_("How it came about, as alleged"), compartment=_MEDICAL),
    Asked(("photographs",), FieldType.EVIDENCE, N_("Photographs of it"), compartment=_MEDICAL),
    Asked(("person",), _PERSON, N_("Whose"), compartment=_MEDICAL),
    Asked(("region",), _CHOICE, N_("Part of the body"), "body_region", _MEDICAL),
    Asked(("side",), OwnType.BODY_SIDE, N_("Which side, the person's own"), compartment=_MEDICAL),
    Asked(("finding",), OwnType.FINDING, N_("Clinician who judged it"), compartment=_MEDICAL),
    Asked(("note",), _PROSE, N_("Note"), compartment=_MEDICAL),
    _PRIVILEGED,
)

PERSON = (
    Asked(("pseudonym",), _LINE, N_("Name to share instead of the real one")),
    Asked(("description",), _PROSE, N_("What an unknown person looked like"), compartment=_IDENTITIES),
    Asked(("birth_date",), _DATE, N_("Date of birth"), compartment=_IDENTITIES),
    Asked(("sex",), _CHOICE, N_("Sex"), "sex"),
    Asked(("occupation",), _CHOICE, N_("Occupation"), "occupation"),
    Asked(("occupation_words",), _LINE, N_("Occupation, in words")),
    Asked(("defender",), _CHOICE, N_("Defends human rights"), "defender_status"),
    Asked(("address",), _PROSE, N_("Address"), compartment=_IDENTITIES),
    Asked(("health",), _PROSE, N_("Health"), compartment=_MEDICAL),
    Asked(
        ("safety",),
        _PROSE,
        N_("What must be heeded"),
        compartment=_IDENTITIES,
        hint=N_("What must not be done or said, lest somebody come to harm."),
    ),
    Asked(("note",), _PROSE, N_("Note"), compartment=_IDENTITIES),
)
NAME = (
    Asked(("full",), _LINE, N_("Full name"), compartment=_IDENTITIES),
    Asked(("surname",), _LINE, N_("Surname"), compartment=_IDENTITIES),
    Asked(("given",), _LINE, N_("Given name"), compartment=_IDENTITIES),
    Asked(("patronymic",), _LINE, N_("Patronymic"), compartment=_IDENTITIES),
)
CONTACT = (
    Asked(("channel",), _CHOICE, N_("How to reach"), "contact_channel", _IDENTITIES),
    Asked(("value",), _LINE, N_("Number or address"), compartment=_IDENTITIES),
    Asked(("safe",), OwnType.SAFE, N_("Safe for the person"), compartment=_IDENTITIES),
)
PROCEEDING = (
    Asked(("title",), _LINE, N_("What it is about")),
    Asked(("kind",), _CHOICE, N_("Kind of proceeding"), "proceeding_kind"),
    Asked(("court_name",), _LINE, N_("Court")),
    Asked(("court_level",), _CHOICE, N_("Level of the court"), "court_level"),
    Asked(("judge_name",), _LINE, N_("Judge"), compartment=_IDENTITIES),
    Asked(("instance",), _CHOICE, N_("Instance"), "instance"),
    Asked(("opened",), _DATE, N_("Opened")),
)
NUMBER = (Asked(("raw",), _LINE, N_("Case number as written")),)
HEARING = (
    Asked(("when",), _DATE, N_("When")),
    Asked(("room",), _LINE, N_("Room")),
    Asked(("happened",), _PROSE, N_("What happened")),
    Asked(("court_response",), _CHOICE, N_("What the court did about it"), "court_response"),
    Asked(("response_words",), _PROSE, N_("What the court did, in words")),
    Asked(("request_recorded",), _CHOICE, N_("Entered in the record"), "record_entry"),
)

ENTRIES: Mapping[str, tuple[Asked, ...]] = {
    "acts": ACT,
    "sources": SOURCE,
    "consent": CONSENT,
    "interventions": INTERVENTION,
    "injuries": INJURY,
    "names": NAME,
    "contacts": CONTACT,
    "numbers": NUMBER,
    "hearings": HEARING,
}
"""The fields of an entry, by the name of the list that holds it."""
