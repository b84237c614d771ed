package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the schema up to date, and finds out that the queries fit it: in one transaction, with nobody beside it.
// If it fails, the database is as it was.
func (d *DB) migrate(ctx context.Context, conn *sql.Conn) error {
	if _, err := d.version(ctx, conn); err != nil { // before anything is written
		return err
	}
	if _, err := conn.ExecContext(ctx, d.dialect.begin()); err != nil {
		return err
	}
	err := d.runMigrations(ctx, conn)
	if err == nil {
		err = d.check(ctx, conn)
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // err is what matters
	}
	return err
}

func (d *DB) runMigrations(ctx context.Context, conn *sql.Conn) error {
	if err := d.dialect.lockSchema(ctx, conn); err != nil {
		return err
	}
	version, err := d.version(ctx, conn) // others may have been here since
	if err != nil {
		return err
	}
	files := d.files()
	if version == len(files) {
		return nil
	}
	for _, name := range files[version:] {
		script, err := fs.ReadFile(migrations, path.Join(d.dialect.folder(), name))
		if err != nil {
			return err
		}
		if _, err := conn.ExecContext(ctx, string(script)); err != nil {
			return fmt.Errorf("migration %s: %w", name, err)
		}
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf(`UPDATE convo_schema SET version = %d`, len(files)))
	return err
}

// files names the migrations in their order: the first makes version 1, and so on.
func (d *DB) files() []string {
	entries, err := fs.ReadDir(migrations, d.dialect.folder())
	if err != nil {
		panic(err) // they are part of the program
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return names
}

// version returns how many of the files have run: none in a database that has no schema yet.
func (d *DB) version(ctx context.Context, conn *sql.Conn) (version int, err error) {
	var tables int
	if err := conn.QueryRowContext(ctx, d.dialect.hasTable(), "convo_schema").Scan(&tables); err != nil || tables == 0 {
		return 0, err
	}
	err = conn.QueryRowContext(ctx, schemaVersion).Scan(&version)
	newest := len(d.files())
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, d.misfit(errors.New("its table convo_schema is empty"))
	case err != nil:
		return 0, d.misfit(fmt.Errorf("its table convo_schema tells no version: %w", err))
	case version < 0:
		return 0, d.misfit(fmt.Errorf("its schema has the version %d", version))
	case version > newest:
		return 0, &Error{Op: "open", Kind: ErrNewerSchema, Err: fmt.Errorf("its schema has the version %d, this program knows %d", version, newest)}
	}
	return version, nil
}

// check finds out that the tables are those that the queries are for.
func (d *DB) check(ctx context.Context, conn *sql.Conn) error {
	for _, text := range queries() {
		if err := d.tryOut(ctx, conn, text); err != nil {
			return d.misfit(err)
		}
	}
	return nil
}

func (d *DB) tryOut(ctx context.Context, conn *sql.Conn, text string) error {
	stmt, err := conn.PrepareContext(ctx, d.dialect.text(text))
	if err != nil {
		return err
	}
	defer func() { _ = stmt.Close() }() // it has done nothing
	return nil
}

// misfit says that the database is not one of this package's, unless the error has another reason.
func (d *DB) misfit(err error) error {
	err = d.fail("open", err)
	if failure, ok := errors.AsType[*Error](err); ok && failure.Kind == nil {
		failure.Kind = ErrCorrupt
	}
	return err
}
