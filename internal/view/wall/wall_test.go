package wall_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/view/wall"
)

// look reads the board of a rung.
func look(d *flowtest.Desk, rank int) wall.Board {
	d.T.Helper()
	b, err := wall.New(d.Door).Board(d.Ctx, rank)
	d.Must(err)
	return b
}

func rung(t *testing.T, b wall.Board, rank int) wall.Rung {
	t.Helper()
	for _, g := range b.Rungs {
		if g.Rank == rank {
			return g
		}
	}
	t.Fatalf("there is no L%d", rank)
	return wall.Rung{}
}

// due puts the next clock of a ticket where the test wants it.
func due(d *flowtest.Desk, n id.Number, in time.Duration) {
	d.T.Helper()
	d.Must(d.DB.Tx(d.Ctx, func(h db.Handle) error {
		_, err := h.Exec(d.Ctx, `UPDATE ticket SET due_key = ? WHERE number = ?`, db.At(d.Clock.Now().Add(in)), n)
		return err
	}))
}

func here(d *flowtest.Desk, presence string, who ...id.Person) {
	d.T.Helper()
	for _, p := range who {
		d.Must(d.DB.Tx(d.Ctx, func(h db.Handle) error {
			_, err := h.Exec(d.Ctx, `UPDATE person SET presence = ?, capacity = 5 WHERE id = ?`, presence, p)
			return err
		}))
	}
}

func TestTicketsStandByRungAndNextClock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		var all []id.Number
		for _, in := range []time.Duration{-2 * time.Minute, -time.Minute, -time.Second, 6 * time.Minute, 50 * time.Minute, 3 * time.Hour, 14 * time.Hour, 40 * time.Hour, 0} {
			n := d.Asks(d.Ann, "VPN", "x", d.VPN)
			if in != 0 {
				due(d, n, in)
			}
			all = append(all, n)
		}
		d.Gives(d.Tom, all[0], d.Tom)
		due(d, all[0], -2*time.Minute)
		due(d, all[8], 1000*time.Hour)
		waiting := d.Asks(d.Ann, "VPN", "x", d.VPN)
		d.Waits(d.Tom, waiting, "they look")
		due(d, waiting, time.Minute)

		b := look(d, 1)
		first := rung(t, b, 1)
		want := wall.Columns{Over: 3, Quarter: 1, Hour: 1, Hours: 1, Today: 1, Later: 2, Waiting: 1}
		if diff := cmp.Diff(want, first.Columns); diff != "" {
			t.Error(diff)
		}
		if b.Open != 10 || first.Open != 10 || rung(t, b, 2).Open != 0 {
			t.Errorf("%d open, %d on the first line", b.Open, first.Open)
		}
		now := d.Clock.Now()
		over := []wall.Tile{{Ref: all[0].Ref(), Due: now.Add(-2 * time.Minute), Owner: "Tom"}, {Ref: all[1].Ref(), Due: now.Add(-time.Minute)}}
		if diff := cmp.Diff(over, first.Over); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]wall.Tile{{Ref: all[3].Ref(), Due: now.Add(6 * time.Minute)}}, first.Soon); diff != "" {
			t.Error(diff)
		}
		if b.Rungs[0].Rank < b.Rungs[len(b.Rungs)-1].Rank {
			t.Error("the top of the ladder is not on top")
		}
	})
}

func TestWhatWaitsToBeTakenAndWhatMovedToday(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		early := d.Asks(d.Ann, "VPN", "x", d.VPN)
		d.Takes(d.Sam, d.Offers(d.Tom, early, d.Second, 0, "Look."))
		d.Later(24 * time.Hour) // that was yesterday
		n := d.Asks(d.Ann, "VPN", "x", d.VPN)
		d.Offers(d.Tom, n, d.Second, 0, "Look.")
		due(d, n, 18*time.Minute)
		back := d.Asks(d.Ann, "VPN", "x", d.VPN)
		d.SendsBack(d.Sam, d.Offers(d.Tom, back, d.Second, 0, "Look."), "When was that?")

		b := look(d, 2)
		want := []wall.Offer{{Ref: n.Ref(), From: 1, To: 2, Service: "VPN", Due: d.Clock.Now().Add(18 * time.Minute)}}
		if diff := cmp.Diff(want, b.Offers); diff != "" || b.Offered != 1 {
			t.Errorf("%d: %s", b.Offered, diff)
		}
		if g := rung(t, b, 2); g.Up != 2 || g.Back != 1 {
			t.Errorf("%d climbed today, %d came back", g.Up, g.Back)
		}
		if other := look(d, 3); other.Offered != 0 || len(other.Offers) != 0 {
			t.Errorf("L3 is offered %v", other.Offers)
		}
	})
}

func TestWhoIsThereWithHowMuch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		here(d, "here", d.Tom)
		here(d, "away", d.Ida)
		here(d, "off", d.Gil, d.Sam)
		for range 2 {
			d.Gives(d.Tom, d.Asks(d.Ann, "VPN", "x", d.VPN), d.Tom)
		}
		b := look(d, 1)
		if len(b.People) != 2 || b.People[0].Name != "Tom" || b.People[1].Name != "Ida" || b.Present != 2 {
			t.Fatalf("there are %+v", b.People)
		}
		if tom, ida := b.People[0], b.People[1]; tom.Load == 0 || tom.Full || ida.Load != 0 || ida.Presence != "away" {
			t.Errorf("Tom %+v, Ida %+v", tom, ida)
		}
		if g := rung(t, b, 1); g.Present != 1 || rung(t, b, 2).Present != 0 {
			t.Errorf("%d are here", g.Present)
		}
		for range 5 {
			d.Gives(d.Tom, d.Asks(d.Ann, "VPN", "x", d.VPN), d.Tom)
		}
		if tom := look(d, 1).People[0]; !tom.Full || tom.Load != 5 {
			t.Errorf("Tom has seven: %+v", tom)
		}
	})
}

func TestWhatTheDayBrought(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		solve := func(who id.Person, n id.Number) {
			t.Helper()
			d.Solves(who, n, "Done.", "a rule", "")
		}
		if b := look(d, 1); b.Door.New != 0 || !b.Door.Longest.IsZero() {
			t.Errorf("at the door: %+v", b.Door)
		}
		solve(d.Tom, d.Asks(d.Ann, "VPN", "x", d.VPN)) // yesterday
		d.Later(24 * time.Hour)
		if day := look(d, 1).Day; day.Solved != 0 || day.Judged() != 0 || day.FirstContact() != 0 {
			t.Errorf("today brought %+v already", day)
		}
		since := d.Clock.Now()
		waits := d.Asks(d.Ann, "VPN", "x", d.VPN)
		solve(d.Tom, d.Asks(d.Ann, "VPN", "x", d.VPN))
		climbed := d.Asks(d.Ann, "VPN", "x", d.VPN)
		d.Happens(climbed, &ticket.ClockBreached{Clock: ticket.Acknowledge, Due: since}) // between teams: no promise to the customer
		d.Takes(d.Sam, d.Offers(d.Tom, climbed, d.Second, 0, "Look."))
		solve(d.Sam, climbed)
		late := d.Asks(d.Ann, "VPN", "x", d.VPN)
		d.Happens(late, &ticket.ClockBreached{Clock: ticket.Resolution, Due: since})
		solve(d.Tom, late)
		d.Clock.Advance(time.Minute)

		b := look(d, 1)
		if diff := cmp.Diff(wall.Day{Solved: 3, First: 2, Kept: 2, Broken: 1}, b.Day); diff != "" {
			t.Error(diff)
		}
		if p, kept := b.Day.FirstContact(), b.Day.Promises(); p != 66 || kept != 66 {
			t.Errorf("%d %% solved at first contact, %d %% of promises kept", p, kept)
		}
		if b.Door.New != 1 || !b.Door.Longest.Equal(since) {
			t.Errorf("at the door: %+v, not %s", b.Door, waits.Ref())
		}
	})
}

// No customer is named, whatever they are called and wherever they are named.
func TestNoCustomerIsNamed(t *testing.T) {
	const canary = "Gullstone"
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		d.Must(d.DB.Tx(d.Ctx, func(h db.Handle) error {
			for _, sql := range []string{`UPDATE organisation SET name = ? WHERE id = ?`, `UPDATE person SET name = ? WHERE organisation_id = ?`} {
				if _, err := h.Exec(d.Ctx, sql, canary+" Ltd", d.Acme); err != nil {
					return err
				}
			}
			return nil
		}))
		n := d.Asks(d.Ann, canary+"'s tills drop", "of "+canary, d.VPN)
		due(d, n, time.Minute)
		offered := d.Asks(d.Ann, canary+" again", "of "+canary, d.VPN)
		d.Offers(d.Tom, offered, d.Second, 0, "Call "+canary+".")
		solved := d.Asks(d.Ann, canary+" once more", "of "+canary, d.VPN)
		d.Takes(d.Sam, d.Offers(d.Tom, solved, d.Second, 0, "Look."))
		d.Solves(d.Sam, solved, "Done.", "a rule", "At GULLSTONE look at the gateway.")

		b := look(d, 2)
		shown, err := json.Marshal(b)
		d.Must(err)
		if strings.Contains(strings.ToLower(string(shown)), strings.ToLower(canary)) {
			t.Errorf("a customer is named: %s", shown)
		}
		if b.Lessons != 1 || b.Lesson == nil || b.Lesson.Service != "VPN" || len(b.Offers) != 1 || len(rung(t, b, 1).Soon) != 1 {
			t.Errorf("not all is shown: %s", shown)
		}
	})
}
