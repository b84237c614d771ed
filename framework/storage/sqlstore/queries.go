package sqlstore

import "slices"

// queries are all that this package ever asks; no other is run. Open prepares them, which finds out whether the tables
// are those that they are for. Each uses an index; a test asks the databases.
func queries() []string {
	return slices.Concat(
		[]string{schemaVersion},
		ownerQueries(),
		referenceQueries(),
		claimQueries(),
		journalQueries(),
		alarmQueries(),
		stateQueries(),
		transcriptQueries(),
		sealedQueries(),
	)
}
