package portalview_test

import (
	"context"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/view/portalview"
)

// The desk of these stories: two customers' organisations, first line, and the
// network specialists above it.
const (
	northpike id.Organisation = 1
	harbour   id.Organisation = 2
	deskOrg   id.Organisation = 3

	anouk id.Person = 11 // of Northpike
	jory  id.Person = 12 // of Northpike, too
	nils  id.Person = 13 // of Harbour
	tobin id.Person = 14 // first line
	mara  id.Person = 15 // network specialist

	firstLine id.Team = 21
	network   id.Team = 22
)

// canary stands in everything that no customer may ever read.
const canary = "CANARY"

type story struct {
	t      *testing.T
	d      *db.DB
	clock  *clock.Fake
	window *portalview.Window
	ids    *id.Maker
}

func at(s string) time.Time {
	v, err := time.Parse("2006-01-02 15:04", "2026-11-17 "+s)
	if err != nil {
		panic(err)
	}
	return v
}

// tell runs a story on both engines.
func tell(t *testing.T, fn func(s *story)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := clock.NewFake(at("12:00"))
		s := &story{t: t, d: d, clock: c, window: portalview.New(d, c), ids: id.NewMaker(c, 1)}
		s.exec(`INSERT INTO organisation (id, name, name_key, sees) VALUES (1, 'Northpike Freight', 'northpike freight', 'own'), (2, 'Harbour', 'harbour', 'organisation'), (3, 'Desk', 'desk', 'own')`)
		s.exec(`INSERT INTO person (id, organisation_id, name, name_key, email, role, time_zone) VALUES
			(11, 1, 'Anouk Bellwether', 'anouk', 'anouk@northpike.example', 'requester', 'Europe/Berlin'),
			(12, 1, 'Jory Pemberwick', 'jory', 'jory@northpike.example', 'requester', 'UTC'),
			(13, 2, 'Nils Harbour', 'nils', 'nils@harbour.example', 'requester', 'UTC'),
			(14, 3, 'Tobin Ashgrove', 'tobin', 'tobin@desk.example', 'agent', 'UTC'),
			(15, 3, 'Mara Quillfeather', 'mara', 'mara@desk.example', 'agent', 'UTC')`)
		s.exec(`INSERT INTO level (id, rank, name, plain_name) VALUES (30, 0, 'L0', 'Self-service'), (31, 1, 'L1', 'First line'), (32, 2, 'L2', 'Second line')`)
		s.exec(`INSERT INTO team (id, name, name_key, plain_name, kind, level_id) VALUES
			(21, 'L1 CANARY', 'a', 'First line', 'line', 31), (22, 'L2 CANARY', 'b', 'Network specialists', 'line', 32)`)
		s.exec(`INSERT INTO membership (team_id, person_id) VALUES (21, 14), (22, 15)`)
		fn(s)
	})
}

func (s *story) exec(query string, args ...any) {
	s.t.Helper()
	err := s.d.Tx(context.Background(), func(h db.Handle) error {
		_, err := h.Exec(context.Background(), query, args...)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func by(p id.Person, name string) ticket.By {
	return ticket.By{Kind: "person", ID: p, Name: name}
}

var (
	asAnouk = by(anouk, "Anouk Bellwether")
	asTobin = by(tobin, "Tobin Ashgrove")
	asMara  = by(mara, "Mara Quillfeather")
)

// opens begins a request of somebody, with a secret in every inner part.
func (s *story) opens(n id.Number, org id.Organisation, who id.Person, subject, when string, cc ...id.Person) *ticket.Ticket {
	s.t.Helper()
	t := &ticket.Ticket{ID: id.Ticket(s.ids.Next())}
	s.happens(t, ticket.By{Kind: "person", ID: who, Name: s.name(who)}, when, &ticket.Opened{
		Number: n, Organisation: org, Requester: who, TicketKind: ticket.Incident, Channel: ticket.ByPortal, Subject: subject, Body: "Calls drop.",
		Impact: 3, Urgency: 3, Priority: 4, Place: ticket.Place{Team: firstLine, Rank: 1}, CC: cc,
		Because: canary, Tags: []string{"canary"}, Fields: map[string]any{"x": canary}, Hint: canary,
	})
	return t
}

func (s *story) name(p id.Person) string {
	s.t.Helper()
	name, err := db.One(context.Background(), s.d.Read(), func(r db.Row) (v string, err error) { return v, r.Scan(&v) }, `SELECT name FROM person WHERE id = ?`, p)
	if err != nil {
		s.t.Fatal(err)
	}
	return name
}

// happens lets facts happen to a ticket at a time of the day.
func (s *story) happens(t *ticket.Ticket, who ticket.By, when string, facts ...ticket.Fact) {
	s.t.Helper()
	ctx := context.Background()
	var entries []ticket.Entry
	for _, f := range facts {
		e := ticket.Entry{ID: id.Entry(s.ids.Next()), Ticket: t.ID, Seq: t.Seq + 1, At: at(when), By: who, Audience: f.Audience(), Fact: f}
		t.Apply(e)
		entries = append(entries, e)
	}
	save := ticket.Save
	if t.Version == 0 {
		save = ticket.Insert
	}
	err := s.d.Tx(ctx, func(h db.Handle) error {
		if err := save(ctx, h, t); err != nil {
			return err
		}
		return ticket.Append(ctx, h, t, entries)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// handsOver offers the ticket from first line to the network specialists.
func (s *story) handsOver(t *ticket.Ticket, when string) id.Handover {
	s.t.Helper()
	h := id.Handover(s.ids.Next())
	s.exec(`INSERT INTO handover (id, ticket_id, organisation_id, direction, from_team_id, from_rank, from_person_id, to_team_id, to_rank, state, document, completeness, priority, offered_at)
		VALUES (?, ?, ?, 'up', 21, 1, 14, 22, 2, 'offered', '{"ask":"CANARY"}', 80, 4, ?)`, h, t.ID, t.Organisation, db.At(at(when)))
	s.happens(t, asTobin, when, &ticket.HandedOver{
		Handover: h, Direction: "up", From: t.Place, To: ticket.Place{Team: network, Rank: 2}, By: tobin, Reason: canary, Ask: canary, Completeness: 80,
	})
	return h
}

// takes is Mara taking the offer; the customer is told.
func (s *story) takes(t *ticket.Ticket, h id.Handover, when, told string) {
	s.t.Helper()
	s.exec(`UPDATE handover SET state = 'accepted', answered_at = ?, answered_by_id = 15 WHERE id = ?`, db.At(at(when)), h)
	s.happens(t, asMara, when, &ticket.Accepted{Handover: h, To: ticket.Place{Team: network, Rank: 2}, Person: mara},
		&ticket.Told{Handover: h, Body: told, Who: "network specialists", Person: "Mara"})
}

func (s *story) file(t *ticket.Ticket, key id.File, name, audience string, seq int64) {
	s.t.Helper()
	s.exec(`INSERT INTO file (id, sha256, name, media_type, size, uploaded_by_id, uploaded_at, organisation_id, ticket_id, seq, audience)
		VALUES (?, ?, ?, 'text/plain', 12, 14, ?, ?, ?, ?, ?)`, key, "sha-of-"+name, name, db.At(at("09:00")), t.Organisation, t.ID, seq, audience)
}

func actor(p id.Person, org id.Organisation) access.Actor {
	return access.Actor{Kind: access.Person, Person: p, Role: access.Requester, Organisation: org}
}

func agent(p id.Person) access.Actor {
	return access.Actor{Kind: access.Person, Person: p, Role: access.Agent, Organisation: deskOrg, All: true}
}

// sees reads a request that must be there.
func (s *story) sees(a access.Actor, t *ticket.Ticket) portalview.Request {
	s.t.Helper()
	r, err := s.window.Request(context.Background(), a, t.Number)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}
