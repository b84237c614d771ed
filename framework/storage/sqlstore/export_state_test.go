package sqlstore

// StateStatements returns, as the database reads them, what one change of one item takes: the statements that read and
// update it, and those around an update.
func StateStatements(on Dialect) (read, update string, around [2]string) {
	d := on.open()
	if on == SQLite {
		around = [2]string{d.begin(), "COMMIT"}
	}
	return d.text(readState), d.text(updateState), around
}
