-- The words of incidents have an index of their own, those of all other records another: an incident is
-- found by the words of what it names too, and which those are is told by the second index alone.

CREATE VIRTUAL TABLE search_incident USING fts5 (words, tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE search_other USING fts5 (words, tokenize = "unicode61 remove_diacritics 0");
INSERT INTO search_incident (search_incident, rank) VALUES ('secure-delete', 1);
INSERT INTO search_other (search_other, rank) VALUES ('secure-delete', 1);
INSERT INTO search_incident (rowid, words)
SELECT search.rowid, search.words
FROM search
JOIN record ON record.number = search.rowid
WHERE record.kind = 'incident';
INSERT INTO search_other (rowid, words)
SELECT search.rowid, search.words
FROM search
JOIN record ON record.number = search.rowid
WHERE record.kind <> 'incident';
DROP TABLE search;
