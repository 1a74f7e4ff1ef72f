"""Backups of the open vault: made, counted, drilled; and whether it is time for the next.

The window makes one a day by itself while it is open; the shell only where it is told to.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

from app.crypto.primitives import require_primitives
from app.domain.backup_names import backup_day
from app.domain.errors import Caution, VaultError
from app.domain.times import read_time, time_text
from app.domain.work import Watch
from app.places import DATA, migrations
from app.services.answers_loss import (
    BackupChecked,
    BackupMade,
    BackupStanding,
    DrillNoted,
    Problem,
    VaultRestored,
)
from app.services.backup_records import BackupRecords
from app.services.clock import Clock
from app.services.derivation import derivation_by
from app.services.form_files import load_forms
from app.services.recovery import show_caution
from app.vault import Vault, verification
from app.vault.copies import backups_in, find_copies, open_copy
from app.vault.restoring import NewPassphrase
from app.vault.restoring import restore_vault as restore
from app.vault.session import BACKUPS
from app.vault.slots import Secret
from app.words import N_, translate

BESIDE, OUTSIDE, DRILL = "backup.beside", "backup.outside", "backup.drill"
"""Settings: the time of the last verified backup in each kind of place, and of the last drill."""

DAILY = timedelta(days=1)
OLD_DAYS = 30
DRILL_DAYS = 365

_BESIDE_NOTE = N_("It lies beside the vault and is lost with this disk or computer; keep one elsewhere too.")
_OUTSIDE_NOTE = N_("It opens with the passphrase and words of today, even after you change them.")
_DRILL_NOTE = N_("It was read on this computer; whether the stick lasts, only the next drill will tell.")
_RESTORED_NOTE = N_(
    "What was written after this backup is not in it; others may hold it in bundles you sent."
)
_DAMAGED_NOTE = N_("The backup was not whole: what is named as a problem is missing or not to be trusted.")
_UNWHOLE_NOTE = N_("The evidence named here is damaged in the vault itself; the rest is safe.")


class BackupKeeping:
    """What a person can do about a disk that will die; with one record of a backup, by `records`."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock
        self.records = BackupRecords(vault)

    def make(self, out: Path | None, watch: Watch, *, read_all: bool = False) -> BackupMade:
        """One more backup beside the vault, or in a folder elsewhere, read again before it counts.

        With `read_all` the evidence of earlier backups there is read too, and mended. Raises BackupError
        `backup.inside`, `backup.damaged`; DiskError; CancelledError. What fails leaves the backups before.
        """
        backups, now = self._vault.backups, self._clock.now()
        place = backups.beside if out is None else backups.place_in(out)
        seq = self._vault.log.tip()[1].seq
        made = backups.make(place, now.date(), watch, read_all=read_all)
        facts = {"at": time_text(now), "seq": seq, "name": made.folder.name}
        notes = (_BESIDE_NOTE if out is None else _OUTSIDE_NOTE, *((_UNWHOLE_NOTE,) if made.problems else ()))
        with self._vault.transaction():
            self._vault.settings.write(BESIDE if out is None else OUTSIDE, json.dumps(facts))
        return BackupMade(
            path=str(made.folder),
            outside=out is not None,
            verified_at=time_text(now),
            records=made.counts.records,
            revisions=made.counts.revisions,
            evidence=made.counts.evidence,
            bytes=made.size_bytes,
            copied=made.copied,
            linked=made.linked,
            removed=made.removed,
            problems=_shown(made.problems),
            warning=" ".join(translate(note) for note in notes),
        )

    def standing(self) -> BackupStanding:
        """What there is, by what is remembered; no disk is looked at."""
        beside, outside = self._time(BESIDE), self._time(OUTSIDE)
        last = max((each for each in (beside, outside) if each), default=None)
        drill = self._time(DRILL)
        changed = self._facts(BESIDE).get("seq") != self._vault.log.tip()[1].seq
        due = beside is None or (changed and self._is_past(beside, DAILY)) or self._days(beside) >= OLD_DAYS
        drilled = drill or outside
        return BackupStanding(
            last_verified=time_text(last) if last else None,
            last_outside=time_text(outside) if outside else None,
            last_drill=time_text(drill) if drill else None,
            due=due,
            drill_due=drilled is not None and self._is_past(drilled, timedelta(DRILL_DAYS)),
            warnings=tuple(show_caution(caution) for caution in self._cautions(last, outside)),
        )

    def note_drill(self) -> DrillNoted:
        """Remember that a drill went well today, or that the person skips it: in a year it is due again."""
        now = self._clock.now()
        with self._vault.transaction():
            self._vault.settings.write(DRILL, json.dumps({"at": time_text(now)}))
        return DrillNoted(due_on=str((now + timedelta(DRILL_DAYS)).date()))

    def _cautions(self, last: datetime | None, outside: datetime | None) -> tuple[Caution, ...]:
        if last is None:
            return (Caution("backup.none"),)
        found = [] if self._days(last) < OLD_DAYS else [Caution("backup.old", {"days": self._days(last)})]
        if outside is None:
            found.append(Caution("backup.none_outside"))
        elif not found and self._days(outside) >= OLD_DAYS:
            found.append(Caution("backup.old_outside", {"days": self._days(outside)}))
        return tuple(found)

    def _facts(self, name: str) -> dict[str, str | int]:
        facts: dict[str, str | int] = json.loads(self._vault.settings.all().get(name) or "{}")
        return facts

    def _time(self, name: str) -> datetime | None:
        at = self._facts(name).get("at")
        return read_time(str(at)) if at else None

    def _is_past(self, moment: datetime, span: timedelta) -> bool:
        """Also where a clock that ran ahead had named a day to come."""
        return abs(self._clock.now() - moment) >= span

    def _days(self, moment: datetime) -> int:
        return abs(self._clock.now() - moment).days


def restore_vault(
    source: Path,
    target: Path,
    secret: Secret,
    watch: Watch,
    *,
    new_passphrase: str | None = None,
    keyboard: str | None = None,
    allow_memory: bool = False,
) -> VaultRestored:
    """Make a vault in a new or empty folder of a backup; every hash is compared at the end.

    Raises as `vault.restoring.restore_vault`, VaultError `vault.crypto_missing`.
    """
    require_primitives()
    done = restore(
        source,
        target,
        secret,
        derivation_by(load_forms()),
        watch,
        new=None if new_passphrase is None else NewPassphrase(new_passphrase, keyboard),
        dropped_settings=(BESIDE,),
        allow_memory=allow_memory,
    )
    notes = (_RESTORED_NOTE,) if not done.problems else (_DAMAGED_NOTE, _RESTORED_NOTE)
    return VaultRestored(
        ok=not done.problems and done.same,
        path=str(target),
        source=str(done.source),
        same=done.same,
        records=done.records,
        revisions=done.revisions,
        evidence=done.evidence,
        problems=_shown(done.problems),
        warning=" ".join(translate(note) for note in notes),
    )


def check_opens(source: Path, secret: Secret, *, allow_memory: bool = False) -> None:
    """Refuse a secret that opens none of the backups in a folder; raises as `open_copy`."""
    derive = derivation_by(load_forms())
    with open_copy(find_copies(source), secret, derive, migrations(), allow_memory=allow_memory):
        pass


def drill(source: Path, secret: Secret, watch: Watch, *, allow_memory: bool = False) -> BackupChecked:
    """Prove that a backup opens by these words and that every hash in it holds; nothing is changed anywhere.

    Raises as `open_copy`.
    """
    derive = derivation_by(load_forms())
    with open_copy(find_copies(source), secret, derive, migrations(), allow_memory=allow_memory) as copy:
        problems, counts, folder = copy.problems(watch), copy.counts(), copy.folder
    day = backup_day(folder.name)
    return BackupChecked(
        ok=not problems,
        source=str(folder),
        day=str(day) if day else None,
        records=counts.records,
        revisions=counts.revisions,
        evidence=counts.evidence,
        problems=_shown(problems),
        warning=translate(_DAMAGED_NOTE if problems else _DRILL_NOTE),
    )


def offering_backup(folder: Path, error: VaultError) -> VaultError:
    """A refusal that names the newest backup beside a damaged vault, where there is one."""
    backup = newest_backup(folder) if error.code == "vault.damaged" else None
    if backup is None:
        return error
    what = error.facts.get("what", DATA)
    return VaultError("vault.restorable", what=what, day=str(backup_day(Path(backup).name)), backup=backup)


def newest_backup(folder: Path) -> str | None:
    """The newest backup beside a vault."""
    backups = backups_in(folder / BACKUPS)
    return str(backups[0]) if backups else None


def _shown(problems: tuple[verification.Problem, ...]) -> tuple[Problem, ...]:
    return tuple(Problem(what=each.what, id=each.id, code=each.code) for each in problems)
