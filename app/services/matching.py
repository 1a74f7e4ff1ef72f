"""Who may be meant by a name: those that are known, across scripts and spellings, with the reason."""

from collections.abc import Set
from dataclasses import dataclass

from app.domain.name_matching import (
    LEAST,
    MATCH,
    Likeness,
    asked_keys,
    beginning_of_key,
    likest,
    neighbours,
)
from app.services.offered import MOST_OFFERS, NameOffer, NameOffers, why_words
from app.services.record_ids import reference_of
from app.vault import Vault
from app.vault.names import KnownNames

_MOST_COMPARED = 60


@dataclass(frozen=True, slots=True)
class _Compared:
    """A record, that of its names which is likest, and how like it is."""

    known: KnownNames
    name: str
    likeness: Likeness


class Matching:
    """Looks names up; changes nothing and merges nobody."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def offers(self, kind: str, name: str, most: int = MOST_OFFERS) -> NameOffers:
        """The records of a kind that `name` may mean, the best first.

        Where the keys of the name find no match, those are looked at too that one letter makes of them.
        """
        keys = {key for word in asked_keys(kind, name) for key in word}
        begun = beginning_of_key(name)
        near = set(self._vault.names.keys_beginning(kind, begun) if begun else ()) - keys
        ranked = self._ranked(kind, name, keys, near)
        if not ranked or ranked[0].likeness.score < MATCH:
            ranked = self._ranked(kind, name, keys, near.union(*map(neighbours, keys)) - keys)
        return NameOffers(offers=tuple(map(_offer, ranked[:most])))

    def _ranked(self, kind: str, name: str, keys: Set[str], near: Set[str]) -> list[_Compared]:
        compared: list[_Compared] = []
        for known in self._vault.names.candidates(kind, keys, _MOST_COMPARED, near):
            likeness, likest_name = likest(kind, name, known.names)
            if likeness.score >= LEAST:
                compared.append(_Compared(known, likest_name, likeness))
        return sorted(compared, key=lambda each: (-each.likeness.score, each.known.record_id))


def _offer(compared: _Compared) -> NameOffer:
    known, likeness = compared.known, compared.likeness
    name = known.title or compared.name
    found_by = compared.name if compared.name != name else ""
    reference = known.reference or reference_of(known.record_id)
    return NameOffer(
        id=known.record_id,
        name=name,
        why=why_words(likeness.why),
        score=likeness.score,
        match=likeness.is_match,
        mark=" · ".join(part for part in (found_by, known.place, reference) if part),
    )
