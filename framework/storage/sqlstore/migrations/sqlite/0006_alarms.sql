-- Alarms: what is to be said at a time that was asked for.
CREATE TABLE convo_alarms (
	id     TEXT NOT NULL PRIMARY KEY,
	place  TEXT NOT NULL,    -- the conversation's proactive.Key, as a JSON array
	number INTEGER NOT NULL, -- within the place, for people
	set_by TEXT NOT NULL,    -- the person's proactive.Key, as a JSON array
	state  INTEGER NOT NULL, -- 0 waiting, 1 ringing, 2 done
	at     INTEGER NOT NULL, -- when it is to ring, or has rung: microseconds since 1970
	owner  TEXT NOT NULL,    -- the process that has claimed it; '' if none has
	body   BLOB NOT NULL,    -- proactive.Alarm as JSON; may be sealed
	UNIQUE (place, number)
) WITHOUT ROWID;

CREATE INDEX convo_alarms_at ON convo_alarms (state, at);
CREATE INDEX convo_alarms_set_by ON convo_alarms (set_by, place, number);
