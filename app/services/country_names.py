"""Countries by their names in a language: those of the region first, then all others by name."""

from collections.abc import Mapping
from functools import lru_cache

_NEAR = ("KZ", "KG", "TJ", "UZ", "TM", "RU", "AF", "CN")


@lru_cache(maxsize=8)
def country_names(language: str) -> tuple[tuple[str, str], ...]:
    """(ISO 3166-1 alpha-2 code, name) of every country, as the language writes it."""
    # Only once a country is asked for: it takes its time.
    from babel import Locale

    territories: Mapping[str, str] = Locale.parse(language).territories
    names = {code: name for code, name in territories.items() if len(code) == 2 and code not in _NO_COUNTRIES}
    near = [(code, names.pop(code, code)) for code in _NEAR]
    return (*near, *sorted(names.items(), key=lambda item: item[1].casefold()))


_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Codes among the territories that are none."""
