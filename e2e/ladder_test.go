package e2e

import "testing"

// The rules of the ladder, as people meet them: an offer that nobody answers goes
// to the next by itself, a receiver asks back first, two teams that pass a ticket
// to and fro are brought together, and experts look without getting the ticket.
func TestTheLadderKeepsItsRules(t *testing.T) {
	d := newDesk(t, "")
	d.setUp()
	d.start()
	ada := d.token(boss)
	always := make([][]string, 7)
	for i := range always {
		always[i] = []string{"00:00-24:00"}
	}
	round := d.call(ada, "POST", "/calendars", m{"name": "Round the clock", "zone": "UTC", "week": always}).is(201).text("id")
	printing := d.call(ada, "POST", "/services", m{"name": "Printing", "plain_name": "your printers"}).is(201).text("id")
	d.call(ada, "POST", "/targets", m{"name": "Printers taken", "clock": "acknowledge", "length": "PT15S", "calendar": round, "service": printing}).is(201)
	d.browses("ladder", map[string]signIn{
		"tom": {"tom@nordwind.test", secret}, "mara": {"mara@nordwind.test", secret},
	})
}
