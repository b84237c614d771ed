-- What happened in conversations: package transcript.
CREATE TABLE convo_transcripts (
	at              INTEGER NOT NULL, -- when it was recorded, in microseconds since 1970
	id              TEXT NOT NULL,    -- tells entries of one time apart
	tenant_id       TEXT NOT NULL,    -- the conversation
	app_id          TEXT NOT NULL,
	channel_id      TEXT NOT NULL,
	conversation_id TEXT NOT NULL,
	role            TEXT NOT NULL,    -- user or bot
	body            BLOB NOT NULL,    -- the activity as JSON; may be sealed
	PRIMARY KEY (at, id)
);
CREATE INDEX convo_transcripts_by_conversation
	ON convo_transcripts (tenant_id, app_id, channel_id, conversation_id, at, id);

-- Whose entries they are.
CREATE TABLE convo_transcript_people (
	name TEXT NOT NULL,    -- an id of a person
	at   INTEGER NOT NULL, -- the entry
	id   TEXT NOT NULL,
	PRIMARY KEY (name, at, id)
) WITHOUT ROWID;
CREATE INDEX convo_transcript_people_by_entry ON convo_transcript_people (at, id);
