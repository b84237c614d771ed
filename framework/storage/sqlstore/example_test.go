package sqlstore_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// A bot that has been restarted still knows whom it met.
func ExampleOpen() {
	folder, err := os.MkdirTemp("", "bot")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	ctx, path := context.Background(), filepath.Join(folder, "bot.db")

	db, err := open(ctx, path)
	if err != nil {
		panic(err)
	}
	bot := framework.Chain(framework.HandlerFunc(func(context.Context, *framework.TurnContext) error {
		return nil // what the bot does
	}), proactive.Remember(db.References()))
	if err := bot.OnTurn(ctx, framework.NewTurnContext(nil, hello())); err != nil {
		panic(err)
	}
	if err := db.Close(); err != nil { // the bot ends
		panic(err)
	}

	db, err = open(ctx, path) // and starts again
	if err != nil {
		panic(err)
	}
	defer func() { _ = db.Close() }()
	for record, err := range db.References().All(ctx, proactive.Filter{}) {
		fmt.Println(record.Reference.User.Name, record.Locale(), err)
	}
	// Output: Ann de-DE <nil>
}

// open opens the database in a file.
func open(ctx context.Context, path string) (*sqlstore.DB, error) {
	conn, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	return sqlstore.Open(ctx, conn, sqlstore.SQLite, sqlstore.Options{})
}

// hello is what Ann writes to the bot.
func hello() *schema.Activity {
	return &schema.Activity{
		Type: schema.TypeMessage, ID: "1", Text: "hello", Locale: "de-DE",
		Timestamp:  schema.NewTime(time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)),
		ChannelID:  schema.ChannelTeams,
		ServiceURL: "https://smba.trafficmanager.net/emea/",
		From:       schema.ChannelAccount{ID: "29:ann", Name: "Ann", AADObjectID: "5e1f0e9c-0000-4000-8000-000000000001"},
		Recipient:  schema.ChannelAccount{ID: "28:bot"},
		Conversation: schema.ConversationAccount{
			ID: "a:ann", TenantID: "contoso", ConversationType: schema.ConversationPersonal,
		},
	}
}
