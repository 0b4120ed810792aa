-- Version 2: decisions on conflicts, saved views, a project's own cue words, suggestions that were rejected.

CREATE TABLE decisions (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    made TEXT NOT NULL,
    prefers TEXT REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
    note_en TEXT NOT NULL,
    note_ar TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_prefers ON decisions (prefers) WHERE prefers IS NOT NULL;

CREATE TABLE decision_claims (
    decision TEXT NOT NULL REFERENCES decisions (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    claim TEXT NOT NULL REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (decision, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_claims_by_claim ON decision_claims (claim);

CREATE TABLE views (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_ar TEXT NOT NULL,
    caption_en TEXT NOT NULL,
    caption_ar TEXT NOT NULL,
    at TEXT,
    known TEXT, -- EDTF, or "locked" to the event time
    place TEXT REFERENCES places (id) DEFERRABLE INITIALLY DEFERRED,
    topic TEXT REFERENCES topics (id) DEFERRABLE INITIALLY DEFERRED,
    west REAL,
    south REAL,
    east REAL,
    north REAL,
    filter TEXT NOT NULL -- as for --filter; empty if nothing is filtered
) STRICT;
CREATE INDEX views_by_place ON views (place) WHERE place IS NOT NULL;
CREATE INDEX views_by_topic ON views (topic) WHERE topic IS NOT NULL;

CREATE TABLE cues (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    topic TEXT REFERENCES topics (id) DEFERRABLE INITIALLY DEFERRED,
    state TEXT,
    modality TEXT
) STRICT;
CREATE INDEX cues_by_topic ON cues (topic) WHERE topic IS NOT NULL;

CREATE TABLE cue_words (
    cue TEXT NOT NULL REFERENCES cues (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (cue, position)
) STRICT, WITHOUT ROWID;

-- The document need not be there, nor the place in the project: the suggestion named them.
CREATE TABLE rejections (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    passage_start INTEGER NOT NULL,
    passage_end INTEGER NOT NULL,
    place TEXT NOT NULL,
    topic TEXT
) STRICT;

-- The list of documents is read from an index, since whoever reads past "text" in a row reads all of it.
ALTER TABLE documents ADD COLUMN length INTEGER NOT NULL DEFAULT 0; -- of the text in code points
UPDATE documents SET length = length(text);
CREATE INDEX documents_listed ON documents (added, sha256, name, media_type, length);
