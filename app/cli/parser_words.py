"""The words of the parser (click's own), in our catalogue like all others.

click asks the process-wide gettext, which goes by the environment: for the time of one
command both are pointed at our catalogue and at the language in force.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager

from app.places import resources
from app.words import DOMAIN, N_, chosen_language

LANGUAGE_VARIABLE = "LANGUAGE"

PARSER_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("required"),
    N_("default: {default}"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Choose from:\n\t{choices}"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("Error: {message}"),
    N_("Error: The two entered values do not match."),
    N_("Error: invalid input"),
)
"""What a person can meet of it."""


@contextmanager
def parser_speaking() -> Iterator[None]:
    """Let the parser speak the language in force."""
    domain, language = gettext.textdomain(), os.environ.get(LANGUAGE_VARIABLE)
    gettext.bindtextdomain(DOMAIN, resources() / "locale")
    gettext.textdomain(DOMAIN)
    os.environ[LANGUAGE_VARIABLE] = chosen_language()
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if language is None:
            del os.environ[LANGUAGE_VARIABLE]
        else:
            os.environ[LANGUAGE_VARIABLE] = language
