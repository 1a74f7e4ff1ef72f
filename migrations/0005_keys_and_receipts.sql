-- Keys over time, and what others are proven to hold of ours.

-- When a key of ours was replaced; NULL for the one in use. Its seeds are emptied some time later.
ALTER TABLE identity ADD COLUMN retired TEXT;

-- Keys and their successors, in the envelopes that both keys signed. Of several successors of one
-- key the first that came is followed, the others are only named.
CREATE TABLE rotation (
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    text TEXT NOT NULL,
    arrived TEXT NOT NULL,
    followed INTEGER NOT NULL,
    PRIMARY KEY (old, new)
) STRICT;
CREATE UNIQUE INDEX rotation_followed ON rotation (old) WHERE followed;
CREATE INDEX rotation_new ON rotation (new);

-- Revocations signed by another than the key they end: advice, until a person follows it.
CREATE TABLE advice (
    fingerprint TEXT NOT NULL,
    signer TEXT NOT NULL,
    text TEXT NOT NULL,
    arrived TEXT NOT NULL,
    PRIMARY KEY (fingerprint, signer)
) STRICT;

-- Named lists of recipients.
CREATE TABLE recipient_group (
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (name, fingerprint)
) STRICT, WITHOUT ROWID;

-- Receipts of others for bundles of ours, and what they name. `ahead` is 1 where a receipt named
-- more revisions of ours than this vault had written: the folder is older than it should be.
CREATE TABLE receipt (
    number INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    signer TEXT NOT NULL,
    bundle TEXT NOT NULL,
    made_at TEXT NOT NULL,
    arrived TEXT NOT NULL,
    ahead INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE receipted_revision (
    revision_id TEXT NOT NULL,
    receipt INTEGER NOT NULL REFERENCES receipt (number),
    parts TEXT NOT NULL,
    PRIMARY KEY (revision_id, receipt)
) STRICT, WITHOUT ROWID;
CREATE TABLE receipted_evidence (
    sha256 TEXT NOT NULL,
    receipt INTEGER NOT NULL REFERENCES receipt (number),
    PRIMARY KEY (sha256, receipt)
) STRICT, WITHOUT ROWID;

-- Records destroyed here because others hold them, and the digests of their evidence: neither
-- parts nor bytes of these are taken in again. `bundle` is the sealed bundle that holds them.
CREATE TABLE shredded (
    record_id TEXT PRIMARY KEY,
    shredded_at TEXT NOT NULL,
    bundle TEXT
) STRICT;
CREATE TABLE shredded_evidence (
    sha256 TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Bundles that nobody can read here, until they are handed out. Their bytes lie among the blobs.
CREATE TABLE sealed_bundle (
    bundle_id TEXT PRIMARY KEY,
    identity TEXT NOT NULL,
    sealed_at TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    key BLOB NOT NULL,
    file TEXT NOT NULL UNIQUE
) STRICT;
