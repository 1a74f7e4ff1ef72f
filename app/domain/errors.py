"""Every expected refusal, with its sentence and its advice.

The world's fault is an `AppError`; anything else that is raised is a bug of ours.

    AppError
    ├── VaultError      vault.*      the folder, its keys, its database
    ├── RecordError     record.*     what a person typed or named
    ├── EvidenceError   evidence.*   files of evidence
    ├── ContactError    contact.*    cards, fingerprints, standing
    ├── BundleError     bundle.*     what came from, or goes to, others
    ├── ReceiptError    receipt.*    what others say that they hold
    ├── RevisionError   revision.*   one line of a bundle; never stops the rest
    ├── BackupError     backup.*     copies of a vault
    ├── RecoveryError   recovery.*   recovery words and their shares
    ├── DiskError       disk.*       space and permission
    ├── DateError       date.*       a date that somebody typed
    └── GuiseError      guise.*      what the program is to be called

A code is closed and documented: it stands in `REFUSALS`, in README.md and in a
test. Facts given to an error never hold incident content: they are counts,
codes and names of our own files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.key_refusals import KEY_REFUSALS, KEY_WARNINGS
from app.domain.loss_refusals import LOSS_REFUSALS, LOSS_WARNINGS
from app.domain.refusal import Refusal
from app.words import N_, translate


class AppError(Exception):
    """An expected refusal: `code` is a key of `REFUSALS`, `facts` fill its sentence."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
        self._refusal = REFUSALS[code]

    @property
    def sentence(self) -> str:
        """What went wrong, in the language of the program."""
        return translate(self._refusal.sentence).format_map(_Facts(self.facts))

    @property
    def advice(self) -> str:
        """What to do next, in the language of the program."""
        return translate(self._refusal.advice).format_map(_Facts(self.facts))


class VaultError(AppError):
    """The vault folder, its keys or its database."""


class RecordError(AppError):
    """What a person typed or named."""


class EvidenceError(AppError):
    """A file of evidence."""


class ContactError(AppError):
    """A contact card, a fingerprint, or somebody's standing with us."""


class BundleError(AppError):
    """A bundle on its way in or out."""


class ReceiptError(AppError):
    """A receipt, written or received."""


class RevisionError(AppError):
    """One revision or signed line: reported by name, it stops nothing else."""


class BackupError(AppError):
    """A copy of a vault."""


class RecoveryError(AppError):
    """Recovery words, and the shares of them that others hold."""


class DiskError(AppError):
    """Space and permission on a disk."""


class DateError(AppError):
    """A date as somebody typed it."""


class GuiseError(AppError):
    """The name that the program is to go by."""


@dataclass(frozen=True, slots=True)
class Caution:
    """What a person should know though the work went on: `code` is a key of `WARNINGS`."""

    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What was found, in the language of the program."""
        return translate(WARNINGS[self.code].sentence).format_map(_Facts(self.facts))

    @property
    def advice(self) -> str:
        """What to do next, in the language of the program."""
        return translate(WARNINGS[self.code].advice).format_map(_Facts(self.facts))


class _Facts(dict[str, str | int]):
    """Facts for a sentence; one that was not given shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


_OTHER_REFUSALS = KEY_REFUSALS | LOSS_REFUSALS
_OTHER_WARNINGS = KEY_WARNINGS | LOSS_WARNINGS

REFUSALS: dict[str, Refusal] = _OTHER_REFUSALS | {
    "vault.passphrase": Refusal(
        N_("This passphrase does not open the vault."),
        N_("Check the keyboard layout and Caps Lock, then type it again."),
    ),
    "vault.keys": Refusal(
        N_("The file “keys” of this vault is damaged or has been put back from an older copy."),
        N_("Do not change anything in the folder; its keys can be taken from a backup (“vault recover”)."),
    ),
    "vault.newer": Refusal(
        N_("This vault was written by a newer version of the program."),
        N_("Install the newer version; nothing in the vault was changed."),
    ),
    "vault.in_use": Refusal(
        N_("The vault is already open in another window or command."),
        N_("Close it there, then try again."),
    ),
    "vault.changed": Refusal(
        N_("Something replaced or removed files of the vault while it was open; nothing more is written."),
        N_("Close it and stop what synchronises its folder; all that was saved lies in its “backups”."),
    ),
    "vault.damaged": Refusal(
        N_("The vault is damaged: {what}."),
        N_("Make a copy of the whole folder before anything else, then restore a backup."),
    ),
    "vault.memory": Refusal(
        N_("This computer has too little free memory to open the vault ({memory_mib} MiB needed)."),
        N_("Close other programs, or open the vault on a computer with more memory."),
    ),
    "vault.missing": Refusal(
        N_("There is no vault in this folder."),
        N_("Check the folder, or make a new vault there."),
    ),
    "vault.ending": Refusal(
        N_("The destruction of this vault was begun and cut short; it opens no more."),
        N_("Finish it with “vault destroy”; the window offers that by itself."),
    ),
    "vault.exists": Refusal(
        N_("There is already something in this folder."),
        N_("Choose an empty or new folder for the new vault."),
    ),
    "vault.crypto_missing": Refusal(
        N_("The cryptographic library on this computer lacks {what}."),
        N_("Run the set-up again; it installs the version that the program needs."),
    ),
    "record.input": Refusal(
        N_("The input does not fit: {where}: {what}."),
        N_("Correct that place; “schema record” prints what is expected."),
    ),
    "record.unknown": Refusal(
        N_("There is no such record in this vault."),
        N_("Check the id; “record list” shows those that are here."),
    ),
    "record.read_only": Refusal(
        N_("This record was made by a newer version or is of an unknown kind and can only be read."),
        N_("Install the newer version to edit it; it is kept and passed on unchanged."),
    ),
    "record.deleted": Refusal(
        N_("This record was deleted."),
        N_("Its history can still be read; make a new record if it is needed again."),
    ),
    "record.withheld": Refusal(
        N_("This change touches a part of the record that is not here ({compartment})."),
        N_("Leave that part out of the change, or ask its author for it."),
    ),
    "record.not_here": Refusal(
        N_("The part of the record that this needs is not here ({compartment})."),
        N_("Ask its author for it."),
    ),
    "record.consent": Refusal(
        N_("Somebody did not agree that this incident be shared, or withdrew their consent."),
        N_("Ask them again; to share it all the same, say why with “--reason”."),
    ),
    "record.exists": Refusal(
        N_("A record of this id is here already and says something else."),
        N_("Nothing was changed; change it by hand, or have its author send a bundle."),
    ),
    "record.search_unknown": Refusal(
        N_("There is no saved search of that name."),
        N_("“record searches” names those there are."),
    ),
    "record.nothing_to_erase": Refusal(
        N_("This record holds none of the parts that were named."),
        N_("“record history” shows which parts each revision has."),
    ),
    "evidence.missing": Refusal(
        N_("There is no such evidence in this vault."),
        N_("Check the digest; “evidence list” shows what is here and what is awaited."),
    ),
    "evidence.altered": Refusal(
        N_("The stored evidence no longer matches its digest ({sha256})."),
        N_("Do not use it; run “vault verify” and restore this item from a backup or its sender."),
    ),
    "evidence.unreadable": Refusal(
        N_("The file could not be read to its end."),
        N_("Check the stick or disk it lies on, then add it again; nothing was stored."),
    ),
    "bundle.not_age": Refusal(
        N_("This file is not an encrypted bundle."),
        N_("Check that it is the right file and that it was copied whole."),
    ),
    "bundle.limits": Refusal(
        N_("The bundle goes beyond what is allowed: {what}."),
        N_("Do not open it; ask the sender whether they made it."),
    ),
    "bundle.not_for_me": Refusal(
        N_("This bundle was not encrypted to this vault."),
        N_("Give the sender your current contact card and ask for a new bundle."),
    ),
    "bundle.header": Refusal(
        N_("The header of the encrypted file is damaged or was altered."),
        N_("Copy the file again; if it stays so, ask the sender for a new bundle."),
    ),
    "bundle.layout": Refusal(
        N_("The inside of the bundle is not in the expected order: {what}."),
        N_("Do not use it; ask the sender for a new bundle."),
    ),
    "bundle.card": Refusal(
        N_("The sender's card in this bundle is not valid: {what}."),
        N_("Do not trust this file; ask the sender, by another way, for a new bundle."),
    ),
    "bundle.signature": Refusal(
        N_("The signature of this bundle is false."),
        N_("Do not trust this file; tell the person it claims to come from."),
    ),
    "bundle.digest": Refusal(
        N_("A file in the bundle does not match its digest: {what}."),
        N_("Do not use it; ask the sender for a new bundle."),
    ),
    "bundle.recipient": Refusal(
        N_("The bundle was signed for other recipients than it was encrypted to."),
        N_("Somebody passed it on; ask its sender for a bundle made for you."),
    ),
    "bundle.newer_format": Refusal(
        N_("The bundle needs a newer version of the program ({what})."),
        N_("Install the newer version, then take it in again."),
    ),
    "bundle.truncated": Refusal(
        N_("The end of the bundle is missing or something was added to it."),
        N_("Copy the file again from where it came; nothing was taken in."),
    ),
    "bundle.altered": Refusal(
        N_("The bundle was altered or damaged on its way."),
        N_("Copy the file again; if it stays so, ask the sender for a new bundle."),
    ),
    "bundle.trailing": Refusal(
        N_("There is something behind the end of the bundle that was not signed."),
        N_("Do not use it; ask the sender for a new bundle."),
    ),
    "bundle.sender_unknown": Refusal(
        N_("The sender of this bundle is not among your contacts."),
        N_("Add the sender's card, compare the fingerprint, then take it in."),
    ),
    "bundle.sender_unverified": Refusal(
        N_("The sender of this bundle has not been verified by you."),
        N_("Compare the fingerprint with the sender, then take it in."),
    ),
    "bundle.sender_revoked": Refusal(
        N_("The sender's key was revoked."),
        N_("Ask the person; accept it only with a written reason, which stays with it for ever."),
    ),
    "bundle.replaced": Refusal(
        N_("The file is no longer the bundle that was checked."),
        N_("Check it again and read what it would change; nothing was taken in."),
    ),
    "bundle.recipient_unverified": Refusal(
        N_("One of the recipients has not been verified by you."),
        N_("Compare the fingerprint with that person first; nothing was written."),
    ),
    "bundle.nothing": Refusal(
        N_("There is nothing to put into the bundle."),
        N_("Choose at least one incident."),
    ),
    "bundle.reason": Refusal(
        N_("Sources or privileged parts leave the vault only with a reason."),
        N_("Say why with “--reason”; it is kept in the chain of custody."),
    ),
    "revision.shape": Refusal(
        N_("A line of the bundle is not a well-formed revision or signed text."),
        N_("The rest was taken in; ask its author to send it again."),
    ),
    "revision.limits": Refusal(
        N_("A line of the bundle is larger than allowed."),
        N_("The rest was taken in; ask its author about it."),
    ),
    "revision.hash": Refusal(
        N_("A part of a revision does not match its hash."),
        N_("The rest was taken in; ask its author to send it again."),
    ),
    "revision.signature": Refusal(
        N_("The signature of a revision is false."),
        N_("The rest was taken in; tell the author it claims to come from."),
    ),
    "revision.author_unknown": Refusal(
        N_("The author of a revision is not known here."),
        N_("It is kept aside until the author's card arrives."),
    ),
    "revision.author_revoked": Refusal(
        N_("The author of a revision had revoked their key before it."),
        N_("It is kept and marked; ask the person whether it is theirs."),
    ),
    "revision.parents": Refusal(
        N_("A revision builds on one that has not arrived yet."),
        N_("It is kept aside until the missing one arrives."),
    ),
    "revision.kind": Refusal(
        N_("A revision claims another kind than the record it belongs to."),
        N_("It was not taken in; ask its author."),
    ),
    "revision.newer_format": Refusal(
        N_("A revision is in a format that this version does not know."),
        N_("It is kept aside until the program is updated."),
    ),
    "disk.full": Refusal(
        N_("There is not enough free space on the disk."),
        N_("Free some space, then try again; nothing half-written was kept."),
    ),
    "disk.file_limit": Refusal(
        N_("The file would be larger than 4 GiB, and this disk or stick can hold none so large (FAT32)."),
        N_(
            "Use one that is formatted as exFAT, or hand over fewer incidents at a time; nothing was written."
        ),
    ),
    "disk.unwritable": Refusal(
        N_("The folder or file cannot be written."),
        N_("Choose another place, or change its permission."),
    ),
    "disk.unreadable": Refusal(
        N_("The folder or file cannot be read."),
        N_("Check that it is there and that you may read it."),
    ),
    "date.not_understood": Refusal(
        N_("No date was recognised in these words, or more than one could be meant."),
        N_("Write the year with four digits and the month as a word, such as “9 January 2014”."),
    ),
    "guise.name": Refusal(
        N_("This name cannot stand in the title of a window."),
        N_("Write one line of at most {most} letters, without marks that cannot be seen."),
    ),
}

WARNINGS: dict[str, Refusal] = _OTHER_WARNINGS | {
    "vault.unclean": Refusal(
        N_("The last session did not end cleanly; its last changes may be incomplete."),
        N_("Look through what was written last, then run “vault verify”."),
    ),
    "vault.wal_set_aside": Refusal(
        N_("A journal lay beside a vault that had been closed cleanly; it was set aside and not used."),
        N_("If somebody else had access to the folder, run “vault verify”."),
    ),
    "vault.older_database": Refusal(
        N_("The database is older than the file “keys”: it ends at {found} instead of {expected}."),
        N_("Something was put back or did not come along; look for the newer file “data” before you go on."),
    ),
    "vault.other_database": Refusal(
        N_("The database is not the one that this file “keys” was last closed with."),
        N_("There may be two copies of this folder; compare them before you go on."),
    ),
    "vault.copies": Refusal(
        N_("Two copies of one vault, yours or a contact's, were written to apart from each other."),
        N_("Nothing is lost: both are kept. Find out which copy goes on, and put the other away."),
    ),
    "vault.older_keys": Refusal(
        N_("The file “keys” is older than the database; it was put back from a copy."),
        N_("If you did not do this yourself, run “vault verify”."),
    ),
}
