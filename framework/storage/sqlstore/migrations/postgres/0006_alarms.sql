-- Alarms: what is to be said at a time that was asked for.
CREATE TABLE convo_alarms (
	id     text COLLATE "C" NOT NULL PRIMARY KEY,
	place  text COLLATE "C" NOT NULL, -- the conversation's proactive.Key, as a JSON array
	number integer NOT NULL,          -- within the place, for people
	set_by text COLLATE "C" NOT NULL, -- the person's proactive.Key, as a JSON array
	state  integer NOT NULL,          -- 0 waiting, 1 ringing, 2 done
	at     bigint NOT NULL,           -- when it is to ring, or has rung: microseconds since 1970
	owner  text COLLATE "C" NOT NULL, -- the process that has claimed it; '' if none has
	body   bytea NOT NULL,            -- proactive.Alarm as JSON; may be sealed
	UNIQUE (place, number)
);

CREATE INDEX convo_alarms_at ON convo_alarms (state, at, id);
CREATE INDEX convo_alarms_set_by ON convo_alarms (set_by, place, number);
