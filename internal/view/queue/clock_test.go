package queue_test

import (
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/kit/openhours"
	"secondline/internal/view/clocks"
	"secondline/internal/view/queue"
)

// promises sets when the tickets' next clocks run out, as the clocks themselves do.
func promises(d *flowtest.Desk, n map[string]id.Number, in map[string]time.Duration) {
	d.T.Helper()
	for subject, left := range in {
		d.Must(d.DB.Tx(d.Ctx, func(h db.Handle) error {
			_, err := h.Exec(d.Ctx, `UPDATE ticket SET due_key = ? WHERE number = ?`, db.At(d.Clock.Now().Add(left)), n[subject])
			return err
		}))
	}
}

// What runs out first stands first, what is over before all, what has no clock last.
func TestListsByClock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, n := afternoon(t, store)
		promises(d, n, map[string]time.Duration{"mine": time.Hour, "urgent": -time.Minute, "climbed": 40 * time.Hour})
		want := []string{"urgent", "mine", "climbed", "new", "waits", "offered", "bounced", "project"}
		expect(d, "the clock's order", refs(d, d.Tom, queue.Query{States: ticket.Unsolved}), want...)
		expect(d, "the clock's order in small pages", refs(d, d.Tom, queue.Query{States: ticket.Unsolved, Limit: 2}), want...)
		expect(d, "due in an hour and a half", refs(d, d.Tom, queue.Query{States: ticket.Unsolved, DueBefore: d.Clock.Now().Add(90 * time.Minute)}), "urgent", "mine")
	})
}

// A day ends where its reader is: what is due at one in the morning in Vienna is
// due today in London.
func TestBreachingToday(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, n := afternoon(t, store)
		day := d.Clock.Now().UTC().Truncate(24 * time.Hour)
		promises(d, n, map[string]time.Duration{
			"urgent": -time.Hour, "mine": day.Add(22*time.Hour + 30*time.Minute).Sub(d.Clock.Now()), "climbed": day.Add(24 * time.Hour).Sub(d.Clock.Now()),
		})
		for zone, want := range map[string][]string{"UTC": {"urgent", "mine"}, "Etc/GMT-2": {"urgent"}, "Etc/GMT+2": {"urgent", "mine", "climbed"}} {
			d.Must(d.DB.Tx(d.Ctx, func(h db.Handle) error {
				_, err := h.Exec(d.Ctx, `UPDATE person SET time_zone = ? WHERE id = ?`, zone, d.Tom)
				return err
			}))
			expect(d, "breaching today in "+zone, view(d, d.Tom, "breaching-today"), want...)
			counts, err := queue.CountViews(d.Ctx, d.Door.Read(), d.As(d.Tom), queue.Query{}, today(d, d.Tom))
			d.Must(err)
			if counts["breaching-today"] != len(want) || counts["no-owner"] != 5 || counts["bounced"] != 1 || counts["handed-up"] != 2 {
				t.Errorf("the views count %v in %s", counts, zone)
			}
		}
		two := 2
		counts, err := queue.CountViews(d.Ctx, d.Door.Read(), d.As(d.Tom), queue.Query{Level: &two}, today(d, d.Tom))
		d.Must(err)
		if counts["needs-reply"] != 1 || counts["no-owner"] != 0 {
			t.Errorf("the second line's views count %v", counts)
		}
	})
}

// targets is what the desk promises from now on, round the clock.
func targets(d *flowtest.Desk, list ...clock.Target) {
	d.T.Helper()
	d.Must(d.DB.Tx(d.Ctx, func(h db.Handle) error {
		_, err := h.Exec(d.Ctx, `INSERT INTO calendar (id, name, name_key, time_zone, windows, standard) VALUES (71, 'Always', 'always', 'UTC', ?, ?)`,
			db.JSON(openhours.Always().Week), true)
		if err != nil {
			return err
		}
		for i, g := range list {
			g.ID, g.Name, g.Calendar, g.Warn = id.Target(i+1), "x", 71, 75
			if err := clock.Insert(d.Ctx, h, g); err != nil {
				return err
			}
		}
		_, err = clock.Publish(d.Ctx, h, 81, d.Clock.Now())
		return err
	}))
}

// Rows say what runs out next, and whom a ticket waits for; customers' rows do not.
func TestRowsCarryTheirClock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		targets(d, clock.Target{Clock: clock.Resolution, Length: 4 * time.Hour, PauseOn: []string{"customer"}},
			clock.Target{Clock: clock.TeamWork, Length: 2 * time.Hour}, clock.Target{Clock: clock.TeamWork, Length: 30 * time.Minute, Service: d.VPN})
		slow, fast := d.Asks(d.Ann, "slow", "x", d.Email), d.Asks(d.Ann, "fast", "x", d.VPN)
		rows := func(who id.Person) map[string]*clocks.Brief {
			p, err := queue.List(d.Ctx, d.Door.Read(), d.As(who).Scope(), d.As(who), queue.Query{States: ticket.Unsolved}, watch(d))
			d.Must(err)
			out := map[string]*clocks.Brief{}
			for _, r := range p.Items {
				out[r.Subject] = r.Clock
			}
			return out
		}
		expect(d, "what runs out first", refs(d, d.Tom, queue.Query{States: ticket.Unsolved}), "fast", "slow")
		at := d.Clock.Now()
		if got := rows(d.Tom); got["fast"].Kind != "work" || !got["fast"].DueAt.Equal(at.Add(30*time.Minute)) || got["slow"].State != "ok" {
			t.Errorf("the rows say %+v and %+v", got["fast"], got["slow"])
		}
		d.Later(23 * time.Minute)
		if got := rows(d.Tom); got["fast"].State != "soon" {
			t.Errorf("past its warning it says %+v", got["fast"])
		}
		d.Must(d.Wait(d.Ctx, d.As(d.Tom), fast, flowtest.WaitIn{On: ticket.OnCustomer, Question: "Which tunnel?"}))
		d.Later(24 * time.Minute)
		if got := rows(d.Tom); got["fast"].State != "paused" || got["fast"].PausedOn != "customer" {
			t.Errorf("while it waits it says %+v", got["fast"])
		}
		expect(d, "what waits comes last", refs(d, d.Tom, queue.Query{States: ticket.Unsolved}), "slow", "fast")
		d.Later(2 * time.Hour)
		if got := rows(d.Tom); got["slow"].State != "late" || got["slow"].LeftUS >= 0 {
			t.Errorf("when it is over it says %+v", got["slow"])
		}
		if got := rows(d.Ann); got["slow"] != nil {
			t.Errorf("a customer reads our clock: %+v", got["slow"])
		}
		d.Solves(d.Ida, slow, "Fixed.", "a full disk", "")
		solved, err := queue.List(d.Ctx, d.Door.Read(), d.As(d.Tom).Scope(), d.As(d.Tom), queue.Query{States: []ticket.State{ticket.Resolved}}, watch(d))
		d.Must(err)
		if len(solved.Items) != 1 || solved.Items[0].Clock != nil {
			t.Errorf("a solved ticket's row says %+v", solved.Items)
		}
	})
}
