package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	wall "secondline/internal/kit/clock"
	"secondline/internal/view/clocks"
)

// comesToRest waits until every clock of what was acknowledged has run out.
func (p *pair) comesToRest() {
	p.t.Helper()
	p.until("every clock has run out", func() bool {
		n, err := db.One(p.t.Context(), p.app.DB.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
			SELECT count(DISTINCT ticket_id)
			  FROM timeline_entry
			 WHERE kind = 'clock.breached' AND facts LIKE '%"clock":"resolution"%'`)
		p.must(err)
		return n >= p.count()
	})
}

func (p *pair) lostNothing() {
	p.t.Helper()
	offers := 0
	for ref, said := range p.acked {
		n, err := id.ParseRef(string(ref))
		p.must(err)
		k, err := ticket.ByNumber(p.t.Context(), p.app.DB.Read(), n)
		if err != nil {
			p.t.Errorf("acknowledged and lost: %s: %v", ref, err)
			continue
		}
		if said.offered && k.Seq < 2 {
			p.t.Errorf("acknowledged and lost: the handover of %s", ref)
		}
		if said.offered {
			offers++
		}
	}
	p.t.Logf("%d tickets and %d handovers acknowledged, none lost", len(p.acked), offers)
}

// heardAll: the survivor's stream told of what either node was told.
func (p *pair) heardAll() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	var late []time.Duration
	for ref, said := range p.acked {
		at, ok := p.heard[ref]
		if !ok {
			p.t.Errorf("the survivor's stream never told of %s, which node %d opened", ref, said.by)
		}
		if ok && said.by == 0 {
			late = append(late, max(0, at.Sub(said.at)))
		}
	}
	p.t.Logf("%d tickets of the other node heard, after its answer: %s", len(late), quantiles(late))
}

// firedOnce: no clock fired twice, and none that is due has not.
func (p *pair) firedOnce(killed time.Time) {
	p.t.Helper()
	type firing struct {
		Run     int
		At, Due time.Time
	}
	ctx, fired := p.t.Context(), map[string]int{}
	var late, after []time.Duration
	err := p.app.DB.Read().Each(ctx, func(r db.Row) error {
		var kind, ticket, facts string
		var at time.Time
		var f firing
		if err := r.Scan(&ticket, &kind, db.Into(&at), &facts); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(facts), &f); err != nil {
			return err
		}
		fired[fmt.Sprint(ticket, " ", kind, " ", f.Run)]++
		due := f.Due
		if kind == "clock.warned" {
			due = f.At
		}
		late = append(late, at.Sub(due))
		if at.After(killed) {
			after = append(after, at.Sub(due))
		}
		return nil
	}, `
		SELECT CAST(ticket_id AS TEXT), kind, at, facts
		  FROM timeline_entry
		 WHERE kind IN ('clock.warned', 'clock.breached')
		 ORDER BY id`)
	p.must(err)
	for what, n := range fired {
		if n != 1 {
			p.t.Errorf("%s fired %d times", what, n)
		}
	}
	p.missedNone()
	if worst := slices.Max(late); worst > 20*time.Second {
		p.t.Errorf("a clock fired %s late", worst)
	}
	p.t.Logf("%d clocks fired once each; late: %s; after the kill: %s", len(fired), quantiles(late), quantiles(after))
}

func (p *pair) missedNone() {
	p.t.Helper()
	ctx, now := p.t.Context(), wall.Wall{}.Now()
	h := p.app.DB.Read()
	policy, err := p.app.Door.History(ctx, h)
	p.must(err)
	for ref := range p.acked {
		n, err := id.ParseRef(string(ref))
		p.must(err)
		k, err := ticket.ByNumber(ctx, h, n)
		p.must(err)
		for _, r := range clocks.Of(k, policy, now) {
			if r.State == clock.Running && r.BreachedAt.IsZero() && !r.DueAt.IsZero() && r.DueAt.Before(now.Add(-20*time.Second)) {
				p.t.Errorf("%s: its %s clock was due at %s and did not fire", ref, r.Kind, r.DueAt)
			}
		}
	}
}

func quantiles(list []time.Duration) string {
	if len(list) == 0 {
		return "none"
	}
	slices.Sort(list)
	at := func(q float64) time.Duration { return list[int(q*float64(len(list)-1))].Round(time.Millisecond) }
	return fmt.Sprintf("p50 %s, p99 %s, most %s", at(.5), at(.99), at(1))
}
