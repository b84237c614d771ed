-- What a bot keeps between turns, by key.
CREATE TABLE convo_state (
	key          TEXT NOT NULL PRIMARY KEY,
	etag         TEXT NOT NULL, -- of this version of the item; no other version of any item has the same
	person       TEXT,          -- the key of the person that the item is of, without the bot and the rest; NULL if of none
	conversation TEXT,          -- the same of the conversation
	body         BLOB NOT NULL  -- the value, JSON; may be sealed
);
CREATE INDEX convo_state_person ON convo_state (person) WHERE person IS NOT NULL;
CREATE INDEX convo_state_conversation ON convo_state (conversation) WHERE conversation IS NOT NULL;
