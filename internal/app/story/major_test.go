package story

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/majors"
	"secondline/internal/view/portalview"
	"secondline/internal/view/ticketview"
)

// Declares makes a ticket a major incident.
func (h hand) Declares(n id.Number, title, lead string) {
	h.d.t.Helper()
	h.d.must(h.d.do.DeclareMajor(h.d.ctx, h.who, n, ticketing.DeclareIn{Title: title, Lead: h.d.people[lead]}))
}

// Gathers puts tickets below a major incident.
func (h hand) Gathers(n id.Number, refs ...id.Number) {
	h.d.t.Helper()
	h.d.must(h.d.do.LinkChildren(h.d.ctx, h.who, n, refs))
}

func (h hand) TellsAll(n id.Number, message string, next time.Time) {
	h.d.t.Helper()
	h.d.must(h.d.do.TellAll(h.d.ctx, h.who, n, ticketing.TellAllIn{Message: message, NextBy: next}))
}

// storm is mail that is down for two customers.
type storm struct{ root, acme, globex id.Number }

func (d *desk) storm() storm {
	d.t.Helper()
	s := storm{
		root:   d.Opens("ann@acme", "Mail is down since the acme picnic", about("Email")),
		acme:   d.Opens("abe@acme", "I cannot send mail", about("Email")),
		globex: d.Opens("gus@globex", "Mail is down at the globex plant", about("Email")),
	}
	d.As("tom").Declares(s.root, "Mail cannot be sent", "lea")
	d.As("tom").Gathers(s.root, s.acme, s.globex)
	return s
}

func TestAMajorIncidentFromItsDeclarationToItsReview(t *testing.T) {
	tell(t, "Mon 10:12", func(d *desk) {
		s := d.storm()
		d.Wants(s.root, "priority 1", "state open")
		d.has(d.notices("lea"), "incident.declared: Tom Ashgrove declared "+string(s.root.Ref()))
		d.refused(d.do.DeclareMajor(d.ctx, d.actor("ida"), s.root, ticketing.DeclareIn{Title: "Again"}), errs.Conflict, "already")
		d.refused(d.do.LinkChildren(d.ctx, d.actor("ida"), s.acme, []id.Number{s.globex}), errs.Conflict, "not a major incident")
		d.refused(d.do.Review(d.ctx, d.actor("lea"), s.root, ticket.Reviewed{Happened: "x", Cause: "y"}), errs.Conflict, "not over yet")

		d.must(d.do.ResolveAll(d.ctx, d.actor("lea"), s.root, ticketing.ResolveIn{Message: "Mail goes out again.", Cause: "a full disk"}))
		for _, n := range []id.Number{s.root, s.acme, s.globex} {
			d.Wants(n, "state resolved")
		}
		for _, who := range []string{"ann@acme", "abe@acme", "gus@globex"} {
			d.has(d.mails(who), "Mail goes out again.")
		}
		m := d.ticket(s.root).Major
		if m.Running() || m.ReviewDue.Format("Mon 2 Jan 15:04") != "Mon 23 Mar 10:12" {
			d.t.Errorf("five working days after Monday it is %s; running: %v", m.ReviewDue, m.Running())
		}
		lists, err := majors.List(d.ctx, d.door.Read(), d.actor("ida"))
		d.must(err)
		if len(lists.Running) != 0 || len(lists.Reviews) != 1 || lists.Reviews[0].Ref != s.root.Ref() {
			d.t.Errorf("the lists say %+v", lists)
		}
		d.refused(d.do.Review(d.ctx, d.actor("lea"), s.root, ticket.Reviewed{Happened: "x"}), errs.Invalid, "what the cause was")
		d.must(d.do.Review(d.ctx, d.actor("lea"), s.root, ticket.Reviewed{Happened: "The disk filled up.", Cause: "No alarm.", Actions: []string{"An alarm at 80 %"}}))
		lists, err = majors.List(d.ctx, d.door.Read(), d.actor("ida"))
		d.must(err)
		if len(lists.Reviews) != 0 {
			d.t.Errorf("a review that was written is still due: %+v", lists.Reviews)
		}
	})
}

func TestEverybodyAffectedIsToldInOneGo(t *testing.T) {
	tell(t, "Mon 10:12", func(d *desk) {
		s := d.storm()
		second := d.Opens("abe@acme", "Mail again", about("Email"))
		solved := d.Opens("gwen@globex", "Mail was down", about("Email"))
		d.As("lea").Gathers(s.root, second, solved)
		d.As("tom").Resolves(solved, "It works for you.")
		d.As("tom").Replies(s.acme, "We look.", d.people["ann@acme"])
		before := map[string]int{}
		for _, who := range []string{"ann@acme", "abe@acme", "gus@globex", "gwen@globex"} {
			before[who] = len(d.mails(who))
		}
		d.As("lea").TellsAll(s.root, "We found the disk that is full.", d.clock.Now().Add(time.Hour))
		for who, want := range map[string]int{"ann@acme": 1, "abe@acme": 1, "gus@globex": 1, "gwen@globex": 0} {
			got := d.mails(who)[before[who]:]
			if len(got) != want {
				d.t.Errorf("%s got %d letters, wanted %d: %q", who, len(got), want, got)
			}
			for _, m := range got {
				d.has([]string{m}, "We found the disk that is full.\n\nYou hear from us again by 11:12.")
			}
		}
		for _, n := range []id.Number{s.root, s.acme, s.globex, second} {
			d.Wants(n, "answer given")
			if said := d.says1(n); said != "We found the disk that is full.\n\nYou hear from us again by 11:12." {
				d.t.Errorf("%s says %q", n.Ref(), said)
			}
		}
		d.Wants(s.root, "last incident.told")
		m := d.ticket(s.root).Major
		if !m.ToldAt.Equal(d.clock.Now()) || !m.NextBy.Equal(d.clock.Now().Add(time.Hour)) {
			d.t.Errorf("told at %s, next by %s", m.ToldAt, m.NextBy)
		}
	})
}

// says1 is the last message that the customer of a ticket sees.
func (d *desk) says1(n id.Number) (body string) {
	d.t.Helper()
	for _, e := range d.timeline(n) {
		if f, ok := e.Fact.(*ticket.Replied); ok {
			body = f.Body
		}
	}
	return body
}

// Neither a letter nor the portal carries a byte of one customer to another:
// names, addresses, subjects and numbers are each customer's own.
func TestTellingAllCrossesNoOrganisation(t *testing.T) {
	tell(t, "Mon 10:12", func(d *desk) {
		s := d.storm()
		d.As("lea").TellsAll(s.root, "We work on it.", d.clock.Now().Add(30*time.Minute))
		d.Settles()
		own := map[string][]string{
			"acme":   {"Ann", "Abe", "acme", string(s.root.Ref()), string(s.acme.Ref())},
			"globex": {"Gus", "globex", string(s.globex.Ref())},
		}
		d.mail.mu.Lock()
		letters := slices.Clone(d.mail.mails)
		d.mail.mu.Unlock()
		sent := 0
		for _, m := range letters {
			if !strings.Contains(m.Text, "We work on it.") {
				continue
			}
			sent++
			if len(m.Recipients) != 1 || len(m.To)+len(m.CC) != 1 {
				d.t.Errorf("one letter went to %v", m.Recipients)
			}
			of, other := "acme", "globex"
			if strings.HasSuffix(m.Recipients[0], "globex.example") {
				of, other = other, of
			}
			whole := strings.Join([]string{m.Subject, m.Text, m.HTML, m.InReplyTo, m.ReplyTo.Addr, m.To[0].Name, m.To[0].Addr}, "\n") + strings.Join(m.References, "\n")
			for _, secret := range own[other] {
				if strings.Contains(whole, secret) {
					d.t.Errorf("the letter to %s names %q of %s:\n%s", m.Recipients[0], secret, other, whole)
				}
			}
			d.has([]string{whole}, own[of][len(own[of])-1][:3])
		}
		if sent != 3 {
			d.t.Errorf("%d letters, wanted 3", sent)
		}
		window := portalview.New(d.door, d.clock)
		r, err := window.Request(d.ctx, d.actor("gus@globex"), s.globex)
		d.must(err)
		if r.Incident == nil || r.Incident.Title != "Mail cannot be sent" || r.Incident.NextBy.IsZero() {
			d.t.Fatalf("gus reads of %+v", r.Incident)
		}
		whole, err := json.Marshal(r)
		d.must(err)
		timeline, err := ticketview.Timeline(d.ctx, d.door.Read(), d.actor("gus@globex"), s.globex, ticketview.Span{})
		d.must(err)
		told, err := json.Marshal(timeline)
		d.must(err)
		for _, secret := range own["acme"] {
			if strings.Contains(string(whole)+string(told), secret) {
				d.t.Errorf("gus reads %q of Acme in the portal or by the API:\n%s\n%s", secret, whole, told)
			}
		}
		_, err = window.Request(d.ctx, d.actor("gus@globex"), s.root)
		d.refused(err, errs.NotFound, "no request")
	})
}

// Who is not cleared for all of them cannot speak to all, nor to a part of them
// as if that were all.
func TestWhoIsNotClearedCannotTellAll(t *testing.T) {
	tell(t, "Mon 10:12", func(d *desk) {
		s := storm{root: d.Opens("gus@globex", "Mail is down", about("Email")), acme: d.Opens("ann@acme", "No mail", about("Email"))}
		d.As("gil").Declares(s.root, "Mail cannot be sent", "gil")
		d.refused(d.do.LinkChildren(d.ctx, d.actor("gil"), s.root, []id.Number{s.acme}), errs.Invalid, "no ticket")
		d.As("tom").Gathers(s.root, s.acme)
		err := d.do.TellAll(d.ctx, d.actor("gil"), s.root, ticketing.TellAllIn{Message: "Hello all."})
		d.refused(err, errs.Forbidden, "not cleared for")
		d.refused(d.do.ResolveAll(d.ctx, d.actor("gil"), s.root, ticketing.ResolveIn{Message: "Done."}), errs.Forbidden, "not cleared for")
		d.Wants(s.root, "state open")
		for _, who := range []string{"ann@acme", "gus@globex"} {
			for _, m := range d.mails(who) {
				if strings.Contains(m, "Hello all.") {
					d.t.Errorf("%s was told by somebody who may not: %s", who, m)
				}
			}
		}
		shown, err := majors.Of(d.ctx, d.door.Read(), d.actor("gil"), d.ticket(s.root))
		d.must(err)
		if len(shown.Children) != 0 {
			d.t.Errorf("gil sees %+v of Acme", shown.Children)
		}
	})
}

// A child that was merged is told on the ticket that it lives on in.
func TestAMergedChildIsToldWhereItLives(t *testing.T) {
	tell(t, "Mon 10:12", func(d *desk) {
		s := d.storm()
		into := d.Opens("ann@acme", "All our mail", about("Email"))
		d.As("tom").Merges(s.acme, into)
		d.As("lea").TellsAll(s.root, "We work on it.", time.Time{})
		if got := d.says1(into); got != "We work on it." {
			d.t.Errorf("the ticket that lives on says %q", got)
		}
		d.has(d.mails("abe@acme"), "We work on it.") // on copy of it since the merge
		if got := d.says1(s.acme); got != "" {
			d.t.Errorf("the merged one says %q", got)
		}
		d.As("lea").Resolves(s.root, "Done.")
		d.As("lea").Resolves(s.globex, "Done.")
		d.As("lea").Resolves(into, "Done.")
		d.refused(d.do.TellAll(d.ctx, d.actor("lea"), s.root, ticketing.TellAllIn{Message: "Still there?"}), errs.Conflict, "Nobody is affected")
	})
}

func TestLookAlikesAreOffered(t *testing.T) {
	tell(t, "Mon 10:12", func(d *desk) {
		root := d.Opens("ann@acme", "Outlook cannot send", about("Email/Mailbox"))
		far := d.Opens("abe@acme", "A shared calendar, please", about("Email"))
		near := d.Opens("gus@globex", "Outlook does not send", about("Email/Mailbox"))
		d.Opens("abe@acme", "Tunnel is slow", about("VPN"))
		done := d.Opens("abe@acme", "Outlook cannot send", about("Email/Mailbox"))
		d.As("tom").Resolves(done, "Done.")
		offered := func(who string) []id.Ref {
			list, err := majors.Alike(d.ctx, d.door.Read(), d.actor(who), root)
			d.must(err)
			var refs []id.Ref
			for _, c := range list {
				refs = append(refs, c.Ref)
			}
			return refs
		}
		if got := offered("tom"); !slices.Equal(got, []id.Ref{near.Ref(), far.Ref()}) {
			d.t.Errorf("offered %v", got)
		}
		d.As("tom").Declares(root, "Mail cannot be sent", "tom")
		d.As("tom").Gathers(root, near)
		if got := offered("tom"); !slices.Equal(got, []id.Ref{far.Ref()}) {
			d.t.Errorf("what is linked is offered: %v", got)
		}
	})
}

func TestAMajorIncidentIsStoodDownOnAFriday(t *testing.T) {
	tell(t, "Fri 16:00", func(d *desk) {
		s := d.storm()
		d.must(d.do.StandDown(d.ctx, d.actor("lea"), s.root, "It was one switch."))
		d.Wants(s.root, "state open") // the work may go on
		if due := d.ticket(s.root).Major.ReviewDue.Format("Mon 2 Jan 15:04"); due != "Fri 27 Mar 16:00" {
			d.t.Errorf("the review is due on %s", due)
		}
		d.refused(d.do.StandDown(d.ctx, d.actor("lea"), s.root, ""), errs.Conflict, "over already")
	})
}
