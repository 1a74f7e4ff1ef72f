import pytest

from app.domain.completeness import Held, Missing, missing
from app.domain.strict_json import Json, JsonObject
from tests.domain.resources import shipped_forms

VICTIM = "01890000-0000-7000-8000-000000000001"


def act(form: str = "threat", **details: Json) -> JsonObject:
    return {"id": "a1", "form": form, "form_version": 1, "victims": [VICTIM], "details": details}


def gaps(content: JsonObject, *withheld: str, person: Held | None = None) -> dict[str, tuple[str, ...]]:
    found = missing(Held(content, frozenset(withheld)), lambda _identifier: person, shipped_forms())
    return {gap.field: gap.purposes for gap in found}


def test_an_empty_incident_lacks_what_every_incident_needs() -> None:
    assert set(gaps({})) == {"title", "narrative", "when", "where", "acts", "sources", "consent"}
    assert missing(Held({"title": "Т"}), lambda _: None, shipped_forms())[0] == Missing(
        "narrative", ("complete", "complaint", "urgent_appeal")
    )


def test_what_is_there_is_not_missing() -> None:
    assert "title" not in gaps({"title": "Қорқыту"})
    assert "acts.0.details.words" not in gaps({"acts": [act(words="...")]})
    assert gaps({"acts": [act()]})["acts.0.details.words"] == ("complete", "complaint", "urgent_appeal")
    assert "acts.0.alleged_perpetrators" in gaps({"acts": [act()]})
    assert "acts.0.victims" not in gaps({"acts": [act()]})


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_what_is_there_and_empty_is_missing(nothing: Json) -> None:
    """Ours never write it so; what others write is not ours."""
    assert {"title", "when"} <= gaps({"title": nothing, "when": nothing}).keys()


def test_a_field_that_is_not_asked_is_not_missing() -> None:
    asked = "acts.0.details.threatener"
    assert asked not in gaps({"acts": [act()]})
    assert asked not in gaps({"acts": [act(threatener_known="no")]})
    assert asked in gaps({"acts": [act(threatener_known="yes")]})


def test_when_and_where_of_the_incident_hold_for_its_acts() -> None:
    assert "acts.0.when" in gaps({"acts": [act()]})
    assert "acts.0.when" not in gaps({"acts": [act()], "when": {"edtf": "2014"}})
    assert "acts.0.where" in gaps({"acts": [act("access_denial")]})
    assert "acts.0.where" not in gaps({"acts": [act("access_denial")], "where": {"locality": "Ұзынағаш"}})


@pytest.mark.parametrize(
    ("field", "withheld"),
    [
        ("sources", "sources"),
        ("sources", "privileged"),
        ("narrative", "privileged"),
        ("acts", "privileged"),
        ("acts.0.details.marks_visible", "medical"),
        ("acts.0.details.marks_visible", "privileged"),
        ("acts.0.details.witnesses", "identities"),
    ],
)
def test_what_is_withheld_is_unknown_and_not_missing(field: str, withheld: str) -> None:
    content: JsonObject = {"acts": [act("beating")]} if field.startswith("acts.") else {}
    assert field in gaps(content)
    assert field not in gaps(content, withheld)


def test_victims_without_a_name() -> None:
    field = f"people.{VICTIM}.names"
    content: JsonObject = {"acts": [act()]}
    assert gaps(content, person=Held({"pseudonym": "Ә."}))[field] == ("complaint", "urgent_appeal")
    assert field not in gaps(content, person=Held({"names": [{"id": "1", "full": "Ә."}]}))
    assert field not in gaps(content, person=Held({}, frozenset({"identities"})))
    assert field not in gaps(content)


def test_an_organisation_among_the_victims_is_not_asked_for_the_name_of_a_person() -> None:
    gone = gaps({"acts": [act()]}, person=Held({"registration_number": "0001"}))
    assert not any(field.startswith("people.") for field in gone)


def test_an_unknown_form_asks_for_nothing() -> None:
    assert not any(field.startswith("acts.") for field in gaps({"acts": [act("of_tomorrow")]}))


def test_a_detention_lacks_by_name_what_each_purpose_asks_of_it() -> None:
    found = gaps({"detentions": [{"id": "d1", "person": VICTIM}]})
    assert "detentions.0.person" not in found
    assert found["detentions.0.seized"] == ("complete", "complaint", "urgent_appeal")
    assert found["detentions.0.protocol"] == ("complaint",)
    assert found["detentions.0.outside_contact"] == ("urgent_appeal",)
    assert "detentions.0.authority" not in gaps({"detentions": [{"id": "d1", "authority_name": "ИВС"}]})


def test_an_injury_and_an_intervention_lack_what_makes_them_of_use() -> None:
    found = gaps({"injuries": [{"id": "j1", "kind": "bruise"}], "interventions": [{"id": "v1"}]})
    assert "injuries.0.kind" not in found
    assert found["injuries.0.region"] == ("complete", "complaint")
    assert found["injuries.0.seen"] == ("complaint",)
    assert found["interventions.0.reply"] == ("complete", "urgent_appeal")
    sent: JsonObject = {"id": "v1", "addressee_organisation": VICTIM}
    assert "interventions.0.addressee" not in gaps({"interventions": [sent]})


def test_nothing_is_said_of_the_part_of_a_detention_that_is_withheld() -> None:
    entry: JsonObject = {"id": "d1"}
    assert "detentions.0.medical_care" in gaps({"detentions": [entry]})
    assert "detentions.0.medical_care" not in gaps({"detentions": [entry]}, "medical")
