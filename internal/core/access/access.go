// Package access decides who may do what, in one table, in one place.
//
// An Actor is somebody (a person, a mail, a rule, the desk itself) with what
// they are: role, organisation, clearances, teams. May asks the table about one
// record; Scope says the same rule as SQL, so that a list shows exactly what
// reading allows. Whoever may not even see a record is told that it is not
// there, never that it is forbidden.
package access

import (
	"slices"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Kind says what acts.
type Kind string

// The kinds of actor.
const (
	Person Kind = "person"
	Mail   Kind = "mail" // a message from an address that no person of the desk owns for sure
	Rule   Kind = "rule"
	System Kind = "system"
)

// A Role says what a person may do at most.
type Role string

// The roles, from the least to the most.
const (
	Requester           Role = "requester"
	OrganisationManager Role = "organisation_manager"
	Agent               Role = "agent"
	TeamLead            Role = "team_lead"
	Administrator       Role = "administrator"
)

// Roles lists every role, the least first.
var Roles = []Role{Requester, OrganisationManager, Agent, TeamLead, Administrator}

// A Request is what is known of the call that an actor makes.
type Request struct {
	ID       string // for logs
	Key      string // Idempotency-Key, or ""
	Route    string // method and path that the key was used on
	BodyHash []byte // SHA-256 of what was sent with it
	Version  int64  // If-Match: the version that must still stand, or 0
}

// An Actor is who acts, with all that the table asks about them.
type Actor struct {
	Kind             Kind
	Person           id.Person
	Name             string
	Role             Role
	Organisation     id.Organisation   // whose requester they are
	SeesOrganisation bool              // a requester who may see the whole organisation's tickets
	All              bool              // an agent cleared for every organisation
	Clearances       []id.Organisation // an agent's clearances, if not All
	Teams            []id.Team
	Scopes           []string // of an API token; nil: everything that the person may
	Request          Request
}

// Desk is the desk itself, acting by a timer or a rule of the house.
func Desk(name string) Actor { return Actor{Kind: System, Name: name, Role: Administrator, All: true} }

// IsAgent tells whether the actor works on the desk.
func (a Actor) IsAgent() bool {
	return a.Kind == System || a.Role == Agent || a.Role == TeamLead || a.Role == Administrator
}

// Cleared tells whether an agent may see an organisation's tickets.
func (a Actor) Cleared(org id.Organisation) bool {
	return a.IsAgent() && (a.All || slices.Contains(a.Clearances, org))
}

// InTeam tells whether the actor is a member of the team.
func (a Actor) InTeam(t id.Team) bool { return slices.Contains(a.Teams, t) }

// within tells whether the token that the actor uses, if any, covers a scope.
func (a Actor) within(scope string) bool {
	return a.Scopes == nil || slices.Contains(a.Scopes, "*") || slices.Contains(a.Scopes, scope)
}

// An Object is what the table asks about a record. For a ticket all parts are
// set; for others only those that they have.
type Object struct {
	Organisation id.Organisation
	Requester    id.Person
	Participants []id.Person // watchers and CC
	Open         bool        // neither resolved nor closed
	Merged       bool
	Resolved     bool
	Closed       bool
	Waiting      bool
	New          bool
	Offered      bool
	OfferTeam    id.Team
	OfferPerson  id.Person
	OfferBy      id.Person
	OfferFrom    id.Team
	Dealt        id.Person   // who is asked to take it, by the way that the team deals out
	AskedBack    bool        // the receiver asked the sender something that is not answered yet
	Swarm        []id.Person // who looks at it together, the lead first
	Major        bool
	AtVendor     bool
	Team         id.Team // that owns it
	Assignee     id.Person
}

// May asks whether the actor may do this to the record: nil, NotFound when they
// may not even see it, Forbidden when they may see but not do it, Conflict when
// the record's state does not allow it to anybody.
func May(a Actor, act Action, on Object) error {
	if !sees(a, on) || !a.within(readScope) {
		return errs.New(errs.NotFound, "It is not there, or not for you to see.")
	}
	r, ok := rules[act]
	if !ok {
		return errs.New(errs.Forbidden, "Nobody may %s.", act)
	}
	if !a.within(r.scope) {
		return errs.New(errs.Forbidden, "Your token does not cover this; it needs the scope %q.", r.scope)
	}
	if !r.who(a, on) {
		return errs.New(errs.Forbidden, "You may not %s this.", act.words())
	}
	if r.when != nil && !r.when(on) {
		return errs.New(errs.Conflict, "%s", r.otherwise)
	}
	return nil
}

// Can lists every action on a record with whether the actor may do it now.
func Can(a Actor, on Object, acts ...Action) map[Action]bool {
	can := make(map[Action]bool, len(acts))
	for _, act := range acts {
		can[act] = May(a, act, on) == nil
	}
	return can
}

// MayDesk asks for a right over the desk as a whole, such as changing its
// settings.
func MayDesk(a Actor, act Action) error {
	r, ok := deskRules[act]
	if ok && !a.within(r.scope) {
		return errs.New(errs.Forbidden, "Your token does not cover this; it needs the scope %q.", r.scope)
	}
	if !ok || !r.who(a, Object{}) {
		return errs.New(errs.Forbidden, "You may not %s. Ask an administrator of the desk.", act.words())
	}
	return nil
}

// sees is the rule that Scope.Tickets says in SQL: keep the two alike.
func sees(a Actor, on Object) bool {
	switch {
	case a.Cleared(on.Organisation):
		return true
	case a.Person == 0:
		return false
	case a.Person == on.Requester:
		return true
	case a.Organisation != on.Organisation: // a CC from elsewhere gets mail, never the ticket
		return false
	default:
		return slices.Contains(on.Participants, a.Person) || (a.SeesOrganisation && !a.IsAgent())
	}
}
