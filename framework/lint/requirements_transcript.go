package lint

// transcriptRows are those of the transcript format.
//
//nolint:gochecknoglobals // an immutable table
var transcriptRows = []row{
	{"T1000", "E", "MAY/SHOULD", "New requirements may be added, with numbers that fit the order.", whyEditors},
	{"T1001", "E", "MUST NOT", "A requirement keeps its number.", whyEditors},
	{"T1002", "E", "MAY/SHOULD", "A requirement may be changed or dropped.", whyEditors},
	{"T1003", "E", "SHOULD NOT", "A dropped number is not given again.", whyEditors},
	{"T2000", "T", "MUST", "A transcript has a JSON form, in which no object has a member twice.", ""},
	{"T2001", "T", "MUST", "A transcript has activities in it and nothing else, each valid.", ""},
	{"T2002", "P", "MAY", "Names in the wrong letter case may be taken or refused.", ""},
	{"T2003", "P", "MAY", "Activities with values of the wrong JSON type may be refused.", ""},
	{"T2004", "T", "SHOULD NOT", "One's own activities have no empty strings; those of others may keep theirs.", ""},
	{"T2005", "T,P", "MAY/MUST", "Further members may be there; who reads lives with them.", ""},
	{"T2006", "P", "MAY", "Activities of unknown types may be passed over.", ""},
	{"T2007", "P", "MAY", "What all activities have may be read of unknown types too.", ""},
	{"T2008", "P", "SHOULD NOT", "What has no type is not read.", ""},
	{"T2009", "T", "SHOULD NOT", "One's own activities have no empty lists and objects; those of others may keep theirs.", ""},
	{"T2100", "T", "MUST", "A file is a list of activities, or an object whose transcript is one.", ""},
	{"T2101", "P", "MUST", "Who reads takes both forms.", ""},
	{"T2102", "T", "SHOULD", "A file is UTF-8 without a byte order mark.", ""},
	{"T2103", "P", "SHOULD", "Several files can be read at once.", ""},
	{"T2200", "T", "SHOULD", "Attachments that stand in the activity are kept.", ""},
	{"T2201", "T", "MAY", "URLs of attachments may be changed to where they are archived.", ""},
	{"T2300", "T", "SHOULD", "Whatever members are known are kept.", ""},
	{"T2310", "T", "SHOULD/MAY", "A known time is added as timestamp. By the same number, channelId may be left out.", ""},
}
