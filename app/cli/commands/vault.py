"""`vault`: make one, look at it, check it, change its passphrase, take the identity out."""

import click

from app.cli.grammar import INPUT_FILE, NEW_FILE_HELP, NEW_PASSPHRASE_HELP, Group, option
from app.cli.session import Session
from app.domain.identity import Role
from app.places import is_ending
from app.services.access import create_vault
from app.services.answers import Digest, FileWritten, PassphraseChanged, VaultCreated, VaultInfo, VaultReport
from app.services.answers_loss import VaultRekeyed
from app.services.answers_receipts import VaultDestroyed
from app.services.clock import SystemClock
from app.services.destruction import destroy_vault
from app.services.protections import Protections, protections
from app.services.rekeying import renew_vault
from app.services.settings import LOCK_MINUTES, SCALES, Preferences
from app.words import LANGUAGES, N_, chosen_language, translate


@click.group("vault", cls=Group, help=N_("Make a vault and look after it."))
def vault_group() -> None:
    """The group itself does nothing."""


@vault_group.command("create", help=N_("Make a new vault and the identity that lives in it."))
@option("--name", required=True, metavar="N", help=N_("Your name or pseudonym, as others will see it."))
@option("--role", required=True, type=click.Choice([role.value for role in Role]), help=N_("Your role."))
@option("--organisation", metavar="O", help=N_("The organisation that you work with."))
@option(
    "--kdf",
    type=click.Choice(["calibrated", "floor"]),
    default="calibrated",
    help=N_("How costly guessing the passphrase is; “floor” is for tests."),
)
@click.pass_obj
def create(session: Session, name: str, role: str, organisation: str | None, kdf: str) -> VaultCreated:
    """Make a vault in the folder of the session."""
    passphrase = session.creation_passphrase()
    with session.working() as watch:
        return create_vault(
            session.vault,
            passphrase,
            name=name,
            role=role,
            organisation=organisation,
            languages=(chosen_language(),),
            kdf="floor" if kdf == "floor" else "calibrated",
            clock=SystemClock(),
            watch=watch,
        )


@vault_group.command(
    "protections", help=N_("What of memory and screen other programs on this computer can come by.")
)
@click.pass_obj
def show_protections(_session: Session) -> Protections:
    """Nothing is opened for that."""
    return protections()


@vault_group.command("verify", help=N_("Read the whole vault and check every hash and signature."))
@click.pass_obj
def verify(session: Session) -> VaultReport:
    """Check everything; what is found is in the answer, and no refusal."""
    with session.open() as (services, watch):
        return services.access.verify(watch)


@vault_group.command("rebuild", help=N_("Make lists and search again from the revisions alone."))
@click.pass_obj
def rebuild(session: Session) -> VaultReport:
    """Make everything derived again."""
    with session.open() as (services, watch):
        return services.access.rebuild(watch)


@vault_group.command("digest", help=N_("Three hashes that are equal where the same is held."))
@click.pass_obj
def digest(session: Session) -> Digest:
    """The digests of revisions, state and custody."""
    with session.open() as (services, watch):
        return services.access.digest(watch)


@vault_group.command("info", help=N_("What the vault is and holds, without reading it through."))
@click.pass_obj
def info(session: Session) -> VaultInfo:
    """A vault at a glance."""
    with session.open() as (services, _watch):
        return services.access.info()


_SYSTEM = "system"


@vault_group.command(
    "preferences", help=N_("How the window of this vault looks and speaks, and when it locks itself.")
)
@option(
    "--window-language",
    type=click.Choice((_SYSTEM, *LANGUAGES)),
    help=N_("Its language; “system” is that of the computer."),
)
@option("--theme", type=click.Choice(("system", "light", "dark")), help=N_("Whether it is light or dark."))
@option("--scale", type=click.Choice([str(each) for each in SCALES]), help=N_("Its size in per cent."))
@option(
    "--lock-minutes",
    type=click.Choice([str(each) for each in LOCK_MINUTES]),
    help=N_("After how many minutes in which nothing is touched it locks itself."),
)
@click.pass_obj
def preferences(
    session: Session,
    window_language: str | None,
    theme: str | None,
    scale: str | None,
    lock_minutes: str | None,
) -> Preferences:
    """Show them, changed where something is given."""
    given = {"theme": theme, "scale_percent": scale, "lock_minutes": lock_minutes}
    chosen = {name: value for name, value in given.items() if value is not None}
    with session.open() as (services, _watch):
        held = services.settings.preferences().model_dump()
        if window_language is not None:
            held["language"] = None if window_language == _SYSTEM else window_language
        preferred = Preferences.model_validate({**held, **chosen})
        return services.settings.change(preferred) if chosen or window_language else preferred


@vault_group.command("passphrase", help=N_("Change the passphrase."))
@option("--new-passphrase-file", type=INPUT_FILE, metavar="FILE|-", help=NEW_PASSPHRASE_HELP)
@click.pass_obj
def passphrase(session: Session, new_passphrase_file: str | None) -> PassphraseChanged:
    """Put a new passphrase in the place of the present one."""
    with session.open() as (services, _watch):
        current = session.ask_again(services)
        return services.access.change_passphrase(current, session.new_passphrase(new_passphrase_file))


@vault_group.command(
    "identity",
    help=N_("Write the secret age identity, encrypted under a passphrase, for use with other age tools."),
)
@option("--out", required=True, metavar="FILE", help=NEW_FILE_HELP)
@option("--new-passphrase-file", type=INPUT_FILE, metavar="FILE|-", help=NEW_PASSPHRASE_HELP)
@click.pass_obj
def identity(session: Session, out: str, new_passphrase_file: str | None) -> FileWritten:
    """Take the age identity out of the vault."""
    with session.output(out) as target, session.open() as (services, _watch):
        session.ask_again(services)
        return services.access.export_identity(target, session.new_passphrase(new_passphrase_file))


@vault_group.command(
    "compromised",
    help=N_("Somebody may have the keys: a new master key, a new identity, everything sealed again."),
)
@option("--new-passphrase-file", type=INPUT_FILE, metavar="FILE|-", help=NEW_PASSPHRASE_HELP)
@click.pass_obj
def compromised(session: Session, new_passphrase_file: str | None) -> VaultRekeyed:
    """Nothing of the old keys opens the vault afterwards."""
    session.confirm(translate("Give this vault new keys? Old recovery words and backups beside it go."))
    current, new = session.once_more(), session.new_passphrase(new_passphrase_file)
    with session.working() as watch:
        return renew_vault(session.vault, current, new, SystemClock(), watch, allow_memory=session.yes)


@vault_group.command("destroy", help=N_("Destroy the whole vault: its keys first, then everything."))
@click.pass_obj
def destroy(session: Session) -> VaultDestroyed:
    """Destroy the vault, after asking for its passphrase once more; what was begun had it then."""
    session.confirm(translate("Destroy this vault, for good?"))
    return destroy_vault(session.vault, "" if is_ending(session.vault) else session.once_more())
