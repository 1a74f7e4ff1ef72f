CREATE TABLE advice (
    fingerprint TEXT NOT NULL,
    signer TEXT NOT NULL,
    text TEXT NOT NULL,
    arrived TEXT NOT NULL,
    PRIMARY KEY (fingerprint, signer)
) STRICT

CREATE TABLE applying (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    state TEXT NOT NULL CHECK (state IN ('staged', 'applying')),
    bundle TEXT NOT NULL
) STRICT

CREATE TABLE attestation (
    number INTEGER PRIMARY KEY,
    author TEXT NOT NULL,
    text TEXT NOT NULL UNIQUE
) STRICT

CREATE TABLE attested (
    revision_id TEXT NOT NULL,
    attestation INTEGER NOT NULL REFERENCES attestation (number),
    PRIMARY KEY (revision_id, attestation)
) STRICT, WITHOUT ROWID

CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    key BLOB NOT NULL,
    file TEXT NOT NULL UNIQUE
) STRICT

CREATE TABLE card (
    fingerprint TEXT NOT NULL,
    text TEXT NOT NULL,
    arrived TEXT NOT NULL,
    PRIMARY KEY (fingerprint, text)
) STRICT

CREATE TABLE contact (
    fingerprint TEXT PRIMARY KEY,
    card TEXT NOT NULL,
    trust TEXT NOT NULL,
    introduced_by TEXT,
    verified_at TEXT,
    arrived TEXT NOT NULL,
    revoked_because TEXT
) STRICT

CREATE TABLE dormant (
    digest TEXT PRIMARY KEY,
    id TEXT NOT NULL,
    line TEXT NOT NULL,
    code TEXT NOT NULL,
    author TEXT
) STRICT

CREATE TABLE draft (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    text TEXT NOT NULL
) STRICT

CREATE TABLE ended_item (
    incident TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (incident, item)
) STRICT, WITHOUT ROWID

CREATE TABLE ending (
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    target TEXT NOT NULL,
    compartment TEXT NOT NULL,
    PRIMARY KEY (target, source, compartment)
) STRICT, WITHOUT ROWID

CREATE INDEX ending_source ON ending (source)

CREATE TABLE erased (
    revision INTEGER NOT NULL REFERENCES revision (number),
    compartment TEXT NOT NULL,
    PRIMARY KEY (revision, compartment)
) STRICT, WITHOUT ROWID

CREATE TABLE facet (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record (number),
    PRIMARY KEY (name, value, record)
) STRICT, WITHOUT ROWID

CREATE INDEX facet_record ON facet (record)

CREATE TABLE identity (
    fingerprint TEXT PRIMARY KEY,
    ed25519_seed BLOB NOT NULL,
    ml_dsa_65_seed BLOB NOT NULL,
    age_seed BLOB NOT NULL,
    card TEXT NOT NULL,
    revocation TEXT NOT NULL,
    created TEXT NOT NULL
, retired TEXT) STRICT

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
) STRICT

CREATE INDEX incoming_sequence ON incoming (sender, replica, recipients, sequence)

CREATE TABLE known_name (
    record INTEGER PRIMARY KEY REFERENCES record (number),
    kind TEXT NOT NULL,
    names TEXT NOT NULL
) STRICT

CREATE TABLE link (
    source INTEGER NOT NULL REFERENCES record (number),
    target TEXT NOT NULL,
    PRIMARY KEY (source, target)
) STRICT, WITHOUT ROWID

CREATE INDEX link_target ON link (target)

CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    id TEXT NOT NULL,
    content TEXT NOT NULL,
    prev TEXT,
    hash TEXT NOT NULL
) STRICT

CREATE TABLE name_key (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record (number),
    PRIMARY KEY (kind, key, record)
) STRICT, WITHOUT ROWID

CREATE INDEX name_key_record ON name_key (record)

CREATE TABLE outgoing (
    replica TEXT NOT NULL,
    recipients TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    bundle_id TEXT NOT NULL,
    identity TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (replica, recipients, sequence)
) STRICT

CREATE TABLE part (
    revision INTEGER NOT NULL REFERENCES revision (number),
    compartment TEXT NOT NULL,
    salt BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (revision, compartment)
) STRICT

CREATE TABLE receipt (
    number INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    signer TEXT NOT NULL,
    bundle TEXT NOT NULL,
    made_at TEXT NOT NULL,
    arrived TEXT NOT NULL,
    ahead INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT

CREATE TABLE receipted_evidence (
    sha256 TEXT NOT NULL,
    receipt INTEGER NOT NULL REFERENCES receipt (number),
    PRIMARY KEY (sha256, receipt)
) STRICT, WITHOUT ROWID

CREATE TABLE receipted_revision (
    revision_id TEXT NOT NULL,
    receipt INTEGER NOT NULL REFERENCES receipt (number),
    parts TEXT NOT NULL,
    PRIMARY KEY (revision_id, receipt)
) STRICT, WITHOUT ROWID

CREATE TABLE recipient_group (
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    PRIMARY KEY (name, fingerprint)
) STRICT, WITHOUT ROWID

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
, first_day TEXT NOT NULL DEFAULT '', last_day TEXT NOT NULL DEFAULT '', title_sort TEXT NOT NULL DEFAULT '', cells TEXT NOT NULL DEFAULT '{}', code TEXT NOT NULL DEFAULT '', place_sort TEXT NOT NULL DEFAULT '', body TEXT NOT NULL DEFAULT '', body_sort TEXT NOT NULL DEFAULT '', changed TEXT NOT NULL DEFAULT '') STRICT

CREATE INDEX record_called ON record (record_id, title_sort) WHERE kind = 'organisation'

CREATE INDEX record_changed ON record (kind, deleted, changed, record_id)
WHERE kind IN ('organisation', 'person', 'proceeding')

CREATE INDEX record_evidence ON record (evidence_sha256) WHERE evidence_sha256 IS NOT NULL

CREATE INDEX record_kind ON record (kind, deleted)

CREATE INDEX record_listed ON record (
    kind, deleted, when_sort, record_id, conflicts, first_day, last_day, title_sort
)

CREATE INDEX record_named ON record (
    number, record_id, kind, deleted, conflicts, first_day, last_day
)

CREATE INDEX record_others ON record (
    kind, deleted, (title_sort = ''), title_sort, record_id, when_sort, code, place_sort, body, body_sort, changed
) WHERE kind IN ('organisation', 'person', 'proceeding')

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
) STRICT

CREATE INDEX revision_author ON revision (author, record_id)

CREATE INDEX revision_record ON revision (record_id)

CREATE INDEX revision_replica ON revision (replica, replica_seq)

CREATE TABLE revocation (
    fingerprint TEXT NOT NULL,
    text TEXT NOT NULL,
    arrived TEXT NOT NULL,
    PRIMARY KEY (fingerprint, text)
) STRICT

CREATE TABLE rotation (
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    text TEXT NOT NULL,
    arrived TEXT NOT NULL,
    followed INTEGER NOT NULL,
    PRIMARY KEY (old, new)
) STRICT

CREATE UNIQUE INDEX rotation_followed ON rotation (old) WHERE followed

CREATE INDEX rotation_new ON rotation (new)

CREATE TABLE sealed_bundle (
    bundle_id TEXT PRIMARY KEY,
    identity TEXT NOT NULL,
    sealed_at TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    key BLOB NOT NULL,
    file TEXT NOT NULL UNIQUE
) STRICT

CREATE VIRTUAL TABLE search_incident USING fts5 (words, tokenize = "unicode61 remove_diacritics 0")

CREATE TABLE 'search_incident_config'(k PRIMARY KEY, v) WITHOUT ROWID

CREATE TABLE 'search_incident_content'(id INTEGER PRIMARY KEY, c0)

CREATE TABLE 'search_incident_data'(id INTEGER PRIMARY KEY, block BLOB)

CREATE TABLE 'search_incident_docsize'(id INTEGER PRIMARY KEY, sz BLOB)

CREATE TABLE 'search_incident_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID

CREATE VIRTUAL TABLE search_other USING fts5 (words, tokenize = "unicode61 remove_diacritics 0")

CREATE TABLE 'search_other_config'(k PRIMARY KEY, v) WITHOUT ROWID

CREATE TABLE 'search_other_content'(id INTEGER PRIMARY KEY, c0)

CREATE TABLE 'search_other_data'(id INTEGER PRIMARY KEY, block BLOB)

CREATE TABLE 'search_other_docsize'(id INTEGER PRIMARY KEY, sz BLOB)

CREATE TABLE 'search_other_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID

CREATE TABLE shredded (
    record_id TEXT PRIMARY KEY,
    shredded_at TEXT NOT NULL,
    bundle TEXT
) STRICT

CREATE TABLE shredded_evidence (
    sha256 TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID

CREATE TABLE staged_blob (
    sha256 TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    key BLOB NOT NULL,
    file TEXT NOT NULL UNIQUE
) STRICT

CREATE TABLE staged_line (
    number INTEGER PRIMARY KEY,
    rank INTEGER NOT NULL,
    batch TEXT NOT NULL,
    what TEXT NOT NULL,
    line TEXT NOT NULL
) STRICT

CREATE INDEX staged_line_order ON staged_line (rank, batch, number)

CREATE TABLE underived (
    record_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID

CREATE TABLE vault (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    vault_id TEXT NOT NULL,
    replica TEXT NOT NULL,
    generation INTEGER NOT NULL,
    created TEXT NOT NULL,
    tip_seq INTEGER NOT NULL,
    tip_hash TEXT NOT NULL,
    tip_mac TEXT NOT NULL
) STRICT
