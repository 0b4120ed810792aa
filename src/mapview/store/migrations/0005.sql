-- Version 5: an edit of very many claims is kept as rows, not in the history as JSON.

-- How many claims such a step added at the end, and how many it changed; 0 for other steps. "change" and "inverse" then
-- hold only what else it did.
ALTER TABLE steps ADD COLUMN claims_added INTEGER NOT NULL DEFAULT 0;
ALTER TABLE steps ADD COLUMN claims_changed INTEGER NOT NULL DEFAULT 0;

-- Claims as such a step found them while it is done, and as it made them while it is undone. They change places with
-- those in "claims". "number" is their order within a step.
CREATE TABLE claims_apart (
    number INTEGER PRIMARY KEY,
    step INTEGER NOT NULL REFERENCES steps (id),
    id TEXT NOT NULL,
    place TEXT NOT NULL,
    topic TEXT NOT NULL,
    value TEXT,
    value_min REAL,
    value_max REAL,
    value_approximate INTEGER,
    statement_en TEXT NOT NULL,
    statement_ar TEXT NOT NULL,
    in_force TEXT NOT NULL,
    source TEXT NOT NULL,
    anchor_start INTEGER NOT NULL,
    anchor_end INTEGER NOT NULL,
    anchor_sha256 TEXT NOT NULL,
    anchor_cue TEXT NOT NULL,
    utterance TEXT,
    modality TEXT NOT NULL,
    certainty TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX claims_apart_by_step ON claims_apart (step);

-- A text whose bytes were those of its file is there once.
ALTER TABLE documents ADD COLUMN original_is_text INTEGER NOT NULL DEFAULT 0; -- then "original" is empty
