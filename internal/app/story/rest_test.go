package story

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// TestRestIsARule lets a desk deal at random while people come, go and fill up,
// and holds every deal against the page of rules below, which knows nothing of
// routing, candidates or rosters: it reads timelines, a list of who said what of
// their presence, and clocks on walls.
func TestRestIsARule(t *testing.T) {
	tell(t, "Mon 06:00", func(d *desk) {
		r := newRest(d)
		for range 420 {
			r.step()
			d.Settles()
			r.judge()
		}
		t.Logf("%d deals, of these %d pushed, %d asked, %d taken, %d pulled", r.deals, r.how["push"], r.how["asked"], r.how["offer"], r.how["pull"])
		for _, how := range []string{"push", "asked", "offer", "pull"} {
			if r.how[how] < 5 {
				t.Errorf("only %d were %s: the stream proves nothing of it", r.how[how], how)
			}
		}
	})
}

// A rest is the rules of rest, and what the stream has done so far.
type rest struct {
	d       *desk
	rnd     *rand.Rand
	tickets []id.Number
	judged  map[id.Entry]bool
	said    map[string][]word
	away    map[string][][2]time.Time
	all     map[id.Number][]ticket.Entry
	grown   []id.Number
	deals   int
	how     map[string]int
}

// A word is a presence, from a time on; back is when a break was to end.
type word struct {
	at       time.Time
	presence string
	back     time.Time
}

// A worker is somebody as the rules see them.
type worker struct {
	teams   []string
	cleared string // the only organisation; "" is all
	places  int
	zone    string
	days    []time.Weekday
	from    int // hours on their wall
	to      int // over 24: on the next day
	vpn     int
}

var workers = map[string]worker{
	"tom": {teams: []string{"First line"}, places: 2, zone: "Europe/Vienna", days: weekdays, from: 6, to: 18, vpn: 1},
	"ida": {teams: []string{"First line"}, places: 3, zone: "UTC", days: everyDay, from: 18, to: 30, vpn: 2},
	"gil": {teams: []string{"First line"}, cleared: "Globex", places: 2, zone: "America/New_York", days: everyDay, from: 4, to: 12},
	"sam": {teams: []string{"Second line"}, places: 2, zone: "UTC"}, // nobody planned for Sam
	"sue": {teams: []string{"Second line"}, places: 3, zone: "Asia/Kolkata", days: weekdays, from: 9, to: 18},
}

var (
	weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	everyDay = append([]time.Weekday{time.Saturday, time.Sunday}, weekdays...)
	names    = []string{"tom", "ida", "gil", "sam", "sue"}
)

func newRest(d *desk) *rest {
	d.t.Helper()
	r := &rest{
		d: d, rnd: rand.New(rand.NewPCG(11, 19)), judged: map[id.Entry]bool{}, said: map[string][]word{},
		away: map[string][][2]time.Time{}, all: map[id.Number][]ticket.Entry{}, how: map[string]int{},
	}
	for _, name := range names {
		w := workers[name]
		d.is(name, func(p *person.Person) { p.Capacity, p.TimeZone = w.places, w.zone })
		var list []shift.Shift
		for _, day := range w.days {
			list = append(list, shift.Shift{Weekday: (int(day)+6)%7 + 1, Starts: w.from * 60, Ends: w.to * 60, Since: "2026-03-02"})
		}
		if len(list) > 0 {
			_, err := d.rota.Plan(d.ctx, d.actor("lea"), d.people[name], list)
			d.must(err)
		}
		r.said[name] = []word{{presence: person.Here}}
	}
	d.Deals("First line", team.Push)
	d.Deals("Second line", team.Offer)
	return r
}

func one[T any](r *rest, list ...T) T { return list[r.rnd.IntN(len(list))] }

// step lets something happen.
func (r *rest) step() {
	d, name := r.d, one(r, names...)
	switch n := r.rnd.IntN(21); {
	case n < 6:
		how := []with{about(one(r, "Email", "VPN", "Email"))}
		if r.rnd.IntN(3) == 0 {
			how = append(how, urgent)
		}
		key := d.Opens(one(r, "ann@acme", "gus@globex"), "Something is broken", how...)
		r.tickets = append(r.tickets, key)
		if r.rnd.IntN(3) == 0 {
			d.As("lea").Triages(key, ticketing.TriageIn{Team: d.teams["Second line"]})
		}
	case n < 9:
		d.moveTo(d.clock.Now().Add(time.Duration(1+r.rnd.IntN(150)) * time.Minute))
	case n < 12:
		r.says(name)
	case n < 15:
		r.ends()
	case n < 17:
		r.answers()
	case n < 18:
		for _, name := range names {
			r.next(name)
		}
	case n < 20:
		d.Deals(one(r, "First line", "Second line"), one(r, team.Push, team.Offer, team.Pull, team.Pull))
	default:
		r.leaves(name)
	}
}

// next lets somebody ask for the next one; a refusal is an answer, too.
func (r *rest) next(name string) {
	_, _, err := r.d.deals.Next(r.d.ctx, r.d.actor(name))
	r.fine(err)
}

// fine lets a refusal pass, which is what rest is about, and nothing else.
func (r *rest) fine(err error) {
	r.d.t.Helper()
	if !errs.Is(err, errs.Conflict) {
		r.d.must(err)
	}
}

func (r *rest) says(name string) {
	now, s := r.d.clock.Now(), word{}
	s.at, s.presence = now, one(r, person.Here, person.Here, person.Here, person.Here, person.Away, person.Busy, person.Off)
	if s.presence == person.Away && r.rnd.IntN(2) == 0 {
		s.back = now.Add(time.Duration(5+r.rnd.IntN(90)) * time.Minute)
	}
	r.d.must(r.d.rota.SetPresence(r.d.ctx, r.d.actor(name), s.presence, s.back))
	r.said[name] = append(r.said[name], s)
}

func (r *rest) leaves(name string) {
	from := r.d.clock.Now().Add(time.Duration(r.rnd.IntN(600)) * time.Minute)
	to := from.Add(time.Duration(30+r.rnd.IntN(600)) * time.Minute)
	_, err := r.d.rota.Except(r.d.ctx, r.d.actor(name), shift.Exception{Person: r.d.people[name], Kind: shift.Away, Reason: shift.Sick, From: from, To: to})
	r.d.must(err)
	r.away[name] = append(r.away[name], [2]time.Time{from, to})
}

// ends finishes a ticket that somebody has, lets it wait, or puts it down.
func (r *rest) ends() {
	for _, n := range r.tickets {
		t := r.d.ticket(n)
		name := nameOf(r.d.people, t.Assignee)
		if t.Assignee == 0 || t.State != ticket.Open {
			continue
		}
		switch h := r.d.As(name); r.rnd.IntN(4) {
		case 0:
			h.Waits(n, ticket.OnCustomer)
		case 1:
			r.d.must(r.d.do.Assign(r.d.ctx, h.who, n, 0))
		default:
			h.Resolves(n, "It works again.")
			r.next(name)
		}
		return
	}
}

// answers says yes or no to the first ticket that somebody is asked to take.
func (r *rest) answers() {
	for _, n := range r.tickets {
		who := r.d.asked(n)
		if who == "nobody" {
			continue
		}
		if r.rnd.IntN(4) == 0 {
			r.fine(r.d.deals.Decline(r.d.ctx, r.d.actor(who), n, "no time"))
		} else {
			r.fine(r.d.deals.Take(r.d.ctx, r.d.actor(who), n))
		}
		return
	}
}

// A deal is an entry that gave somebody work, or asked them to take it.
type dealtOut struct {
	entry ticket.Entry
	n     id.Number
	to    id.Person
	how   string
}

// read reads the timelines that have grown.
func (r *rest) read() {
	r.d.t.Helper()
	r.d.must(r.d.door.Read().Each(r.d.ctx, func(row db.Row) error {
		var n id.Number
		var seq int64
		if err := row.Scan(&n, &seq); err != nil {
			return err
		}
		if int64(len(r.all[n])) != seq {
			r.grown = append(r.grown, n)
		}
		return nil
	}, `
		SELECT number, seq
		  FROM ticket
		 ORDER BY number`))
	for _, n := range r.grown {
		r.all[n] = r.d.timeline(n)
	}
	r.grown = nil
}

// judge holds what was dealt since the last look against the rules.
func (r *rest) judge() {
	r.d.t.Helper()
	r.read()
	var fresh []dealtOut
	for _, n := range r.tickets {
		for _, e := range r.all[n] {
			if x, dealt := dealtBy(n, e); dealt && !r.judged[e.ID] {
				fresh = append(fresh, x)
			}
		}
	}
	for _, x := range fresh {
		r.judged[x.entry.ID] = true
		r.deals++
		r.how[x.how]++
		if why := r.bars(x); why != "" {
			r.d.t.Errorf("%s: %s was dealt (%s) to %s, who %s", x.entry.At.Format("Mon 15:04"), x.n.Ref(), x.how, nameOf(r.d.people, x.to), why)
		}
	}
}

// dealtBy is the deal that an entry tells of, if it does.
func dealtBy(n id.Number, e ticket.Entry) (x dealtOut, dealt bool) {
	switch f := e.Fact.(type) {
	case *ticket.Assigned:
		return dealtOut{e, n, f.Assignee, f.How}, f.Assignee != 0 && f.How != ticket.ByHand
	case *ticket.Asked:
		return dealtOut{e, n, f.Person, "asked"}, true
	default:
		return x, false
	}
}

// bars says which rule a deal broke, "" if none.
func (r *rest) bars(x dealtOut) string {
	name := nameOf(r.d.people, x.to)
	w, known := workers[name]
	t := before(r.all[x.n], x.entry)
	switch {
	case !known || !slices.Contains(w.teams, nameOf(r.d.teams, t.team)):
		return "is not in its team"
	case w.cleared != "" && r.d.orgs[w.cleared] != t.org:
		return "is not cleared"
	case t.service == r.d.services["VPN"] && w.vpn < 2:
		return "does not know the VPN"
	case r.presence(name, x.entry.At) != person.Here:
		return "is " + r.presence(name, x.entry.At)
	case !r.works(name, x.entry.At):
		return "is off shift"
	}
	taken := 0
	for n, entries := range r.all {
		v := before(entries, x.entry)
		mine := v.assignee == x.to && v.works || v.asked == x.to
		if mine && !(n == x.n && x.how == "offer") { // the place that was kept for it
			taken += []int{0, 200, 150, 100, 100}[v.priority]
		}
	}
	if taken >= 100*w.places {
		return "is full"
	}
	return ""
}

// A stand is a ticket as far as the rules look, added up by themselves.
type stand struct {
	team     id.Team
	org      id.Organisation
	service  id.Service
	priority int
	assignee id.Person
	asked    id.Person
	works    bool // it is new or open: somebody has to do something
}

// before adds up what stood of a ticket when an entry was made, wherever that was.
func before(entries []ticket.Entry, until ticket.Entry) stand {
	var v stand
	for _, e := range entries {
		if e.ID >= until.ID {
			break
		}
		v.add(e.Fact)
	}
	return v
}

func (v *stand) add(f ticket.Fact) {
	switch f := f.(type) {
	case *ticket.Opened:
		v.team, v.org, v.priority, v.works = f.Team, f.Organisation, f.Priority, true
		v.service = f.Service
	case *ticket.Triaged:
		v.priority, v.service = f.Priority, f.Service
		if v.team != f.Team {
			v.team, v.assignee, v.asked = f.Team, 0, 0
		}
	case *ticket.Assigned:
		v.assignee, v.asked = f.Assignee, 0
	case *ticket.Asked:
		v.asked = f.Person
	case *ticket.Passed:
		v.asked = 0
	case *ticket.Waited, *ticket.ResolvedAs, *ticket.ClosedAs:
		v.works = false
	case *ticket.Resumed, *ticket.Reopened:
		v.works = true
	}
}

// presence is what somebody last said by a time; a break that was to end has.
func (r *rest) presence(name string, at time.Time) string {
	var last word
	for _, s := range r.said[name] {
		if !s.at.After(at) {
			last = s
		}
	}
	if last.presence == person.Away && !last.back.IsZero() && !last.back.After(at) {
		return person.Here
	}
	return last.presence
}

// works looks at the wall where somebody lives.
func (r *rest) works(name string, at time.Time) bool {
	for _, a := range r.away[name] {
		if !at.Before(a[0]) && at.Before(a[1]) {
			return false
		}
	}
	w := workers[name]
	if len(w.days) == 0 {
		return true
	}
	zone, err := time.LoadLocation(w.zone)
	r.d.must(err)
	wall := at.In(zone)
	minute := wall.Hour()*60 + wall.Minute()
	today := slices.Contains(w.days, wall.Weekday()) && minute >= w.from*60 && minute < w.to*60
	yesterday := slices.Contains(w.days, (wall.Weekday()+6)%7) && minute+24*60 < w.to*60
	return today || yesterday
}
