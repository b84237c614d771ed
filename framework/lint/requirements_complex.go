package lint

// complexRows are about accounts, references, entities, suggested actions and highlights.
//
//nolint:gochecknoglobals // an immutable table
var complexRows = []row{
	{"A7510", "C", "SHOULD", "An account has the same id wherever it stands.", whyAhead},
	{"A7512", "S,R", "SHOULD NOT", "conversation.role is not sent, and not read.", ""},
	{"A7550", "S", "MUST", "A conversation reference names its channel and its conversation.", ""},
	{"A7560", "R", "SHOULD", "The serviceUrl of a reference is used only if somebody trusted vouched for it.", ""},
	{"A7603", "S", "MAY", "Entities may have members of JSON-LD.", ""},
	{"A7604", "S", "MUST NOT", "Nobody needs JSON-LD to read an entity.", whyMeaning},
	{"A7610", "S", "SHOULD", "A type of entity that is no IRI is one of the list.", ""},
	{"A7611", "S", "MAY", "Types of the list may be sent as IRIs to who is known to understand.", ""},
	{"A7612", "S", "SHOULD", "All other types of entities are IRIs.", ""},
	{"A7613", "S", "MUST NOT", "A type of entity is no relative IRI.", ""},
	{"A7700", "L", "SHOULD", "A client without buttons passes over suggestedActions.", whyClient},
	{"A7701", "S", "SHOULD", "suggestedActions without actions are left out.", ""},
	{"A7710", "L", "SHOULD", "Without to, suggested actions are for everyone.", whyClient},
	{"A7711", "L", "SHOULD", "Ids in to that name nobody are passed over.", whyClient},
	{"A7720", "R", "MUST", "A highlight without text, or of an occurrence that there is not, is passed over.", ""},
	{"A7721", "S,R", "MUST NOT", "A highlight has a text, which is not empty.", ""},
	{"A7722", "S", "SHOULD NOT", "An occurrence of 0 or 1 is left out.", ""},
}
