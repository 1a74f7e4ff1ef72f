"""Our own identities: the one in use, and those that it replaced. Their secret seeds lie here.

The seeds of an identity that was replaced stay for a while, so that bundles which come late can
be opened; then they are emptied, and only what proves its past remains: its card, and the
revocation that was made with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.identity import ContactCard, Fingerprint, read_card
from app.vault.connection import Connection, Row
from app.vault.log import Log, Logged, digest_of

IDENTITY_COLUMNS = """
    fingerprint,
    ed25519_seed,
    ml_dsa_65_seed,
    age_seed,
    card,
    revocation,
    created,
    retired
"""
READ_IDENTITIES = f"""
SELECT {IDENTITY_COLUMNS}
FROM identity
ORDER BY retired IS NOT NULL, retired DESC, created DESC, fingerprint
"""  # noqa: S608 - names from the constant above
READ_IDENTITY = f"SELECT {IDENTITY_COLUMNS} FROM identity WHERE fingerprint = ?"  # noqa: S608 - as above
IN_USE = "SELECT fingerprint FROM identity WHERE retired IS NULL ORDER BY created DESC, fingerprint LIMIT 1"
FINGERPRINTS = "SELECT fingerprint FROM identity"
INSERT_IDENTITY = f"""
INSERT INTO identity ({IDENTITY_COLUMNS})
VALUES (?, ?, ?, ?, ?, ?, ?, NULL)
"""  # noqa: S608 - as above
RETIRE = "UPDATE identity SET retired = ? WHERE fingerprint = ? AND retired IS NULL"
HOLDING_SEEDS_TOO_LONG = """
SELECT fingerprint
FROM identity
WHERE retired < ?
    AND LENGTH(age_seed) > 0
"""
EMPTY_SEEDS = """
UPDATE identity
SET ed25519_seed = x'',
    ml_dsa_65_seed = x'',
    age_seed = x''
WHERE fingerprint = ?
"""


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """Our secret seeds (32 bytes each), our card, and the revocation made with it at birth.

    `retired` is when another replaced it, as a signed-text time; the seeds of one that was
    replaced long ago are empty.
    """

    ed25519_seed: bytes
    ml_dsa_65_seed: bytes
    age_seed: bytes
    card: ContactCard
    revocation: str
    retired: str | None = None

    @property
    def has_seeds(self) -> bool:
        """Whether the secret keys are still here."""
        return bool(self.age_seed)


class Identities:
    """What changes something is called within a transaction."""

    def __init__(self, database: Connection, log: Log) -> None:
        self._database = database
        self._log = log

    def in_use(self) -> Fingerprint:
        """The fingerprint of the identity in use."""
        return Fingerprint(self._database.all(IN_USE)[0][0])

    def current(self) -> OwnIdentity:
        """The identity in use."""
        return _read(self._database.all(READ_IDENTITY, (self.in_use(),))[0])

    def all(self) -> tuple[OwnIdentity, ...]:
        """The identity in use, then those before it, the latest first."""
        return tuple(_read(row) for row in self._database.all(READ_IDENTITIES))

    def fingerprints(self) -> frozenset[Fingerprint]:
        """Of every identity that is or was ours."""
        return frozenset(Fingerprint(row[0]) for row in self._database.all(FINGERPRINTS))

    def keep(self, identity: OwnIdentity) -> None:
        """Write down a new identity; `retire` the one before."""
        card = identity.card
        seeds = (identity.ed25519_seed, identity.ml_dsa_65_seed, identity.age_seed)
        values = (card.fingerprint, *seeds, card.text, identity.revocation, card.created)
        self._database.run(INSERT_IDENTITY, values)
        self._note(card.fingerprint)

    def retire(self, fingerprint: Fingerprint, now: str) -> None:
        """The identity is not the one in use any more; its seeds stay."""
        self._database.run(RETIRE, (now, fingerprint))
        self._note(fingerprint)

    def forget_seeds(self, retired_before: str) -> tuple[Fingerprint, ...]:
        """Destroy the secret seeds of identities that were replaced before that time; which."""
        forgotten = tuple(
            Fingerprint(row[0]) for row in self._database.all(HOLDING_SEEDS_TOO_LONG, (retired_before,))
        )
        for fingerprint in forgotten:
            self._database.run(EMPTY_SEEDS, (fingerprint,))
            self._note(fingerprint)
        return forgotten

    def holding_too_long(self, retired_before: str) -> bool:
        """Whether `forget_seeds` would find any."""
        return bool(self._database.all(HOLDING_SEEDS_TOO_LONG, (retired_before,)))

    def logged(self) -> Iterator[Logged]:
        """Every identity as the log knows it."""
        for row in self._database.all(READ_IDENTITIES):
            yield _logged(row)

    def _note(self, fingerprint: Fingerprint) -> None:
        self._log.add(*_logged(self._database.all(READ_IDENTITY, (fingerprint,))[0]))


def _read(row: Row) -> OwnIdentity:
    _fingerprint, ed25519, ml_dsa_65, age, card, revocation, _created, retired = row
    return OwnIdentity(ed25519, ml_dsa_65, age, read_card(card)[0], revocation, retired)


def _logged(row: Row) -> Logged:
    fingerprint, *seeds, card, revocation, created, retired = row
    named = {"seeds": [seed.hex() for seed in seeds], "card": card}
    named |= {"revocation": revocation, "created": created}
    # Of an identity in use the line says what it said before keys could be replaced.
    return "identity", fingerprint, digest_of(named if retired is None else named | {"retired": retired})
