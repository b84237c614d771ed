// Package database opens the database that the samples keep everything in.
package database

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"github.com/convobot/convo/framework/storage/sqlstore"
)

// Env is the environment variable that says where everything is kept: the path of an SQLite file, by default [File], or
// the postgres:// URL of a PostgreSQL database.
const Env = "CONVOBOT_DB"

// File is the default of [Env], in the working directory.
const File = "convobot.db"

// Open opens the database that [Env] says, and logs where that is; close it when the bot has ended.
func Open(ctx context.Context, getenv func(string) string, logger *slog.Logger) (*sqlstore.DB, error) {
	sealer, err := sealerFrom(getenv)
	if err != nil {
		return nil, err
	}
	at, err := find(cmp.Or(getenv(Env), File))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Env, err)
	}
	conn, err := sql.Open(at.driver, at.source)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Env, err)
	}
	db, err := sqlstore.Open(ctx, conn, at.dialect, sqlstore.Options{Sealer: sealer, Logger: logger})
	if err != nil {
		return nil, fmt.Errorf("%s: %s: %w", Env, at.name, err)
	}
	if err := checkKeys(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	logger.InfoContext(ctx, "everything is kept in the database", "database", at.name)
	return db, nil
}

// place is where a database is.
type place struct {
	dialect sqlstore.Dialect
	driver  string
	source  string // for the driver
	name    string // for people, without secrets
}

// keyword knows the other forms in which PostgreSQL's programs take a database, and a URL that lacks its slashes.
var keyword = regexp.MustCompile(`^(postgres|postgresql):|(^|\s)(host|user|password|dbname)\s*=`)

// find returns the database that [Env] names.
func find(value string) (place, error) {
	scheme, _, isURL := strings.Cut(value, "://")
	switch {
	case isURL && scheme != "postgres" && scheme != "postgresql":
		return place{}, fmt.Errorf("there is no support for %s:// databases; name a file for SQLite, or a postgres:// URL", scheme)
	case isURL:
		u, err := url.Parse(value)
		if err != nil {
			return place{}, errors.New("the postgres:// URL cannot be read; escape what is special in its password, @ as %40")
		}
		return place{sqlstore.Postgres, "pgx", value, "postgres://" + u.Host + u.Path}, nil
	}
	if keyword.MatchString(value) { // no name of a file: it would become one, with the password in it, and be logged
		return place{}, errors.New("a PostgreSQL database is named by a URL: postgres://user:password@host/name")
	}
	path, err := filepath.Abs(value)
	if err != nil {
		return place{}, err
	}
	//nolint:gosec // the operator names the file; what the bot remembers is for nobody else
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return place{}, fmt.Errorf("the file cannot be used; its folder must be there, and both writable: %w", err)
	}
	if err := file.Close(); err != nil {
		return place{}, err
	}
	return place{sqlstore.SQLite, "sqlite", fileURI(path), path}, nil
}

// fileURI names a file to SQLite, which takes ? and what follows for settings in a mere path.
// Source: https://www.sqlite.org/uri.html
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/...
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath()
}
