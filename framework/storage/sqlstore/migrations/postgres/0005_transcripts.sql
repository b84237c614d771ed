-- What happened in conversations: package transcript.
CREATE TABLE convo_transcripts (
	at              bigint NOT NULL,           -- when it was recorded, in microseconds since 1970
	id              text COLLATE "C" NOT NULL, -- tells entries of one time apart
	tenant_id       text COLLATE "C" NOT NULL, -- the conversation
	app_id          text COLLATE "C" NOT NULL,
	channel_id      text COLLATE "C" NOT NULL,
	conversation_id text COLLATE "C" NOT NULL,
	role            text NOT NULL,             -- user or bot
	body            bytea NOT NULL,            -- the activity as JSON; may be sealed
	PRIMARY KEY (at, id)
);
CREATE INDEX convo_transcripts_by_conversation
	ON convo_transcripts (tenant_id, app_id, channel_id, conversation_id, at, id);

-- Whose entries they are.
CREATE TABLE convo_transcript_people (
	name text COLLATE "C" NOT NULL, -- an id of a person
	at   bigint NOT NULL,           -- the entry
	id   text COLLATE "C" NOT NULL,
	PRIMARY KEY (name, at, id)
);
CREATE INDEX convo_transcript_people_by_entry ON convo_transcript_people (at, id);
