package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"time"

	"secondline/internal/kit/errs"
)

// Limits of a group: more transactions in one commit are cheaper, but the first
// of them waits for the last.
const (
	groupSize = 64
	groupTime = 20 * time.Millisecond
)

// statementLimit ends a write that will never end by itself. It is far beyond
// any sane one, because ending it undoes the whole group.
const statementLimit = 2 * time.Minute

// nestedAfter is how long a transaction waits before it asks whether it waits
// for itself.
const nestedAfter = 100 * time.Millisecond

// A writer owns SQLite's one writing connection and commits in groups: it begins
// a transaction, lets everyone who is waiting have a turn inside a savepoint, and
// commits once for all of them, so that one flush to disk serves many. Whoever
// had a turn is answered after the commit. Alone, a transaction waits for nobody.
//
// A turn runs on the goroutine of its caller, with the connection lent to it.
type writer struct {
	session *session
	trimmer *trimmer
	log     *slog.Logger
	queue   chan *turnstile // unbuffered: who sends is waiting, and may leave
	quit    chan struct{}
	gone    chan struct{}
}

// A turnstile is one transaction's way through the writer.
type turnstile struct {
	enter chan *session // the connection, for the turn
	leave chan outcome  // how the turn ended
	fate  chan error    // what became of the group
}

// An outcome is what a turn left behind.
type outcome int

const (
	kept   outcome = iota // its changes are in the group
	undone                // they were undone; the group goes on
	broken                // SQLite gave up the whole transaction
)

var errClosing = errs.New(errs.Unavailable, "The desk is closing. Please try again in a moment.")

func newWriter(s *session, t *trimmer, log *slog.Logger) *writer {
	w := &writer{
		session: s, trimmer: t, log: log,
		queue: make(chan *turnstile), quit: make(chan struct{}), gone: make(chan struct{}),
	}
	go w.serve()
	return w
}

// serve commits group after group until the writer is closed.
func (w *writer) serve() {
	defer close(w.gone)
	for {
		select {
		case t := <-w.queue:
			w.group(t)
			w.trimmer.trim(context.Background(), w.session)
		case <-w.quit:
			return
		}
	}
}

// group runs one transaction with everybody who is waiting.
func (w *writer) group(first *turnstile) {
	if err := w.run("BEGIN IMMEDIATE"); err != nil {
		first.fate <- fmt.Errorf("begin: %w", err)
		return
	}
	late := time.NewTimer(groupTime)
	defer late.Stop()
	var had []*turnstile
	changed := false
	for t := first; t != nil; t = w.next(len(had), late) {
		had = append(had, t)
		t.enter <- w.session
		switch <-t.leave {
		case kept:
			changed = true
		case broken:
			w.end(had, errors.New("SQLite gave up the transaction that this one was part of"))
			return
		}
	}
	var err error
	if changed {
		err = w.run("COMMIT")
	}
	if err != nil || !changed {
		w.end(had, err)
		return
	}
	tell(had, nil)
}

// next gives the next one waiting, if there is one and the group may grow.
func (w *writer) next(size int, late *time.Timer) *turnstile {
	if size >= groupSize {
		return nil
	}
	select {
	case <-late.C:
		return nil
	default:
	}
	select {
	case t := <-w.queue:
		return t
	default:
		return nil
	}
}

// end undoes the group.
func (w *writer) end(had []*turnstile, err error) {
	// SQLite may have rolled back already; then this fails, and says nothing new.
	_ = w.run("ROLLBACK")
	tell(had, err)
}

func tell(had []*turnstile, err error) {
	for _, t := range had {
		t.fate <- err
	}
}

func (w *writer) run(text string) error {
	_, err := w.session.exec(context.Background(), text, nil)
	return err
}

// tx waits for a turn, takes it, and waits for the group's commit.
func (w *writer) tx(ctx context.Context, fn func(Handle) error) error {
	t := &turnstile{enter: make(chan *session), leave: make(chan outcome, 1), fate: make(chan error, 1)}
	if err := w.wait(ctx, t); err != nil {
		return err
	}
	var own error
	select {
	case s := <-t.enter:
		own = w.turn(s, t, fn)
	case err := <-t.fate:
		return err
	}
	// A refusal waits too: it may rest on what an earlier turn of the group
	// wrote, and that may yet be undone.
	if err := <-t.fate; err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return own
}

// wait stands in the queue. A transaction started inside another one would stand
// there for ever, so after a while it looks whether it waits for itself.
func (w *writer) wait(ctx context.Context, t *turnstile) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	look := time.NewTimer(nestedAfter)
	defer look.Stop()
	for {
		select {
		case w.queue <- t:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-w.quit:
			return errClosing
		case <-look.C:
			if nested() {
				return errors.New("a transaction inside a transaction: pass its handle on instead")
			}
		}
	}
}

// nested tells whether this goroutine's stack is already inside a turn.
func nested() bool {
	pcs := make([]uintptr, 256)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for {
		f, more := frames.Next()
		if strings.HasSuffix(f.Function, "db.(*writer).turn") {
			return true
		}
		if !more {
			return false
		}
	}
}

// turn runs fn inside a savepoint and tells the writer how it ended, even if fn
// ends its goroutine, as a failing test does.
func (w *writer) turn(s *session, t *turnstile, fn func(Handle) error) (err error) {
	end := broken
	defer func() { t.leave <- end }()
	if err := w.run("SAVEPOINT turn"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	done := false
	defer func() {
		if !done || err != nil {
			end = w.undo()
		}
	}()
	h := &scope{on: writing{s}, engine: SQLite}
	err = h.run(w.log, fn)
	done = true
	if err != nil {
		return err
	}
	if err := w.run("RELEASE turn"); err != nil {
		return fmt.Errorf("release: %w", err)
	}
	end = kept
	return nil
}

// undo takes back one turn, and the one switch that a turn may have set (see
// Unordered) and that a savepoint does not cover. If the savepoint is gone,
// SQLite has rolled back the whole transaction: a full disk does that.
func (w *writer) undo() outcome {
	for _, text := range []string{"ROLLBACK TO turn", "RELEASE turn", "PRAGMA defer_foreign_keys = OFF"} {
		if w.run(text) != nil {
			return broken
		}
	}
	return undone
}

// close lets the running group finish.
func (w *writer) close() error {
	close(w.quit)
	<-w.gone
	return w.session.close()
}

// writing runs a turn's statements. The caller's context does not reach them:
// interrupting a statement makes SQLite undo the whole group, not this turn alone.
// Only between statements does a caller who has left stop his turn.
type writing struct{ *session }

func (w writing) exec(ctx context.Context, text string, args []any) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), statementLimit)
	defer cancel()
	return w.session.exec(ctx, text, args)
}

func (w writing) query(ctx context.Context, text string, args []any) (*sql.Rows, func(), error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), statementLimit)
	rows, after, err := w.session.query(ctx, text, args)
	if err != nil {
		cancel()
		return nil, nil, err
	}
	return rows, func() { after(); cancel() }, nil
}
