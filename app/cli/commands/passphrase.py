"""`passphrase`: words drawn by chance, and what a passphrase is worth; no vault is needed."""

import click

from app.cli.grammar import NEW_PASSPHRASE_HELP, Group, option
from app.cli.session import Session
from app.services.answers_passphrases import PassphraseDrawn, PassphraseMeasured
from app.words import LANGUAGES, N_, chosen_language


@click.group("passphrase", cls=Group, help=N_("Passphrases drawn by chance, and what one is worth."))
def passphrase_group() -> None:
    """The group itself does nothing."""


@passphrase_group.command("draw", help=N_("Draw seven words, to be copied by hand off the screen."))
@option("--language", type=click.Choice(LANGUAGES), help=N_("The language of the words."))
def draw(language: str | None) -> PassphraseDrawn:
    """As the window draws them when a vault is made."""
    from app.services.passphrases import draw_passphrase

    return draw_passphrase(language or chosen_language())


@passphrase_group.command("measure", help=N_("What a passphrase is worth at most; it is kept nowhere."))
@option("--new-passphrase-file", metavar="FILE|-", help=NEW_PASSPHRASE_HELP)
@click.pass_obj
def measure(session: Session, new_passphrase_file: str | None) -> PassphraseMeasured:
    """As the window says it beside a passphrase that is typed."""
    from app.services.passphrases import measure_passphrase

    return measure_passphrase(session.new_passphrase(new_passphrase_file))
