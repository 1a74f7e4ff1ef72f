"""The eight situations of the brief, entered by the shell: every fact sits in a field of its own.

A file of `resources/demo/situations` is a list of commands with their input, in order; a text
`@name` in an input is the id of the record that the command of that name made before.
"""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from app.places import resources
from tests.cli.inputs import typed
from tests.cli.shell import Desk, validator

FOLDER = resources() / "demo" / "situations"


@dataclass(frozen=True, slots=True)
class Fact:
    """What must be recordable, in whose record, at which path (entries by position), as what."""

    words: str
    record: str
    path: str
    value: object


SITUATIONS: dict[str, tuple[Fact, ...]] = {
    "access_refused": (
        Fact("a lawyer was refused", "first", "acts.0.details.who_was_refused", ["lawyer"]),
        Fact("for whom he came", "first", "acts.0.details.detainee", "@detainee"),
        Fact("his order was shown", "first", "acts.0.details.warrant_shown", "yes"),
        Fact("when refused", "first", "acts.0.details.refused_at", "10:40"),
        Fact("on which ground", "first", "acts.0.details.ground_given", "investigator_permission"),
        Fact("no refusal in writing", "first", "acts.0.details.written_refusal_given", "no"),
        Fact("repeatedly", "again", "acts.0.details.earlier_attempts", 3),
        Fact("the first time is linked", "again", "links.0.kind", "repeats"),
        Fact("to which incident", "again", "links.0.incident", "@first"),
        Fact("monitors refused", "again", "acts.1.details.who_was_refused.0", "monitor"),
        Fact("monitors let in", "again", "acts.2.details.admitted_later", "yes"),
        Fact("but no private interview", "again", "acts.2.details.private_interview_refused", "yes"),
        Fact("notes inspected", "again", "acts.2.details.notes_inspected", "yes"),
        Fact("visit refused", "again", "detentions.0.visits.0.allowed", "no"),
        Fact("visit not private", "again", "detentions.0.visits.1.private", "no"),
        Fact("no contact with counsel", "again", "detentions.0.outside_contact", "no_counsel"),
        Fact("the facility", "prison", "facility_kind", "pretrial_prison"),
    ),
    "after_the_riots": (
        Fact("a span of days, about", "yard", "when.edtf", "2011-12-17~/2011-12-20~"),
        Fact("in their own words", "yard", "when.said", "«үш-төрт күн, түнде»"),
        Fact("in the yard", "yard", "acts.1.where.room", "ішкі аула"),
        Fact("beaten and kicked", "yard", "acts.0.methods", ["punching_kicking", "blows_with_object"]),
        Fact("doused in frost", "yard", "acts.1.methods", ["stripping", "cold_water", "heat_cold"]),
        Fact("many victims", "yard", "acts.1.victims", ["@first_man", "@second_man", "@boy"]),
        Fact("for information", "yard", "acts.1.intents", ["information", "punishment"]),
        Fact("signed under pressure", "yard", "acts.1.details.statement", "under_pressure"),
        Fact("overcrowded", "yard", "detentions.0.conditions.kinds", ["overcrowding", "cold", "no_bed"]),
        Fact("22 people", "yard", "detentions.0.conditions.held", 22),
        Fact("on 8 places", "yard", "detentions.0.conditions.places", 8),
        Fact("0.9 square metres each", "yard", "detentions.0.conditions.space_cm2_per_person", 9000),
        Fact("below zero", "yard", "detentions.0.conditions.temperature_c", -12),
        Fact("food", "yard", "detentions.0.conditions.food", "күніне бір рет нан"),
        Fact("water", "yard", "detentions.0.conditions.water", "екінші күні ғана"),
        Fact("light", "yard", "detentions.0.conditions.light", "түні бойы өшпейді"),
        Fact("seized", "yard", "detentions.0.seized.edtf", "2011-12-16"),
        Fact("the protocol says two days later", "yard", "detentions.0.protocol.time.value", "14:30"),
        Fact("no medical care", "yard", "detentions.0.medical_care", "none"),
        Fact("who commanded wore a mask", "yard", "involvements.0.identified_by", ["voice", "masked"]),
        Fact("contested by others", "yard", "claims.0.contested", "yes"),
        Fact("a boy of 17", "boy", "age_to", 17),
        Fact("cells belong to the station", "cells", "parent", "@station"),
        Fact("the original is Kazakh", "yard", "narrative.language", "kk"),
        Fact("with a translation", "yard", "translations.0.language", "ru"),
    ),
    "beaten_in_court": (
        Fact("a place inside a place", "attack", "where.room", "№ 3 зал"),
        Fact("of which court", "attack", "where.organisation", "@court"),
        Fact("a regional court", "court", "court_level", "regional"),
        Fact("three victims", "attack", "acts.0.victims.2", "@rights_defender"),
        Fact("a lawyer", "lawyer", "occupation", "lawyer"),
        Fact("a public defender", "public_defender", "occupation", "public_defender"),
        Fact("a human rights defender", "rights_defender", "defender", "by_profession"),
        Fact("private perpetrators", "attack", "involvements.0.kind", "private"),
        Fact("of the other side", "appeal", "parties.4.role", "injured_party"),
        Fact("supporters", "attack", "acts.0.details.attacker_side", ["victim_side_relatives", "supporters"]),
        Fact("the case", "attack", "acts.0.proceeding", "@appeal"),
        Fact("the hearing", "attack", "acts.0.hearing", "h1"),
        Fact("on the day of the appeal", "appeal", "hearings.0.when.edtf", "2014-01-09"),
        Fact("an appeal", "appeal", "instance", "appeal"),
        Fact("the earlier instance", "appeal", "earlier", "@trial"),
        Fact("a sentence for life", "trial", "outcomes.0.sentence", "life"),
        Fact("the court did nothing", "appeal", "hearings.0.court_response", "nothing"),
        Fact("nor did the bailiffs", "attack", "acts.0.details.guard_response", ["nothing"]),
        Fact("nothing entered in the record", "attack", "acts.0.details.record_request", "refused"),
        Fact("no one held to account", "attack", "acts.0.details.accountability", "nobody"),
        Fact("unpunished", "attack", "involvements.0.standing", "unpunished"),
    ),
    "lawyers_of_a_minority": (
        Fact("lawyers", "first_lawyer", "occupation", "lawyer"),
        Fact("of a minority", "first_lawyer", "ethnicity", "азчылык (мисал)"),
        Fact("threatened", "call", "acts.0.details.threatened_with", ["death", "relatives"]),
        Fact("word for word", "call", "acts.0.details.words", "«бул ишти ташта»"),
        Fact("and attacked", "street", "acts.0.details.attackers", 4),
        Fact("over years: 2011", "call", "when.edtf", "2011-06~"),
        Fact("2012", "street", "when.edtf", "2012-03-14"),
        Fact("2013", "second_town", "when.edtf", "2013-09-12"),
        Fact("in one town", "street", "where.locality", "Мисалабад"),
        Fact("and another", "second_town", "where.locality", "Үлгүстан"),
        Fact("linked", "street", "links.0.incident", "@call"),
        Fact("again and again", "second_town", "links.0.kind", "repeats"),
        Fact("by the same people", "second_town", "links.1.kind", "same_perpetrators"),
        Fact("a suspected motive", "second_town", "motives", ["ethnicity", "defence_of_client"]),
        Fact("in words", "second_town", "suspected_motive", "улуту жана коргогон кишиси үчүн"),
        Fact("link with their work", "second_town", "rights_work", "кыйноо иштерин алып барат"),
        Fact("nobody answered for it", "street", "acts.0.details.accountability", "refused"),
    ),
    "allegation_ignored": (
        Fact("torture alleged before the court", "silence", "acts.0.details.allegation_made", "yes"),
        Fact("what was said", "silence", "acts.0.details.allegation_words", "«меня били, чтобы я подписал»"),
        Fact("the court ignored it", "silence", "acts.0.details.allegation_response", "ignored"),
        Fact("the confession stayed", "silence", "acts.0.details.confession_kept", "yes"),
        Fact("which rights", "silence", "acts.0.details.trial_breaches.2", "torture_ignored"),
        Fact("in the hearing", "case", "hearings.0.allegation_response", "ignored"),
        Fact("who said it", "case", "hearings.0.allegation_by", "@defendant"),
        Fact("the sentence rests on it", "case", "outcomes.0.confession_used", "yes"),
        Fact("for how long", "case", "outcomes.0.term_months", 84),
        Fact("until when to appeal", "case", "outcomes.0.appeal_until.edtf", "2012-06-06"),
    ),
    "organisation_closed": (
        Fact("an organisation as the victim", "closure", "acts.0.victims", ["@ngo"]),
        Fact("its registration number", "ngo", "registration_number", "000 (пример)"),
        Fact("the address in the register", "ngo", "registered_address", "ул. Примерная, 1"),
        Fact("where it was in fact", "ngo", "place.address", "ул. Образцовая, 2"),
        Fact("what became of it", "ngo", "status", "closed_by_court"),
        Fact("a unit of the ministry inspects", "department", "parent", "@ministry"),
        Fact("an inspection", "inspection", "acts.0.details.steps.0", "unplanned_inspection"),
        Fact("not announced", "inspection", "acts.0.details.notice", "no"),
        Fact("files on people were seen", "inspection", "acts.0.details.files_on_people", "yes"),
        Fact("then a warning", "warning", "acts.0.details.warned.edtf", "2012-06-28"),
        Fact("follows from the inspection", "warning", "links.0.incident", "@inspection"),
        Fact("a technical ground", "warning", "acts.0.details.ground.0", "changed_address"),
        Fact("word for word", "warning", "acts.0.details.ground_words", "«сменён юридический адрес»"),
        Fact("put right in time", "warning", "acts.0.details.remedied", "yes"),
        Fact("then a court order", "closure", "acts.0.details.steps.1", "closed_by_court"),
        Fact("the case", "claim", "outcomes.0.kind", "dissolved"),
        Fact("appeal until", "closure", "acts.0.details.appeal_until.edtf", "2012-12-07"),
        Fact("a petition to the constitutional court", "petition", "kind", "constitutional"),
        Fact("what was asked", "answer", "interventions.0.proceeding", "@petition"),
        Fact("what it answered", "answer", "acts.0.details.constitutional_answer", "remarks"),
        Fact("when it answered", "answer", "interventions.0.reply_when.edtf", "2013-05-28"),
        Fact("in which words", "answer", "interventions.0.reply_words", "отказано, с замечаниями к закону"),
        Fact("the end of the chain", "answer", "links.0.incident", "@closure"),
    ),
    "researcher_detained": (
        Fact("detained", "arrest", "acts.0.type", "arrest"),
        Fact("while interviewing", "arrest", "acts.0.details.doing", "бо ходими сиёсӣ мусоҳиба мекард"),
        Fact("without a warrant", "arrest", "acts.0.details.warrant", "none"),
        Fact("seized at", "arrest", "detentions.0.seized.time.value", "15:20"),
        Fact("the protocol says", "arrest", "detentions.0.protocol.edtf", "2014-06-05"),
        Fact("whereabouts not told", "arrest", "detentions.0.outside_contact", "place_hidden"),
        Fact("why arbitrary", "arrest", "acts.0.details.arbitrary_grounds.1", "exercise_of_rights"),
        Fact("a state body accuses him the next day", "smear", "acts.0.details.published.edtf", "2014-06-04"),
        Fact("of spying", "smear", "acts.0.details.labels", ["spy"]),
        Fact("which body", "smear", "acts.0.details.speaker_body", "@committee"),
        Fact("publicly", "smear", "acts.0.details.channel", ["television", "website"]),
        Fact("the accuser's post", "spokesman", "posts.0.position", "сухангӯ"),
        Fact("follows from the arrest", "smear", "links.0.incident", "@arrest"),
        Fact("another organisation reacts", "arrest", "interventions.0.by", "@university"),
        Fact("an urgent appeal", "arrest", "interventions.1.kind", "urgent_appeal"),
        Fact("signed by others", "arrest", "interventions.1.with_others", ["@university"]),
        Fact("by when", "arrest", "interventions.1.deadline.edtf", "2014-08-05"),
        Fact("the reply", "arrest", "interventions.1.reply", "more_information"),
        Fact("of whom", "arrest", "interventions.1.reply_by", "миссияи доимӣ"),
        Fact("the result", "arrest", "interventions.1.result", "moderate"),
    ),
    "activists_labelled": (
        Fact("labelled", "labelled", "acts.0.details.labels", ["foreign_agent", "traitor"]),
        Fact("the call", "labelled", "acts.0.details.calls_words", "«орду түрмөдө»"),
        Fact("by whom", "labelled", "acts.0.details.speaker_name", "Депутат Мисалов (ойдон чыгарылган)"),
        Fact("where", "labelled", "acts.0.details.channel", ["parliament", "newspaper"]),
        Fact("a label in a register", "group", "labels.0.label", "foreign_funded"),
        Fact("since when", "group", "labels.0.since.edtf", "2014-03-01"),
        Fact("a person's label", "activist", "labels.0.words", "шетел агенті"),
        Fact("monitored", "watched", "acts.0.details.kinds", ["followed", "watched_home", "calls_tapped"]),
        Fact("by the authorities", "watched", "acts.0.details.watchers_kind", "state"),
        Fact("a draft law", "bill", "acts.0.details.measures", ["restrictive_law"]),
        Fact("its stage", "bill", "acts.0.details.law_stage", "in_parliament"),
        Fact("whom it will restrict", "bill", "acts.0.details.law_affected.1", "funded_from_abroad"),
        Fact("when it is expected", "bill", "acts.0.details.law_expected.edtf", "2014-11"),
        Fact("not yet, but soon", "bill", "urgency", "imminent"),
    ),
}  # fmt: skip


def named(content: Any, ids: dict[str, str]) -> Any:
    """`content` with each `@name` as the id of that record."""
    if isinstance(content, dict):
        return {key: named(value, ids) for key, value in content.items()}
    if isinstance(content, list):
        return [named(value, ids) for value in content]
    return ids[content[1:]] if isinstance(content, str) and content.startswith("@") else content


def value_at(content: Any, path: str) -> Any:
    """The value at a path of keys and positions."""
    for step in path.split("."):
        content = content[int(step) if isinstance(content, list) else step]
    return content


def test_every_file_of_a_situation_is_told_fact_by_fact() -> None:
    assert {path.stem for path in FOLDER.glob("*")} == set(SITUATIONS)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_every_fact_of_a_situation_sits_in_a_field(desk: Desk, situation: str) -> None:
    ids: dict[str, str] = {}
    for step in json.loads((FOLDER / f"{situation}.json").read_text("utf-8")):
        kind, command = step["command"].split()
        given = named(step["input"], ids)
        validator(kind).validate(given)
        ids[step["name"]] = desk.answer(kind, command, "-", given=typed(given))["id"]
    shown = {
        record: desk.answer("record", "show", ids[record])["content"]
        for record in dict.fromkeys(fact.record for fact in SITUATIONS[situation])
    }
    told = {fact.words: value_at(shown[fact.record], fact.path) for fact in SITUATIONS[situation]}
    assert told == {fact.words: named(fact.value, ids) for fact in SITUATIONS[situation]}
