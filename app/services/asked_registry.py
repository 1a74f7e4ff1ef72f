"""What is asked of people, organisations and proceedings: one table for each part of their pages."""

from collections.abc import Mapping

from app.domain.compartments import Compartment
from app.domain.form import FieldType
from app.services.asked import Asked, Options, OwnType, Row
from app.words import N_

_IDENTITIES, _MEDICAL = Compartment.IDENTITIES, Compartment.MEDICAL
_CHOICE, _DATE = FieldType.CHOICE, FieldType.DATE
_LINE, _PROSE, _PERSON = FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PERSON
_ORGANISATION = FieldType.ORGANISATION
_SAFETY = Asked(
    ("safety",),
    _PROSE,
    N_("What must be heeded"),
    compartment=_IDENTITIES,
    hint=N_("What must not be done or said, lest somebody come to harm."),
)
SCRIPTS: Options = (
    ("Cyrl", N_("Cyrillic letters")),
    ("Latn", N_("Latin letters")),
    ("Arab", N_("Arabic letters")),
)
DERIVED: Options = (("no", N_("As seen or heard")), ("yes", N_("Written over by a rule")))
OPENNESS: Options = (("open", N_("Open")), ("closed", N_("Closed")), ("unknown", N_("Not known")))

NAME = (
    Asked(("full",), _LINE, N_("Full name"), compartment=_IDENTITIES),
    Asked(("surname",), _LINE, N_("Surname"), compartment=_IDENTITIES),
    Asked(("given",), _LINE, N_("Given name"), compartment=_IDENTITIES),
    Asked(("patronymic",), _LINE, N_("Patronymic"), compartment=_IDENTITIES),
    Asked(("script",), OwnType.OPTION, N_("Alphabet"), compartment=_IDENTITIES, options=SCRIPTS),
    Asked(("derived",), OwnType.OPTION, N_("Where it comes from"), compartment=_IDENTITIES, options=DERIVED),
    Asked(("scheme",), _LINE, N_("By which rule"), compartment=_IDENTITIES),
)
ALIAS = (
    Asked(("text",), _LINE, N_("Other name"), compartment=_IDENTITIES),
    Asked(("note",), _PROSE, N_("Note"), compartment=_IDENTITIES),
)
PERSON = (
    Asked(("pseudonym",), _LINE, N_("Name to share instead of the real one")),
    Asked(("description",), _PROSE, N_("What an unknown person looked like"), compartment=_IDENTITIES),
    Asked(("birth_date",), _DATE, N_("Date of birth"), compartment=_IDENTITIES),
    Asked(("age_from",), OwnType.AGE, N_("Age, at least")),
    Asked(("age_to",), OwnType.AGE, N_("Age, at most")),
    Asked(("sex",), _CHOICE, N_("Sex"), "sex"),
    Asked(("citizenship",), OwnType.COUNTRIES, N_("Citizenship")),
    Asked(
        ("ethnicity",),
        _LINE,
        N_("Ethnicity"),
        compartment=_IDENTITIES,
        hint=N_("Only where it matters, and as the person says it."),
    ),
    Asked(("languages",), OwnType.LANGUAGES, N_("Languages")),
    Asked(("occupation",), _CHOICE, N_("Occupation"), "occupation"),
    Asked(("occupation_words",), _LINE, N_("Occupation, in words")),
    Asked(("defender",), _CHOICE, N_("Defends human rights"), "defender_status"),
    Asked(("address",), _PROSE, N_("Address"), compartment=_IDENTITIES),
    Asked(("health",), _PROSE, N_("Health"), compartment=_MEDICAL),
    _SAFETY,
    Asked(("note",), _PROSE, N_("Note"), compartment=_IDENTITIES),
)
POST = (
    Asked(("organisation",), _ORGANISATION, N_("Organisation")),
    Asked(("organisation_name",), _LINE, N_("Organisation, in words")),
    Asked(("unit",), _LINE, N_("Unit")),
    Asked(("rank",), _LINE, N_("Rank")),
    Asked(("position",), _LINE, N_("Post")),
    Asked(("badge",), _LINE, N_("Badge"), compartment=_IDENTITIES),
    Asked(("superior",), _PERSON, N_("Under whose command")),
    Asked(("since",), _DATE, N_("Since")),
    Asked(("until",), _DATE, N_("Until")),
)
LABEL = (
    Asked(("label",), _CHOICE, N_("Label"), "imposed_label"),
    Asked(("words",), _LINE, N_("The label as it stands there")),
    Asked(("by",), _ORGANISATION, N_("Imposed by")),
    Asked(("by_name",), _LINE, N_("Imposed by, in words")),
    Asked(("number",), _LINE, N_("Number in the register")),
    Asked(("since",), _DATE, N_("Since")),
    Asked(("until",), _DATE, N_("Until")),
)
DOCUMENT = (
    Asked(("kind",), _CHOICE, N_("Kind of document"), "identity_document", _IDENTITIES),
    Asked(("country",), OwnType.COUNTRY, N_("Country"), compartment=_IDENTITIES),
    Asked(("number",), _LINE, N_("Number"), compartment=_IDENTITIES),
    Asked(("issued",), _DATE, N_("Issued"), compartment=_IDENTITIES),
    Asked(("expires",), _DATE, N_("Valid until"), compartment=_IDENTITIES),
)
CONTACT = (
    Asked(("channel",), _CHOICE, N_("How to reach"), "contact_channel", _IDENTITIES),
    Asked(("value",), _LINE, N_("Number or address"), compartment=_IDENTITIES),
    Asked(("safe",), OwnType.SAFE, N_("Safe for the person"), compartment=_IDENTITIES),
    Asked(("note",), _PROSE, N_("Note"), compartment=_IDENTITIES),
)

ORGANISATION_NAME = (
    Asked(("text",), _LINE, N_("Name")),
    Asked(("short",), _LINE, N_("Short name")),
    Asked(("script",), OwnType.OPTION, N_("Alphabet"), options=SCRIPTS),
)
ORGANISATION = (
    Asked(("kind",), _CHOICE, N_("Kind of organisation"), "organisation_kind"),
    Asked(("parent",), _ORGANISATION, N_("Part of")),
    Asked(("country",), OwnType.COUNTRY, N_("Country")),
    Asked(("place",), FieldType.PLACE, N_("Place")),
    Asked(("status",), _CHOICE, N_("What has become of it"), "organisation_status"),
    Asked(("head",), _LINE, N_("Head")),
    Asked(("note",), _PROSE, N_("Note")),
    _SAFETY,
)
REGISTRATION = (
    Asked(("legal_form",), _LINE, N_("Legal form")),
    Asked(("registration_number",), _LINE, N_("Registration number")),
    Asked(("registered",), _DATE, N_("Registered")),
    Asked(("registered_by",), _ORGANISATION, N_("Registered by")),
    Asked(("registered_address",), _LINE, N_("Address in the register")),
    Asked(("founded",), _DATE, N_("Founded")),
    Asked(("closed",), _DATE, N_("Closed down")),
)
COURT_OR_FACILITY = (
    Asked(("court_level",), _CHOICE, N_("Level of the court"), "court_level"),
    Asked(("facility_kind",), _CHOICE, N_("Kind of place of detention"), "place_kind"),
    Asked(("facility_regime",), _LINE, N_("Regime of the place of detention")),
    Asked(("facility_capacity",), FieldType.INTEGER, N_("For how many it is made")),
)

PROCEEDING = (
    Asked(("title",), _LINE, N_("What it is about")),
    Asked(("kind",), _CHOICE, N_("Kind of proceeding"), "proceeding_kind"),
    Asked(("country",), OwnType.COUNTRY, N_("Country")),
    Asked(("court",), _ORGANISATION, N_("Court")),
    Asked(("court_name",), _LINE, N_("Court, in words")),
    Asked(("court_level",), _CHOICE, N_("Level of the court"), "court_level"),
    Asked(("judge",), _PERSON, N_("Judge")),
    Asked(("judge_name",), _LINE, N_("Judge, in words"), compartment=_IDENTITIES),
    Asked(("instance",), _CHOICE, N_("Instance"), "instance"),
    Asked(("earlier",), OwnType.PROCEEDING, N_("The same case in its earlier instance")),
    Asked(("opened",), _DATE, N_("Opened")),
)
NUMBER = (
    Asked(("raw",), _LINE, N_("Case number as written")),
    Asked(("country",), OwnType.COUNTRY, N_("Country")),
    Asked(("scheme",), _LINE, N_("Whose number it is")),
    Asked(("normalised",), _LINE, N_("Case number for comparing")),
)
CHARGE = (
    Asked(("person",), _PERSON, N_("Who is accused")),
    Asked(("law",), _LINE, N_("Law")),
    Asked(("article",), _LINE, N_("Article")),
    Asked(("text",), _PROSE, N_("Of what")),
)
PARTY = (
    Asked(("party",), OwnType.PARTY, N_("Who takes part")),
    Asked(("role",), _CHOICE, N_("As what"), "party_role"),
    Asked(("note",), _PROSE, N_("Note")),
)
HEARING = (
    Asked(("when",), _DATE, N_("When")),
    Asked(("judge",), _PERSON, N_("Judge")),
    Asked(("room",), _LINE, N_("Room")),
    Asked(("openness",), OwnType.OPTION, N_("Open or closed"), options=OPENNESS),
    Asked(("present",), OwnType.PARTIES, N_("Who was there")),
    Asked(("happened",), _PROSE, N_("What happened")),
    Asked(("court_response",), _CHOICE, N_("What the court did about it"), "court_response"),
    Asked(("response_words",), _PROSE, N_("What the court did, in words")),
    Asked(("request_recorded",), _CHOICE, N_("Entered in the record"), "record_entry"),
    Asked(("allegation",), _PROSE, N_("Torture or pressure alleged before the court")),
    Asked(("allegation_by",), _PERSON, N_("Who alleged it")),
    Asked(
        ("allegation_response",),
        _CHOICE,
        N_("What the court did about the allegation"),
        "allegation_response",
    ),
    Asked(("incidents",), OwnType.INCIDENTS, N_("Incidents at this hearing")),
)
OUTCOME = (
    Asked(("when",), _DATE, N_("When")),
    Asked(("kind",), _CHOICE, N_("What was decided"), "proceeding_outcome"),
    Asked(("number",), _LINE, N_("Number of the decision")),
    Asked(("by",), _ORGANISATION, N_("Decided by")),
    Asked(("text",), _PROSE, N_("In words")),
    Asked(("sentence",), _CHOICE, N_("Sentence"), "sentence"),
    Asked(("term_months",), FieldType.INTEGER, N_("Term in months")),
    Asked(
        ("confession_used",), FieldType.YES_NO_UNKNOWN, N_("Rests on a confession that is said to be forced")
    ),
    Asked(("appeal_until",), _DATE, N_("Can be appealed until")),
)
DEADLINE = (
    Asked(("what",), _LINE, N_("What must be done")),
    Asked(("due",), _DATE, N_("By when")),
    Asked(("done",), FieldType.YES_NO_UNKNOWN, N_("Done")),
)
LEGAL_NOTE = (
    Asked(("when",), _DATE, N_("When")),
    Asked(("text",), _PROSE, N_("Note")),
    Asked(
        ("privileged",),
        OwnType.MARK,
        N_("Lawyer's secret"),
        hint=N_("Leaves this vault only when chosen, with a reason."),
    ),
)

GENERAL = (*PERSON, *ORGANISATION, *REGISTRATION, *COURT_OR_FACILITY, *PROCEEDING)
"""The fields of such records themselves."""

ENTRIES: Mapping[str, tuple[Row, ...]] = {
    "names": (*NAME, *ORGANISATION_NAME),
    "aliases": ALIAS,
    "posts": POST,
    "labels": LABEL,
    "documents": DOCUMENT,
    "contacts": CONTACT,
    "numbers": NUMBER,
    "charges": CHARGE,
    "parties": PARTY,
    "hearings": HEARING,
    "outcomes": OUTCOME,
    "deadlines": DEADLINE,
    "notes": LEGAL_NOTE,
}
"""The fields of an entry, by the name of the list that holds it."""
