package wall

import (
	"strings"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
)

// Where a column ends.
const (
	quarter = 15 * time.Minute
	hour    = time.Hour
	hours   = 4 * time.Hour
)

// never is the due_key of a ticket without a running clock.
const never = 1<<63 - 1

// tilesEach is how many tickets of a rung are shown in full in a column.
const tilesEach = 2

const mostOffers = 5

// edges are the ends of the columns, to be bound.
func (r *reading) edges() []any {
	tomorrow := r.midnight.AddDate(0, 0, 1)
	if least := r.now.Add(hours); tomorrow.Before(least) {
		tomorrow = least
	}
	return []any{db.At(r.now), db.At(r.now.Add(quarter)), db.At(r.now.Add(hour)), db.At(r.now.Add(hours)), db.At(tomorrow)}
}

const columns = `
		SELECT t.rank, count(*), count(*) FILTER (WHERE t.due_key <= ?), count(*) FILTER (WHERE t.due_key <= ?),
		       count(*) FILTER (WHERE t.due_key <= ?), count(*) FILTER (WHERE t.due_key <= ?), count(*) FILTER (WHERE t.due_key <= ?)
		  FROM ticket t`

// spread reads how many tickets of each rung run out by each edge.
func (r *reading) spread(where string, fn func(g *Rung, all int, by [5]int)) error {
	return r.h.Each(r.ctx, func(row db.Row) error {
		var rank, all int
		var by [5]int
		if err := row.Scan(&rank, &all, &by[0], &by[1], &by[2], &by[3], &by[4]); err != nil {
			return err
		}
		if g := r.rung(rank); g != nil {
			fn(g, all, by)
		}
		return nil
	}, columns+where+`
		 GROUP BY t.rank
		 ORDER BY t.rank`, r.edges()...)
}

// counts fills the columns with every open ticket, on the index alone.
func (r *reading) counts() error {
	return r.spread(`
		 WHERE t.state IN ('new', 'open', 'waiting')`, func(g *Rung, all int, by [5]int) {
		g.Open = all
		r.board.Open += all
		g.Columns = Columns{Over: by[0], Quarter: by[1] - by[0], Hour: by[2] - by[1], Hours: by[3] - by[2], Today: by[4] - by[3], Later: all - by[4]}
	})
}

// waiting moves those that wait on somebody into their own column.
func (r *reading) waiting() error {
	return r.spread(`
		 WHERE t.state = 'waiting'`, func(g *Rung, all int, by [5]int) {
		c := &g.Columns
		c.Over, c.Quarter, c.Hour = c.Over-by[0], c.Quarter-by[1]+by[0], c.Hour-by[2]+by[1]
		c.Hours, c.Today, c.Later = c.Hours-by[3]+by[2], c.Today-by[4]+by[3], c.Later-all+by[4]
		c.Waiting = all
	})
}

const oneTile = `
		SELECT a.rank, a.soon, a.number, a.due_key, a.name
		  FROM (SELECT t.rank, CAST(? AS BIGINT) AS soon, t.number, t.due_key, p.name
		          FROM ticket t
		          LEFT JOIN person p ON p.id = t.assignee_id
		         WHERE t.rank = ? AND t.due_key > ? AND t.due_key <= ?
		           AND t.state IN ('new', 'open', 'waiting') AND t.state <> 'waiting'
		         ORDER BY t.due_key, t.id
		         LIMIT ?) a`

// tiles reads what is over and what is nearly, the first few of each rung.
func (r *reading) tiles() error {
	var parts []string
	var args []any
	for _, g := range r.board.Rungs {
		parts = append(parts, oneTile, oneTile)
		args = append(args, 0, g.Rank, 0, db.At(r.now), tilesEach, 1, g.Rank, db.At(r.now), db.At(r.now.Add(quarter)), tilesEach)
	}
	if len(parts) == 0 {
		return nil
	}
	return r.h.Each(r.ctx, func(row db.Row) error {
		var rank, soon int
		var n id.Number
		var owner string
		var t Tile
		if err := row.Scan(&rank, &soon, &n, db.Into(&t.Due), db.Null(&owner)); err != nil {
			return err
		}
		t.Ref, t.Owner = n.Ref(), first(owner)
		g := r.rung(rank)
		if soon == 1 {
			g.Soon = append(g.Soon, t)
		} else {
			g.Over = append(g.Over, t)
		}
		return nil
	}, strings.Join(parts, `
		UNION ALL`)+`
		 ORDER BY 1, 2, 4, 3`, args...)
}

// offers reads what waits to be taken by the board's rung.
func (r *reading) offers() error {
	const mine = `
		  FROM ticket t
		  LEFT JOIN service s ON s.id = t.service_id
		 WHERE t.offer_team_id IN (SELECT m.id
		                             FROM team m
		                             JOIN level l ON l.id = m.level_id
		                            WHERE l.rank = ?)
		   AND t.offer_team_id IS NOT NULL`
	err := r.h.Each(r.ctx, func(row db.Row) error { return row.Scan(&r.board.Offered) }, `
		SELECT count(*)`+mine, r.board.Rank)
	if err != nil || r.board.Offered == 0 {
		return err
	}
	r.board.Offers, err = db.All(r.ctx, r.h, func(row db.Row) (Offer, error) {
		var o Offer
		var n id.Number
		var due int64
		err := row.Scan(&n, &o.From, &o.To, db.Null(&o.Service), &due)
		o.Ref = n.Ref()
		if due != never {
			o.Due = time.UnixMicro(due).UTC()
		}
		return o, err
	}, `
		SELECT t.number, t.rank, coalesce(t.offer_rank, t.rank), s.name, t.due_key`+mine+`
		 ORDER BY t.due_key, t.id
		 LIMIT ?`, r.board.Rank, mostOffers)
	return err
}

// first is what somebody is called at work.
func first(name string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return word
}
