package db

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"secondline/internal/kit/errs"
)

// How long a listening connection may be silent before it is asked whether it
// still lives, and how long one that broke is left alone.
const (
	listenCheck = 30 * time.Second
	listenAgain = time.Second
)

// Notify sends a word to every node that listens on a channel: PostgreSQL's
// NOTIFY, outside of any transaction, because one inside makes the commits of
// everybody take turns. SQLite has one process, and nobody to tell.
func (d *DB) Notify(ctx context.Context, channel, word string) error {
	s, ok := d.backend.(*server)
	if !ok {
		return nil
	}
	_, err := s.pool.ExecContext(ctx, "SELECT pg_notify($1, $2)", channel, word)
	return classify(errs.Wrap(err, "telling the other nodes"))
}

// Listen calls heard with every word that any node sends on a channel, this one
// included, until ctx ends, and with "" whenever it begins to listen anew: words
// may have been missed. It has a connection of its own, and makes a new one when
// that breaks. On SQLite it only waits for the end.
func (d *DB) Listen(ctx context.Context, channel string, heard func(word string)) {
	s, ok := d.backend.(*server)
	for ok && ctx.Err() == nil {
		err := s.listen(ctx, channel, heard)
		if ctx.Err() != nil {
			return
		}
		d.log.Warn("the connection that listens to the other nodes broke; it is made anew", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
	<-ctx.Done()
}

func (s *server) listen(ctx context.Context, channel string, heard func(string)) (err error) {
	conn, err := pgx.ConnectConfig(ctx, s.config.Copy())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	heard("")
	for {
		word, err := s.next(ctx, conn)
		if err != nil {
			return err
		}
		if word != "" {
			heard(word)
		}
	}
}

// next waits for a word; "" is none within the time, on a connection that lives.
func (s *server) next(ctx context.Context, conn *pgx.Conn) (string, error) {
	patient, cancel := context.WithTimeout(ctx, listenCheck)
	defer cancel()
	n, err := conn.WaitForNotification(patient)
	switch {
	case err == nil:
		return n.Payload, nil
	case ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		asked, done := context.WithTimeout(ctx, listenCheck)
		defer done()
		return "", conn.Ping(asked)
	}
	return "", err
}
