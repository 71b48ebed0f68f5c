package inbox_test

import (
	"slices"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/handover"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
	"secondline/internal/view/clocks"
	"secondline/internal/view/inbox"
)

// watch reads the clocks as the desk does.
func watch(d *flowtest.Desk) clocks.Watch {
	d.T.Helper()
	history, err := d.Door.History(d.Ctx, d.Door.Read())
	d.Must(err)
	return clocks.Watch{History: history, Now: d.Door.Now()}
}

func list(d *flowtest.Desk, who id.Person, q inbox.Query) []inbox.Handover {
	d.T.Helper()
	var all []inbox.Handover
	for {
		p, err := inbox.List(d.Ctx, d.Door.Read(), d.As(who), q, watch(d))
		d.Must(err)
		all = append(all, p.Items...)
		if q.Cursor = p.Next; q.Cursor == "" {
			return all
		}
	}
}

func subjects(list []inbox.Handover) []string {
	var out []string
	for _, h := range list {
		out = append(out, h.Ticket.Subject)
	}
	return out
}

func expect(t *testing.T, what string, list []inbox.Handover, want ...string) {
	t.Helper()
	if got := subjects(list); !slices.Equal(got, want) && len(got)+len(want) > 0 {
		t.Errorf("%s holds %q, want %q", what, got, want)
	}
}

// morning offers four tickets: three wait, one came back.
func morning(t *testing.T, store *db.DB) (*flowtest.Desk, map[string]id.Handover) {
	d := flowtest.New(t, store)
	h := map[string]id.Handover{}
	for _, o := range []struct {
		by      id.Person
		who     id.Person
		subject string
		about   id.Service
		to      id.Person
	}{{d.Tom, d.Ann, "vpn", d.VPN, d.Sam}, {d.Tom, d.Gus, "mail", d.Email, 0}, {d.Ida, d.Ann, "back", d.VPN, 0}, {d.Ida, d.Ann, "urgent", d.Email, 0}} {
		n := d.Asks(o.who, o.subject, "please", o.about)
		if o.subject == "urgent" {
			two, why := 2, "the boss"
			d.Must(d.Edit(d.Ctx, d.As(o.by), n, flowtest.EditIn{Priority: &two, PriorityBecause: &why}))
		}
		h[o.subject] = d.Offers(o.by, n, d.Second, o.to, "look at it")
		d.Later(time.Second)
	}
	d.SendsBack(d.Sam, h["back"], "which tunnel?")
	return d, h
}

// promises makes the desk promise an answer in so long, round the clock; of
// Acme's tickets sooner.
func promises(d *flowtest.Desk, within, acme time.Duration) {
	d.T.Helper()
	d.Must(d.DB.Tx(d.Ctx, func(h db.Handle) error {
		_, err := h.Exec(d.Ctx, `INSERT INTO calendar (id, name, name_key, time_zone, windows, standard) VALUES (71, 'Always', 'always', 'UTC', ?, ?)`,
			db.JSON(openhours.Always().Week), true)
		if err != nil {
			return err
		}
		for _, t := range []clock.Target{
			{ID: 1, Clock: clock.Acknowledge, Length: within},
			{ID: 2, Clock: clock.Acknowledge, Length: acme, Organisation: d.Acme},
			{ID: 3, Clock: clock.TeamWork, Length: 2 * time.Hour, Team: d.Second},
		} {
			t.Name, t.Calendar, t.Warn = "x", 71, 75
			if err := clock.Insert(d.Ctx, h, t); err != nil {
				return err
			}
		}
		_, err = clock.Publish(d.Ctx, h, 81, d.Clock.Now().Add(-time.Hour))
		return err
	}))
}

// Within a priority the offer whose answer is due first comes first; a question
// back gives it ten minutes more.
func TestTheInboxByClock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, h := morning(t, store)
		promises(d, 40*time.Minute, 35*time.Minute)
		expect(t, "the inbox by clock", list(d, d.Sam, inbox.Query{}), "urgent", "vpn", "mail")
		expect(t, "in small pages", list(d, d.Sam, inbox.Query{Limit: 1}), "urgent", "vpn", "mail")
		for _, v := range list(d, d.Sam, inbox.Query{}) {
			want := 35 * time.Minute
			if v.Ticket.Subject == "mail" {
				want = 40 * time.Minute
			}
			if v.Clock == nil || v.Clock.Kind != "acknowledge" || !v.Clock.DueAt.Equal(v.OfferedAt.Add(want)) || v.Within == "" || v.Work != "PT2H" {
				t.Errorf("%s is to be answered %+v, within %q", v.Ticket.Subject, v.Clock, v.Within)
			}
		}
		d.Must(d.AskBack(d.Ctx, d.As(d.Sam), h["vpn"], "Which tunnel?"))
		expect(t, "the inbox after a question back", list(d, d.Sam, inbox.Query{}), "urgent", "mail", "vpn")
		d.Takes(d.Sam, h["mail"])
		taken, err := inbox.Get(d.Ctx, d.Door.Read(), d.As(d.Sam), h["mail"], watch(d))
		d.Must(err)
		if taken.Clock == nil || taken.Clock.State != "met" || taken.Work != "" {
			t.Errorf("what was taken says %+v", taken.Clock)
		}
	})
}

func TestBoxes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, h := morning(t, store)
		expect(t, "Sam's inbox", list(d, d.Sam, inbox.Query{}), "urgent", "vpn", "mail")
		expect(t, "Sam's inbox in pages", list(d, d.Sam, inbox.Query{Limit: 1}), "urgent", "vpn", "mail")
		expect(t, "what second line answered", list(d, d.Sam, inbox.Query{States: []handover.State{handover.Returned, handover.Accepted}}), "back")
		expect(t, "Eve's inbox", list(d, d.Eve, inbox.Query{}))
		expect(t, "Eve's look at second line", list(d, d.Eve, inbox.Query{Team: d.Second}), "urgent", "vpn", "mail")
		expect(t, "what Tom sent", list(d, d.Tom, inbox.Query{Box: inbox.Sent, Limit: 1}), "mail", "vpn")
		expect(t, "what Ida sent", list(d, d.Ida, inbox.Query{Box: inbox.Sent}), "urgent", "back")
		expect(t, "what came back to first line", list(d, d.Tom, inbox.Query{Box: inbox.Returned}), "back")
		expect(t, "what Gil, cleared for Globex, sees of second line", list(d, d.Gil, inbox.Query{Team: d.Second}), "mail")
		if _, err := inbox.Get(d.Ctx, d.Door.Read(), d.As(d.Gil), h["vpn"], watch(d)); !errs.Is(err, errs.NotFound) {
			t.Errorf("Gil opens a handover of Acme: %v", err)
		}
		for _, q := range []inbox.Query{{Box: "letter"}, {States: []handover.State{"lost"}}, {Cursor: "x"}, {Box: inbox.Sent, Cursor: cursor(d)}} {
			if _, err := inbox.List(d.Ctx, d.Door.Read(), d.As(d.Sam), q, watch(d)); !errs.Is(err, errs.Invalid) {
				t.Errorf("%+v: %v", q, err)
			}
		}
		if _, err := inbox.List(d.Ctx, d.Door.Read(), d.As(d.Ann), inbox.Query{}, watch(d)); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a customer opens the inbox: %v", err)
		}
	})
}

func cursor(d *flowtest.Desk) string {
	p, err := inbox.List(d.Ctx, d.Door.Read(), d.As(d.Sam), inbox.Query{Limit: 1}, watch(d))
	d.Must(err)
	return p.Next
}

func TestOneHandover(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, h := morning(t, store)
		get := func(who id.Person, key id.Handover) inbox.Handover {
			v, err := inbox.Get(d.Ctx, d.Door.Read(), d.As(who), key, watch(d))
			d.Must(err)
			return v
		}
		v := get(d.Sam, h["vpn"])
		if v.From.Person.Name != "Tom Ashgrove" || v.From.Team.Name != "First line" || v.To.Person.Name != "Sam Oakley" || v.To.Rank != 2 ||
			v.Ticket.Requester.Name != "Ann Lee" || v.Ticket.Organisation.Name != "Acme" || v.Ask != "look at it" || v.Spark.Offered == nil {
			t.Errorf("Sam reads %+v", v)
		}
		if !v.Can[access.Accept] || !v.Can[access.Return] || v.Can[access.Withdraw] {
			t.Errorf("Sam can %v", v.Can)
		}
		if v := get(d.Tom, h["vpn"]); v.Can[access.Accept] || !v.Can[access.Withdraw] || v.UndoUntil == nil {
			t.Errorf("Tom can %v, and undo until %v", v.Can, v.UndoUntil)
		}
		if v := get(d.Sam, h["vpn"]); v.UndoUntil != nil {
			t.Error("only the sender can undo")
		}
		d.Later(11 * time.Second)
		if v := get(d.Tom, h["vpn"]); v.UndoUntil != nil {
			t.Errorf("after 11 seconds it can be undone until %s", v.UndoUntil)
		}
		back := get(d.Ida, h["back"])
		if back.Return == nil || back.Return.Reason != handover.MissingInformation || back.Return.Missing[0] != "the time" || back.Return.Note != "which tunnel?" ||
			back.AnsweredBy.Name != "Sam Oakley" || back.AnsweredAt == nil || back.Can[access.Accept] || back.Can[access.Withdraw] {
			t.Errorf("Ida reads %+v", back)
		}
	})
}

// Offered again, the old handover offers nothing any more.
func TestAnOldHandoverCannotBeAnswered(t *testing.T) {
	d, h := morning(t, dbtest.New(t, db.SQLite))
	v, err := inbox.Get(d.Ctx, d.Door.Read(), d.As(d.Sam), h["back"], watch(d))
	d.Must(err)
	n, err := id.ParseRef(string(v.Ticket.Ref))
	d.Must(err)
	d.Offers(d.Ida, n, d.Second, 0, "the blue one")
	if v, err = inbox.Get(d.Ctx, d.Door.Read(), d.As(d.Sam), h["back"], watch(d)); err != nil || v.Can[access.Accept] {
		t.Errorf("the old one can %v, %v", v.Can, err)
	}
}

func TestFitsMe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, _ := morning(t, store)
		fits := func(who id.Person) map[string]bool {
			out := map[string]bool{}
			for _, v := range list(d, who, inbox.Query{Team: d.Second}) {
				out[v.Ticket.Subject] = v.FitsMe
			}
			return out
		}
		if got := fits(d.Sam); !got["vpn"] || !got["mail"] {
			t.Errorf("Sam, who knows networks, fits %v", got)
		}
		if got := fits(d.Pam); got["vpn"] || !got["mail"] {
			t.Errorf("Pam, who does not, fits %v", got)
		}
	})
}

func TestNotices(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, _ := morning(t, store)
		p, err := inbox.Notices(d.Ctx, d.Door.Read(), d.As(d.Ida), "", 0)
		d.Must(err)
		if len(p.Items) != 1 || p.Items[0].Ticket.Subject != "back" || p.Items[0].Seen {
			t.Errorf("Ida's notices are %+v", p.Items)
		}
		if p, err = inbox.Notices(d.Ctx, d.Door.Read(), d.As(d.Tom), "", 0); err != nil || len(p.Items) != 0 {
			t.Errorf("Tom's notices are %+v, %v", p.Items, err)
		}
	})
}
