package verify_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"secondline/internal/core/audit"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/view/verify"
	"secondline/internal/view/verify/verifytest"
)

// busy is a desk on which a bit of everything happened.
func busy(t *testing.T, store *db.DB) *flowtest.Desk {
	d := flowtest.New(t, store)
	vpn := d.Asks(d.Ann, "VPN drops", "It drops at noon.", d.VPN)
	d.Later(time.Minute)
	d.Gives(d.Tom, vpn, d.Tom)
	d.Must(d.Triage(d.Ctx, d.As(d.Tom), vpn, flowtest.TriageIn{Category: d.Tunnel, Impact: 2, Urgency: 2, Skills: []string{"network"}}))
	d.Must(d.Wait(d.Ctx, d.As(d.Tom), vpn, flowtest.WaitIn{On: ticket.OnCustomer, Question: "Since when?"}))
	d.Later(time.Hour)
	d.Replies(d.Ann, vpn, "Since Monday.")
	d.SendsBack(d.Sam, d.Offers(d.Tom, vpn, d.Second, 0, "look at the tunnel"), "which one?")
	d.Later(time.Minute)
	h := d.Offers(d.Tom, vpn, d.Second, d.Sam, "look at the blue one")
	d.Must(d.Withdraw(d.Ctx, d.As(d.Tom), h))
	d.Takes(d.Sam, d.Offers(d.Tom, vpn, d.Second, d.Sam, "look at the blue one"))
	d.Notes(d.Sam, vpn, "- Restarted it: no change")
	d.Later(time.Minute)
	d.Takes(d.Pam, d.Offers(d.Sam, vpn, d.Build, 0, "lay a new cable"))
	d.Later(time.Hour)
	d.Takes(d.Sam, d.Offers(d.Pam, vpn, d.Second, 0, "check the cable"))
	d.Solves(d.Sam, vpn, "It was a cable.", "a broken cable", "Look at the lamp on the box first.")
	d.Must(d.Reopen(d.Ctx, d.As(d.Ann), vpn, "It drops again."))
	d.Later(time.Minute)
	d.Solves(d.Sam, vpn, "The other cable, too.", "a broken cable", "")
	d.Must(d.Confirm(d.Ctx, d.As(d.Ann), vpn))
	d.Must(d.Rate(d.Ctx, d.As(d.Ann), vpn, 5, "quick"))

	mail, again := d.Asks(d.Ann, "Mailbox full", "I cannot send.", d.Email), d.Asks(d.Abe, "Cannot send", "Nothing goes out.", d.Email)
	d.Must(d.Merge(d.Ctx, d.As(d.Ida), again, mail))
	d.Later(time.Minute)
	d.Must(d.Unmerge(d.Ctx, d.As(d.Ida), again))
	d.Must(d.Merge(d.Ctx, d.As(d.Ida), again, mail))
	d.Must(d.Link(d.Ctx, d.As(d.Ida), mail, vpn, "related", false))
	_, err := d.Split(d.Ctx, d.As(d.Ida), mail, 1, "And the calendar")
	d.Must(err)

	fire, one, why := d.Asks(d.Gus, "All is down", "Everything.", d.Email), 1, "the whole site"
	d.Must(d.Edit(d.Ctx, d.As(d.Ida), fire, flowtest.EditIn{Priority: &one, PriorityBecause: &why, Tags: &[]string{"site", "vip"}, Watchers: &[]id.Person{d.Sam}}))
	d.Offers(d.Ida, fire, d.Second, d.Sam, "now")
	ladder(d)
	d.Asks(d.Abe, "Sync is gone", "Nothing syncs.", d.Email)
	d.AsksForNext(d.Ida)
	spam := d.Asks(d.Gus, "Cheap", "Buy.", 0)
	d.Must(d.Close(d.Ctx, d.As(d.Ida), spam, ticket.Spam))
	d.Later(time.Minute)
	_, err = audit.Seal(d.Ctx, store)
	d.Must(err)
	return d
}

// ladder lets one go to and fro until both teams look at it, one be looked at by
// experts, and one wait for an answer that nobody gives.
func ladder(d *flowtest.Desk) {
	pong := d.Asks(d.Ann, "Sync stops", "It stops.", d.Email)
	d.Takes(d.Sam, d.Offers(d.Tom, pong, d.Second, 0, "look"))
	d.SendsBack(d.Tom, d.Offers(d.Sam, pong, d.First, 0, "yours"), "no")
	d.Offers(d.Sam, pong, d.First, 0, "yours all the same")
	d.Must(d.OwnSwarm(d.Ctx, d.As(d.Ida), pong, 0))

	together := d.Asks(d.Ann, "Sync is slow", "It is slow.", d.Email)
	d.Must(d.StartSwarm(d.Ctx, d.As(d.Tom), together, flowtest.SwarmIn{Ask: "why?", People: []id.Person{d.Sam, d.Eve}}))
	d.Must(d.BookTime(d.Ctx, d.As(d.Tom), together, 10, ""))

	silent := d.Asks(d.Ann, "Sync doubles", "All twice.", d.Email)
	d.Offers(d.Tom, silent, d.Second, d.Sam, "look")
	d.Expires(silent)
}

func TestABusyDeskHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		busy(t, store)
		verifytest.Holds(t, store)
	})
}

// Each rule bites: what somebody tampered with is found, under its rule.
func TestEachRuleBites(t *testing.T) {
	tampered := []struct{ rule, how string }{
		{"1 owner", `UPDATE membership SET team_id = (SELECT id FROM team WHERE name = 'Projects') WHERE person_id = (SELECT id FROM person WHERE name = 'Sam Oakley')`},
		{"1 owner", `UPDATE team SET archived_at = 1 WHERE name = 'First line'`},
		{"2 merges", `UPDATE ticket SET resolution = 'solved' WHERE resolution = 'merged'`},
		{"2 merges", `UPDATE ticket SET merged_into_id = id WHERE merged_into_id IS NOT NULL`},
		{"3 refs", `UPDATE ticket SET number = number + 1000 WHERE subject = 'VPN drops'`},
		{"4 handover", `UPDATE handover SET state = 'accepted' WHERE state = 'returned'`},
		{"4 handover", `DELETE FROM handover WHERE state = 'withdrawn'`},
		{"4 handover", `DELETE FROM booked_time`},
		{"4 ping-pong", `UPDATE handover SET document = replace(document, '"swarm":', '"was":') WHERE document LIKE '%"swarm":%'`},
		{"4 ping-pong", `UPDATE handover SET state = 'withdrawn' WHERE state = 'returned' AND from_team_id = (SELECT id FROM team WHERE name = 'Second line')`},
		{"4 expiry", `UPDATE handover SET to_person_id = (SELECT id FROM person WHERE name = 'Sam Oakley') WHERE follows_id IS NOT NULL AND state = 'offered'`},
		{"4 swarm", `UPDATE swarm SET ended_at = 1, outcome = 'solved' WHERE ended_at IS NULL`},
		{"4 swarm", `DELETE FROM swarm_member WHERE person_id = (SELECT id FROM person WHERE name = 'Eve Stone')`},
		{"4 handover", `UPDATE lesson SET ticket_id = (SELECT id FROM ticket WHERE subject = 'Mailbox full')`},
		{"5 time", `UPDATE ticket SET sum = replace(sum, '"opened_at":"2026', '"opened_at":"2025') WHERE subject = 'Cheap'`},
		{"6 states", `UPDATE ticket SET closed_at = NULL WHERE resolution = 'spam'`},
		{"6 states", `UPDATE timeline_entry SET kind = 'ticket.waiting', facts = '{"on":"vendor"}' WHERE kind = 'ticket.rated'`},
		{"8 secrets", `UPDATE timeline_entry SET audience = 'customer' WHERE kind = 'message.noted'`},
		{"10 audit", `UPDATE timeline_entry SET facts = replace(facts, 'no change', 'it works') WHERE kind = 'message.noted'`},
		{"10 timeline", `UPDATE timeline_entry SET facts = replace(facts, '"priority":1', '"priority":2') WHERE kind = 'ticket.edited'`},
		{"10 timeline", `DELETE FROM timeline_entry WHERE kind = 'ticket.rated'`},
		{"10 index", `UPDATE ticket SET priority = 4 WHERE subject = 'All is down'`},
		{"10 index", `DELETE FROM ticket_tag WHERE tag = 'vip'`},
		{"10 index", `UPDATE ticket_participant SET role = 'cc'`},
		{"10 audit", `UPDATE audit SET actor_name = 'Nobody' WHERE action = 'ticket.rated'`},
		{"10 audit", `DELETE FROM audit_seal WHERE seq = 3`},
		{"10 audit", `UPDATE audit SET object = 'ticket:1' WHERE action = 'ticket.rated'`},
		{"19 rest", `UPDATE placement SET ranked = '[]' WHERE rule = 'pull'`},
		{"19 rest", `UPDATE placement SET rejected = replace(ranked, '"fit":', '"kind":') WHERE rule = 'pull'`},
		{"19 rest", `UPDATE placement SET person_id = (SELECT id FROM person WHERE name = 'Gil Marsh') WHERE rule = 'pull'`},
		{"19 rest", `UPDATE placement SET id = 77 WHERE rule = 'pull'`},
		{"job", `INSERT INTO job (id, kind, payload, run_at, failed_at) VALUES (1, 'x', '{}', 1, 1)`},
	}
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := busy(t, store)
		errBack := context.Canceled // any error undoes the tampering
		for _, c := range tampered {
			err := store.Tx(d.Ctx, func(h db.Handle) error {
				n, err := h.Exec(d.Ctx, c.how)
				if err != nil || n == 0 {
					t.Errorf("%s: tampered with %d rows: %v", c.how, n, err)
				}
				found, err := verify.Run(d.Ctx, h)
				if err != nil {
					t.Errorf("%s: %v", c.how, err)
				}
				if !slices.ContainsFunc(found, func(p verify.Problem) bool { return p.Rule == c.rule }) {
					t.Errorf("%s: %s did not notice; found %v", c.how, c.rule, found)
				}
				return errBack
			})
			if err != errBack {
				t.Fatal(err)
			}
		}
		verifytest.Holds(t, store)
	})
}
