// Package sqlstore keeps what a bot remembers in an SQL database: SQLite for a bot that is one process, PostgreSQL for
// one that is several.
//
// The package imports no driver: the program chooses one, opens the database with it, and gives it to [Open].
//
//	import _ "modernc.org/sqlite"
//
//	conn, err := sql.Open("sqlite", "bot.db")
//	...
//	db, err := sqlstore.Open(ctx, conn, sqlstore.SQLite, sqlstore.Options{})
//	...
//	defer db.Close()
//	bot := framework.Chain(handler, proactive.Remember(db.References()))
//
// # SQLite and PostgreSQL
//
// An SQLite file belongs to one process, which [Open] holds by a lock beside the file: a second one is refused with
// [ErrInUse]. Leave the file bot.db.lock where it is: once it is removed, nothing keeps a second process out, and each
// would run what the other has claimed. Being alone, the process keeps in memory which claims are stored, and the records
// of who has talked to the bot in the last minutes.
//
// Writes that come at the same time share a transaction. They survive the end of the process, kill -9 included, at once;
// the last few may be lost when the machine loses its power (WAL with synchronous=NORMAL,
// https://www.sqlite.org/pragma.html#pragma_synchronous), but none is ever there in half. The file has to be on a disk of
// the machine: WAL does not work over a network.
//
// A PostgreSQL database may be shared by any number of processes. What one of them has claimed, a delivery or an alarm,
// is free again some 20 seconds after it has died, or if it cannot reach the database for as long. If none of them can, nobody
// runs again what another one is at before all have had the time to come back.
//
// # Schema
//
// Tables are named convo_..., so that they can stand in a database beside others:
//
//	convo_schema             the version of the schema: how many of the migrations have run
//	convo_owners             processes that have claimed something, and until when they are taken to be alive
//	convo_references         people and conversations, by the key of proactive.Record; what they are looked up by; the record
//	convo_state              values of a bot's own, by key; whom and which conversation they are of
//	convo_claims             activities that were taken, effects of framework.Once, and what came of them
//	convo_journal            activities that were acknowledged before their turns ended, and those that were set aside
//	convo_journal_lock       one row, locked by who takes over what dead processes have left
//	convo_transcripts        what happened in conversations, by time
//	convo_transcript_people  whose entries these are
//	convo_alarms             what is to be said at a time
//
// The files in migrations describe each column. Open runs those that are missing, in one transaction and under a lock, so
// that several processes may start at once. A database that does not fit is left as it is: one of a newer version of this
// package ([ErrNewerSchema]), or one in which something is missing ([ErrCorrupt]).
//
// Columns that a query needs are text and numbers, times are microseconds since 1970 in UTC, and all else stands in a
// body as JSON, which [Options].Sealer may encrypt; what was stored before it, or with an older key, [DB.Reseal] encrypts
// while the bot runs.
//
// [DB.ErasePerson] and [DB.EraseTenant] erase what all of the tables hold of somebody. The files keep for some time what was
// deleted or stood there unencrypted, until [DB.Vacuum] rewrites them.
//
// To look into it, while the bot runs:
//
//	sqlite3 -readonly bot.db "SELECT tenant_id, user_id, datetime(seen_at / 1000000, 'unixepoch'), CAST(body AS TEXT) FROM convo_references"
//	psql "$URL" -c "SELECT tenant_id, user_id, to_timestamp(seen_at / 1e6), convert_from(body, 'UTF8') FROM convo_references"
//
// Who writes to it by hand stops the bot first, leaves the columns and the body of a row in agreement, and sets rev to
// another number.
//
// # Backups
//
// Copying an SQLite file while the bot runs gives a damaged copy. Let SQLite make it, which the bot hardly notices:
//
//	sqlite3 bot.db "VACUUM INTO '/backups/bot.db'"
//
// Programs that follow the file's WAL, such as Litestream, work too. To restore, stop the bot, remove bot.db-wal and
// bot.db-shm, and put the copy in the file's place. Of PostgreSQL, pg_dump and all else that it offers will do.
//
// # Rights on PostgreSQL
//
// The role owns the tables, or may create them where the first schema of its search_path is:
//
//	CREATE SCHEMA bot AUTHORIZATION bot;
//	ALTER ROLE bot SET search_path = bot;
//
// Between migrations it needs no more than SELECT, INSERT, UPDATE and DELETE on the tables.
//
// # Connections
//
// Open limits an SQLite pool to one connection that writes and some that read, whatever it was set to. A PostgreSQL pool
// keeps the limit that the program has set with SetMaxOpenConns, 16 if it has set none, and keeps connections that are idle.
// What all processes may open together has to be less than the server's max_connections. Statements are left to the
// driver to prepare; behind a pooler that does not keep them, such as PgBouncer before 1.21, tell it not to
// (pgx: default_query_exec_mode=exec).
//
// # Errors
//
// A failure of the database is an [*Error] that says what was attempted; errors.Is tells its kind, such as
// [ErrUnavailable] or [ErrFull]. No message holds what is stored. Where the database asks to try again (deadlock,
// serialization failure, busy), that is done a few times first. After ErrUnavailable a write may have been done or not. A
// write whose context has ended before it began is not done.
package sqlstore
