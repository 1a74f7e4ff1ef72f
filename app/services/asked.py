"""What is asked of records beyond their forms: one table for each part of a page.

A form file describes the fields of an act by itself; what every incident has, and each entry in
it, is described here, in the same terms, so that one maker of controls serves both. People,
organisations and proceedings: see `asked_registry`.
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
    OPTION = "option"
    PARTY = "party"
    PARTIES = "parties"
    ORGANISATIONS = "organisations"
    INCIDENT = "incident"
    INCIDENTS = "incidents"
    COUNTRY = "country"
    COUNTRIES = "countries"
    LANGUAGES = "languages"
    ENTRY = "entry"
    HEARING = "hearing"
    FIELD = "field"
    AGE = "age"
    CELSIUS = "celsius"
    ENTRIES = "entries"


Kind: TypeAlias = FieldType | OwnType
Options: TypeAlias = tuple[tuple[str, str], ...]
"""Codes that the model itself lists, each with a message of `N_`."""

LANGUAGE_NAMES = {
    "ru": "Русский",
    "kk": "Қазақша",
    "ky": "Кыргызча",
    "tg": "Тоҷикӣ",
    "uz": "Oʻzbekcha",
    "en": "English",
}
CONSENTED = {"yes": N_("Yes"), "no": N_("No"), "not_asked": N_("Not asked")}


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
    options: Options = ()
    of: str = ""
    """For an entry of this record: the list that holds it."""

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


@dataclass(frozen=True, slots=True)
class AskedList:
    """A list within an entry: where it stands, what it is called, what is asked of each of its own."""

    path: Path
    label: str
    adding: str
    fields: tuple[Asked, ...]

    @property
    def words(self) -> str:
        """The heading as it is shown."""
        return translate(self.label)


Row: TypeAlias = Asked | AskedList


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
    Asked(("motives",), _CHOICES, N_("Kinds of suspected motive"), "motive"),
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
HOW_SURE: Options = (
    ("exact", N_("known exactly")),
    ("believed", N_("believed")),
    ("approximate", N_("approximate")),
    ("unknown", N_("date not known")),
)
WHEN = (
    Asked(("when",), _DATE, N_("When")),
    Asked(("when", "certainty"), OwnType.OPTION, N_("How the date is known"), options=HOW_SURE),
    Asked(("when", "basis"), _LINE, N_("What the date rests on")),
)
_ORGANISATION_THERE = Asked(
    ("where", "organisation"),
    FieldType.ORGANISATION,
    N_("Organisation"),
    hint=N_("The court, station or prison itself, as a record of its own."),
)
WHERE = (Asked(("where",), FieldType.PLACE, N_("Where")), _ORGANISATION_THERE)
PROCEEDINGS = (Asked(("proceedings",), OwnType.PROCEEDINGS, N_("Proceedings")),)
ORGANISATIONS = (Asked(("organisations",), OwnType.ORGANISATIONS, N_("Organisations")),)

TRANSLATION = (
    Asked(("language",), OwnType.LANGUAGE, N_("Translated into")),
    Asked(("text",), _PROSE, N_("Translation")),
    Asked(("by",), _LINE, N_("Translated by"), compartment=_IDENTITIES),
    _PRIVILEGED,
)
VICTIM_STATE = (
    Asked(("victim",), OwnType.PARTY, N_("Victim")),
    Asked(("state",), _CHOICE, N_("State"), "victim_state"),
    Asked(("note",), _PROSE, N_("Note")),
)
ACT: tuple[Row, ...] = (
    Asked(("type",), _CHOICE, N_("Type of act"), "act_type"),
    Asked(("methods",), _CHOICES, N_("Methods"), "method"),
    Asked(("victims",), OwnType.PARTIES, N_("Victims")),
    Asked(("alleged_perpetrators",), OwnType.PARTIES, N_("Alleged perpetrators")),
    Asked(("when",), _DATE, N_("When"), hint=N_("Only if it differs from the incident's.")),
    Asked(("where",), FieldType.PLACE, N_("Where"), hint=N_("Only if it differs from the incident's.")),
    _ORGANISATION_THERE,
    Asked(("proceeding",), OwnType.PROCEEDING, N_("Proceeding")),
    Asked(("hearing",), OwnType.HEARING, N_("At which of its hearings")),
    Asked(("stated_reason",), _PROSE, N_("Reason that those who did it gave")),
    Asked(("intents",), _CHOICES, N_("For what purpose, as it seems"), "intent"),
    Asked(("official_attribution",), _CHOICE, N_("Official attribution"), "official_attribution"),
    AskedList(("victim_states",), N_("The victims afterwards"), N_("Add a victim's state"), VICTIM_STATE),
    Asked(("note",), _PROSE, N_("Note")),
    _PRIVILEGED,
)
INVOLVEMENT = (
    Asked(("act",), OwnType.ENTRY, N_("In which act"), of="acts"),
    Asked(("perpetrator",), OwnType.PARTY, N_("Alleged perpetrator")),
    Asked(("count",), FieldType.INTEGER, N_("How many, where they are unknown")),
    Asked(("description",), _PROSE, N_("What they looked like")),
    Asked(("degree",), _CHOICE, N_("How they were involved"), "involvement_degree"),
    Asked(("kind",), _CHOICE, N_("Kind of perpetrator"), "perpetrator_kind"),
    Asked(("affiliation",), FieldType.ORGANISATION, N_("Belongs to")),
    Asked(("identified_by",), _CHOICES, N_("How they were identified"), "identified_by"),
    Asked(("identified_words",), _PROSE, N_("How they were identified, in words")),
    Asked(("standing",), _CHOICE, N_("What has become of them since"), "perpetrator_standing"),
)
MOVE = (
    Asked(("facility",), FieldType.ORGANISATION, N_("Held by")),
    Asked(("place",), FieldType.PLACE, N_("Place")),
    Asked(("since",), _DATE, N_("Since")),
    Asked(("until",), _DATE, N_("Until")),
    Asked(("note",), _PROSE, N_("Note")),
)
VISIT = (
    Asked(("when",), _DATE, N_("When")),
    Asked(("visitor",), _PERSON, N_("Visitor")),
    Asked(("kind",), _CHOICE, N_("Who came"), "visitor_kind"),
    Asked(("allowed",), FieldType.YES_NO_UNKNOWN, N_("Let in")),
    Asked(("private",), FieldType.YES_NO_UNKNOWN, N_("Alone with the person held")),
    Asked(("note",), _PROSE, N_("Note")),
)
DETENTION: tuple[Row, ...] = (
    Asked(("person",), _PERSON, N_("Who was held")),
    Asked(("seized",), _DATE, N_("Seized"), hint=N_("When the person could no longer leave.")),
    Asked(("protocol",), _DATE, N_("Time in the official paper")),
    Asked(("protocol_number",), _LINE, N_("Number of the official paper")),
    Asked(("released",), _DATE, N_("Released")),
    Asked(("release_terms",), _PROSE, N_("On which terms released")),
    Asked(("authority",), FieldType.ORGANISATION, N_("Authority")),
    Asked(("authority_name",), _LINE, N_("Authority, in words")),
    Asked(("ground",), _PROSE, N_("Ground given")),
    Asked(("held_as",), _CHOICE, N_("Held as"), "detention_status"),
    Asked(("charged",), _DATE, N_("Charged")),
    Asked(("judge_when",), _DATE, N_("First brought before a judge")),
    Asked(("decision",), _CHOICE, N_("What the judge decided"), "detention_decision"),
    Asked(("decided_until",), _DATE, N_("Held by that decision until")),
    Asked(("proceeding",), OwnType.PROCEEDING, N_("Proceeding")),
    Asked(("arbitrary_grounds",), _CHOICES, N_("Why it is arbitrary"), "arbitrary_ground"),
    AskedList(("moves",), N_("Where the person was held"), N_("Add a place"), MOVE),
    Asked(("conditions", "when"), _DATE, N_("Conditions: when it was so")),
    Asked(("conditions", "kinds"), _CHOICES, N_("Conditions"), "conditions_used"),
    Asked(("conditions", "space"), _PROSE, N_("Space in the cell")),
    Asked(
        ("conditions", "space_cm2_per_person"),
        FieldType.INTEGER,
        N_("Space for each person, in square centimetres"),
        hint=N_("4 square metres are 40000."),
    ),
    Asked(("conditions", "places"), FieldType.INTEGER, N_("For how many the cell was made")),
    Asked(("conditions", "held"), FieldType.INTEGER, N_("How many were in it")),
    Asked(("conditions", "temperature"), _PROSE, N_("Cold or heat")),
    Asked(("conditions", "temperature_c"), OwnType.CELSIUS, N_("Degrees Celsius")),
    Asked(("conditions", "food"), _PROSE, N_("Food")),
    Asked(("conditions", "water"), _PROSE, N_("Water")),
    Asked(("conditions", "light"), _PROSE, N_("Light and sleep")),
    Asked(("conditions", "bedding"), _PROSE, N_("Bed and bedding")),
    Asked(("conditions", "other"), _PROSE, N_("Other conditions")),
    Asked(("whereabouts_told",), FieldType.YES_NO_UNKNOWN, N_("The family was told where")),
    Asked(("relatives_told",), _DATE, N_("When the family was told")),
    Asked(("outside_contact",), _CHOICE, N_("Contact with the outside"), "outside_contact"),
    Asked(("rights_explained",), FieldType.YES_NO_UNKNOWN, N_("Rights explained")),
    Asked(("interpretation",), _CHOICE, N_("Interpreter"), "interpretation"),
    Asked(("counsel",), _CHOICE, N_("Lawyer"), "counsel"),
    Asked(("counsel_words",), _PROSE, N_("Lawyer, in words"), compartment=_IDENTITIES),
    Asked(("statements_signed",), _CHOICE, N_("Statements signed"), "statements_signed"),
    Asked(("medical_care",), _CHOICE, N_("Medical attention"), "medical_attention", _MEDICAL),
    Asked(("medical_attention",), _PROSE, N_("Medical attention, in words"), compartment=_MEDICAL),
    AskedList(("visits",), N_("Visits"), N_("Add a visit"), VISIT),
    _PRIVILEGED,
)
CERTAINTY: Options = (
    ("certain", N_("Certain")),
    ("likely", N_("Likely")),
    ("doubtful", N_("Doubtful")),
    ("unknown", N_("Not known")),
)
CLAIM = (
    Asked(("field",), OwnType.FIELD, N_("What is claimed"), compartment=_SOURCES),
    Asked(("source",), OwnType.ENTRY, N_("Which source says so"), compartment=_SOURCES, of="sources"),
    Asked(("certainty",), OwnType.OPTION, N_("How sure"), compartment=_SOURCES, options=CERTAINTY),
    Asked(("contested",), FieldType.YES_NO_UNKNOWN, N_("Contested by others"), compartment=_SOURCES),
    Asked(("note",), _PROSE, N_("Note"), compartment=_SOURCES),
    _PRIVILEGED,
)
LINK = (
    Asked(("kind",), _CHOICE, N_("How they hang together"), "link_kind"),
    Asked(("incident",), OwnType.INCIDENT, N_("The other incident")),
    Asked(("note",), _PROSE, N_("Note")),
)
SOURCE = (
    Asked(("person",), _PERSON, N_("Person"), compartment=_SOURCES),
    Asked(("organisation",), FieldType.ORGANISATION, N_("Organisation"), compartment=_SOURCES),
    Asked(("name",), _LINE, N_("Who or what, in words"), compartment=_SOURCES),
    Asked(("connection",), _CHOICE, N_("Connection with the incident"), "source_connection", _SOURCES),
    Asked(("material",), _CHOICE, N_("Kind of material"), "material", _SOURCES),
    Asked(("reliability",), _CHOICE, N_("Reliability"), "reliability", _SOURCES),
    Asked(("may_be_named",), OwnType.CONSENTED, N_("May be named"), compartment=_SOURCES),
    Asked(("when",), _DATE, N_("When it was told"), compartment=_SOURCES),
    Asked(("evidence",), FieldType.EVIDENCE, N_("Evidence"), compartment=_SOURCES),
    Asked(("conflicts",), _PROSE, N_("What contradicts it"), compartment=_SOURCES),
    Asked(("note",), _PROSE, N_("Note"), compartment=_SOURCES),
    _PRIVILEGED,
)
CONSENT = (
    Asked(("giver",), _PERSON, N_("Who gave it")),
    Asked(("proxy",), _PERSON, N_("Given on their behalf by")),
    Asked(("proxy_reason",), _PROSE, N_("Why on their behalf")),
    Asked(("purposes", "keep"), OwnType.CONSENTED, N_("To keep this")),
    Asked(("purposes", "coalition"), OwnType.CONSENTED, N_("To share it within the coalition")),
    Asked(("purposes", "un"), OwnType.CONSENTED, N_("To hand it to the United Nations")),
    Asked(("purposes", "authorities"), OwnType.CONSENTED, N_("To hand it to the authorities")),
    Asked(("purposes", "media"), OwnType.CONSENTED, N_("To hand it to the media")),
    Asked(("kinds", "name"), OwnType.CONSENTED, N_("With the name")),
    Asked(("kinds", "photograph"), OwnType.CONSENTED, N_("With photographs")),
    Asked(("kinds", "medical"), OwnType.CONSENTED, N_("With medical facts")),
    Asked(("follow_up",), OwnType.CONSENTED, N_("To be asked again")),
    Asked(("how",), _CHOICE, N_("How it was given"), "consent_how"),
    Asked(("when",), _DATE, N_("When it was given")),
    Asked(("withdrawn",), _DATE, N_("When it was withdrawn")),
    Asked(("note",), _PROSE, N_("Note"), compartment=_IDENTITIES),
)
INTERVENTION = (
    Asked(("kind",), _CHOICE, N_("What was done"), "intervention_kind"),
    Asked(("by",), OwnType.PARTY, N_("By whom")),
    Asked(("with_others",), OwnType.PARTIES, N_("Who else signed")),
    Asked(("addressee",), _LINE, N_("Addressed to")),
    Asked(("addressee_organisation",), FieldType.ORGANISATION, N_("Addressed to the organisation")),
    Asked(("sent",), _DATE, N_("Sent")),
    Asked(("number",), _LINE, N_("Number")),
    Asked(("acts",), OwnType.ENTRIES, N_("About which acts"), of="acts"),
    Asked(("proceeding",), OwnType.PROCEEDING, N_("Proceeding")),
    Asked(("deadline",), _DATE, N_("Deadline")),
    Asked(("reply",), _CHOICE, N_("Reply"), "reply"),
    Asked(("reply_when",), _DATE, N_("When the reply came")),
    Asked(("reply_by",), _LINE, N_("Who replied")),
    Asked(("reply_number",), _LINE, N_("Number of the reply")),
    Asked(("reply_words",), _PROSE, N_("What the reply says")),
    Asked(("result",), _CHOICE, N_("Result"), "intervention_result"),
    Asked(("evidence",), FieldType.EVIDENCE, N_("Evidence")),
    Asked(("note",), _PROSE, N_("Note")),
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

GENERAL = (*WHAT, *WHEN, *WHERE, *PROCEEDINGS, *ORGANISATIONS)
"""The fields of the incident itself."""

ENTRIES: Mapping[str, tuple[Row, ...]] = {
    "translations": TRANSLATION,
    "acts": ACT,
    "involvements": INVOLVEMENT,
    "detentions": DETENTION,
    "sources": SOURCE,
    "claims": CLAIM,
    "consent": CONSENT,
    "interventions": INTERVENTION,
    "injuries": INJURY,
    "links": LINK,
}
"""The fields of an entry, by the name of the list that holds it."""
