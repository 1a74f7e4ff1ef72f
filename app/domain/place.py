"""Where something happened: as precisely as it is known, in fields and in own words."""

from typing import Annotated, TypeAlias

from pydantic import Field, StringConstraints

from app.domain.fields import Code, Content, Count, Country, From, Line, OrganisationRef, Text

Region: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[A-Z0-9]{1,3}$")]
"""ISO 3166-2."""


class Place(Content):
    """A place, perhaps inside another: the courtroom of a court, the yard of a prison.

    Coordinates are WGS 84 in integers of 1e-6 degree, with the radius in metres within which
    the place is known.
    """

    gazetteer: Line | None = None
    """Number of the place in the gazetteer that ships (GeoNames)."""
    country: Country | None = None
    region: Region | None = None
    locality: Line | None = None
    kind: Annotated[Code, From("place_kind")] | None = None
    institution: Line | None = None
    """Name of the court, station, prison, office."""
    organisation: OrganisationRef | None = None
    """The same institution as a record of its own."""
    room: Line | None = None
    address: Line | None = None
    latitude_e6: Annotated[int, Field(strict=True, ge=-90_000_000, le=90_000_000)] | None = None
    longitude_e6: Annotated[int, Field(strict=True, ge=-180_000_000, le=180_000_000)] | None = None
    precision_m: Count | None = None
    said: Text | None = None
    """In the witness's own words."""
