-- The first schema of a vault. Ids are lower-case text (UUIDs, hex digests), keys, salts and
-- signatures are bytes, times are signed-text times (UTC, milliseconds).

-- What this vault is: one row. The tip of the log stands under the state key's MAC.
CREATE TABLE vault (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    vault_id TEXT NOT NULL,
    replica TEXT NOT NULL,
    generation INTEGER NOT NULL,
    created TEXT NOT NULL,
    tip_seq INTEGER NOT NULL,
    tip_hash TEXT NOT NULL,
    tip_mac TEXT NOT NULL
) STRICT;

CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    id TEXT NOT NULL,
    content TEXT NOT NULL,
    prev TEXT,
    hash TEXT NOT NULL
) STRICT;

-- Revisions in the order of their arrival, with the very texts that were signed.
CREATE TABLE revision (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    record_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    author TEXT NOT NULL,
    replica TEXT NOT NULL,
    replica_seq INTEGER NOT NULL,
    header TEXT NOT NULL,
    signature BLOB NOT NULL,
    mark TEXT
) STRICT;
CREATE INDEX revision_record ON revision (record_id);
CREATE INDEX revision_replica ON revision (replica, replica_seq);

CREATE TABLE part (
    revision INTEGER NOT NULL REFERENCES revision (number),
    compartment TEXT NOT NULL,
    salt BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (revision, compartment)
) STRICT;

-- Parts destroyed here; they are never filled again.
CREATE TABLE erased (
    revision INTEGER NOT NULL REFERENCES revision (number),
    compartment TEXT NOT NULL,
    PRIMARY KEY (revision, compartment)
) STRICT, WITHOUT ROWID;

-- Derived: the merged state of each record and its row in lists.
CREATE TABLE record (
    number INTEGER PRIMARY KEY,
    record_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    heads INTEGER NOT NULL,
    conflicts INTEGER NOT NULL,
    understood INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    when_text TEXT NOT NULL,
    when_sort TEXT NOT NULL,
    place TEXT NOT NULL,
    forms TEXT NOT NULL,
    missing TEXT NOT NULL,
    evidence_sha256 TEXT
) STRICT;
-- All that orders and narrows lists, so that what lies in the rows need not be read.
CREATE INDEX record_listed ON record (kind, deleted, when_sort, record_id, forms, conflicts);
CREATE INDEX record_named ON record (number, record_id);
CREATE INDEX record_evidence ON record (evidence_sha256) WHERE evidence_sha256 IS NOT NULL;

-- Derived: which record names which.
CREATE TABLE link (
    source INTEGER NOT NULL REFERENCES record (number),
    target TEXT NOT NULL,
    PRIMARY KEY (source, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_target ON link (target);

-- Derived: what erasures and tombstones ask for; `compartment` is empty for a tombstone.
CREATE TABLE ending (
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    target TEXT NOT NULL,
    compartment TEXT NOT NULL,
    PRIMARY KEY (target, source, compartment)
) STRICT, WITHOUT ROWID;
CREATE INDEX ending_source ON ending (source);

-- Derived: words of records, folded (see app/vault/search.py); rowid is the record's number.
CREATE VIRTUAL TABLE search USING fts5 (words, tokenize = "unicode61 remove_diacritics 0");
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

-- Evidence: where the sealed bytes lie. A staged blob still lies in `staging`.
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    key BLOB NOT NULL,
    file TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE staged_blob (
    sha256 TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    key BLOB NOT NULL,
    file TEXT NOT NULL UNIQUE
) STRICT;

-- Who we are: seeds, card, and the revocation made at birth.
CREATE TABLE identity (
    fingerprint TEXT PRIMARY KEY,
    ed25519_seed BLOB NOT NULL,
    ml_dsa_65_seed BLOB NOT NULL,
    age_seed BLOB NOT NULL,
    card TEXT NOT NULL,
    revocation TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE contact (
    fingerprint TEXT PRIMARY KEY,
    card TEXT NOT NULL,
    trust TEXT NOT NULL,
    introduced_by TEXT,
    verified_at TEXT,
    arrived TEXT NOT NULL,
    revoked_because TEXT
) STRICT;
-- Every card ever received, the newest and the older ones.
CREATE TABLE card (
    fingerprint TEXT NOT NULL,
    text TEXT NOT NULL,
    arrived TEXT NOT NULL,
    PRIMARY KEY (fingerprint, text)
) STRICT;
CREATE TABLE revocation (
    fingerprint TEXT NOT NULL,
    text TEXT NOT NULL,
    arrived TEXT NOT NULL,
    PRIMARY KEY (fingerprint, text)
) STRICT;

-- Bundles written: one sequence for each replica of ours and set of recipients.
CREATE TABLE outgoing (
    replica TEXT NOT NULL,
    recipients TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    bundle_id TEXT NOT NULL,
    identity TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (replica, recipients, sequence)
) STRICT;

-- Bundles applied. `reason` is why one from a revoked sender was accepted.
CREATE TABLE incoming (
    identity TEXT PRIMARY KEY,
    bundle_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    replica TEXT NOT NULL,
    recipients TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    previous TEXT,
    reason TEXT,
    applied_at TEXT NOT NULL
) STRICT;
CREATE INDEX incoming_sequence ON incoming (sender, replica, recipients, sequence);

CREATE TABLE attestation (
    number INTEGER PRIMARY KEY,
    author TEXT NOT NULL,
    text TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE attested (
    revision_id TEXT NOT NULL,
    attestation INTEGER NOT NULL REFERENCES attestation (number),
    PRIMARY KEY (revision_id, attestation)
) STRICT, WITHOUT ROWID;

-- Lines kept aside, to be judged again whenever a bundle is applied. `digest` is the line's own
-- SHA-256: a forged line that claims the id of a good one must not take its place.
CREATE TABLE dormant (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    line TEXT NOT NULL,
    code TEXT NOT NULL,
    author TEXT
) STRICT;

-- The bundle that is being applied: one row, and its lines not yet applied. Lines of one batch
-- (a record) are applied together, batches by rank.
CREATE TABLE applying (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    state TEXT NOT NULL CHECK (state IN ('staged', 'applying')),
    bundle TEXT NOT NULL
) STRICT;
CREATE TABLE staged_line (
    number INTEGER PRIMARY KEY,
    rank INTEGER NOT NULL,
    batch TEXT NOT NULL,
    what TEXT NOT NULL,
    line TEXT NOT NULL
) STRICT;
CREATE INDEX staged_line_order ON staged_line (rank, batch, number);

-- What was being typed when the vault was locked: one row.
CREATE TABLE draft (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    text TEXT NOT NULL
) STRICT;

-- What the person prefers and how the window was left.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
