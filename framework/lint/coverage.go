package lint

// coveredBy has the requirements that say what becomes of a message that breaks another one: the findings of that one
// name them.
//
//nolint:gochecknoglobals // an immutable table
var coveredBy = map[string]string{
	"A2003": "A2007",
	"A2251": "A2250",
	"A3012": "A3010",
	"A3016": "A3013",
	"A3020": "A2007",
	"A3021": "A2007",
	"A3042": "A3040",
	"A3061": "A3060",
	"A3101": "A3100",
	"A3111": "A3110",
	"A5262": "A5232",
	"A6312": "A6310",
	"A7351": "A7350",
	"A7381": "A7380",
	"A7391": "A7390",
	"A7401": "A7400",
	"A7411": "A7410",
	"A7441": "A7440",
	"A7612": "A7610",
	"A9262": "A5232",
}

// teamsHabits has what Teams does against a requirement in what it sends. Nobody who writes a bot can mend it.
//
//nolint:gochecknoglobals // an immutable table
var teamsHabits = map[string]string{
	"A2102": "repeats the entity of someone who is mentioned twice",
	"A3011": "sends textFormat plain with every message",
	"A5401": "sends an invoke without a name when a card's button of type invoke is pressed",
	"A7110": "repeats a message as an attachment of text/html, whose content is a string",
}

// sequenceNumbers are the requirements that [Conversation] and [CheckTranscript] look after.
//
//nolint:gochecknoglobals // an immutable table
var sequenceNumbers = []string{
	"A5231", "A5232", "A6001", "A6413", "A7763", "A9261", "A9401", "A9411", "A9440", "A11100",
	"T2000", "T2001", "T2004", "T2008", "T2009", "T2100", "T2102", "T2310",
}
