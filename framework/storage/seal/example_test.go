package seal_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite"

	"github.com/convobot/convo/framework/storage/seal"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// A database whose contents are sealed. A program reads its keys from a setting that only it can read.
func Example() {
	keys, err := seal.ParseKeys("2026-11:bm90IGEgcmVhbCBzZWNyZXQsIGp1c3QgMzIgYnl0ZXM=")
	if err != nil {
		fmt.Println(err)
		return
	}
	sealer, err := seal.New(keys[0], keys[1:]...)
	if err != nil {
		fmt.Println(err)
		return
	}

	ctx := context.Background()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	conn, err := sql.Open("sqlite", filepath.Join(dir, "bot.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	db, err := sqlstore.Open(ctx, conn, sqlstore.SQLite, sqlstore.Options{Sealer: sealer})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = db.Close() }()

	resealed, err := db.Reseal(ctx) // after the keys have changed; now there is nothing to do
	fmt.Println(resealed, err)
	fmt.Println(keys[0])
	// Output:
	// 0 <nil>
	// key 2026-11
}
