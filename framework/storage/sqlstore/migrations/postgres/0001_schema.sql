-- The version of this schema: the number of the last migration that has run.
CREATE TABLE convo_schema (version integer NOT NULL);
INSERT INTO convo_schema (version) VALUES (0);

-- The processes that have claimed something. Claims of others are void once these are no longer alive.
CREATE TABLE convo_owners (
	id          text COLLATE "C" NOT NULL PRIMARY KEY,
	alive_until bigint NOT NULL -- microseconds since 1970
);
