package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"secondline/internal/kit/errs"
)

// IsUnique tells whether a unique or primary key was there already.
func IsUnique(err error) bool {
	return hasState(err, "23505") ||
		hasCode(err, sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID)
}

// IsForeignKey tells whether a record that was referred to is missing, or one
// that should go is still referred to.
func IsForeignKey(err error) bool {
	return hasState(err, "23503", "23001") || hasCode(err, sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY)
}

// IsCheck tells whether a value broke a rule of its column: a CHECK, a NOT NULL,
// or a trigger that refuses.
func IsCheck(err error) bool {
	return hasState(err, "23514", "23502", "P0001") ||
		hasCode(err, sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_CONSTRAINT_NOTNULL, sqlite3.SQLITE_CONSTRAINT_TRIGGER)
}

// IsRetry tells whether the same transaction may succeed if run again: it lost
// against another one.
func IsRetry(err error) bool {
	if hasState(err, "40001", "40P01", "55P03") {
		return true
	}
	code := sqliteCode(err) & 0xff
	return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
}

// IsConnection tells whether the database could not be reached, or went away.
func IsConnection(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) { // 08: connection; 57P: shutdown; 53300: no connection left
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "57P") || pg.Code == "53300"
	}
	if sqliteCode(err)&0xff == sqlite3.SQLITE_CANTOPEN {
		return true
	}
	var (
		connect *pgconn.ConnectError
		network net.Error
	)
	return errors.As(err, &connect) || errors.As(err, &network) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// hasState tells whether PostgreSQL failed with one of the states.
func hasState(err error, states ...string) bool {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return false
	}
	for _, s := range states {
		if pg.Code == s {
			return true
		}
	}
	return false
}

// hasCode tells whether SQLite failed with one of the extended codes.
func hasCode(err error, codes ...int) bool {
	got := sqliteCode(err)
	for _, c := range codes {
		if got == c && c != 0 {
			return true
		}
	}
	return false
}

func sqliteCode(err error) int {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code()
	}
	return 0
}

// classify gives kind and sentence to what only the database can know of.
// Errors that already have a kind, and ordinary failures of SQL, stay.
func classify(err error) error {
	var known *errs.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	if IsConnection(err) {
		return errs.Because(err, errs.Unavailable, "The database cannot be reached just now. Please try again in a moment.")
	}
	if code := sqliteCode(err) & 0xff; code == sqlite3.SQLITE_FULL || hasState(err, "53100") {
		return errs.Because(err, errs.Unavailable, "The disk of the database is full. Nothing was changed.")
	}
	return err
}

// explain adds to an error the first line of the SQL that met it.
func explain(query string, err error) error {
	line := strings.Join(strings.Fields(query), " ")
	if r := []rune(line); len(r) > 120 {
		line = string(r[:120]) + "…"
	}
	return fmt.Errorf("%s: %w", line, err)
}
