"""What is said of an injury, in words: where it is, what it is. For window, pictures and tables alike."""

import re
from collections.abc import Mapping

from app.domain.body import Figure, View
from app.domain.strict_json import Json, JsonObject
from app.domain.text import make_visible
from app.domain.vocabulary import Vocabularies
from app.words import N_, chosen_language, translate

VIEW_WORDS: Mapping[View, str] = {
    "front": N_("From the front"),
    "back": N_("From behind"),
    "left": N_("From the left"),
    "right": N_("From the right"),
    "face": N_("Face"),
    "palms": N_("Palms"),
    "hands_back": N_("Backs of the hands"),
    "soles": N_("Soles"),
}
FIGURE_WORDS: Mapping[Figure, str] = {
    "female": N_("Female figure"),
    "male": N_("Male figure"),
    "neutral": N_("Neutral figure"),
}
SIDE_WORDS: Mapping[str, str] = {
    "left": N_("on the left"),
    "right": N_("on the right"),
    "middle": N_("in the middle"),
    "both": N_("on both sides"),
}
GRADE_WORDS: Mapping[str, str] = {
    "not_consistent": N_("Not consistent with it"),
    "consistent": N_("Consistent with it"),
    "highly_consistent": N_("Highly consistent with it"),
    "typical_of": N_("Typical of it"),
    "diagnostic_of": N_("Diagnostic of it"),
}
"""How far an injury fits its alleged cause, as a clinician grades it: Istanbul Protocol (2022)."""
_NO_BREAK = "\u00a0"
_LINE_ENDS = re.compile(r"[\n\t ]+")


def region_words(vocabularies: Vocabularies, code: Json, side: Json) -> str:
    """Such as “Forearm, on the left”; empty where nothing is said."""
    where = vocabularies.label("body_region", code, chosen_language()) if isinstance(code, str) else ""
    turned = translate(SIDE_WORDS[side]) if isinstance(side, str) and side in SIDE_WORDS else ""
    return ", ".join(make_visible(each) for each in (where, turned) if each)


def size_words(injury: JsonObject) -> str:
    """Such as “40 × 10 mm”, on one line; empty where nothing was measured."""
    length, width = injury.get("length_mm"), injury.get("width_mm")
    if isinstance(length, int) and isinstance(width, int):
        told = translate("{length} × {width} mm").format(length=length, width=width)
    else:
        one = length if isinstance(length, int) else width
        told = translate("{length} mm").format(length=one) if isinstance(one, int) else ""
    return told.replace(" ", _NO_BREAK)


def kind_words(vocabularies: Vocabularies, injury: JsonObject) -> str:
    """What it is: “Bruise, 40 × 10 mm”; empty where nothing is said."""
    kind = injury.get("kind")
    name = vocabularies.label("injury_kind", kind, chosen_language()) if isinstance(kind, str) else ""
    return ", ".join(each for each in (make_visible(name), size_words(injury)) if each)


def mark_words(vocabularies: Vocabularies, number: int, injury: JsonObject) -> str:
    """What a mark is called where it is not seen: “Mark 2: Forearm, on the left; From the front; Bruise”."""
    view = next((translate(words) for name, words in VIEW_WORDS.items() if name == injury.get("view")), "")
    where = region_words(vocabularies, injury.get("region"), injury.get("side"))
    told = [each for each in (where, view, kind_words(vocabularies, injury)) if each]
    return translate("Mark {number}: {what}").format(
        number=number, what="; ".join(told) or translate("nothing is said of it yet")
    )


def injury_words(vocabularies: Vocabularies, injury: JsonObject) -> str:
    """All that a legend says of an injury, on one line."""
    told = [
        region_words(vocabularies, injury.get("region"), injury.get("side")),
        kind_words(vocabularies, injury),
        *(make_visible(str(injury[name])) for name in ("shape", "colour", "surface") if injury.get(name)),
    ]
    seen, age, mechanism = (injury.get(name) for name in ("seen", "claimed_age", "mechanism"))
    if isinstance(seen, dict) and isinstance(edtf := seen.get("edtf"), str):
        told.append(translate("seen {when}").format(when=make_visible(edtf)))
    if isinstance(age, str):
        told.append(translate("said to be from: {age}").format(age=make_visible(age)))
    if isinstance(mechanism, str):
        told.append(translate("alleged cause: {cause}").format(cause=make_visible(mechanism)))
    finding = injury.get("finding")
    if isinstance(finding, dict) and (grade := finding.get("grade")) in GRADE_WORDS:
        told.append(
            translate("{grade} (Istanbul Protocol; {clinician})").format(
                grade=translate(GRADE_WORDS[str(grade)]),
                clinician=make_visible(str(finding.get("clinician"))),
            )
        )
    lines = (_LINE_ENDS.sub(" ", each) for each in told if each)
    return " · ".join(lines) or translate("nothing is said of it yet")
