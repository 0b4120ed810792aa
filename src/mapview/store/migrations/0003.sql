-- Version 3: what a large project's claims are made of, as columns, so that a million of them open at once.

-- One row a field. "numbers" are little-endian; in fields that are words they are positions in "words", a JSON array.
CREATE TABLE claim_columns (
    field TEXT PRIMARY KEY,
    numbers BLOB NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE TABLE claim_columns_state (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    layout INTEGER NOT NULL,
    schema INTEGER NOT NULL, -- SQLite's schema_version, which tells whether the triggers below have always been there
    checksum INTEGER NOT NULL
) STRICT;

-- The ranks of claims that were written since, by whatever program; their columns are read from the claims.
CREATE TABLE claims_rewritten (
    rank INTEGER PRIMARY KEY
) STRICT;
CREATE TRIGGER claims_rewritten_insert AFTER INSERT ON claims WHEN EXISTS (SELECT 1 FROM claim_columns_state)
BEGIN
    INSERT INTO claims_rewritten SELECT new.rank WHERE new.rank NOT IN (SELECT rank FROM claims_rewritten);
END;
CREATE TRIGGER claims_rewritten_update AFTER UPDATE ON claims WHEN EXISTS (SELECT 1 FROM claim_columns_state)
BEGIN
    INSERT INTO claims_rewritten SELECT old.rank WHERE old.rank NOT IN (SELECT rank FROM claims_rewritten);
    INSERT INTO claims_rewritten SELECT new.rank WHERE new.rank NOT IN (SELECT rank FROM claims_rewritten);
END;
CREATE TRIGGER claims_rewritten_delete AFTER DELETE ON claims WHEN EXISTS (SELECT 1 FROM claim_columns_state)
BEGIN
    INSERT INTO claims_rewritten SELECT old.rank WHERE old.rank NOT IN (SELECT rank FROM claims_rewritten);
END;
