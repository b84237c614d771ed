-- What is remembered of people and conversations. The key is that of proactive.Key, in its order.
CREATE TABLE convo_references (
	app_id          TEXT NOT NULL,
	channel_id      TEXT NOT NULL,
	tenant_id       TEXT NOT NULL,
	user_id         TEXT NOT NULL, -- '' of a conversation
	conversation_id TEXT NOT NULL, -- '' of a person
	thread_id       TEXT NOT NULL, -- '' outside threads
	name1           TEXT,          -- what the person may be looked up by, at most three ids,
	name2           TEXT,          -- GUIDs in lower case
	name3           TEXT,
	team_id         TEXT,             -- NULL where there is none
	waiting         INTEGER NOT NULL, -- 1 if something is waiting to be said
	seen_at         INTEGER,          -- microseconds since 1970; NULL if never
	rev             INTEGER NOT NULL, -- another one, drawn at random, after each write
	body            BLOB NOT NULL,    -- proactive.Record as JSON, without its key; may be sealed
	PRIMARY KEY (app_id, channel_id, tenant_id, user_id, conversation_id, thread_id)
) WITHOUT ROWID;

-- SQLite appends the key to each.
CREATE INDEX convo_references_name1 ON convo_references (name1) WHERE name1 IS NOT NULL;
CREATE INDEX convo_references_name2 ON convo_references (name2) WHERE name2 IS NOT NULL;
CREATE INDEX convo_references_name3 ON convo_references (name3) WHERE name3 IS NOT NULL;
CREATE INDEX convo_references_team ON convo_references (team_id) WHERE team_id IS NOT NULL;
CREATE INDEX convo_references_conversation ON convo_references (conversation_id) WHERE conversation_id <> '';
CREATE INDEX convo_references_waiting ON convo_references (waiting) WHERE waiting = 1;
