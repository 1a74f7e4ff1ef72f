"""What lists and searches know of a record: from its content, the forms and nothing else."""

from app.domain.completeness import Held, missing
from app.domain.content import leaves, references
from app.domain.deadlines import deadline_days
from app.domain.facets import Facet, FacetName, facets_of
from app.domain.form import Forms
from app.domain.registry_row import hearing_days, registry_row
from app.domain.strict_json import Json, JsonObject
from app.domain.summary import list_row, names_of, searchable_text
from app.vault.derived import Derive, DerivedRow, Missing


def derivation_by(forms: Forms) -> Derive:
    """The derivation that a vault is opened with; it fails on no content, whoever wrote it."""

    def derive(kind: str, content: JsonObject, withheld: frozenset[str]) -> DerivedRow:
        row = list_row(kind, content)
        registered = registry_row(kind, content, row.title)
        found = tuple(leaves(kind, content, forms))
        gaps = _gaps(content, withheld, forms) if kind == "incident" else ()
        return DerivedRow(
            reference=_text(content.get("reference")),
            title=row.title,
            when_text=row.when,
            when_sort=row.when_sort,
            first_day=row.first_day,
            last_day=row.last_day,
            place=row.place,
            forms=row.forms,
            missing=gaps,
            facets=(
                *facets_of(kind, content),
                *(Facet(FacetName.DEADLINE, day.isoformat()) for day in deadline_days(kind, content)),
                *(Facet(FacetName.HEARING, day) for day in hearing_days(kind, content)),
                *(Facet(FacetName.MISSING, gap.purpose) for gap in gaps),
            ),
            words=searchable_text(found),
            links=references(found),
            evidence_sha256=_text(content.get("sha256")) or None if kind == "evidence" else None,
            names=names_of(kind, content),
            registered=registered,
        )

    return derive


def _gaps(content: JsonObject, withheld: frozenset[str], forms: Forms) -> tuple[Missing, ...]:
    """The gaps of an incident itself; those of its people are found when it is shown."""
    found = missing(Held(content, withheld), lambda _identifier: None, forms)
    return tuple(Missing(gap.field, purpose) for gap in found for purpose in gap.purposes)


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
