"""The compartments of a record in words: what each holds, for whoever decides what leaves."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.compartments import Compartment
from app.words import N_


@dataclass(frozen=True, slots=True)
class CompartmentWords:
    """Untranslated: a name of a few words, and a sentence."""

    label: str
    sentence: str


COMPARTMENT_WORDS: Mapping[str, CompartmentWords] = {
    Compartment.IDENTITIES.value: CompartmentWords(
        N_("Who people are"),
        N_("Names, addresses, ways to reach them. Without it they stand as “a lawyer”, “a witness”."),
    ),
    Compartment.MEDICAL.value: CompartmentWords(
        N_("Injuries and health"), N_("Marks on the body, illness, what a doctor found.")
    ),
    Compartment.SOURCES.value: CompartmentWords(N_("Sources"), N_("Who told it.")),
    Compartment.PRIVILEGED.value: CompartmentWords(
        N_("Lawyer's secret"),
        N_("What was told to a lawyer in confidence."),
    ),
}
"""Those that a person decides on; what happened, when and where goes always."""
STAYS = N_("Stays here unless you choose it and say why.")
"""What is said besides of a guarded one where records are handed out."""
ALL_COMPARTMENT_WORDS: Mapping[str, CompartmentWords] = {
    **COMPARTMENT_WORDS,
    Compartment.OPEN.value: CompartmentWords(
        N_("Everything else"), N_("What is in no other part: of an incident what happened, when and where.")
    ),
}
WORDS_OF_A_FILE: Mapping[str, CompartmentWords] = {
    **ALL_COMPARTMENT_WORDS,
    Compartment.OPEN.value: CompartmentWords(
        N_("The file itself"),
        N_("Its bytes, and what is written about it: its type, its times, what it shows."),
    ),
    Compartment.IDENTITIES.value: CompartmentWords(
        N_("Its name"), N_("The name that it came with: files are often named after people.")
    ),
    Compartment.SOURCES.value: CompartmentWords(
        N_("Where it came from"), N_("Who gave it, and what it was recorded with.")
    ),
}
"""What the same hold of an item of evidence."""
