package wall

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/fold"
)

// A Day is what was achieved since midnight.
type Day struct {
	Solved int
	First  int // of them, never handed to another team
	Kept   int // of them, without a promise to the customer ever broken
	Broken int // tickets on which a promise was broken today or that were solved after one was
}

// FirstContact is the share of what was solved that never changed hands, in
// percent.
func (d Day) FirstContact() int { return share(d.First, d.Solved) }

// Judged is on how many tickets today's promises were held or broken.
func (d Day) Judged() int { return d.Kept + d.Broken }

// Promises is the share of these on which they held, in percent.
func (d Day) Promises() int { return share(d.Kept, d.Judged()) }

func share(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return part * 100 / whole
}

// day counts what was solved and what was broken since midnight, from the
// timelines: an entry's id says when it was made.
func (r *reading) day() error {
	from := id.Entry(id.At(r.midnight))
	solved, broken := map[id.Ticket]bool{}, map[id.Ticket]bool{}
	err := r.h.Each(r.ctx, func(row db.Row) error {
		var t id.Ticket
		var climbed bool
		if err := row.Scan(&t, &climbed); err != nil {
			return err
		}
		solved[t] = true
		r.board.Day.Solved++
		if !climbed {
			r.board.Day.First++
		}
		return nil
	}, `
		SELECT t.id, t.climbed
		  FROM ticket t
		 WHERE t.id IN (SELECT e.ticket_id
		                  FROM timeline_entry e
		                 WHERE e.id > ? AND e.kind = 'ticket.resolved')
		   AND t.state IN ('resolved', 'closed')
		 ORDER BY t.id`, from)
	if err != nil {
		return err
	}
	err = r.h.Each(r.ctx, func(row db.Row) error {
		var t id.Ticket
		var facts string
		if err := row.Scan(&t, &facts); err != nil {
			return err
		}
		var f ticket.ClockBreached
		if err := json.Unmarshal([]byte(facts), &f); err != nil {
			return err
		}
		if promised(f.Clock) {
			broken[t] = true
		}
		return nil
	}, `
		SELECT b.ticket_id, b.facts
		  FROM timeline_entry b
		 WHERE b.id > ? AND b.kind = 'clock.breached'
		UNION ALL
		SELECT b.ticket_id, b.facts
		  FROM timeline_entry e
		  JOIN timeline_entry b ON b.ticket_id = e.ticket_id
		 WHERE e.id > ? AND e.kind = 'ticket.resolved' AND b.id <= ? AND b.kind = 'clock.breached'
		 ORDER BY 1, 2`, from, from, from)
	for t := range solved {
		if !broken[t] {
			r.board.Day.Kept++
		}
	}
	r.board.Day.Broken = len(broken)
	return err
}

// promised tells whether a clock is a promise to the customer.
func promised(k ticket.ClockKind) bool {
	return k == ticket.FirstResponse || k == ticket.NextResponse || k == ticket.Resolution
}

// moves counts what climbed and what came back today, across each rung's lower
// edge.
func (r *reading) moves() error {
	return r.h.Each(r.ctx, func(row db.Row) error {
		var from, to, n int
		var state string
		if err := row.Scan(&from, &to, &state, &n); err != nil {
			return err
		}
		for rank := from + 1; rank <= to; rank++ {
			g := r.rung(rank)
			if g == nil {
				continue
			}
			g.Up += n
			if state == "returned" {
				g.Back += n
			}
		}
		return nil
	}, `
		SELECT h.from_rank, h.to_rank, h.state, count(*)
		  FROM handover h
		 WHERE h.offered_at >= ? AND h.state <> 'withdrawn'
		 GROUP BY h.from_rank, h.to_rank, h.state
		 ORDER BY h.from_rank, h.to_rank, h.state`, db.At(r.midnight))
}

// door counts what came in and is not looked at yet.
func (r *reading) door() error {
	d := &r.board.Door
	return r.h.Each(r.ctx, func(row db.Row) error {
		return row.Scan(&d.New, db.Into(&d.Longest), &d.Unanswered, &d.Quarantined)
	}, `
		SELECT (SELECT count(*) FROM ticket t WHERE t.state = 'new'),
		       (SELECT t.opened_at
		          FROM ticket t
		         WHERE t.id = (SELECT min(n.id) FROM ticket n WHERE n.state = 'new')),
		       (SELECT count(*) FROM ticket t WHERE t.state IN ('new', 'open', 'waiting') AND t.needs_reply = TRUE),
		       (SELECT count(*) FROM mail_in m WHERE m.state = 'quarantine' AND m.dropped_at IS NULL)`)
}

// lessons counts what was learned today, and tells the last.
func (r *reading) lessons() error {
	from := id.Lesson(id.At(r.midnight))
	err := r.h.Each(r.ctx, func(row db.Row) error { return row.Scan(&r.board.Lessons) }, `
		SELECT count(*)
		  FROM lesson l
		 WHERE l.id > ?`, from)
	if err != nil || r.board.Lessons == 0 {
		return err
	}
	return r.h.Each(r.ctx, func(row db.Row) error {
		var l Lesson
		var firm, person string
		if err := row.Scan(&l.Text, db.Null(&l.Service), &firm, &person); err != nil {
			return err
		}
		if names(l.Text, firm, person) {
			l.Text = ""
		}
		r.board.Lesson = &l
		return nil
	}, `
		SELECT l.text, s.name, o.name, p.name
		  FROM lesson l
		  JOIN ticket t ON t.id = l.ticket_id
		  JOIN organisation o ON o.id = l.organisation_id
		  JOIN person p ON p.id = t.requester_id
		  LEFT JOIN service s ON s.id = l.service_id
		 WHERE l.id > ?
		 ORDER BY l.id DESC
		 LIMIT 1`, from)
}

// names tells whether a text contains a word of somebody's name. Better to be
// silent of one lesson too many.
func names(text string, of ...string) bool {
	said := fold.Key(text)
	for _, name := range of {
		for word := range strings.FieldsSeq(fold.Key(name)) {
			if utf8.RuneCountInString(word) > 2 && strings.Contains(said, word) {
				return true
			}
		}
	}
	return false
}
