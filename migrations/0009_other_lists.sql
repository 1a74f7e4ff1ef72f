-- What lists of people, organisations and proceedings show and are ordered by: derived, as all of this
-- is, and empty for every other kind.

ALTER TABLE record ADD COLUMN cells TEXT NOT NULL DEFAULT '{}';
ALTER TABLE record ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN place_sort TEXT NOT NULL DEFAULT '';
-- The organisation that it belongs to, or is before: its id, and what is written in place of it.
ALTER TABLE record ADD COLUMN body TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN body_sort TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN changed TEXT NOT NULL DEFAULT '';

-- As these lists stand at first, by what each is called; for any other order there is all of it here.
CREATE INDEX record_others ON record (
    kind, deleted, (title_sort = ''), title_sort, record_id, when_sort, code, place_sort, body, body_sort, changed
) WHERE kind IN ('organisation', 'person', 'proceeding');
CREATE INDEX record_changed ON record (kind, deleted, changed, record_id)
WHERE kind IN ('organisation', 'person', 'proceeding');
CREATE INDEX record_called ON record (record_id, title_sort) WHERE kind = 'organisation';

INSERT OR IGNORE INTO underived (record_id)
SELECT record_id
FROM record
WHERE kind IN ('organisation', 'person', 'proceeding');
