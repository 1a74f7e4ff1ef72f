"""Refusals and warnings of key files, recovery and backup, taken up by `errors.py`."""

from app.domain.refusal import Refusal
from app.words import N_

LOSS_REFUSALS: dict[str, Refusal] = {
    "vault.file_needed": Refusal(
        N_("This vault opens only with its passphrase and its key file together."),
        N_(
            "Give the key file too (“--key-file” in the shell); if it is lost, recovery words open the vault."
        ),
    ),
    "vault.both_wrong": Refusal(
        N_("This passphrase and this key file do not open the vault together."),
        N_("One of them is wrong, nobody can tell which: check keyboard and Caps Lock, then the file."),
    ),
    "vault.file_damaged": Refusal(
        N_("The key file is damaged."),
        N_("Take another copy of it; if there is none, recovery words open the vault without it."),
    ),
    "vault.opener_inside": Refusal(
        N_("What opens the vault must not lie in the vault's own folder."),
        N_("Write it elsewhere, best on a stick that is kept away from this computer."),
    ),
    "vault.file_foreign": Refusal(
        N_("This file is not a key file."),
        N_("Choose the file that was made when the key file was switched on."),
    ),
    "vault.restorable": Refusal(
        N_("The vault is damaged: {what}. A backup of {day} lies beside it."),
        N_("Copy the whole folder first; then restore “{backup}” into a new folder (“vault restore”)."),
    ),
    "recovery.words": Refusal(
        N_("These are not recovery words: one is missing, misspelt or in the wrong place."),
        N_("Compare each word and their order with the paper; all of them are needed."),
    ),
    "recovery.refused": Refusal(
        N_("These words do not open this vault."),
        N_("They may be of another vault, or have been replaced by newer ones; look for those."),
    ),
    "recovery.shares": Refusal(
        N_("These shares do not belong together."),
        N_("Take shares that were made on the same day for the same vault; older ones may not fit."),
    ),
    "recovery.too_few": Refusal(
        N_("There are too few shares: {found} of {need}."),
        N_("Ask more of those who hold one; each share counts once."),
    ),
    "recovery.split": Refusal(
        N_("So many shares cannot be made: at least two must be needed, of at most sixteen."),
        N_("Choose how many are needed and name at least as many holders."),
    ),
    "recovery.share_file": Refusal(
        N_("This file is not a recovery share that was sealed to this vault."),
        N_("Check that it is the right file; a share opens only for the contact whom it was made for."),
    ),
    "backup.missing": Refusal(
        N_("There is no backup in this folder."),
        N_("Choose the folder that was given for the backup, or the one named by its day."),
    ),
    "backup.damaged": Refusal(
        N_("The backup is damaged: {what}."),
        N_("Use an older one, or another copy; the backups before it are still there."),
    ),
    "backup.other_vault": Refusal(
        N_("This backup is of another vault."),
        N_("Restore all of it into a new folder, or open the vault that it is of."),
    ),
    "backup.inside": Refusal(
        N_("A backup within the vault is lost with it."),
        N_("Choose a folder outside the vault, best on a stick that is kept elsewhere."),
    ),
}

LOSS_WARNINGS: dict[str, Refusal] = {
    "vault.sync_conflict": Refusal(
        N_("A synchronising service made copies of this vault's files beside them ({count})."),
        N_("Close the vault and move its folder out of that service; nothing was merged, the copies stay."),
    ),
    "vault.unsaved_found": Refusal(
        N_("What was typed and could not be saved was kept beside the vault; it is a draft here now."),
        N_("Look it through and save it."),
    ),
    "vault.unsaved_left": Refusal(
        N_("Unsaved texts stay beside the vault: their records are not here, or they are damaged ({count})."),
        N_("Restore the copy in “backups” that was made when files were replaced; it brings them along."),
    ),
    "backup.none": Refusal(
        N_("There is no verified backup of this vault yet."),
        N_("Make one, best onto a stick kept elsewhere (Settings, Safekeeping; “vault backup --out”)."),
    ),
    "backup.old": Refusal(
        N_("The last verified backup is {days} days old."),
        N_("Make a new one (Settings, Safekeeping; “vault backup”)."),
    ),
    "backup.none_outside": Refusal(
        N_("Every backup lies beside the vault and would be lost with it."),
        N_("Make one onto a stick that is kept elsewhere (Settings, Safekeeping; “vault backup --out”)."),
    ),
    "backup.old_outside": Refusal(
        N_("The last backup outside the vault is {days} days old."),
        N_("Make a new one onto that stick (Settings, Safekeeping; “vault backup --out”)."),
    ),
    "recovery.none": Refusal(
        N_("No recovery words were made: a forgotten passphrase would be the end of this vault."),
        N_("Make them (Settings, Safekeeping; “vault recovery words” or “vault recovery shares”)."),
    ),
}
