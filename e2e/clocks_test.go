package e2e

import (
	"testing"
)

// A clock that runs out while somebody looks: it turns amber and then red in the
// list and on the ticket, without a reload; and the customer reads what was
// promised, in plain words.
func TestAClockTurnsWhileSomebodyLooks(t *testing.T) {
	d := newDesk(t, "")
	d.setUp()
	d.start()
	ada := d.token(boss)
	always := make([][]string, 7)
	for i := range always {
		always[i] = []string{"00:00-24:00"}
	}
	round := d.call(ada, "POST", "/calendars", m{"name": "Round the clock", "zone": "UTC", "week": always}).is(201).text("id")
	urgent := d.call(ada, "POST", "/services", m{"name": "Tills", "plain_name": "Tills"}).is(201).text("id")
	d.call(ada, "POST", "/targets", m{"name": "Tills first answer", "clock": "first_response", "length": "PT2H", "calendar": round, "service": urgent}).is(201)
	d.call(ada, "POST", "/targets", m{"name": "Tills solved", "clock": "resolution", "length": "PT4H", "calendar": round, "service": urgent}).is(201)
	d.call(ada, "POST", "/targets", m{"name": "Tills fixed", "clock": "work", "length": "PT20S", "warn": 50, "calendar": round, "service": urgent}).is(201)
	d.browses("clocks", map[string]signIn{
		"ann": {"ann@acme.test", secret}, "tom": {"tom@nordwind.test", secret},
	})
}
