package clock

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
)

// newest is the setting that names the policy in force. Whoever publishes writes
// it first, so that two who do so at once stand in line.
const newest = "clock.policy"

// frozen is a policy as its row keeps it.
type frozen struct {
	Targets   []Target      `json:"targets"`
	Calendars []frozenHours `json:"calendars"`
}

type frozenHours struct {
	ID     id.Calendar     `json:"id"`
	Name   string          `json:"name"`
	Zone   string          `json:"zone"`
	Week   openhours.Week  `json:"week"`
	Closed []openhours.Day `json:"closed,omitempty"`
}

// Publish freezes targets, calendars and holidays as the tables hold them now:
// from then on everything that runs is held to them. It tells whether that is
// anything new; if not, nothing happens.
func Publish(ctx context.Context, h db.Handle, key id.Policy, since time.Time) (bool, error) {
	if err := setting.Set(ctx, h, newest, key.String()); err != nil { // and now nobody else does
		return false, err
	}
	f, err := current(ctx, h)
	if err != nil {
		return false, errs.Wrap(err, "freezing the desk's promises")
	}
	body, err := json.Marshal(f)
	if err != nil {
		return false, errs.Wrap(err, "freezing the desk's promises")
	}
	was, said, err := last(ctx, h)
	if err != nil {
		return false, err
	}
	if said == string(body) {
		return false, setting.Set(ctx, h, newest, was.String())
	}
	_, err = h.Exec(ctx, `
		INSERT INTO policy (id, since, body)
		VALUES (?, ?, ?)`, key, db.At(since), string(body))
	return err == nil, errs.Wrap(err, "publishing the desk's promises")
}

// last is the policy in force and what its row says; none says nothing.
func last(ctx context.Context, h db.Handle) (key id.Policy, body string, err error) {
	err = h.Each(ctx, func(row db.Row) error { return row.Scan(&key, &body) }, `
		SELECT id, body
		  FROM policy
		 ORDER BY since DESC, id DESC
		 LIMIT 1`)
	return key, body, err
}

// Current reads what the tables hold now, as a policy that nobody has published:
// what a preview compares with.
func Current(ctx context.Context, h db.Handle, now time.Time) (Policy, error) {
	f, err := current(ctx, h)
	if err != nil {
		return Policy{}, err
	}
	p, err := f.policy()
	p.Since = now
	return p, err
}

func current(ctx context.Context, h db.Handle) (frozen, error) {
	targets, err := All(ctx, h)
	if err != nil {
		return frozen{}, err
	}
	var f frozen
	f.Targets = slices.DeleteFunc(targets, func(t Target) bool { return !t.ArchivedAt.IsZero() })
	contracts, err := contracts(ctx, h)
	if err != nil {
		return f, err
	}
	f.Targets = append(f.Targets, contracts...)
	slices.SortFunc(f.Targets, func(a, b Target) int { return cmp.Compare(a.ID, b.ID) })
	f.Calendars, err = calendars(ctx, h)
	return f, err
}

// contracts are what vendors promised, as targets of their own; on their own
// hours, or else those of the standard calendar.
func contracts(ctx context.Context, h db.Handle) ([]Target, error) {
	return db.All(ctx, h, func(row db.Row) (t Target, err error) {
		t.Clock = VendorAnswer
		var seconds int64
		err = row.Scan(&t.Contract, &t.Vendor, &t.Name, db.Null(&t.Organisation), &t.Calendar, &seconds, &t.Warn, db.Into(&t.ValidFrom), db.Into(&t.ValidUntil))
		t.ID, t.Length = id.Target(t.Contract), time.Duration(seconds)*time.Second
		return t, err
	}, `
		SELECT k.id, k.vendor_id, k.number, k.organisation_id, coalesce(k.calendar_id, s.id), k.answer_seconds,
		       k.warn_percent, k.valid_from, k.expires_at
		  FROM vendor_contract k
		  JOIN calendar s ON s.standard = TRUE
		 ORDER BY k.id`)
}

// calendars are those that something runs on or may come to: all of them.
func calendars(ctx context.Context, h db.Handle) ([]frozenHours, error) {
	list, err := db.All(ctx, h, func(row db.Row) (f frozenHours, err error) {
		return f, row.Scan(&f.ID, &f.Name, &f.Zone, db.FromJSON(&f.Week))
	}, `
		SELECT id, name, time_zone, windows
		  FROM calendar
		 ORDER BY id`)
	if err != nil {
		return nil, err
	}
	return list, h.Each(ctx, func(row db.Row) error {
		var of id.Calendar
		var day string
		if err := row.Scan(&of, &day); err != nil {
			return err
		}
		at := slices.IndexFunc(list, func(f frozenHours) bool { return f.ID == of })
		d, err := openhours.ParseDay(day)
		if err != nil {
			return err
		}
		list[at].Closed = append(list[at].Closed, d)
		return nil
	}, `
		SELECT DISTINCT calendar_id, day
		  FROM holiday
		 ORDER BY calendar_id, day`)
}

func (f frozen) policy() (Policy, error) {
	p := Policy{Targets: f.Targets, Calendars: make(map[id.Calendar]Hours, len(f.Calendars))}
	for _, c := range f.Calendars {
		zone, err := openhours.LoadZone(c.Zone)
		if err != nil {
			return p, err
		}
		hours := Hours{ID: c.ID, Name: c.Name, Open: openhours.Hours{Zone: zone, Week: c.Week, Closed: make(map[openhours.Day]bool, len(c.Closed))}}
		for _, d := range c.Closed {
			hours.Open.Closed[d] = true
		}
		p.Calendars[c.ID] = hours
	}
	return p, nil
}

// A Book hands out the history and reads only what it has not read before. It is
// safe for concurrent use.
type Book struct {
	mu      sync.Mutex
	newest  string
	history History
}

// NewBook opens an empty book.
func NewBook() *Book { return &Book{} }

// History is every policy of the desk, oldest first, with what the handle's own
// transaction has published.
func (b *Book) History(ctx context.Context, h db.Handle) (History, error) {
	is, err := setting.Get(ctx, h, newest, "")
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	was, history := b.newest, b.history
	b.mu.Unlock()
	if is == was {
		return history, nil
	}
	if history, err = load(ctx, h, history); err != nil {
		return nil, errs.Wrap(err, "reading what the desk promised")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.newest, b.history = is, history
	return history, nil
}

// load reads the history; a policy never changes, so what is known is taken from
// there.
func load(ctx context.Context, h db.Handle, known History) (History, error) {
	history, err := db.All(ctx, h, func(row db.Row) (p Policy, err error) {
		return p, row.Scan(&p.ID, db.Into(&p.Since))
	}, `
		SELECT id, since
		  FROM policy
		 ORDER BY since, id`)
	if err != nil {
		return nil, err
	}
	for i, p := range history {
		if at := slices.IndexFunc(known, func(k Policy) bool { return k.ID == p.ID }); at >= 0 {
			history[i] = known[at]
			continue
		}
		f, err := db.One(ctx, h, func(row db.Row) (f frozen, err error) {
			return f, row.Scan(db.FromJSON(&f))
		}, `
			SELECT body
			  FROM policy
			 WHERE id = ?`, p.ID)
		if err != nil {
			return nil, err
		}
		full, err := f.policy()
		if err != nil {
			return nil, err
		}
		full.ID, full.Since = p.ID, p.Since
		history[i] = full
	}
	return history, nil
}
