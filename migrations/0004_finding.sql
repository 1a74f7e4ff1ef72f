-- What lists are narrowed and ordered by, besides words: derived, as all of this is.

ALTER TABLE record ADD COLUMN first_day TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN last_day TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN title_sort TEXT NOT NULL DEFAULT '';
DROP INDEX record_listed;
CREATE INDEX record_listed ON record (
    kind, deleted, when_sort, record_id, conflicts, first_day, last_day, title_sort
);

-- Which of the records that a search finds may be what others name.
DROP INDEX record_named;
CREATE INDEX record_named ON record (number, record_id, kind);

-- Fields of a record with a value each, such as its place in the tree of places.
CREATE TABLE facet (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record (number),
    PRIMARY KEY (name, value, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX facet_record ON facet (record);

CREATE INDEX revision_author ON revision (author, record_id);

INSERT OR IGNORE INTO underived (record_id)
SELECT record_id
FROM record;
