package story

import (
	"fmt"
	"slices"
	"strings"

	"secondline/internal/desk/notice"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"

	"secondline/internal/db"
)

// ticket loads a ticket as it stands.
func (d *desk) ticket(n id.Number) *ticket.Ticket {
	d.t.Helper()
	t, err := ticket.ByNumber(d.ctx, d.door.Read(), n)
	d.must(err)
	return t
}

func (d *desk) timeline(n id.Number) []ticket.Entry {
	d.t.Helper()
	entries, err := ticket.Timeline(d.ctx, d.door.Read(), d.ticket(n).ID, 1)
	d.must(err)
	return entries
}

// Wants says what must be true of a ticket now, in the words of sayings.
func (d *desk) Wants(n id.Number, sayings ...string) {
	d.t.Helper()
	t := d.ticket(n)
	for _, want := range sayings {
		what, _, _ := strings.Cut(want, " ")
		got := d.says(t, what)
		if !slices.Contains(got, want) {
			d.t.Errorf("%s, %s: wanted %q, have %q", d.clock.Now().Format("Mon 15:04"), t.Ref(), want, got)
		}
	}
}

// says tells everything of one sort that is true of a ticket. The sort is the
// first word of the saying.
func (d *desk) says(t *ticket.Ticket, what string) []string {
	d.t.Helper()
	switch what {
	case "state":
		return []string{strings.TrimSpace("state " + string(t.State) + " " + string(t.WaitingOn)), "state " + string(t.State)}
	case "ended":
		return []string{"ended " + string(t.Resolution)}
	case "team":
		return []string{"team " + nameOf(d.teams, t.Team)}
	case "rung":
		return []string{fmt.Sprintf("rung %d", t.Rank)}
	case "with":
		return []string{"with " + nameOf(d.people, t.Assignee)}
	case "contact":
		return []string{"contact " + nameOf(d.people, t.Contact)}
	case "offered":
		if t.Offer == nil {
			return []string{"offered to nobody"}
		}
		to := "offered to " + nameOf(d.teams, t.Offer.To.Team)
		return []string{to, to + "/" + nameOf(d.people, t.Offer.Person)}
	case "priority":
		return []string{fmt.Sprintf("priority %d", t.Priority)}
	case "returns":
		return []string{fmt.Sprintf("returns %d", t.Returns())}
	case "messages":
		return []string{fmt.Sprintf("messages %d", t.Messages)}
	case "answer":
		return []string{map[bool]string{true: "answer owed", false: "answer given"}[t.NeedsReply]}
	case "cc":
		return d.each("cc ", t.CC)
	case "watched":
		return d.each("watched by ", t.Watchers)
	case "ranks":
		return []string{fmt.Sprintf("ranks %v", t.Walk.Ranks())}
	case "last":
		entries := d.timeline(t.Number)
		return []string{"last " + entries[len(entries)-1].Fact.Kind()}
	default:
		return []string{"nothing: no saying begins with " + what}
	}
}

func (d *desk) each(prefix string, people []id.Person) []string {
	if len(people) == 0 {
		return []string{prefix + "nobody"}
	}
	var out []string
	for _, p := range people {
		out = append(out, prefix+nameOf(d.people, p))
	}
	return out
}

func nameOf[K comparable](names map[string]K, key K) string {
	for name, k := range names {
		if k == key {
			return name
		}
	}
	return "nobody"
}

// kinds lists what is on a timeline, without the ring that names it first.
func (d *desk) kinds(n id.Number) []string {
	d.t.Helper()
	var out []string
	for _, e := range d.timeline(n) {
		out = append(out, e.Fact.Kind())
	}
	return out
}

// told is what the customer of a ticket was told by its handovers, the last first.
func (d *desk) told(n id.Number) []string {
	d.t.Helper()
	var out []string
	for _, e := range slices.Backward(d.timeline(n)) {
		if f, ok := e.Fact.(*ticket.Told); ok {
			out = append(out, f.Body)
		}
	}
	return out
}

// mails lists the subjects and texts of the mails that somebody got.
func (d *desk) mails(who string) []string {
	d.t.Helper()
	d.Settles()
	var out []string
	for _, m := range d.mail.to(who + ".example") {
		out = append(out, m.Subject+"\n"+m.Text)
	}
	return out
}

// notices lists what the console shows to somebody, oldest first.
func (d *desk) notices(who string) []string {
	d.t.Helper()
	list, err := db.All(d.ctx, d.door.Read(), func(r db.Row) (s string, err error) {
		var k notice.Kind
		var text string
		err = r.Scan(&k, &text)
		return string(k) + ": " + text, err
	}, `
		SELECT kind, text
		  FROM notice
		 WHERE person_id = ?
		 ORDER BY at, id`, d.people[who])
	d.must(err)
	return list
}

// has wants one of some texts to hold some words.
func (d *desk) has(texts []string, words string) {
	d.t.Helper()
	if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, words) }) {
		d.t.Errorf("%s: wanted %q, have %q", d.clock.Now().Format("Mon 15:04"), words, texts)
	}
}
