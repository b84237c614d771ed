-- What a bot keeps between turns, by key.
CREATE TABLE convo_state (
	key          text COLLATE "C" NOT NULL PRIMARY KEY,
	etag         text COLLATE "C" NOT NULL, -- of this version of the item; no other version of any item has the same
	person       text COLLATE "C",          -- the key of the person that the item is of, without the bot and the rest; NULL if of none
	conversation text COLLATE "C",          -- the same of the conversation
	body         bytea NOT NULL             -- the value, JSON; may be sealed
);
CREATE INDEX convo_state_person ON convo_state (person) WHERE person IS NOT NULL;
CREATE INDEX convo_state_conversation ON convo_state (conversation) WHERE conversation IS NOT NULL;
