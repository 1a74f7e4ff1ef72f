"""`vault second-factor`, `recovery`, `recover`, `backup`, `browse`, `restore`, `drill`: against loss.

Words and shares come from files, as passphrases do; never from the command line.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from app.cli.commands.record import limit_option, offset_option, search_option
from app.cli.grammar import INPUT_FILE, NEW_FILE_HELP, NEW_PASSPHRASE_HELP, Command, Decorated, Group, option
from app.cli.session import Session, read_bytes
from app.crypto.recovery import MAX_TEXT_BYTES, MOST_SHARES
from app.domain.errors import RecoveryError
from app.domain.recovery_share import MAX_SHARE_FILE_BYTES
from app.domain.revision import RECORD_KINDS
from app.services.answers import RecordList
from app.services.answers_loss import (
    BackupChecked,
    BackupMade,
    DrillNoted,
    RecordCompared,
    RecordRestored,
    RecoveryChecked,
    RecoverySharesMade,
    RecoveryWordsMade,
    SecondFactorChanged,
    ShareOpened,
    VaultRecovered,
    VaultRestored,
)
from app.services.backups import drill, restore_vault
from app.services.recovery import read_secret, recover_vault
from app.vault.slots import Secret
from app.words import N_, translate

BACKUP = click.Path(path_type=Path)


def secret_options(command: Decorated) -> Decorated:
    """`--words FILE` or `--share FILE…`."""
    words: Callable[[Any], Any] = option(
        "--words", type=INPUT_FILE, metavar="FILE", help=N_("A file that holds the 24 recovery words.")
    )
    shares: Callable[[Any], Any] = option(
        "--share",
        "shares",
        type=INPUT_FILE,
        multiple=True,
        metavar="FILE",
        help=N_("A file that holds the words of one share; as many as are needed."),
    )
    made: Decorated = words(shares(command))
    return made


@click.group("recovery", cls=Group, help=N_("Words and shares that open the vault without its passphrase."))
def recovery_group() -> None:
    """The group itself does nothing."""


@recovery_group.command(
    "words", help=N_("Make 24 new words that open the vault, in a plain file; older ones open it no more.")
)
@option("--out", required=True, metavar="FILE", help=NEW_FILE_HELP)
@click.pass_obj
def words(session: Session, out: str) -> RecoveryWordsMade:
    """Make new recovery words."""
    with session.output(out) as target, session.open() as (services, _watch):
        return services.recovery.write_words(target, session.ask_again(services))


@recovery_group.command(
    "shares",
    help=N_(
        "Make shares that open the vault together, each sealed to a contact; older ones open it no more."
    ),
)
@option(
    "--need", required=True, type=click.IntRange(1), metavar="K", help=N_("How many open the vault together.")
)
@option("--to", multiple=True, metavar="F", help=N_("A verified contact; may be repeated."))
@option(
    "--paper",
    type=click.IntRange(0, MOST_SHARES),
    default=0,
    metavar="N",
    help=N_("So many more as plain words, for paper."),
)
@option("--out", required=True, type=BACKUP, metavar="DIR", help=N_("The folder for their files."))
@click.pass_obj
def shares(session: Session, need: int, to: tuple[str, ...], paper: int, out: Path) -> RecoverySharesMade:
    """Make new shares."""
    with session.open() as (services, _watch):
        again = session.ask_again(services)
        return services.recovery.write_shares(need, to, out, again, on_paper=paper)


@recovery_group.command("check", help=N_("Check that words, or enough shares, open this vault."))
@secret_options
@click.pass_obj
def check(session: Session, words: str | None, shares: tuple[str, ...]) -> RecoveryChecked:
    """Type words back, so to say."""
    texts = _texts(words, shares)
    if texts is None:
        raise click.UsageError(translate("give either --words or --share"))
    with session.open() as (services, _watch):
        return services.recovery.check(texts)


@recovery_group.command(
    "open-share", help=N_("Open a share that somebody sealed to you, and write its words to a plain file.")
)
@click.argument("file", type=INPUT_FILE, metavar="FILE")
@option("--out", required=True, metavar="FILE", help=NEW_FILE_HELP)
@click.pass_obj
def open_share(session: Session, file: str, out: str) -> ShareOpened:
    """Give a share back to the person who made it."""
    sealed = read_bytes(file, MAX_SHARE_FILE_BYTES)
    with session.output(out) as target, session.open() as (services, _watch):
        session.ask_again(services)
        return services.recovery.open_share(sealed, target)


@click.command(
    "recover",
    cls=Command,
    help=N_(
        "Open a vault by recovery words or shares and set a new passphrase; without them, by its passphrase, "
        "where its file “keys” is gone and a backup is there."
    ),
)
@secret_options
@option("--new-passphrase-file", type=INPUT_FILE, metavar="FILE|-", help=NEW_PASSPHRASE_HELP)
@option(
    "--from", "source", type=BACKUP, metavar="DIR", help=N_("A backup elsewhere to take the key slots from.")
)
@click.pass_obj
def recover(
    session: Session,
    words: str | None,
    shares: tuple[str, ...],
    new_passphrase_file: str | None,
    source: Path | None,
) -> VaultRecovered:
    """Open a vault in another way than by its passphrase and its own key file."""
    secret = _secret(session, words, shares)
    changes = isinstance(secret, bytes) or new_passphrase_file is not None
    new = session.new_passphrase(new_passphrase_file) if changes else None
    return recover_vault(session.vault, secret, new, source=source, allow_memory=session.yes)


@click.command(
    "backup",
    cls=Command,
    help=N_("Make a backup and read it again; beside the vault unless --out names a folder."),
)
@option("--out", type=BACKUP, metavar="DIR", help=N_("A folder outside the vault, best on a stick."))
@option("--read-all", is_flag=True, help=N_("Read the evidence of earlier backups there again, and mend it."))
@click.pass_obj
def backup(session: Session, out: Path | None, *, read_all: bool) -> BackupMade:
    """One more backup."""
    with session.open() as (services, watch):
        return services.backups.make(out, watch, read_all=read_all)


@click.command(
    "restore",
    cls=Command,
    help=N_("Make a vault of a backup, in the folder that --vault names; with --record only one record."),
)
@click.argument("source", type=BACKUP, metavar="DIR")
@secret_options
@option("--new-passphrase-file", type=INPUT_FILE, metavar="FILE|-", help=NEW_PASSPHRASE_HELP)
@option("--record", metavar="ID", help=N_("Bring back into the open vault what it lacks of this record."))
@click.pass_obj
def restore(
    session: Session,
    source: Path,
    words: str | None,
    shares: tuple[str, ...],
    new_passphrase_file: str | None,
    record: str | None,
) -> VaultRestored | RecordRestored:
    """All of a backup into a new vault, or one record of it into this one."""
    secret = _secret(session, words, shares)
    if record is not None:
        with session.open() as (services, watch):
            backup = services.backups.records.open(source, secret, watch, allow_memory=session.yes)
            return services.backups.records.restore(backup, record, watch)
    new = session.new_passphrase(new_passphrase_file) if new_passphrase_file is not None else None
    with session.working() as watch:
        return restore_vault(
            source, session.vault, secret, watch, new_passphrase=new, allow_memory=session.yes
        )


@click.command(
    "browse",
    cls=Command,
    help=N_("The records of a backup of this vault; with --record, what of one is not here."),
)
@click.argument("source", type=BACKUP, metavar="DIR")
@secret_options
@option(
    "--kind", type=click.Choice(RECORD_KINDS), default="incident", help=N_("Records of this kind; incidents.")
)
@search_option
@limit_option
@offset_option
@option("--record", metavar="ID", help=N_("Compare this one with what is here."))
@click.pass_obj
def browse(
    session: Session,
    source: Path,
    words: str | None,
    shares: tuple[str, ...],
    kind: str,
    search: str | None,
    limit: int,
    offset: int,
    record: str | None,
) -> RecordList | RecordCompared:
    """What `restore --record` could bring back."""
    secret = _secret(session, words, shares)
    with session.open() as (services, watch):
        backup = services.backups.records.open(source, secret, watch, allow_memory=session.yes)
        if record is not None:
            return services.backups.records.compare(backup, record)
        return services.backups.records.page(backup, kind, search or "", limit, offset)


@click.command(
    "drill",
    cls=Command,
    help=N_("Prove that a backup opens by the words and that every hash in it holds; nothing is changed."),
)
@click.argument("source", type=BACKUP, metavar="[DIR]", required=False)
@secret_options
@option("--note", is_flag=True, help=N_("Note its day in the vault, which is opened for that afterwards."))
@option("--skip", is_flag=True, help=N_("Try nothing: note in the vault that it is due in a year again."))
@click.pass_obj
def drill_backup(
    session: Session,
    source: Path | None,
    words: str | None,
    shares: tuple[str, ...],
    *,
    note: bool,
    skip: bool,
) -> BackupChecked | DrillNoted:
    """A drill; the vault itself is not touched unless its day is to be noted, or the drill skipped."""
    if skip:
        if source is not None or words is not None or shares or note:
            raise click.UsageError(translate("--skip tries nothing: give it alone"))
        with session.open() as (services, _watch):
            return services.backups.note_drill()
    if source is None:
        raise click.UsageError(translate("name the folder with the backup, or give --skip"))
    secret = _secret(session, words, shares)
    with session.working() as watch:
        found = drill(source, secret, watch, allow_memory=session.yes)
    if note and found.ok:
        with session.open() as (services, _watch):
            services.backups.note_drill()
        return found.model_copy(update={"noted": True})
    return found


@click.group(
    "second-factor", cls=Group, help=N_("A key file without which the passphrase does not open the vault.")
)
def factor_group() -> None:
    """The group itself does nothing."""


@factor_group.command(
    "add", help=N_("Write a new key file; from now on the passphrase opens the vault only together with it.")
)
@option("--key-file", "out", required=True, metavar="FILE", help=NEW_FILE_HELP)
@click.pass_obj
def add_factor(session: Session, out: str) -> SecondFactorChanged:
    """Switch the key file on, or put a new one in the place of the old."""
    with session.output(out) as target, session.open() as (services, _watch):
        return services.second_factor.switch_on(target, session.ask_again(services))


@factor_group.command("remove", help=N_("Let the passphrase open the vault without the key file again."))
@click.pass_obj
def remove_factor(session: Session) -> SecondFactorChanged:
    """Switch the key file off."""
    with session.open() as (services, _watch):
        return services.second_factor.switch_off(session.ask_again(services))


LOSS_COMMANDS = (factor_group, recovery_group, recover, backup, browse, restore, drill_backup)
"""Of the group `vault`."""


def _secret(session: Session, words: str | None, shares: tuple[str, ...]) -> Secret:
    """What was given: words, shares, or, without these, the passphrase."""
    texts = _texts(words, shares)
    return session.passphrase() if texts is None else read_secret(texts)


def _texts(words: str | None, shares: tuple[str, ...]) -> tuple[str, ...] | None:
    if words is not None and shares:
        raise click.UsageError(translate("give either --words or --share"))
    files = shares if words is None else (words,)
    return tuple(_read_text(file) for file in files) or None


def _read_text(file: str) -> str:
    try:
        return read_bytes(file, MAX_TEXT_BYTES).decode()
    except UnicodeDecodeError:
        raise RecoveryError("recovery.words") from None
