-- Claims: which activities were taken, and effects of framework.Once, and what came of them.
CREATE TABLE convo_claims (
	key        bytea NOT NULL PRIMARY KEY, -- a hash
	id         bigint NOT NULL,            -- tells this claim from others of the key
	owner      text COLLATE "C" NOT NULL,  -- the process that made it
	journaled  integer NOT NULL,           -- 1 if there is a row in convo_journal, so that the claim outlives its owner
	done_until bigint NOT NULL,            -- when it is forgotten, in microseconds since 1970; 0 while it is not settled
	answer     bytea                       -- what came of it, as JSON; may be sealed; NULL for an acknowledgement
) WITH (fillfactor = 50);                  -- nearly every row is updated once, in its place

-- The journal: activities that were acknowledged before their turns ended.
CREATE TABLE convo_journal (
	id           bigint NOT NULL PRIMARY KEY, -- of the claim
	claim_key    bytea NOT NULL,              -- of the claim; empty if there is none
	app          text COLLATE "C" NOT NULL,   -- the bot's app id
	conversation bytea NOT NULL,              -- a hash
	received     bigint NOT NULL,             -- when it arrived, in microseconds since 1970
	attempts     integer NOT NULL,            -- turns that have begun
	owner        text COLLATE "C" NOT NULL,   -- the process that runs it; '' if none does
	due          bigint NOT NULL,             -- when it may run again, in microseconds since 1970
	set_aside    bigint NOT NULL,             -- when it was set aside, in microseconds since 1970; 0 if it was not
	body         bytea NOT NULL,              -- the activity and who sent it, as JSON; may be sealed
	error        bytea                        -- of the last turn, a text; may be sealed; NULL if there is none
);

CREATE INDEX convo_journal_order ON convo_journal (set_aside, received, id);
CREATE INDEX convo_journal_conversation ON convo_journal (conversation, received);

-- One row, which is locked by who takes over what dead processes have left.
CREATE TABLE convo_journal_lock (id integer NOT NULL PRIMARY KEY);
INSERT INTO convo_journal_lock (id) VALUES (1);
