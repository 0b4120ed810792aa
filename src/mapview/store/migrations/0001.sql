-- A project file of version 1. Texts in two languages have a column for each; a text that is absent is NULL in both.
-- "rank" is the place of an entity among those of its kind: rising, with gaps, and nothing else.

CREATE TABLE project (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    title_en TEXT NOT NULL,
    title_ar TEXT NOT NULL,
    start_topic TEXT NOT NULL
) STRICT;

CREATE TABLE places (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    names_en TEXT NOT NULL,
    names_ar TEXT NOT NULL,
    kind TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    precision_m REAL NOT NULL,
    coordinates_from TEXT NOT NULL,
    parent TEXT REFERENCES places (id) DEFERRABLE INITIALLY DEFERRED,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX places_by_parent ON places (parent) WHERE parent IS NOT NULL;

CREATE TABLE place_aliases (
    place TEXT NOT NULL REFERENCES places (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    alias TEXT NOT NULL,
    PRIMARY KEY (place, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE place_ids (
    place TEXT NOT NULL REFERENCES places (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    gazetteer TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (place, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE topics (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    names_en TEXT NOT NULL,
    names_ar TEXT NOT NULL,
    type TEXT NOT NULL,
    apart INTEGER NOT NULL,
    unit_en TEXT,
    unit_ar TEXT
) STRICT;

CREATE TABLE topic_states (
    topic TEXT NOT NULL REFERENCES topics (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    names_en TEXT NOT NULL,
    names_ar TEXT NOT NULL,
    colour TEXT NOT NULL,
    PRIMARY KEY (topic, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE topic_exclusive (
    topic TEXT NOT NULL REFERENCES topics (id) DEFERRABLE INITIALLY DEFERRED,
    position INTEGER NOT NULL,
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (topic, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE utterances (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    speaker_en TEXT NOT NULL,
    speaker_ar TEXT NOT NULL,
    date TEXT,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    publisher_en TEXT,
    publisher_ar TEXT,
    url TEXT,
    language TEXT NOT NULL,
    published TEXT,
    obtained TEXT NOT NULL,
    how TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    repeats TEXT REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX sources_by_repeats ON sources (repeats) WHERE repeats IS NOT NULL;
CREATE INDEX sources_by_sha256 ON sources (sha256);

CREATE TABLE claims (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    place TEXT NOT NULL REFERENCES places (id) DEFERRABLE INITIALLY DEFERRED,
    topic TEXT NOT NULL REFERENCES topics (id) DEFERRABLE INITIALLY DEFERRED,
    value TEXT, -- NULL for a quantity, whose range is in the next three
    value_min REAL,
    value_max REAL,
    value_approximate INTEGER,
    statement_en TEXT NOT NULL,
    statement_ar TEXT NOT NULL,
    in_force TEXT NOT NULL, -- "when", which is a word of SQL
    source TEXT NOT NULL REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED,
    anchor_start INTEGER NOT NULL,
    anchor_end INTEGER NOT NULL,
    anchor_sha256 TEXT NOT NULL,
    anchor_cue TEXT NOT NULL,
    utterance TEXT REFERENCES utterances (id) DEFERRABLE INITIALLY DEFERRED,
    modality TEXT NOT NULL,
    certainty TEXT NOT NULL,
    note TEXT NOT NULL
) STRICT;
CREATE INDEX claims_by_place ON claims (place);
CREATE INDEX claims_by_topic ON claims (topic);
CREATE INDEX claims_by_source ON claims (source);
CREATE INDEX claims_by_utterance ON claims (utterance) WHERE utterance IS NOT NULL;

CREATE TABLE conflicts (
    rank INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    place TEXT NOT NULL REFERENCES places (id) DEFERRABLE INITIALLY DEFERRED,
    topic TEXT NOT NULL REFERENCES topics (id) DEFERRABLE INITIALLY DEFERRED,
    reason_en TEXT NOT NULL,
    reason_ar TEXT NOT NULL
) STRICT;
CREATE INDEX conflicts_by_place ON conflicts (place);
CREATE INDEX conflicts_by_topic ON conflicts (topic);

CREATE TABLE conflict_sides (
    conflict TEXT NOT NULL REFERENCES conflicts (id) DEFERRABLE INITIALLY DEFERRED,
    side INTEGER NOT NULL,
    position INTEGER NOT NULL,
    claim TEXT NOT NULL REFERENCES claims (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (conflict, side, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_sides_by_claim ON conflict_sides (claim);

-- The texts of reports. A document belongs to every source with its SHA-256; one that no source has any more stays, so
-- that undoing a removal brings it back.
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY, -- of the normalised text in UTF-8
    text TEXT NOT NULL,
    media_type TEXT NOT NULL,
    name TEXT NOT NULL, -- of the file that it came from; empty if it was pasted
    added TEXT NOT NULL,
    original BLOB NOT NULL
) STRICT;

-- Every edit that was made, with the change and its inverse as JSON. "done" steps can be undone, the last one first;
-- "undone" steps can be redone, the first one first; a step is "dropped" when an edit is made after it was undone.
CREATE TABLE steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL,
    change TEXT NOT NULL,
    inverse TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped'))
) STRICT;
CREATE INDEX steps_done ON steps (id) WHERE state = 'done';
CREATE INDEX steps_undone ON steps (id) WHERE state = 'undone';

-- When each step was done, undone and redone.
CREATE TABLE log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL, -- ISO 8601, UTC
    action TEXT NOT NULL CHECK (action IN ('do', 'undo', 'redo')),
    step INTEGER NOT NULL REFERENCES steps (id)
) STRICT;

-- Full-text search. "words" are the folded words of an entity, "roots" what remains of those with articles and
-- one-letter prefixes when these are taken off.
CREATE TABLE search_entries (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    UNIQUE (kind, id)
) STRICT;
CREATE VIRTUAL TABLE search_words USING fts5 (
    words, roots, tokenize = "unicode61 remove_diacritics 0", prefix = '2 3 4'
);
CREATE TABLE search_index (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    folding INTEGER NOT NULL -- the version of the folding that the index was made with
) STRICT;
