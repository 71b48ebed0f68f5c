package access

import (
	"strings"

	"secondline/internal/id"
)

// A Scope is what an actor may see, said so that SQL understands it. Every list
// takes one.
type Scope struct {
	nobody bool
	all    bool
	orgs   []id.Organisation
	person id.Person       // tickets that they requested, and take part in within their organisation
	home   id.Organisation // their own organisation
	whole  bool            // a requester who sees all of it
}

// Scope gives the actor's scope.
func (a Actor) Scope() Scope {
	switch {
	case !a.within(readScope):
		return Scope{nobody: true}
	case a.IsAgent():
		return Scope{all: a.All, orgs: a.Clearances, person: a.Person, home: a.Organisation}
	default:
		return Scope{person: a.Person, home: a.Organisation, whole: a.SeesOrganisation}
	}
}

// Everything tells whether nothing is hidden from the scope.
func (s Scope) Everything() bool { return s.all && !s.nobody }

// Tickets says as SQL which tickets are in scope; alias names the ticket table
// in the query. It is the rule of May(See): keep the two alike.
func (s Scope) Tickets(alias string) (where string, args []any) {
	if s.nobody {
		return "FALSE", nil
	}
	if s.all {
		return "TRUE", nil
	}
	var parts []string
	if len(s.orgs) > 0 {
		p, a := s.Organisations(alias + ".organisation_id")
		parts, args = append(parts, p), append(args, a...)
	}
	if s.whole {
		parts, args = append(parts, alias+".organisation_id = ?"), append(args, s.home)
	}
	if s.person != 0 {
		parts = append(parts, alias+".requester_id = ?", "("+alias+`.organisation_id = ? AND EXISTS (
			SELECT 1 FROM ticket_participant scope_p
			 WHERE scope_p.ticket_id = `+alias+`.id AND scope_p.person_id = ?))`)
		args = append(args, s.person, s.home, s.person)
	}
	if len(parts) == 0 {
		return "FALSE", nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", args
}

// Organisations says as SQL which organisations an agent is cleared for; column
// is the column that holds the organisation's id. For a requester it is none.
func (s Scope) Organisations(column string) (where string, args []any) {
	if s.nobody || (!s.all && len(s.orgs) == 0) {
		return "FALSE", nil
	}
	if s.all {
		return "TRUE", nil
	}
	for _, o := range s.orgs {
		args = append(args, o)
	}
	return column + " IN (" + strings.TrimSuffix(strings.Repeat("?, ", len(s.orgs)), ", ") + ")", args
}
