-- What is remembered of people and conversations. The key is that of proactive.Key, in its order.
CREATE TABLE convo_references (
	app_id          text COLLATE "C" NOT NULL,
	channel_id      text COLLATE "C" NOT NULL,
	tenant_id       text COLLATE "C" NOT NULL,
	user_id         text COLLATE "C" NOT NULL, -- '' of a conversation
	conversation_id text COLLATE "C" NOT NULL, -- '' of a person
	thread_id       text COLLATE "C" NOT NULL, -- '' outside threads
	name1           text COLLATE "C",          -- what the person may be looked up by, at most three ids,
	name2           text COLLATE "C",          -- GUIDs in lower case
	name3           text COLLATE "C",
	team_id         text COLLATE "C", -- NULL where there is none
	waiting         integer NOT NULL, -- 1 if something is waiting to be said
	seen_at         bigint,           -- microseconds since 1970; NULL if never
	rev             bigint NOT NULL,  -- another one, drawn at random, after each write
	body            bytea NOT NULL,   -- proactive.Record as JSON, without its key; may be sealed
	PRIMARY KEY (app_id, channel_id, tenant_id, user_id, conversation_id, thread_id)
);

CREATE INDEX convo_references_name1 ON convo_references (name1) WHERE name1 IS NOT NULL;
CREATE INDEX convo_references_name2 ON convo_references (name2) WHERE name2 IS NOT NULL;
CREATE INDEX convo_references_name3 ON convo_references (name3) WHERE name3 IS NOT NULL;
CREATE INDEX convo_references_team
	ON convo_references (team_id, app_id, channel_id, tenant_id, user_id, conversation_id, thread_id) WHERE team_id IS NOT NULL;
CREATE INDEX convo_references_conversation
	ON convo_references (conversation_id, app_id, channel_id, tenant_id, user_id, thread_id) WHERE conversation_id <> '';
CREATE INDEX convo_references_waiting
	ON convo_references (app_id, channel_id, tenant_id, user_id, conversation_id, thread_id) WHERE waiting = 1;
