package access_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/id"
)

const furnish = `
	INSERT INTO organisation (id, name, name_key) VALUES (1, 'Acme', 'acme'), (2, 'Globex', 'globex'), (3, 'Desk', 'desk');
	INSERT INTO person (id, organisation_id, name, name_key, role) VALUES (11, 1, 'a', 'a', 'requester'), (12, 1, 'b', 'b', 'requester'),
		(13, 1, 'c', 'c', 'organisation_manager'), (14, 1, 'd', 'd', 'requester'), (15, 2, 'e', 'e', 'requester'), (21, 3, 'f', 'f', 'agent'),
		(22, 3, 'g', 'g', 'agent'), (23, 3, 'h', 'h', 'agent'), (24, 3, 'i', 'i', 'team_lead'), (25, 3, 'j', 'j', 'administrator');
	INSERT INTO level (id, rank, name, plain_name) VALUES (1, 1, 'L1', 'help desk');
	INSERT INTO team (id, name, name_key, plain_name, kind, level_id) VALUES (1, 'First line', 'first line', 'help desk', 'line', 1)`

// TestAListShowsWhatReadingAllows fills a desk at random and asks both ways: the
// scope's SQL must find exactly the tickets that May lets each actor see.
func TestAListShowsWhatReadingAllows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		objects := map[id.Ticket]access.Object{}
		err := d.Tx(ctx, func(h db.Handle) error {
			for _, statement := range strings.Split(furnish, ";") {
				if _, err := h.Exec(ctx, statement); err != nil {
					return err
				}
			}
			return scatter(ctx, h, objects)
		})
		if err != nil {
			t.Fatal(err)
		}
		blind, reader := admin, cleared
		blind.Scopes, reader.Scopes = []string{"admin"}, []string{"tickets:read"}
		all := map[string]access.Actor{"a blind token": blind, "a reading token": reader}
		for name, actor := range cast {
			all[name] = actor
		}
		for name, actor := range all {
			where, args := actor.Scope().Tickets("t")
			found, err := db.All(ctx, d.Read(), func(r db.Row) (k id.Ticket, err error) { return k, r.Scan(&k) }, `
				SELECT t.id
				  FROM ticket t
				 WHERE `+where+`
				 ORDER BY t.id`, args...)
			if err != nil {
				t.Fatal(err)
			}
			for key, on := range objects {
				if listed, may := slices.Contains(found, key), access.May(actor, access.See, on) == nil; listed != may {
					t.Errorf("%s: ticket %d is listed %t, may be seen %t: %+v", name, key, listed, may, on)
				}
			}
		}
	})
}

func scatter(ctx context.Context, h db.Handle, objects map[id.Ticket]access.Object) error {
	people := []id.Person{11, 12, 13, 14, 15, 21, 22, 23, 24, 25}
	for i := range 80 {
		key := id.Ticket(100 + i)
		on := access.Object{Organisation: id.Organisation(1 + rand.IntN(3)), Requester: people[rand.IntN(len(people))], Open: true}
		_, err := h.Exec(ctx, `
			INSERT INTO ticket (id, number, organisation_id, requester_id, kind, channel, subject, state, priority, team_id, rank, sum, opened_at, updated_at, seq)
			VALUES (?, ?, ?, ?, 'incident', 'mail', 'x', 'new', 4, 1, 1, '{}', 1, 1, 1)`, key, i+1, on.Organisation, on.Requester)
		if err != nil {
			return err
		}
		for _, p := range people {
			if rand.IntN(6) > 0 {
				continue
			}
			_, err := h.Exec(ctx, `
				INSERT INTO ticket_participant (ticket_id, organisation_id, person_id, role)
				VALUES (?, ?, ?, ?)`, key, on.Organisation, p, []string{"cc", "watcher"}[rand.IntN(2)])
			if err != nil {
				return err
			}
			on.Participants = append(on.Participants, p)
		}
		objects[key] = on
	}
	return nil
}

func TestWhichOrganisationsAreInScope(t *testing.T) {
	for name, want := range map[string]string{
		"customer": "FALSE", "manager": "FALSE", "agent": "TRUE", "cleared": "o.id IN (?)", "admin": "TRUE", "nobody": "FALSE", "machine": "TRUE",
	} {
		if got, _ := cast[name].Scope().Organisations("o.id"); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	if !admin.Scope().Everything() || cleared.Scope().Everything() || customer.Scope().Everything() {
		t.Error("only who is cleared for all sees everything")
	}
}
