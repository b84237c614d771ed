// Package seal encrypts what a bot stores, with keys that can be changed: the Sealer of package sqlstore.
//
//	keys, err := seal.ParseKeys(os.Getenv("BOT_DB_KEYS")) // newest first
//	...
//	sealer, err := seal.New(keys[0], keys[1:]...)
//	...
//	db, err := sqlstore.Open(ctx, conn, sqlstore.SQLite, sqlstore.Options{Sealer: sealer})
//
// # Changing keys
//
// What is written is sealed with the newest key; what was written before is opened with the key that it names. So put a
// new key in front of the others, restart every process of the bot, and call Reseal of the database, which seals all
// that is stored with the newest key; then the older keys can go. Where several processes share a database, give the new
// key to all of them at the end of their lists first: each must be able to open what another seals. Without any of the
// keys that something is sealed with, it is lost.
//
// # What is hidden, and what is not
//
// Who has the database but no key can read no sealed value, change it or put it in another's place without that being
// noticed. They can see its length and the columns that are not sealed, take values away, and put an older value back
// that stood in the same place.
//
// # Form
//
// A sealed value is the length of its key's id in one byte, the id, 24 random bytes, and the ciphertext of XAES-256-GCM:
// AES-256-GCM with a key of its own for every value, derived from the 24 bytes. Plain AES-GCM with random nonces must
// stop after 2^32 values of a key (NIST SP 800-38D, section 8.3), which a busy bot writes in weeks; XAES-256-GCM may go on
// for 2^80.
//
// Spec: https://c2sp.org/XAES-256-GCM
package seal
