"""`place`: the gazetteer that ships with the program; it needs no vault."""

import click

from app.cli.grammar import Group
from app.services.gazetteer_files import find_places
from app.services.offered import FoundPlaces
from app.words import N_


@click.group("place", cls=Group, help=N_("Places: towns and regions of the gazetteer (GeoNames, CC BY 4.0)."))
def place_group() -> None:
    """The group itself does nothing."""


@place_group.command(
    "find", help=N_("Places that a name may mean, in any spelling and script, the best first.")
)
@click.argument("name", metavar="NAME")
def find(name: str) -> FoundPlaces:
    """Places by any of their names."""
    return find_places(name)
