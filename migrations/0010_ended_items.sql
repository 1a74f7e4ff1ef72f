-- To which incidents an item of evidence belonged that was deleted or erased: nothing else tells it any more.

CREATE TABLE ended_item (
    incident TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (incident, item)
) STRICT, WITHOUT ROWID;
