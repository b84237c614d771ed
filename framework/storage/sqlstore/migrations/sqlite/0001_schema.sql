-- The version of this schema: the number of the last migration that has run.
CREATE TABLE convo_schema (version INTEGER NOT NULL);
INSERT INTO convo_schema (version) VALUES (0);

-- The processes that have claimed something. Claims of others are void.
CREATE TABLE convo_owners (
	id          TEXT NOT NULL PRIMARY KEY,
	alive_until INTEGER NOT NULL -- microseconds since 1970
) WITHOUT ROWID;
