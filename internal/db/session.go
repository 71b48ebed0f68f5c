package db

import (
	"container/list"
	"context"
	"database/sql"
	"errors"
)

// keepStatements is how many prepared statements a SQLite connection keeps.
// SQLite would otherwise parse and plan a text each time it runs.
const keepStatements = 128

// A session is one SQLite connection with its prepared statements, the most
// recently used first. One goroutine uses it at a time.
type session struct {
	conn   *sql.Conn
	byText map[string]*list.Element
	recent *list.List // of *prepared
	extra  bool       // opened beyond the limit, and closed after use
}

// A prepared statement is busy while its rows are being read: running it again
// then would start those rows over.
type prepared struct {
	text string
	stmt *sql.Stmt
	busy bool
}

func newSession(ctx context.Context, pool *sql.DB) (*session, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn, byText: map[string]*list.Element{}, recent: list.New()}, nil
}

// prepare gives the statement for a text, from the cache if it can.
func (s *session) prepare(ctx context.Context, text string) (*prepared, error) {
	if e, ok := s.byText[text]; ok {
		p := e.Value.(*prepared)
		if !p.busy {
			s.recent.MoveToFront(e)
			p.busy = true
			return p, nil
		}
	}
	stmt, err := s.conn.PrepareContext(ctx, settled(text))
	if err != nil {
		return nil, err
	}
	p := &prepared{text: text, stmt: stmt, busy: true}
	if _, ok := s.byText[text]; !ok {
		s.byText[text] = s.recent.PushFront(p)
	}
	return p, nil
}

// release gives a statement back. The oldest go when there are too many, and so
// does the twin of a busy one, which is not in the cache.
func (s *session) release(p *prepared) {
	p.busy = false
	if e, ok := s.byText[p.text]; !ok || e.Value != any(p) {
		closeStatement(p)
		return
	}
	for e := s.recent.Back(); e != nil && s.recent.Len() > keepStatements; {
		old, before := e.Value.(*prepared), e.Prev()
		if !old.busy {
			s.recent.Remove(e)
			delete(s.byText, old.text)
			closeStatement(old)
		}
		e = before
	}
}

// closeStatement frees a statement. SQLite repeats the error of its last run
// when it does, which has been reported already.
func closeStatement(p *prepared) { _ = p.stmt.Close() }

func (s *session) exec(ctx context.Context, text string, args []any) (int64, error) {
	p, err := s.prepare(ctx, text)
	if err != nil {
		return 0, err
	}
	defer s.release(p)
	res, err := p.stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (s *session) query(ctx context.Context, text string, args []any) (*sql.Rows, func(), error) {
	p, err := s.prepare(ctx, text)
	if err != nil {
		return nil, nil, err
	}
	rows, err := p.stmt.QueryContext(ctx, args...)
	if err != nil {
		s.release(p)
		return nil, nil, err
	}
	return rows, func() { s.release(p) }, nil
}

// close frees the statements and gives the connection back to be closed.
func (s *session) close() error {
	for e := s.recent.Front(); e != nil; e = e.Next() {
		closeStatement(e.Value.(*prepared))
	}
	err := s.conn.Close()
	if errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}
