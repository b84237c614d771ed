package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
)

// Kinds of an [Error].
var (
	ErrUnavailable = errors.New("the database cannot be reached; it may be back soon")
	ErrBusy        = errors.New("the database was kept busy by others for too long; try again")
	ErrFull        = errors.New("the database has no room left; make room on its disk, or raise its limit")
	ErrReadOnly    = errors.New("the database cannot be written to; check the permissions of its file and folder, or its role")
	ErrCorrupt     = errors.New("the database is damaged, or not one of this kind; nothing was changed: restore a copy")
	ErrNewerSchema = errors.New("the database was written by a newer version of the bot; nothing was changed: start that version")
	ErrInUse       = errors.New("another process uses this SQLite database, and it can have one only: " +
		"stop that process, or move to PostgreSQL, which several may share")
	ErrSealed   = errors.New("a stored value cannot be opened with the keys that were given")
	ErrBadValue = errors.New("the database cannot hold this value: it is too large, " +
		"or has what a text cannot have there (PostgreSQL: U+0000 and what is not UTF-8)")
	ErrClosed = errors.New("the database was closed by this program")
)

// Error is a failure of the database. Its kind is one of this package's Err variables, or nil if nothing more is known.
type Error struct {
	Op   string // what was attempted, such as "update reference"
	Kind error
	Err  error // the driver's
}

// Error says what was attempted and what it came to.
func (e *Error) Error() string {
	switch {
	case e.Kind == nil:
		return fmt.Sprintf("sqlstore: %s: %v", e.Op, e.Err)
	case e.Err == nil:
		return fmt.Sprintf("sqlstore: %s: %v", e.Op, e.Kind)
	}
	return fmt.Sprintf("sqlstore: %s: %v (%v)", e.Op, e.Kind, e.Err)
}

// Unwrap returns the kind and the driver's error.
func (e *Error) Unwrap() []error {
	var list []error
	for _, err := range []error{e.Kind, e.Err} {
		if err != nil {
			list = append(list, err)
		}
	}
	return list
}

// fail wraps an error of the database. Errors that are no failure of it stay as they are.
func (d *DB) fail(op string, err error) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if own, ok := errors.AsType[*ownError](err); ok {
		return own
	}
	if known, ok := errors.AsType[*Error](err); ok {
		return known
	}
	if errors.Is(err, ErrClosed) {
		return &Error{Op: op, Kind: ErrClosed}
	}
	kind := kindOf(d.dialect, err)
	if d.isClosed() && (kind == nil || errors.Is(kind, ErrUnavailable)) {
		kind = ErrClosed
	}
	return &Error{Op: op, Kind: kind, Err: err}
}

func (d *DB) isClosed() bool {
	select {
	case <-d.running:
		return true
	default:
		return false
	}
}

// kindOf finds out what an error means, first from what every driver says.
func kindOf(on dialect, err error) error {
	var network net.Error
	switch {
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, io.EOF),
		errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.As(err, &network):
		return ErrUnavailable
	}
	return on.kindOf(err)
}
