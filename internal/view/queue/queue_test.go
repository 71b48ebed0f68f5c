package queue_test

import (
	"slices"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/clocks"
	"secondline/internal/view/queue"
)

// refs lists what a query shows to somebody, page by page.
func refs(d *flowtest.Desk, who id.Person, q queue.Query) []string {
	d.T.Helper()
	var out []string
	for {
		p, err := queue.List(d.Ctx, d.Door.Read(), d.As(who).Scope(), d.As(who), q, watch(d))
		d.Must(err)
		for _, r := range p.Items {
			out = append(out, r.Subject)
		}
		if q.Cursor = p.Next; q.Cursor == "" {
			return out
		}
	}
}

// watch reads the clocks as the desk does.
func watch(d *flowtest.Desk) clocks.Watch {
	d.T.Helper()
	history, err := d.Door.History(d.Ctx, d.Door.Read())
	d.Must(err)
	return clocks.Watch{History: history, Now: d.Clock.Now()}
}

func view(d *flowtest.Desk, who id.Person, name string) []string {
	d.T.Helper()
	q, err := queue.View(name, d.As(who), today(d, who))
	d.Must(err)
	return refs(d, who, q)
}

func today(d *flowtest.Desk, who id.Person) time.Time {
	d.T.Helper()
	at, err := queue.Today(d.Ctx, d.Door.Read(), who, d.Clock.Now())
	d.Must(err)
	return at
}

func expect(d *flowtest.Desk, what string, got []string, want ...string) {
	d.T.Helper()
	if !slices.Equal(got, want) && len(got)+len(want) > 0 {
		d.T.Errorf("%s shows %q, want %q", what, got, want)
	}
}

// afternoon is a desk in the middle of its day.
func afternoon(t *testing.T, store *db.DB) (*flowtest.Desk, map[string]id.Number) {
	d := flowtest.New(t, store)
	n := map[string]id.Number{}
	for _, ask := range []struct {
		who     id.Person
		subject string
		service id.Service
	}{
		{d.Ann, "new", 0},
		{d.Abe, "mine", d.Email},
		{d.Gus, "waits", d.VPN},
		{d.Ann, "offered", d.VPN},
		{d.Gus, "climbed", d.VPN},
		{d.Ann, "bounced", d.VPN},
		{d.Abe, "project", d.Email},
		{d.Ann, "solved", d.Email},
		{d.Gus, "urgent", d.Email},
	} {
		d.Later(time.Minute)
		n[ask.subject] = d.Asks(ask.who, ask.subject, "It does not work: "+ask.subject, ask.service)
	}
	d.Gives(d.Tom, n["mine"], d.Tom)
	d.Must(d.Wait(d.Ctx, d.As(d.Tom), n["waits"], flowtest.WaitIn{On: ticket.OnVendor}))
	d.Offers(d.Tom, n["offered"], d.Second, d.Sam, "look at the tunnel")
	d.Takes(d.Sam, d.Offers(d.Tom, n["climbed"], d.Second, 0, "look"))
	d.SendsBack(d.Sam, d.Offers(d.Ida, n["bounced"], d.Second, 0, "look"), "which tunnel?")
	d.SendsBack(d.Pam, d.Offers(d.Ida, n["bounced"], d.Build, 0, "look"), "no plan of ours")
	d.SendsBack(d.Sam, d.Offers(d.Ida, n["bounced"], d.Second, 0, "look again"), "which tunnel?") // a third time between these two would be a swarm
	d.Takes(d.Pam, d.Offers(d.Tom, n["project"], d.Build, 0, "roll it out"))
	d.Solves(d.Ida, n["solved"], "Fixed.", "a full disk", "")
	one, why := 1, "the boss"
	d.Must(d.Edit(d.Ctx, d.As(d.Tom), n["urgent"], flowtest.EditIn{Priority: &one, PriorityBecause: &why, Tags: &[]string{"vip"}}))
	d.Later(time.Minute)
	return d, n
}

func TestViewsShowWhatTheyPromise(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, n := afternoon(t, store)
		expect(d, "mine", view(d, d.Tom, "mine"), "mine")
		expect(d, "unassigned", view(d, d.Tom, "unassigned"), "new", "waits", "offered", "bounced", "urgent")
		expect(d, "waiting", view(d, d.Tom, "waiting"), "waits")
		expect(d, "needs-reply", view(d, d.Sam, "needs-reply"), "new", "mine", "waits", "offered", "climbed", "bounced", "project", "urgent")
		expect(d, "bounced", view(d, d.Sam, "bounced"), "bounced")
		expect(d, "handed-up of first line", view(d, d.Ida, "handed-up"), "offered", "climbed")
		expect(d, "handed-up of second line", view(d, d.Sam, "handed-up"))
		expect(d, "team", view(d, d.Sam, "team"), "climbed")
		one := 1
		expect(d, "handed-up from a rung", refs(d, d.Eve, queue.Query{States: ticket.Unsolved, HandedUp: true, Level: &one}), "offered", "climbed")
		expect(d, "all", view(d, d.Tom, "all"), "urgent", "solved", "project", "bounced", "climbed", "offered", "waits", "mine", "new")
		expect(d, "closed of the team", refs(d, d.Tom, queue.Query{States: []ticket.State{ticket.Resolved, ticket.Closed}, Team: d.First}), "solved")
		expect(d, "a tag", refs(d, d.Tom, queue.Query{Tag: "vip"}), "urgent")
		expect(d, "offered to us", refs(d, d.Sam, queue.Query{OfferedTo: d.Second}), "offered")
		expect(d, "urgent first, then what nobody touched for longest", refs(d, d.Tom, queue.Query{States: ticket.Unsolved, NoOwner: true, Sort: queue.ByPriority}), "urgent", "new", "waits", "offered", "bounced")
		expect(d, "a service, oldest last", refs(d, d.Tom, queue.Query{Service: d.VPN, Sort: queue.ByOpened}), "bounced", "climbed", "offered", "waits")
		expect(d, "a number", refs(d, d.Tom, queue.Query{Words: string(n["waits"].Ref())}), "waits")
		if _, err := queue.View("nonsense", d.As(d.Tom), d.Clock.Now()); !errs.Is(err, errs.NotFound) {
			t.Errorf("a view that does not exist: %v", err)
		}
	})
}

func TestPagesJoinWithoutLossOrRepeat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, _ := afternoon(t, store)
		for _, q := range []queue.Query{
			{}, {Sort: queue.ByClock}, {Sort: queue.ByPriority}, {Sort: queue.ByOpened}, {States: ticket.Unsolved}, {States: ticket.Unsolved, Unplaced: true}, {Words: "work"},
		} {
			q.Limit = 100
			whole := refs(d, d.Tom, q)
			for limit := 1; limit < 4; limit++ {
				q.Limit = limit
				expect(d, "a list in small pages", refs(d, d.Tom, q), whole...)
			}
		}
	})
}

func TestCursorsOfOtherListsAreRefused(t *testing.T) {
	d, _ := afternoon(t, dbtest.New(t, db.SQLite))
	p, err := queue.List(d.Ctx, d.Door.Read(), d.As(d.Tom).Scope(), d.As(d.Tom), queue.Query{Sort: queue.ByOpened, Limit: 1}, watch(d))
	d.Must(err)
	for _, q := range []queue.Query{
		{Sort: queue.ByUpdated, Cursor: p.Next},
		{Sort: queue.ByPriority, Cursor: p.Next},
		{Words: "work", Cursor: p.Next},
		{Cursor: "nonsense"},
		{Sort: "shoe size"},
		{Sort: queue.ByRelevance},
		{States: []ticket.State{"'; DROP TABLE ticket; --"}},
	} {
		_, err := queue.List(d.Ctx, d.Door.Read(), d.As(d.Tom).Scope(), d.As(d.Tom), q, watch(d))
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

// Each list shows exactly what reading allows: every ticket that it shows can be
// seen, and what can be seen is on it.
func TestListsShowWhatReadingAllows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, n := afternoon(t, store)
		d.Must(d.Edit(d.Ctx, d.As(d.Tom), n["mine"], flowtest.EditIn{CC: &[]id.Person{d.Ann, d.Gus}})) // Gus is of another organisation
		for name, who := range map[string]id.Person{"Tom": d.Tom, "Gil": d.Gil, "Ann": d.Ann, "Abe": d.Abe, "Gus": d.Gus} {
			me := d.As(who)
			var may []string
			for subject, number := range n {
				if access.May(me, access.See, d.Ticket(number).Object()) == nil {
					may = append(may, subject)
				}
			}
			got := refs(d, who, queue.Query{})
			found := refs(d, who, queue.Query{Words: "work", Limit: 100})
			slices.Sort(may)
			slices.Sort(got)
			slices.Sort(found)
			if !slices.Equal(got, may) {
				t.Errorf("%s sees %q, but may see %q", name, got, may)
			}
			if me.IsAgent() && !slices.Equal(found, may) {
				t.Errorf("%s finds %q, but may see %q", name, found, may)
			}
			if !me.IsAgent() && len(found) > 0 { // the word is in the body, not in the subject
				t.Errorf("%s, a customer, searched bodies: %q", name, found)
			}
		}
	})
}

// A manager of an organisation sees all of it, and still nothing of another.
func TestManagersSeeTheirOrganisation(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, n := afternoon(t, store)
		boss := d.As(d.Abe)
		boss.SeesOrganisation = true
		p, err := queue.List(d.Ctx, d.Door.Read(), boss.Scope(), boss, queue.Query{Limit: 100}, watch(d))
		d.Must(err)
		if len(p.Items) != 6 {
			t.Errorf("the manager sees %d tickets of 6", len(p.Items))
		}
		for _, who := range []id.Person{d.Gil, d.Gus} {
			expect(d, "the number of a ticket elsewhere", refs(d, who, queue.Query{Words: string(n["mine"].Ref())}))
		}
	})
}

func TestRowsForCustomersKeepSecrets(t *testing.T) {
	d, n := afternoon(t, dbtest.New(t, db.SQLite))
	d.Notes(d.Tom, n["offered"], "canary")
	p, err := queue.List(d.Ctx, d.Door.Read(), d.As(d.Ann).Scope(), d.As(d.Ann), queue.Query{Words: "offered"}, watch(d))
	d.Must(err)
	r := p.Items[0]
	if r.Snippet != "" || r.Offer != nil || len(r.Skills)+len(r.Tags) > 0 || r.Spark.Offered != nil || r.Can[access.Note] {
		t.Errorf("a customer reads %+v", r)
	}
}

func TestRowsSayWhatIsNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, n := afternoon(t, store)
		row := func() queue.Row {
			p, err := queue.List(d.Ctx, d.Door.Read(), d.As(d.Sam).Scope(), d.As(d.Sam), queue.Query{Words: "offered"}, watch(d))
			d.Must(err)
			return p.Items[0]
		}
		if r := row(); !r.Unread || !r.NeedsReply || r.Offer == nil || r.Offer.Person.Name != "Sam Oakley" || r.Team.Level.Rank != 1 || !r.Can[access.Accept] {
			t.Errorf("the row says %+v", r)
		}
		d.Must(store.Tx(d.Ctx, func(h db.Handle) error {
			_, err := h.Exec(d.Ctx, `INSERT INTO ticket_read (person_id, ticket_id, seq) SELECT ?, id, seq FROM ticket WHERE number = ?`, d.Sam, n["offered"])
			return err
		}))
		if r := row(); r.Unread {
			t.Error("it was read, and is still unread")
		}
		d.Notes(d.Tom, n["offered"], "The offered tunnel is the blue one.")
		d.Later(0)
		if r := row(); !r.Unread || r.Snippet != "It does not work: offered" {
			t.Errorf("after a note: unread %v, snippet %q", r.Unread, r.Snippet)
		}
	})
}

func TestCounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, _ := afternoon(t, store)
		for name, c := range map[string]struct {
			who  id.Person
			want queue.Counts
		}{
			"Tom": {d.Tom, queue.Counts{Mine: 1, Unassigned: 5, Waiting: 1, All: 8}},
			"Sam": {d.Sam, queue.Counts{Mine: 1, Handovers: 1, Unassigned: 5, Waiting: 1, All: 8}},
			"Gil": {d.Gil, queue.Counts{Unassigned: 2, Waiting: 1, All: 3}},
			"Ann": {d.Ann, queue.Counts{All: 3, Unassigned: 3}},
		} {
			got, err := queue.Count(d.Ctx, d.Door.Read(), d.As(c.who))
			d.Must(err)
			levels, teams := got.Levels, got.Teams
			got.Levels, got.Teams, got.Notices = nil, nil, 0
			if got.Mine != c.want.Mine || got.Handovers != c.want.Handovers || got.Unassigned != c.want.Unassigned || got.Waiting != c.want.Waiting || got.All != c.want.All {
				t.Errorf("%s counts %+v, want %+v", name, got, c.want)
			}
			if name == "Tom" && (levels["1"] != 7 || levels["2"] != 1 || teams[d.Second.String()] != 1 || teams[d.Build.String()] != 1) {
				t.Errorf("levels %v, teams %v", levels, teams)
			}
			list, err := queue.View("unassigned", d.As(c.who), d.Clock.Now())
			d.Must(err)
			if n := len(refs(d, c.who, list)); n != got.Unassigned {
				t.Errorf("%s counts %d unassigned and lists %d", name, got.Unassigned, n)
			}
		}
	})
}
