package database

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/storage/seal"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// KeysEnv is the environment variable with the keys that all which is stored is encrypted with, in the form of
// [seal.ParseKeys]: the newest first, the older ones behind it until [Reseal] has ended. Without it, nothing is encrypted.
const KeysEnv = "CONVOBOT_DB_KEYS"

// sealerFrom returns the sealer with the keys of [KeysEnv], nil without any.
func sealerFrom(getenv func(string) string) (sqlstore.Sealer, error) {
	setting := getenv(KeysEnv)
	if setting == "" {
		return nil, nil //nolint:nilnil // that is how a database is not sealed
	}
	keys, err := seal.ParseKeys(setting)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", KeysEnv, err)
	}
	sealer, err := seal.New(keys[0], keys[1:]...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", KeysEnv, err)
	}
	return sealer, nil
}

// checkKeys refuses to start with keys by which the first reference cannot be read, or without any: every turn would fail,
// and what is new be stored with another key than the rest.
func checkKeys(ctx context.Context, db *sqlstore.DB) error {
	for _, err := range db.References().All(ctx, proactive.Filter{}) {
		if errors.Is(err, sqlstore.ErrSealed) {
			return fmt.Errorf("%s: what is stored is encrypted with a key that is not in the list; put it there, behind the newest: %w", KeysEnv, err)
		}
		break
	}
	return nil
}

// Reseal encrypts with the newest key of [KeysEnv] what is not yet, beside the running bot, and waits for ctx to end.
// Without keys there is nothing to do. What cannot be encrypted is logged.
func Reseal(ctx context.Context, db *sqlstore.DB, getenv func(string) string, logger *slog.Logger) error {
	if getenv(KeysEnv) != "" {
		reseal(ctx, db, logger)
	}
	<-ctx.Done()
	return nil
}

func reseal(ctx context.Context, db *sqlstore.DB, logger *slog.Logger) {
	sealed, err := db.Reseal(ctx)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		logger.ErrorContext(ctx, "not all that is stored is encrypted with the newest key; keep the older ones", "sealed", sealed, "error", err)
	default:
		logger.InfoContext(ctx, "all that is stored is encrypted with the newest key; older ones may go", "sealed", sealed)
	}
}
