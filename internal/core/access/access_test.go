package access_test

import (
	"slices"
	"strings"
	"testing"

	"secondline/internal/core/access"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const (
	acme   id.Organisation = 1
	globex id.Organisation = 2
	house  id.Organisation = 3
)

var (
	customer  = access.Actor{Kind: access.Person, Person: 11, Role: access.Requester, Organisation: acme}
	colleague = access.Actor{Kind: access.Person, Person: 12, Role: access.Requester, Organisation: acme}
	manager   = access.Actor{Kind: access.Person, Person: 13, Role: access.OrganisationManager, Organisation: acme, SeesOrganisation: true}
	copied    = access.Actor{Kind: access.Person, Person: 14, Role: access.Requester, Organisation: acme}
	outsider  = access.Actor{Kind: access.Person, Person: 15, Role: access.Requester, Organisation: globex, SeesOrganisation: true}
	agent     = access.Actor{Kind: access.Person, Person: 21, Role: access.Agent, Organisation: house, All: true, Teams: []id.Team{31}}
	cleared   = access.Actor{Kind: access.Person, Person: 22, Role: access.Agent, Organisation: house, Clearances: []id.Organisation{acme}, Teams: []id.Team{32}}
	uncleared = access.Actor{Kind: access.Person, Person: 23, Role: access.Agent, Organisation: house, Clearances: []id.Organisation{globex}, Teams: []id.Team{31}}
	lead      = access.Actor{Kind: access.Person, Person: 24, Role: access.TeamLead, Organisation: house, All: true}
	admin     = access.Actor{Kind: access.Person, Person: 25, Role: access.Administrator, Organisation: house, All: true}
	nobody    = access.Actor{Kind: access.Person}
	machine   = access.Desk("Timer")
)

var cast = map[string]access.Actor{
	"customer": customer, "colleague": colleague, "manager": manager, "copied": copied, "outsider": outsider, "agent": agent, "cleared": cleared,
	"uncleared": uncleared, "lead": lead, "admin": admin, "nobody": nobody, "machine": machine,
}

// open is an open ticket of the customer that first line (31) offers to 32.
var open = access.Object{
	Organisation: acme, Requester: 11, Participants: []id.Person{14, 15}, Open: true, Waiting: true, Offered: true, OfferTeam: 32, OfferBy: 21, OfferFrom: 31,
}

func TestWhoMayDoWhat(t *testing.T) {
	resolved := access.Object{Organisation: acme, Requester: 11, Participants: []id.Person{14, 15}, Resolved: true}
	merged := access.Object{Organisation: acme, Requester: 11, Participants: []id.Person{14, 15}, Closed: true, Merged: true}
	calm := open
	calm.Offered = false
	for act, c := range map[access.Action]struct {
		on  access.Object
		who string
	}{
		access.See:      {open, "customer manager copied agent cleared lead admin machine"},
		access.Reply:    {open, "customer manager copied agent cleared lead admin machine"},
		access.Inspect:  {open, "agent cleared lead admin machine"},
		access.Note:     {open, "agent cleared lead admin machine"},
		access.Triage:   {open, "agent cleared lead admin machine"},
		access.Assign:   {open, "agent cleared lead admin machine"},
		access.HandOver: {calm, "agent cleared lead admin machine"},
		access.Accept:   {open, "cleared lead admin machine"},
		access.Return:   {open, "cleared lead admin machine"},
		access.Withdraw: {open, "agent lead admin machine"},
		access.Wait:     {open, "agent cleared lead admin machine"},
		access.Resume:   {open, "agent cleared lead admin machine"},
		access.Resolve:  {open, "agent cleared lead admin machine"},
		access.Confirm:  {open, "customer"},
		access.Reopen:   {resolved, "customer agent cleared lead admin machine"},
		access.Close:    {open, "agent cleared lead admin machine"},
		access.Rate:     {resolved, "customer"},
		access.Edit:     {open, "agent cleared lead admin machine"},
		access.Merge:    {calm, "agent cleared lead admin machine"},
		access.Unmerge:  {merged, "agent cleared lead admin machine"},
		access.Split:    {open, "agent cleared lead admin machine"},
		access.Link:     {open, "agent cleared lead admin machine"},
		access.Learn:    {open, "agent cleared lead admin machine"},
	} {
		sees := strings.Fields("customer manager copied agent cleared lead admin machine")
		for name, actor := range cast {
			want := errs.Forbidden
			switch {
			case slices.Contains(strings.Fields(c.who), name):
				want = ""
			case !slices.Contains(sees, name):
				want = errs.NotFound
			}
			err := access.May(actor, act, c.on)
			if (err == nil) != (want == "") || err != nil && !errs.Is(err, want) {
				t.Errorf("%s who wants to %s is told %v, wanted %q", name, act, err, want)
			}
		}
	}
	if err := access.May(admin, "explode", open); !errs.Is(err, errs.Forbidden) {
		t.Errorf("an act that the table does not know: %v", err)
	}
}

func TestTheStateOfATicketBarsAnybody(t *testing.T) {
	for act, bars := range map[access.Action]func(*access.Object){
		access.Triage:   func(o *access.Object) { o.Open = false },
		access.Reply:    func(o *access.Object) { o.Merged = true },
		access.HandOver: func(o *access.Object) { o.Offered = true },
		access.Accept:   func(o *access.Object) { o.Offered = false },
		access.Withdraw: func(o *access.Object) { o.Offered = false },
		access.Resume:   func(o *access.Object) { o.Waiting = false },
		access.Reopen:   func(o *access.Object) { o.Resolved = false },
		access.Close:    func(o *access.Object) { o.Closed = true },
		access.Merge:    func(o *access.Object) { o.Offered = true },
		access.Unmerge:  func(o *access.Object) { o.Merged = false },
		access.Split:    func(o *access.Object) { o.Merged = true },
		access.Edit:     func(o *access.Object) { o.Merged = true },
	} {
		on := open
		bars(&on)
		if err := access.May(admin, act, on); !errs.Is(err, errs.Conflict) || errs.Text(err) == "" {
			t.Errorf("%s: %v", act, err)
		}
	}
}

func TestAnAgentIsACustomerOfTheirOwnRequests(t *testing.T) {
	own := access.Object{Organisation: globex, Requester: cleared.Person, Open: true}
	if err := access.May(cleared, access.Reply, own); err != nil {
		t.Errorf("on their own request: %v", err)
	}
	if err := access.May(cleared, access.Note, own); !errs.Is(err, errs.Forbidden) {
		t.Errorf("a note in an organisation that they are not cleared for: %v", err)
	}
}

func TestATokenCoversItsScopes(t *testing.T) {
	for _, c := range []struct {
		scopes []string
		act    access.Action
		want   errs.Kind
	}{
		{nil, access.Note, ""},
		{[]string{}, access.See, errs.NotFound},
		{[]string{"tickets:read"}, access.See, ""},
		{[]string{"tickets:read"}, access.Note, errs.Forbidden},
		{[]string{"tickets:write"}, access.Note, errs.NotFound},
		{[]string{"tickets:read", "tickets:write"}, access.Note, ""},
		{[]string{"admin"}, access.See, errs.NotFound},
		{[]string{"*"}, access.Note, ""},
	} {
		by := admin
		by.Scopes = c.scopes
		err := access.May(by, c.act, open)
		if (err == nil) != (c.want == "") || err != nil && !errs.Is(err, c.want) {
			t.Errorf("%v, %s: %v", c.scopes, c.act, err)
		}
	}
}

func TestWhoMayDoWhatToTheDesk(t *testing.T) {
	for act, who := range map[access.Action]string{
		access.OpenTicket:   "customer colleague manager copied outsider agent cleared uncleared lead admin machine",
		access.OpenFor:      "agent cleared uncleared lead admin machine",
		access.SeeDesk:      "agent cleared uncleared lead admin machine",
		access.ManagePeople: "admin machine",
		access.Administer:   "admin machine",
		access.ReadAudit:    "admin machine",
		access.Quarantine:   "lead admin machine",
		"explode":           "",
	} {
		for name, actor := range cast {
			err := access.MayDesk(actor, act)
			if may := slices.Contains(strings.Fields(who), name); may != (err == nil) || !may && !errs.Is(err, errs.Forbidden) {
				t.Errorf("%s, %s: %v", name, act, err)
			}
		}
	}
	reader := admin
	reader.Scopes = []string{"tickets:read", "tickets:write"}
	if err := access.MayDesk(reader, access.Administer); !errs.Is(err, errs.Forbidden) || !strings.Contains(errs.Text(err), `"admin"`) {
		t.Errorf("a token without the scope: %v", err)
	}
}

func TestCanSaysWhatMayWouldSay(t *testing.T) {
	for name, actor := range cast {
		can := access.Can(actor, open, access.TicketActions...)
		for _, act := range access.TicketActions {
			if can[act] != (access.May(actor, act, open) == nil) {
				t.Errorf("%s: can %s is %t", name, act, can[act])
			}
		}
	}
}
