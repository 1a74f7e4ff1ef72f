"""What recovery, backup and restoring answer. Each says in `warning` what it cannot promise.

No secret stands in an answer: words go into files alone.
"""

from app.services.answer import Answer


class ShownCaution(Answer):
    """Something to be told: its code, one sentence, one piece of advice."""

    code: str
    message: str
    advice: str


class Problem(Answer):
    """One thing that does not hold: what it is, its id, a code."""

    what: str
    id: str
    code: str


class ShareHolder(Answer):
    """Who holds a share; the name is that of the contact, None of one that is known no more."""

    fingerprint: str
    name: str | None


class RecoveryStanding(Answer):
    """Which words open the vault beside its passphrase, and when they were made.

    `shares_needed` of `shares_made` shares are needed; `holders` are those to whom one was sealed.
    `unnamed` counts ways of which nobody wrote down what they are, after a crash say.
    """

    words_made_at: str | None = None
    shares_made_at: str | None = None
    shares_needed: int = 0
    shares_made: int = 0
    holders: tuple[ShareHolder, ...] = ()
    unnamed: int = 0
    warnings: tuple[ShownCaution, ...] = ()


class BackupStanding(Answer):
    """When backups were last verified: any, and one outside the vault; and the last drill.

    Times are signed-text times. `due` asks for one beside the vault now, `drill_due` for a drill.
    """

    last_verified: str | None = None
    last_outside: str | None = None
    last_drill: str | None = None
    due: bool = False
    drill_due: bool = False
    warnings: tuple[ShownCaution, ...] = ()


class DrillNoted(Answer):
    """A drill went well today, or was skipped; `due_on` is the day on which it is due again."""

    due_on: str


class RecoveryWordsMade(Answer):
    """24 words that open the vault from now on, in a plain file; `replaced` older ones open it no more."""

    path: str
    generation: int
    replaced: bool
    warning: str


class WrittenShare(Answer):
    """A share in a file: sealed to a contact, or, where no fingerprint stands, in plain words for paper."""

    path: str
    number: int
    fingerprint: str | None
    name: str | None


class RecoverySharesMade(Answer):
    """Shares that open the vault from now on, `need` of them together."""

    need: int
    shares: tuple[WrittenShare, ...]
    generation: int
    replaced: bool
    warning: str


class RecoveryChecked(Answer):
    """Words, or so many `shares`, open this vault; where they do not, that is refused."""

    opens: bool
    shares: int


class ShareOpened(Answer):
    """A share that a contact sealed to us, written to a plain file; what it says of itself is a claim."""

    path: str
    vault_id: str
    owner: str
    owner_name: str | None
    number: int
    count: int
    need: int
    made_at: str
    warning: str


class VaultRecovered(Answer):
    """The vault opens again; `keys_rebuilt` from a backup's slots. `warnings` are codes of its opening."""

    generation: int
    keys_rebuilt: bool
    passphrase_changed: bool
    warnings: tuple[str, ...]
    warning: str


class SecondFactorChanged(Answer):
    """Whether the passphrase needs a key file from now on, and where that lies; `replaced` an older one."""

    on: bool
    path: str | None
    replaced: bool
    generation: int
    warning: str


class BackupMade(Answer):
    """A backup that was read again and holds; sizes are bytes written.

    `copied` and `linked` count evidence that the place lacked, `removed` names backups kept no longer,
    `problems` evidence that is damaged in the vault itself.
    """

    path: str
    outside: bool
    verified_at: str
    records: int
    revisions: int
    evidence: int
    bytes: int
    copied: int
    linked: int
    removed: tuple[str, ...]
    problems: tuple[Problem, ...]
    warning: str


class BackupChecked(Answer):
    """What a drill found: `ok` where every hash held; `noted` where its day was kept in the vault."""

    ok: bool
    source: str
    day: str | None
    records: int
    revisions: int
    evidence: int
    problems: tuple[Problem, ...]
    noted: bool = False
    warning: str


class VaultRestored(Answer):
    """A vault made of a backup: `ok` where every hash held, `same` where both hold the same."""

    ok: bool
    path: str
    source: str
    same: bool
    records: int
    revisions: int
    evidence: int
    problems: tuple[Problem, ...]
    warning: str


class RecordCompared(Answer):
    """What a backup holds of a record, and of what belongs to it, that is not here.

    `revisions` counts those that would come, or get parts, `evidence` the files. Whether the record is
    `here` at all, `deleted`, or was destroyed at `shredded_at`: of what is gone nothing readable comes.
    """

    id: str
    here: bool
    deleted: bool
    shredded_at: str | None
    revisions: int
    evidence: int


class RecordRestored(Answer):
    """What of a record, and of what belongs to it, came back: revisions or parts, evidence by digest."""

    id: str
    revisions: int
    evidence: tuple[str, ...]
    warning: str


class VaultRekeyed(Answer):
    """New keys, after the old ones may have been seen: `replaced` is the fingerprint before.

    `evidence_sealed` counts what was sealed again, `evidence_unsealed` what was not whole and stays
    sealed as it was; `backups_dropped` the copies within the vault's folder, `recovery_dropped` the
    recovery slots, words or shares, that open it no more. `old_opens_until` is a signed-text time.
    """

    rekeyed: bool
    generation: int
    fingerprint: str
    digits: str
    words: str
    replaced: str
    old_opens_until: str
    evidence_sealed: int
    evidence_unsealed: int
    backups_dropped: int
    recovery_dropped: int
    warning: str
