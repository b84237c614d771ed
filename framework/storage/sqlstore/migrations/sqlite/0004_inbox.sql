-- Claims: which activities were taken, and effects of framework.Once, and what came of them.
CREATE TABLE convo_claims (
	key        BLOB NOT NULL PRIMARY KEY, -- a hash
	id         INTEGER NOT NULL,          -- tells this claim from others of the key
	owner      TEXT NOT NULL,             -- the process that made it
	journaled  INTEGER NOT NULL,          -- 1 if there is a row in convo_journal, so that the claim outlives its owner
	done_until INTEGER NOT NULL,          -- when it is forgotten, in microseconds since 1970; 0 while it is not settled
	answer     BLOB                       -- what came of it, as JSON; may be sealed; NULL for an acknowledgement
) WITHOUT ROWID;

-- The journal: activities that were acknowledged before their turns ended.
CREATE TABLE convo_journal (
	id           INTEGER NOT NULL PRIMARY KEY, -- of the claim
	claim_key    BLOB NOT NULL,                -- of the claim; empty if there is none
	app          TEXT NOT NULL,                -- the bot's app id
	conversation BLOB NOT NULL,                -- a hash
	received     INTEGER NOT NULL,             -- when it arrived, in microseconds since 1970
	attempts     INTEGER NOT NULL,             -- turns that have begun
	owner        TEXT NOT NULL,                -- the process that runs it; '' if none does
	due          INTEGER NOT NULL,             -- when it may run again, in microseconds since 1970
	set_aside    INTEGER NOT NULL,             -- when it was set aside, in microseconds since 1970; 0 if it was not
	body         BLOB NOT NULL,                -- the activity and who sent it, as JSON; may be sealed
	error        BLOB                          -- of the last turn, a text; may be sealed; NULL if there is none
);

CREATE INDEX convo_journal_order ON convo_journal (set_aside, received, id);
CREATE INDEX convo_journal_conversation ON convo_journal (conversation, received);

-- One row, which is locked by who takes over what dead processes have left.
CREATE TABLE convo_journal_lock (id INTEGER NOT NULL PRIMARY KEY);
INSERT INTO convo_journal_lock (id) VALUES (1);
