// Proactive shows what a bot remembers of the people it meets, and whom a message would reach: in the chat, to its owner,
// and on the command line, to who has the database.
package main

import (
	"context"
	"io"
	"log"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework/storage/sqlstore"
	"github.com/convobot/convo/samples/internal/database"
)

// ownerEnv is the environment variable that says who may use the bot's commands, by their Entra object id or the id that
// they have on the channel.
const ownerEnv = "PROACTIVE_OWNER"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdin, os.Stdout)
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

// run serves the bot, or carries out the command that args are.
func run(ctx context.Context, args []string, in io.Reader, out io.Writer) (err error) {
	db, err := database.Open(ctx, os.Getenv, slog.Default())
	if err != nil {
		return err
	}
	defer func() {
		if closed := db.Close(); err == nil {
			err = closed
		}
	}()
	if len(args) > 0 {
		return command(ctx, db, args, in, out)
	}
	return serve(ctx, db)
}

func serve(ctx context.Context, db *sqlstore.DB) error {
	cfg, err := cloud.ConfigFromEnv(os.Environ())
	if err != nil {
		return err
	}
	owner := os.Getenv(ownerEnv)
	if owner == "" {
		slog.WarnContext(ctx, ownerEnv+" is not set: nobody may use the bot's commands")
	}
	adapter, err := cloud.New(cfg, newBot(db.References(), owner))
	if err != nil {
		return err
	}
	return cloud.ListenAndServe(ctx, cloud.AddrFromEnv(os.Environ()), adapter, nil)
}
