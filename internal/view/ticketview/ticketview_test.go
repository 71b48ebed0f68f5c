package ticketview_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
	"secondline/internal/view/clocks"
	"secondline/internal/view/ticketview"
)

func get(d *flowtest.Desk, who id.Person, n id.Number) ticketview.Ticket {
	d.T.Helper()
	t, err := ticketview.Get(d.Ctx, d.Door.Read(), d.As(who), n, watch(d))
	d.Must(err)
	return t
}

// watch reads the clocks as the desk does.
func watch(d *flowtest.Desk) clocks.Watch {
	d.T.Helper()
	history, err := d.Door.History(d.Ctx, d.Door.Read())
	d.Must(err)
	return clocks.Watch{History: history, Now: d.Door.Now()}
}

func timeline(d *flowtest.Desk, who id.Person, n id.Number, s ticketview.Span) []ticketview.Entry {
	d.T.Helper()
	var all []ticketview.Entry
	for {
		p, err := ticketview.Timeline(d.Ctx, d.Door.Read(), d.As(who), n, s)
		d.Must(err)
		all = append(all, p.Items...)
		if s.Cursor = p.Next; s.Cursor == "" {
			return all
		}
	}
}

func text(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// climb is a ticket that went up and was solved there, with a lesson.
func climb(d *flowtest.Desk) id.Number {
	n := d.Asks(d.Ann, "VPN tunnel drops", "It drops at **noon**.", d.VPN)
	d.Must(d.Triage(d.Ctx, d.As(d.Tom), n, flowtest.TriageIn{Category: d.Tunnel, Impact: 2, Urgency: 2, Skills: []string{"network.vpn"}}))
	d.Must(d.Edit(d.Ctx, d.As(d.Tom), n, flowtest.EditIn{Tags: &[]string{"canary-tag"}, Watchers: &[]id.Person{d.Ida}, CC: &[]id.Person{d.Abe}}))
	d.Gives(d.Tom, n, d.Tom)
	d.Notes(d.Tom, n, "canary-note")
	d.Later(10 * time.Minute)
	h := d.Offers(d.Tom, n, d.Second, 0, "canary-ask")
	d.Later(5 * time.Minute)
	d.Takes(d.Sam, h)
	d.Later(20 * time.Minute)
	d.Solves(d.Sam, n, "It was a cable.", "canary-cause", "canary-lesson: look at the lamp")
	return n
}

func TestATicketInOneAnswer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		n := climb(d)
		d.Later(time.Hour)
		v := get(d, d.Ida, n)
		switch {
		case v.BodyPreview != "It drops at noon.":
			t.Errorf("the preview is %q", v.BodyPreview)
		case v.Requester.Name != "Ann Lee" || v.Organisation.Name != "Acme" || v.Service.Name != "VPN" || v.Category.Name != "Tunnel":
			t.Errorf("the names are %s", text(t, v))
		case v.Team.Name != "Second line" || v.Level.Name != "Second line" || v.Assignee.Name != "Sam Oakley":
			t.Errorf("it is with %+v", v.Team)
		case len(v.CC) != 1 || v.CC[0].Name != "Abe Moss" || len(v.Watchers) != 1 || v.Watchers[0].Name != "Ida Brook":
			t.Errorf("people: %v, %v", v.CC, v.Watchers)
		case text(t, v.Skills) != `[{"path":"network","grade":2},{"path":"network.vpn","grade":1}]`:
			t.Errorf("it needs %s", text(t, v.Skills))
		case v.Ladder.AgeUS != (35*time.Minute).Microseconds() || len(v.Ladder.Rungs) != 5 || v.Ladder.Rungs[1].HeldUS != (15*time.Minute).Microseconds():
			t.Errorf("the ladder is %s", text(t, v.Ladder))
		case len(v.Handovers) != 1 || v.Handovers[0].State != "accepted" || v.Handovers[0].Ask != "canary-ask":
			t.Errorf("handovers: %s", text(t, v.Handovers))
		case len(v.Lessons) != 1 || v.Lessons[0].Learners[0].Person.Name != "Tom Ashgrove":
			t.Errorf("lessons: %s", text(t, v.Lessons))
		case !v.Can[access.Reopen] || v.Can[access.Resolve] || v.Can[access.Confirm]:
			t.Errorf("Ida can %v", v.Can)
		}
		if d.Ticket(n).Version != v.Version {
			t.Errorf("version %d", v.Version)
		}
	})
}

// What is inside never reaches the customer, in no field of ticket or timeline.
func TestCustomersReadTheirSideOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		n := climb(d)
		for _, who := range []id.Person{d.Ann, d.Abe} {
			got := text(t, get(d, who, n)) + text(t, timeline(d, who, n, ticketview.Span{}))
			if i := strings.Index(got, "canary"); i >= 0 {
				t.Errorf("a customer reads %s", got[max(0, i-60):min(len(got), i+40)])
			}
			for _, theirs := range []string{"It was a cable.", "It drops at", "VPN tunnel drops"} {
				if !strings.Contains(got, theirs) {
					t.Errorf("a customer does not read %q", theirs)
				}
			}
		}
		for _, e := range timeline(d, d.Ann, n, ticketview.Span{}) {
			if e.By.ID != 0 || e.Mail != nil || e.Audience != ticket.Customer {
				t.Errorf("a customer reads %s", text(t, e))
			}
		}
		before := get(d, d.Ann, n).UpdatedAt
		d.Later(time.Minute)
		d.Notes(d.Sam, n, "more")
		if after := get(d, d.Ann, n).UpdatedAt; !after.Equal(before) {
			t.Error("the time of a note shows outside")
		}
		_, err := ticketview.EntryAt(d.Ctx, d.Door.Read(), d.As(d.Ann), n, d.Ticket(n).Seq)
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("a customer asks for a note by its seq: %v", err)
		}
	})
}

func TestOthersAreToldThatItIsNotThere(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		n := climb(d)
		for _, who := range []id.Person{d.Gus, d.Gil} {
			_, err := ticketview.Get(d.Ctx, d.Door.Read(), d.As(who), n, watch(d))
			_, missing := ticketview.Get(d.Ctx, d.Door.Read(), d.As(who), n+500, watch(d))
			if !errs.Is(err, errs.NotFound) || errs.Text(err) == "" || strings.ReplaceAll(errs.Text(missing), string((n+500).Ref()), string(n.Ref())) != errs.Text(err) {
				t.Errorf("theirs: %v; none: %v", err, missing)
			}
			if _, err := ticketview.Timeline(d.Ctx, d.Door.Read(), d.As(who), n, ticketview.Span{}); !errs.Is(err, errs.NotFound) {
				t.Errorf("the timeline: %v", err)
			}
		}
	})
}

// The timeline of a ticket that absorbed others tells their story too, each
// entry with its own ref, in order of time; what was unmerged goes again.
func TestTimelineOfMergedTickets(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		var n []id.Number
		for _, subject := range []string{"first", "second", "third"} {
			d.Later(time.Minute)
			n = append(n, d.Asks(d.Ann, subject, "body of "+subject, d.Email))
		}
		d.Later(time.Minute)
		d.Must(d.Merge(d.Ctx, d.As(d.Tom), n[2], n[1]))
		d.Later(time.Minute)
		d.Must(d.Merge(d.Ctx, d.As(d.Tom), n[1], n[0]))
		all := timeline(d, d.Tom, n[0], ticketview.Span{})
		var refs []string
		for i, e := range all {
			refs = append(refs, string(e.Ref)+" "+e.Kind)
			if i > 0 && e.At.Before(all[i-1].At) {
				t.Error("it steps back in time")
			}
		}
		want := []string{
			string(n[0].Ref()) + " ticket.opened", string(n[1].Ref()) + " ticket.opened", string(n[2].Ref()) + " ticket.opened",
			string(n[1].Ref()) + " ticket.absorbed", string(n[2].Ref()) + " ticket.merged", string(n[0].Ref()) + " ticket.absorbed", string(n[1].Ref()) + " ticket.merged",
		}
		slices.Sort(want)
		got := slices.Clone(refs)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("the timeline is %q", refs)
		}
		if paged := timeline(d, d.Tom, n[0], ticketview.Span{Limit: 2}); text(t, paged) != text(t, all) {
			t.Errorf("in pages it is %s", text(t, paged))
		}
		if own := timeline(d, d.Tom, n[0], ticketview.Span{From: 2}); len(own) != 1 || own[0].Kind != "ticket.absorbed" {
			t.Errorf("from its second entry on: %s", text(t, own))
		}
		if v := get(d, d.Tom, n[2]); v.MergedInto != n[1].Ref() || v.State != ticket.Closed {
			t.Errorf("the merged ticket says it went into %q", v.MergedInto)
		}
		if v := get(d, d.Tom, n[0]); !slices.Equal(v.Merged, []id.Ref{n[1].Ref()}) {
			t.Errorf("it absorbed %v", v.Merged)
		}
		d.Must(d.Unmerge(d.Ctx, d.As(d.Tom), n[1]))
		if left := timeline(d, d.Tom, n[0], ticketview.Span{}); len(left) != 3 {
			t.Errorf("after unmerging it has %d entries", len(left))
		}
	})
}

func TestEntriesAreSafeToShow(t *testing.T) {
	d := flowtest.New(t, dbtest.New(t, db.SQLite))
	n := d.Asks(d.Ann, "x", "<script>alert(1)</script> **bold**", d.Email)
	e := timeline(d, d.Tom, n, ticketview.Span{})[0]
	if strings.Contains(e.HTML, "<script") || !strings.Contains(e.HTML, "<strong>bold</strong>") {
		t.Errorf("it is shown as %s", e.HTML)
	}
}

// A link to a ticket that the reader may not see is not shown.
func TestLinksKeepWithinSight(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		acme, globex := d.Asks(d.Ann, "secret of Acme", "x", d.Email), d.Asks(d.Gus, "of Globex", "x", d.Email)
		d.Must(d.Link(d.Ctx, d.As(d.Tom), globex, acme, "duplicate_of", false))
		if v := get(d, d.Tom, globex); len(v.Links) != 1 || v.Links[0].Subject != "secret of Acme" || v.Links[0].Direction != "to" {
			t.Errorf("Tom sees %s", text(t, v.Links))
		}
		if v := get(d, d.Gil, globex); len(v.Links) != 0 {
			t.Errorf("Gil, who is not cleared for Acme, sees %s", text(t, v.Links))
		}
	})
}

// promises is what the desk promises from now on, round the clock.
func promises(d *flowtest.Desk) {
	d.T.Helper()
	d.Must(d.DB.Tx(d.Ctx, func(h db.Handle) error {
		_, err := h.Exec(d.Ctx, `INSERT INTO calendar (id, name, name_key, time_zone, windows, standard) VALUES (71, 'Always', 'always', 'UTC', ?, ?)`,
			db.JSON(openhours.Always().Week), true)
		if err != nil {
			return err
		}
		for i, kind := range []clock.Kind{clock.FirstResponse, clock.Resolution, clock.Acknowledge, clock.TeamWork} {
			g := clock.Target{ID: id.Target(i + 1), Name: "x", Clock: kind, Calendar: 71, Length: 40 * time.Minute, Warn: 75}
			if kind == clock.Resolution {
				g.PauseOn = []string{"vendor"}
			}
			if err := clock.Insert(d.Ctx, h, g); err != nil {
				return err
			}
		}
		_, err = clock.Publish(d.Ctx, h, 81, d.Clock.Now())
		return err
	}))
}

// The ticket shows every clock that something was promised for; what the rungs
// held and what it waited for add up to its age, to the microsecond.
func TestClocksAndLedger(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		promises(d)
		n := climb(d)
		d.Must(d.Reopen(d.Ctx, d.As(d.Ann), n, "it drops again"))
		d.Later(time.Minute + 7*time.Microsecond)
		d.Must(d.Wait(d.Ctx, d.As(d.Sam), n, flowtest.WaitIn{On: ticket.OnVendor}))
		d.Later(11*time.Minute + 3*time.Microsecond)
		d.Must(d.Resume(d.Ctx, d.As(d.Sam), n, ""))
		d.Later(13 * time.Second)
		v := get(d, d.Ida, n)
		var said []string
		for _, c := range v.Clocks {
			said = append(said, c.Kind+" "+c.State)
			var counted, waited int64
			for _, e := range c.Ledger {
				if e.On == "" {
					counted += e.US
				} else {
					waited += e.US
				}
			}
			if counted != c.SpentUS {
				t.Errorf("the ledger of %s adds up to %d of %d", c.Kind, counted, c.SpentUS)
			}
		}
		want := "work met, resolution soon, first_response met, acknowledge met, work ok"
		if got := strings.Join(said, ", "); got != want {
			t.Errorf("its clocks are %s, want %s", got, want)
		}
		var sum int64
		for _, r := range v.Ladder.Rungs {
			sum += r.HeldUS
		}
		for _, w := range v.Ladder.Waits {
			sum += w.US
		}
		if sum != v.Ladder.AgeUS || v.Ladder.AgeUS == 0 {
			t.Errorf("the rungs and waits add up to %d, its age is %d", sum, v.Ladder.AgeUS)
		}
		if theirs := get(d, d.Ann, n); len(theirs.Clocks) != 0 {
			t.Errorf("a customer reads our clocks: %s", text(t, theirs.Clocks))
		}
	})
}
