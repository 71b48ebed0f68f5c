package work_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

var nine = time.Date(2026, time.March, 16, 9, 0, 0, 0, time.UTC)

// A porch is a door with somebody who listens at it.
type porch struct {
	t     *testing.T
	ctx   context.Context
	db    *db.DB
	clock *clock.Fake
	door  *work.Door
	heard <-chan *event.Event
}

const furnish = `
	INSERT INTO organisation (id, name, name_key) VALUES (1, 'Acme', 'acme');
	INSERT INTO person (id, organisation_id, name, name_key, role) VALUES (11, 1, 'Ann', 'ann', 'requester'), (12, 1, 'Tom', 'tom', 'agent');
	INSERT INTO level (id, rank, name, plain_name) VALUES (1, 1, 'L1', 'help desk');
	INSERT INTO team (id, name, name_key, plain_name, kind, level_id) VALUES (1, 'First line', 'first line', 'help desk', 'line', 1)`

func each(t *testing.T, story func(t *testing.T, p *porch)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, bus, log := clock.NewFake(nine), &event.Bus{}, slog.New(slog.DiscardHandler)
		p := &porch{t: t, ctx: context.Background(), db: d, clock: c, heard: bus.Subscribe(context.Background())}
		p.door = work.New(work.Options{DB: d, Clock: c, IDs: id.NewMaker(c, 1), Bus: bus, Jobs: job.NewRunner(d, c, log), Log: log})
		for _, statement := range strings.Split(furnish, ";") {
			p.must(d.Tx(p.ctx, func(h db.Handle) error {
				_, err := h.Exec(p.ctx, statement)
				return err
			}))
		}
		story(t, p)
	})
}

func (p *porch) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *porch) count(table string) (n int) {
	p.t.Helper()
	p.must(p.door.Read().Each(p.ctx, func(r db.Row) error { return r.Scan(&n) }, `SELECT count(*) FROM `+table))
	return n
}

var tom = access.Actor{Kind: access.Person, Person: 12, Name: "Tom", Role: access.Agent, All: true}

// opens records a ticket.
func (p *porch) opens(ctx context.Context, w *work.Work, n id.Number) (*ticket.Ticket, error) {
	t := &ticket.Ticket{ID: id.Ticket(w.NewID())}
	_, err := w.Record(ctx, t, &ticket.Opened{
		Number: n, Organisation: 1, Requester: 11, TicketKind: ticket.Incident, Channel: ticket.ByAPI, Subject: "x", Body: "x", Impact: 3, Urgency: 3,
		Priority: 4, Place: ticket.Place{Team: 1, Rank: 1},
	})
	return t, err
}

func TestAChangeItsAuditAndItsOutboxStandTogether(t *testing.T) {
	each(t, func(t *testing.T, p *porch) {
		p.must(p.door.Do(p.ctx, tom, func(ctx context.Context, w *work.Work) error {
			_, err := p.opens(ctx, w, 1)
			if len(p.heard) != 0 {
				t.Error("listeners heard of it before the commit")
			}
			return err
		}))
		if e := <-p.heard; e.Kind != "ticket.opened" || e.Seq != 1 || e.Ref != "SL-1" {
			t.Errorf("heard %+v", e)
		}
		for table, want := range map[string]int{"ticket": 1, "timeline_entry": 1, "audit": 1, "job": 1} {
			if got := p.count(table); got != want {
				t.Errorf("%d rows of %s", got, table)
			}
		}
	})
}

func TestAnUndoneChangeLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, p *porch) {
		regret := errors.New("regret")
		err := p.door.Do(p.ctx, tom, func(ctx context.Context, w *work.Work) error {
			if _, err := p.opens(ctx, w, 1); err != nil {
				return err
			}
			return regret
		})
		if !errors.Is(err, regret) || len(p.heard) != 0 {
			t.Errorf("%v; %d events", err, len(p.heard))
		}
		for _, table := range []string{"ticket", "timeline_entry", "audit", "job"} {
			if got := p.count(table); got != 0 {
				t.Errorf("%d rows of %s", got, table)
			}
		}
	})
}

func TestWhoComesSecondDecidesAgain(t *testing.T) {
	each(t, func(t *testing.T, p *porch) {
		tries := 0
		p.must(p.door.Do(p.ctx, tom, func(context.Context, *work.Work) error {
			if tries++; tries < 3 {
				return errs.New(errs.Stale, "somebody was faster")
			}
			return nil
		}))
		if tries != 3 {
			t.Errorf("%d tries", tries)
		}
		tries = 0
		pinned := tom
		pinned.Request.Version = 7
		err := p.door.Do(p.ctx, pinned, func(context.Context, *work.Work) error {
			tries++
			return errs.New(errs.Stale, "somebody was faster")
		})
		if tries != 1 || !errs.Is(err, errs.Stale) {
			t.Errorf("who pinned a version is told: %d tries, %v", tries, err)
		}
		tries = 0
		err = p.door.Do(p.ctx, tom, func(context.Context, *work.Work) error {
			tries++
			return errs.New(errs.Stale, "somebody is always faster")
		})
		if tries != 6 || !errs.Is(err, errs.Stale) {
			t.Errorf("it ends: %d tries, %v", tries, err)
		}
	})
}

func TestManyWriteOnOneTicket(t *testing.T) {
	each(t, func(t *testing.T, p *porch) {
		p.must(p.door.Do(p.ctx, tom, func(ctx context.Context, w *work.Work) error {
			_, err := p.opens(ctx, w, 1)
			return err
		}))
		const many = 5 // each may lose against all the others, and six tries are enough for that
		var all sync.WaitGroup
		for range many {
			all.Go(func() {
				err := p.door.Do(p.ctx, tom, func(ctx context.Context, w *work.Work) error {
					k, err := ticket.ByNumber(ctx, w.Tx, 1)
					if err != nil {
						return err
					}
					_, err = w.Record(ctx, k, &ticket.Noted{Body: "x"}, &ticket.Noted{Body: "y"})
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		k, err := ticket.ByNumber(p.ctx, p.door.Read(), 1)
		p.must(err)
		if k.Seq != 1+2*many || p.count("timeline_entry") != int(k.Seq) || p.count("audit") != int(k.Seq) || p.count("job") != 1 {
			t.Errorf("seq %d, %d entries, %d audited, %d jobs", k.Seq, p.count("timeline_entry"), p.count("audit"), p.count("job"))
		}
	})
}

func TestATimelineNeverStepsBack(t *testing.T) {
	each(t, func(t *testing.T, p *porch) {
		p.must(p.door.Do(p.ctx, tom, func(ctx context.Context, w *work.Work) error {
			_, err := p.opens(ctx, w, 1)
			return err
		}))
		p.clock.Set(nine.Add(-time.Hour)) // the wall clock was put right
		p.must(p.door.Do(p.ctx, tom, func(ctx context.Context, w *work.Work) error {
			k, err := ticket.ByNumber(ctx, w.Tx, 1)
			if err == nil {
				_, err = w.Record(ctx, k, &ticket.Assigned{Assignee: 12})
			}
			return err
		}))
		k, err := ticket.ByNumber(p.ctx, p.door.Read(), 1)
		p.must(err)
		if !k.UpdatedAt.Equal(nine) {
			t.Errorf("it was changed at %s", k.UpdatedAt)
		}
	})
}

func TestNumbersAreNeverGivenTwice(t *testing.T) {
	each(t, func(t *testing.T, p *porch) {
		log := slog.New(slog.DiscardHandler)
		other := work.New(work.Options{DB: p.db, Clock: p.clock, IDs: id.NewMaker(p.clock, 2), Bus: &event.Bus{}, Jobs: job.NewRunner(p.db, p.clock, log), Log: log})
		var all sync.WaitGroup
		var mu sync.Mutex
		var given []id.Number
		for _, door := range []*work.Door{p.door, other, p.door, other} {
			all.Go(func() {
				for range 40 {
					n, err := door.Number(p.ctx)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					given = append(given, n)
					mu.Unlock()
				}
			})
		}
		all.Wait()
		slices.Sort(given)
		if len(slices.Compact(slices.Clone(given))) != 160 || given[0] != 1001 {
			t.Errorf("%d numbers, %d different, from %d", len(given), len(slices.Compact(slices.Clone(given))), given[0])
		}
		gone, stop := context.WithCancel(p.ctx)
		stop()
		if _, err := work.New(work.Options{DB: p.db, Clock: p.clock}).Number(gone); err == nil {
			t.Error("somebody who went away was given a number")
		}
	})
}

func TestAKeyHasOneEffectAndOneAnswer(t *testing.T) {
	each(t, func(t *testing.T, p *porch) {
		by := tom
		by.Request = access.Request{Key: "k1", Route: "POST /tickets", BodyHash: []byte{1}}
		if _, err := p.door.Replay(p.ctx, by); !errs.Is(err, errs.NotFound) {
			t.Errorf("a new key: %v", err)
		}
		effect := func(ctx context.Context, w *work.Work) error {
			_, err := p.opens(ctx, w, 1)
			return err
		}
		p.must(p.door.Do(p.ctx, by, effect))
		if err := p.door.Do(p.ctx, by, effect); !errs.Is(err, errs.Conflict) || p.count("ticket") != 1 {
			t.Errorf("the second time: %v, %d tickets", err, p.count("ticket"))
		}
		if a, err := p.door.Replay(p.ctx, by); err != nil || a.Status != 0 {
			t.Errorf("done, but its answer was lost: %+v, %v", a, err)
		}
		p.must(p.door.Remember(p.ctx, by, work.Answer{Status: 201, Location: "/tickets/SL-1", ETag: `"1"`, Body: []byte("{}")}))
		if a, err := p.door.Replay(p.ctx, by); err != nil || a.Status != 201 || a.Location != "/tickets/SL-1" || a.ETag != `"1"` || string(a.Body) != "{}" {
			t.Errorf("%+v, %v", a, err)
		}
		changed := by
		changed.Request.BodyHash = []byte{2}
		if _, err := p.door.Replay(p.ctx, changed); !errs.Is(err, errs.Conflict) {
			t.Errorf("another body: %v", err)
		}
		somebody := by
		somebody.Person = 11
		if _, err := p.door.Replay(p.ctx, somebody); !errs.Is(err, errs.NotFound) {
			t.Errorf("somebody else's key: %v", err)
		}
		p.clock.Advance(24 * time.Hour)
		p.must(p.door.ForgetKeys(p.ctx))
		if _, err := p.door.Replay(p.ctx, by); !errs.Is(err, errs.NotFound) || p.count("idempotency") != 0 {
			t.Errorf("a day later: %v", err)
		}
	})
}

func TestAKeyOfAChangeThatFailedIsStillNew(t *testing.T) {
	each(t, func(t *testing.T, p *porch) {
		by := tom
		by.Request = access.Request{Key: "k1", Route: "POST /tickets", BodyHash: []byte{1}}
		err := p.door.Do(p.ctx, by, func(context.Context, *work.Work) error { return errs.New(errs.Invalid, "no") })
		if !errs.Is(err, errs.Invalid) {
			t.Fatal(err)
		}
		p.must(p.door.Do(p.ctx, by, func(context.Context, *work.Work) error { return nil }))
	})
}

func TestTheSameKeyAtOnceHasOneEffect(t *testing.T) {
	each(t, func(t *testing.T, p *porch) {
		by := tom
		by.Request = access.Request{Key: "k1", Route: "POST /tickets", BodyHash: []byte{1}}
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				n, err := p.door.Number(p.ctx)
				if err != nil {
					t.Error(err)
					return
				}
				err = p.door.Do(p.ctx, by, func(ctx context.Context, w *work.Work) error {
					_, err := p.opens(ctx, w, n)
					return err
				})
				if err != nil && !errs.Is(err, errs.Conflict) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := p.count("ticket"); got != 1 {
			t.Errorf("%d tickets", got)
		}
	})
}
