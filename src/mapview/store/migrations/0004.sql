-- Version 4: a project has an id of its own, by which files that came of it find it again.

ALTER TABLE project ADD COLUMN id TEXT;
