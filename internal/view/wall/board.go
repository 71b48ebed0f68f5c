package wall

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Board is all that a wallboard shows.
type Board struct {
	Desk string
	Now  time.Time // in the desk's own zone
	Rank int       // of the rung that it hangs at
	Open int
	Day  Day

	Rungs   []Rung // the top of the ladder first
	Offers  []Offer
	Offered int // how many there are
	People  []Person
	Present int // how many of the rung are there
	Door    Door
	Lessons int // given today
	Lesson  *Lesson
}

// Place is what the board's rung is called.
func (b Board) Place() string {
	for _, g := range b.Rungs {
		if g.Rank == b.Rank {
			return g.Name
		}
	}
	return "Nobody"
}

// Unshown is how many more are at work than there is room for.
func (b Board) Unshown() int { return b.Present - len(b.People) }

// A Rung is a row: the tickets that stand on one rung.
type Rung struct {
	Rank    int
	Name    string
	Present int // people
	Open    int
	Columns Columns
	Over    []Tile // the longest first
	Soon    []Tile // the soonest first
	Up      int    // handed over today from the rung below
	Back    int    // given back today to the rung below
}

// Columns count the tickets of a rung by their next clock.
type Columns struct{ Over, Quarter, Hour, Hours, Today, Later, Waiting int }

// A Tile is a ticket that has run out, or soon will.
type Tile struct {
	Ref   id.Ref
	Due   time.Time
	Owner string // a first name, "" for nobody
}

// An Offer is a handover that waits to be taken by the board's rung.
type Offer struct {
	Ref      id.Ref
	From, To int // ranks
	Service  string
	Due      time.Time // of the ticket's next clock; zero: none runs
}

// Door is what came in and is not looked at yet.
type Door struct {
	New         int
	Longest     time.Time // since when the first of them waits
	Unanswered  int       // tickets whose customer has written
	Quarantined int       // mails that could not be placed
}

// A Lesson is the last one that was given today.
type Lesson struct {
	Text    string // "" where it names a customer
	Service string
}

// A reading gathers a board, query by query, on one snapshot.
type reading struct {
	ctx      context.Context
	h        db.Handle
	now      time.Time
	midnight time.Time
	weights  routing.Weights
	board    Board
}

// A Desk lets a reading see one snapshot of it, and tells its time.
type Desk interface {
	View(ctx context.Context, fn func(db.Handle) error) error
	Now() time.Time
}

// A Window is where the wallboards look through.
type Window struct{ desk Desk }

// New makes a Window.
func New(desk Desk) *Window { return &Window{desk} }

// Board reads the board of a rung.
func (w *Window) Board(ctx context.Context, rank int) (Board, error) {
	r := &reading{ctx: ctx, now: w.desk.Now(), board: Board{Rank: rank}}
	err := w.desk.View(ctx, func(h db.Handle) error {
		r.h = h
		for _, step := range []func() error{
			r.desk, r.rungs, r.counts, r.waiting, r.tiles, r.moves, r.offers, r.here, r.people, r.door, r.lessons, r.day,
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Board{}, errs.Wrap(err, "reading the wallboard")
	}
	return r.board, nil
}

// desk reads the desk's name and zone: that of its standard calendar.
func (r *reading) desk() (err error) {
	if r.board.Desk, err = setting.Get(r.ctx, r.h, setting.DeskName, "Secondline"); err != nil {
		return err
	}
	if r.weights, err = routing.LoadWeights(r.ctx, r.h); err != nil {
		return err
	}
	name := "UTC"
	err = r.h.Each(r.ctx, func(row db.Row) error { return row.Scan(&name) }, `
		SELECT time_zone
		  FROM calendar
		 WHERE standard = TRUE AND archived_at IS NULL
		 ORDER BY id
		 LIMIT 1`)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(name)
	if err != nil { // a zone that this machine does not know
		zone = time.UTC
	}
	r.board.Now = r.now.In(zone)
	y, m, d := r.board.Now.Date()
	r.midnight = time.Date(y, m, d, 0, 0, 0, 0, zone)
	return nil
}

// rungs reads the ladder, the top first.
func (r *reading) rungs() (err error) {
	r.board.Rungs, err = db.All(r.ctx, r.h, func(row db.Row) (g Rung, err error) { return g, row.Scan(&g.Rank, &g.Name) }, `
		SELECT rank, name
		  FROM level
		 WHERE archived_at IS NULL
		 ORDER BY rank DESC`)
	return err
}

// rung is the row of a rank, nil for one that the ladder does not have.
func (r *reading) rung(rank int) *Rung {
	i := slices.IndexFunc(r.board.Rungs, func(g Rung) bool { return g.Rank == rank })
	if i < 0 {
		return nil
	}
	return &r.board.Rungs[i]
}
