-- Names of people, organisations and proceedings, looked up across scripts and spellings.

-- Derived: the names of a record, a JSON list.
CREATE TABLE known_name (
    record INTEGER PRIMARY KEY REFERENCES record (number),
    kind TEXT NOT NULL,
    names TEXT NOT NULL
) STRICT;

-- Derived: the keys of those names (see app/domain/name_matching.py).
CREATE TABLE name_key (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record (number),
    PRIMARY KEY (kind, key, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_key_record ON name_key (record);

-- Records of which a migration made something derived that is not there yet: opening derives them
-- anew, in groups, and takes them off this list. A later migration adds to it what it concerns.
CREATE TABLE underived (
    record_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO underived (record_id)
SELECT record_id
FROM record
WHERE kind IN ('person', 'organisation', 'proceeding');
