package story

import (
	"context"
	"strings"
	"testing"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// verbs is everything that can be done to a ticket, as somebody does it.
func (d *desk) verbs(by access.Actor, n, other id.Number, h id.Handover) map[string]error {
	subject, list := "New", []id.Person{}
	return map[string]error{
		"reply":    second(d.do.Reply(d.ctx, by, n, ticketing.MessageIn{Body: "Hello"})),
		"note":     second(d.do.Note(d.ctx, by, n, ticketing.MessageIn{Body: "Hello"})),
		"triage":   d.do.Triage(d.ctx, by, n, ticketing.TriageIn{Impact: 2}),
		"assign":   d.do.Assign(d.ctx, by, n, d.people["tom"]),
		"wait":     d.do.Wait(d.ctx, by, n, ticketing.WaitIn{On: ticket.OnVendor}),
		"resume":   d.do.Resume(d.ctx, by, n, ""),
		"resolve":  d.do.Resolve(d.ctx, by, n, ticketing.ResolveIn{Message: "Done."}),
		"confirm":  d.do.Confirm(d.ctx, by, n),
		"reopen":   d.do.Reopen(d.ctx, by, n, ""),
		"close":    d.do.Close(d.ctx, by, n, ticket.Spam),
		"rate":     d.do.Rate(d.ctx, by, n, 5, ""),
		"edit":     d.do.Edit(d.ctx, by, n, ticketing.EditIn{Subject: &subject, CC: &list}),
		"merge":    d.do.Merge(d.ctx, by, n, other),
		"unmerge":  d.do.Unmerge(d.ctx, by, n),
		"split":    second(d.do.Split(d.ctx, by, n, 1, "")),
		"link":     d.do.Link(d.ctx, by, n, other, "related", false),
		"hand":     second(d.do.HandOver(d.ctx, by, n, target{Direction: handover.Up}, full("Look."))),
		"draft":    second(d.do.Draft(d.ctx, by, n, target{Direction: handover.Up})),
		"check":    second(d.do.Check(d.ctx, by, n, target{Direction: handover.Up}, full("Look."))),
		"rank":     third(d.do.Candidates(d.ctx, by, n, target{Direction: handover.Up})),
		"accept":   d.do.Accept(d.ctx, by, h),
		"return":   d.do.Return(d.ctx, by, h, ticketing.ReturnIn{Reason: handover.LowerCan, Note: "x"}),
		"withdraw": d.do.Withdraw(d.ctx, by, h),
	}
}

func third[A, B any](_ A, _ B, err error) error { return err }

func TestAnotherOrganisationFindsNothing(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n, other := d.Opens("ann@acme", "Mail loops", about("Email")), d.Opens("ann@acme", "Other")
		h := d.As("tom").HandsOver(n, "up", full("Look."))
		seq := d.ticket(n).Seq
		nobody := access.Actor{Kind: access.Person, Role: access.Requester}
		for name, by := range map[string]access.Actor{
			"an agent of others": d.actor("gil"), "a customer of another": d.actor("gus@globex"), "nobody": nobody,
			"a colleague": d.actor("abe@acme"), // Acme's people see their own only
		} {
			for verb, err := range d.verbs(by, n, other, h.ID) {
				if !errs.Is(err, errs.NotFound) {
					t.Errorf("%s may %s: %v", name, verb, err)
				}
			}
		}
		if got := d.ticket(n).Seq; got != seq {
			t.Errorf("%d things happened to it", got-seq)
		}
	})
}

func TestWhatACustomerMayDo(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n, other := d.Opens("ann@acme", "Mail loops", about("Email")), d.Opens("ann@acme", "Other")
		h := d.As("tom").HandsOver(n, "up", full("Look."))
		may := map[string]errs.Kind{"reply": "", "confirm": "", "rate": errs.Conflict, "reopen": errs.Conflict}
		ann := d.actor("ann@acme")
		for verb, err := range d.verbs(ann, n, other, h.ID) {
			want, allowed := may[verb]
			if !allowed {
				want = errs.Forbidden
				if strings.Contains("accept return withdraw", verb) {
					want = errs.NotFound // a handover is inside: it is not there for them
				}
			}
			if verb == "rate" || verb == "reopen" || verb == "confirm" {
				continue // the order of a map decides whether the ticket is closed by then
			}
			if want == "" && err != nil || want != "" && !errs.Is(err, want) {
				t.Errorf("a customer who wants to %s is told %v; wanted %q", verb, err, want)
			}
		}
		_, err := d.do.Open(d.ctx, ann, ticketing.OpenIn{Subject: "Hi", Body: "Hi.", Requester: ticketing.RequesterIn{Email: "gus@globex.example"}})
		d.refused(err, errs.Forbidden, "yourself")
		_, err = d.do.Open(d.ctx, d.actor("gil"), ticketing.OpenIn{Subject: "Hi", Body: "Hi.", Requester: ticketing.RequesterIn{Email: "ann@acme.example"}})
		d.refused(err, errs.Invalid, "not cleared")
	})
}

func TestWhoSeesTheirWholeOrganisation(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("gus@globex", "Mail loops")
		d.As("gwen@globex").Replies(n, "Me, too.") // Globex is set so
		d.refused(d.do.Confirm(d.ctx, d.actor("gwen@globex"), n), errs.Forbidden, "confirm")
		d.As("gil").Notes(n, "Cleared for Globex.")
	})
}

func TestATokenDoesNoMoreThanItsScopes(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		note := func(scopes ...string) error {
			by := d.actor("tom")
			by.Scopes = append([]string{}, scopes...) // a token without any, which is not the same as no token
			return second(d.do.Note(d.ctx, by, n, ticketing.MessageIn{Body: "x"}))
		}
		d.refused(note(), errs.NotFound, "no ticket")
		d.refused(note("tickets:read"), errs.Forbidden, `"tickets:write"`)
		d.refused(note("tickets:write"), errs.NotFound, "no ticket")
		d.must(note("tickets:read", "tickets:write"))
		d.must(note("*"))
		by := d.actor("tom")
		by.Scopes = []string{"tickets:read"}
		_, err := d.do.Open(d.ctx, by, ticketing.OpenIn{Subject: "Hi", Body: "Hi."})
		d.refused(err, errs.Forbidden, "tickets:write")
		_, err = d.do.Upload(d.ctx, by, d.files, "a.txt", "text/plain", strings.NewReader("a"))
		d.refused(err, errs.Forbidden, "tickets:write")
	})
}

func TestAFileIsForThoseWhoSeeItsMessage(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops")
		tom := d.As("tom")
		inside, outside, fresh := tom.Uploads("inside.log", "a"), tom.Uploads("outside.txt", "b"), tom.Uploads("fresh.txt", "c")
		tom.Tries(n, "Looked", "", inside.ID)
		_, err := d.do.Reply(d.ctx, tom.who, n, ticketing.MessageIn{Body: "See.", Files: []id.File{outside.ID}})
		d.must(err)
		for _, c := range []struct {
			who  string
			file id.File
			may  bool
		}{
			{"tom", inside.ID, true},
			{"tom", outside.ID, true},
			{"tom", fresh.ID, true},
			{"ida", inside.ID, true},
			{"ida", fresh.ID, false},
			{"ann@acme", inside.ID, false},
			{"ann@acme", outside.ID, true},
			{"ann@acme", fresh.ID, false},
			{"gil", inside.ID, false},
			{"gil", outside.ID, false},
			{"gus@globex", outside.ID, false},
			{"tom", 99, false},
		} {
			_, err := d.do.File(d.ctx, d.actor(c.who), c.file)
			if c.may != (err == nil) || !c.may && !errs.Is(err, errs.NotFound) {
				t.Errorf("%s and file %d: %v", c.who, c.file, err)
			}
		}
		_, err = d.do.Reply(d.ctx, d.actor("ida"), n, ticketing.MessageIn{Body: "x", Files: []id.File{fresh.ID}})
		d.refused(err, errs.Invalid, "no uploaded file")
		_, err = d.do.Reply(d.ctx, tom.who, n, ticketing.MessageIn{Body: "x", Files: []id.File{outside.ID}})
		d.refused(err, errs.Invalid, "use it once")
		_, err = d.do.Reply(d.ctx, tom.who, n, ticketing.MessageIn{Body: "x", Files: []id.File{fresh.ID, fresh.ID}})
		d.refused(err, errs.Invalid, "use it once")
	})
}

func TestAnAgentWhoAsksIsACustomer(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("tom", "My own laptop")
		d.As("ida").Replies(n, "On it.")
		d.Wants(n, "answer given")
		d.As("tom").Replies(n, "It still hums.")
		d.Wants(n, "answer owed")
	})
}

func TestNobodyIsToldOfTheirOwnDoing(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops")
		d.As("tom").Gives(n, "tom")
		d.As("tom").Notes(n, "Note to myself: @tom @ida")
		if got := d.notices("tom"); len(got) != 0 {
			t.Errorf("tom is told %q", got)
		}
		d.has(d.notices("ida"), "mentioned you")
		d.As("tom").Gives(n, "ida")
		d.has(d.notices("ida"), "Tom Ashgrove gave you")
	})
}

func TestNobodyOpensForWhoIsDisabled(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
			p, err := person.Get(ctx, w.Tx, d.people["ann@acme"])
			if err != nil {
				return err
			}
			return person.Update(ctx, w.Tx, p.Disabled(w.Now))
		}))
		_, err := d.do.Open(d.ctx, d.actor("tom"), ticketing.OpenIn{Subject: "Hi", Body: "Hi.", Requester: ticketing.RequesterIn{Email: "ann@acme.example"}})
		d.refused(err, errs.Invalid, "Ann Lee is disabled")
	})
}
