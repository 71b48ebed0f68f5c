package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
)

// A runner is one connection inside a transaction.
type runner interface {
	exec(ctx context.Context, query string, args []any) (int64, error)
	// query gives the rows and what to call when they have been closed.
	query(ctx context.Context, query string, args []any) (rows *sql.Rows, after func(), err error)
}

// A scope is the Handle inside View and Tx. It holds both engines to the same
// rules: see the package comment.
type scope struct {
	on     runner
	engine Engine
	busy   atomic.Bool // a statement is running
	over   atomic.Bool // the function has returned
	failed error       // the first error of a statement
}

// Engine tells which database this is.
func (s *scope) Engine() Engine { return s.engine }

// Exec runs a statement and tells how many rows it changed.
func (s *scope) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	args, err := s.enter(args)
	if err != nil {
		return 0, err
	}
	defer s.busy.Store(false)
	n, err := s.on.exec(ctx, query, args)
	return n, s.note(query, err)
}

// Each calls fn with every row.
func (s *scope) Each(ctx context.Context, fn func(Row) error, query string, args ...any) error {
	args, err := s.enter(args)
	if err != nil {
		return err
	}
	defer s.busy.Store(false)
	rows, after, err := s.on.query(ctx, query, args)
	if err != nil {
		return s.note(query, err)
	}
	defer after()
	own, err := each(rows, fn)
	if own != nil {
		return own
	}
	return s.note(query, err)
}

// enter checks that a statement may run now, and makes its arguments ready.
func (s *scope) enter(args []any) ([]any, error) {
	if s.over.Load() {
		return nil, errors.New("this handle's transaction has ended; do not keep handles")
	}
	if s.failed != nil {
		return nil, fmt.Errorf("the transaction has already failed: %w", s.failed)
	}
	args, err := bind(args)
	if err != nil {
		return nil, err
	}
	if !s.busy.CompareAndSwap(false, true) {
		return nil, errors.New("another statement of this transaction is running; read all its rows first")
	}
	return args, nil
}

// note remembers a statement's first error: with it the transaction is over.
func (s *scope) note(query string, err error) error {
	if err == nil {
		return nil
	}
	err = explain(query, err)
	if s.failed == nil {
		s.failed = err
	}
	return err
}

// run calls fn with the handle and turns a panic into an error. A swallowed
// error of a statement still fails it: PostgreSQL could not commit either.
func (s *scope) run(log *slog.Logger, fn func(Handle) error) (err error) {
	defer s.over.Store(true)
	defer func() {
		if p := recover(); p != nil {
			log.Error("a transaction panicked and was undone", "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic in a transaction: %v", p)
		}
	}()
	if err := fn(s); err != nil {
		return err
	}
	return s.failed
}

// each gives every row to fn and closes the rows. It keeps apart what fn
// returned and what the database did.
func each(rows *sql.Rows, fn func(Row) error) (own, err error) {
	defer func() {
		if e := rows.Close(); err == nil {
			err = e
		}
	}()
	for rows.Next() {
		if own = fn(rows); own != nil {
			return own, nil
		}
	}
	return nil, rows.Err()
}
