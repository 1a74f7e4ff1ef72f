-- What is unseen within a word no longer parts it, and pictures no longer belong to the word beside them:
-- the words of records in which such stand are derived anew.

INSERT OR IGNORE INTO underived (record_id)
SELECT record.record_id
FROM search
JOIN record ON record.number = search.rowid
WHERE search.words GLOB '*['
    || char(0xAD, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5)
    || char(0x180B) || '-' || char(0x180E)
    || char(0x200B) || '-' || char(0x200F)
    || char(0x202A) || '-' || char(0x202E)
    || char(0x2060) || '-' || char(0x206F)
    || char(0xFE00) || '-' || char(0xFE0F)
    || char(0xFEFF)
    || char(0xE0000) || '-' || char(0xE0FFF)
    || char(0x58D) || '-' || char(0x58F)
    || char(0x20B6) || '-' || char(0x20CF)
    || char(0x23E9) || '-' || char(0x23FF)
    || char(0x2B4D) || '-' || char(0x2BFF)
    || char(0x1F000) || '-' || char(0x1FAFF)
    || ']*';
