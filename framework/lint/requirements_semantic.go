package lint

// semanticRows are about semantic actions.
//
//nolint:gochecknoglobals // an immutable table
var semanticRows = []row{
	{"A7730", "S", "MUST NOT", "A semantic action has an id, which is not empty.", ""},
	{"A7731", "all", "DEF", "Ids of semantic actions are the same if they are so byte by byte.", ""},
	{"A7732", "C", "SHOULD", "A channel changes the id only with a start, or when the bot changed it.", whyAhead},
	{"A7733", "A,C", "SHOULD", "The id follows what is talked about, and a channel takes it from the bot.", whyMeaning},
	{"A7740", "S", "MAY", "Entities that an action defines may be left out.", ""},
	{"A7742", "S", "MAY", "Further entities may be sent to who is known to take them.", ""},
	{"A7744", "S", "MAY", "Simpler entities may be sent where the action allows it.", ""},
	{"A7745", "S", "MAY", "Entities that the action does not define go into the activity's own.", ""},
	{"A7746", "S", "SHOULD", "$instance has what is known about where each entity came from.", ""},
	{"A7747", "S", "SHOULD NOT", "$instance, and what is in it, is not empty.", ""},
	{"A7748", "S", "MUST NOT", "$instance has no $instance.", ""},
	{"A7750", "S", "MUST NOT", "$instance names only text that stands in the activity's.", ""},
	{"A7751", "S", "MUST", "startIndex lies within the activity's text.", ""},
	{"A7752", "S", "MUST", "endIndex lies behind startIndex, and not behind the text's end.", ""},
	{"A7753", "S", "MUST", "The text of $instance is what stands between the two.", ""},
	{"A7760", "C", "MUST", "start is sent by channels, with the first message of an exchange.", ""},
	{"A7761", "C,A", "MAY", "continue is sent by channels and bots, and by nobody else.", ""},
	{"A7762", "A", "SHOULD", "done is sent by bots, when the action is complete.", ""},
	{"A7763", "C", "SHOULD NOT", "A channel sends no continue without a start before it.", ""},
	{"A7764", "R", "MUST NOT", "Nobody insists on continue or done, or on an id.", ""},
}
