package majors

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
	"secondline/internal/view/brief"
)

// A Line is a major incident in a list.
type Line struct {
	Ref       id.Ref       `json:"ref"`
	Title     string       `json:"title"`
	Lead      brief.Person `json:"lead"`
	State     ticket.State `json:"state"`
	Running   bool         `json:"running"`
	At        time.Time    `json:"at"`
	NextBy    *time.Time   `json:"next_by,omitempty"`
	OverAt    *time.Time   `json:"over_at,omitempty"`
	ReviewDue *time.Time   `json:"review_due,omitempty"`
	Children  int          `json:"children"`
}

// Lists are the major incidents that ask something of somebody.
type Lists struct {
	Running []Line `json:"running" doc:"the last declared first"`
	Reviews []Line `json:"reviews" doc:"over, and not reviewed yet; the one due first"`
}

// mostMajors bounds what is read: a desk with more running at once has another
// problem than its banner.
const mostMajors = 50

// List gives the major incidents that run, and those whose review is due.
func List(ctx context.Context, h db.Handle, me access.Actor) (Lists, error) {
	out := Lists{Running: []Line{}, Reviews: []Line{}}
	if err := access.MayDesk(me, access.SeeDesk); err != nil {
		return out, err
	}
	seen, args := me.Scope().Tickets("t")
	running, err := db.All(ctx, h, scanSum, `
		SELECT t.sum
		  FROM ticket t
		 WHERE t.major = TRUE AND t.state IN ('new', 'open', 'waiting') AND t.review_due_at IS NULL AND `+seen+`
		 ORDER BY t.opened_at DESC, t.id DESC
		 LIMIT ?`, append(slices.Clone(args), mostMajors)...)
	if err != nil {
		return out, errs.Wrap(err, "listing major incidents")
	}
	due, err := db.All(ctx, h, scanSum, `
		SELECT t.sum
		  FROM ticket t
		 WHERE t.major = TRUE AND t.review_due_at IS NOT NULL AND `+seen+`
		 ORDER BY t.review_due_at, t.id
		 LIMIT ?`, append(slices.Clone(args), mostMajors)...)
	if err != nil {
		return out, errs.Wrap(err, "listing reviews that are due")
	}
	var leads []id.Person
	for _, t := range slices.Concat(running, due) {
		leads = append(leads, t.Major.Lead)
	}
	people, err := brief.People(ctx, h, leads...)
	for _, t := range running {
		if t.Major.Running() {
			out.Running = append(out.Running, line(t, people))
		}
	}
	for _, t := range due {
		out.Reviews = append(out.Reviews, line(t, people))
	}
	return out, err
}

func line(t *ticket.Ticket, people map[id.Person]brief.Person) Line {
	m := shape(t.Major, people)
	return Line{
		Ref: t.Ref(), Title: m.Title, Lead: m.Lead, State: t.State, Running: m.Running, At: m.At, NextBy: m.NextBy, OverAt: m.OverAt,
		ReviewDue: m.ReviewDue, Children: len(t.Children()),
	}
}

// How long before and after an incident a ticket may have been opened to look
// like a part of it, and how many are offered.
const (
	alikeBefore = 12 * time.Hour
	alikeAfter  = 48 * time.Hour
	mostAlike   = 50
	mostLooked  = 500
)

// Alike offers the open tickets of the same service of those hours, those most
// like it first. It decides nothing: a person picks.
func Alike(ctx context.Context, h db.Handle, me access.Actor, n id.Number) ([]Child, error) {
	t, err := ticket.ByNumber(ctx, h, n)
	if err == nil {
		err = access.May(me, access.Inspect, t.Object())
	}
	if errs.Is(err, errs.NotFound) {
		return nil, errs.New(errs.NotFound, "There is no ticket %s.", n.Ref())
	}
	if err != nil {
		return nil, err
	}
	if t.Service == 0 {
		return []Child{}, nil
	}
	seen, args := me.Scope().Tickets("t")
	found, err := db.All(ctx, h, func(r db.Row) (o *ticket.Ticket, err error) {
		o = &ticket.Ticket{}
		return o, r.Scan(&o.ID, db.FromJSON(o))
	}, `
		SELECT t.id, t.sum
		  FROM ticket t
		 WHERE t.service_id = ? AND t.state IN ('new', 'open', 'waiting') AND t.opened_at BETWEEN ? AND ? AND t.major = FALSE AND `+seen+`
		 ORDER BY t.opened_at DESC, t.id DESC
		 LIMIT ?`, append(append([]any{t.Service, db.At(t.OpenedAt.Add(-alikeBefore)), db.At(t.OpenedAt.Add(alikeAfter))}, args...), mostLooked)...)
	if err != nil {
		return nil, errs.Wrap(err, "looking for tickets like one")
	}
	ranked := likeness(t, found)
	var keys []id.Ticket
	why := map[id.Ref][]string{}
	for _, a := range ranked[:min(len(ranked), mostAlike)] {
		keys = append(keys, a.on.ID)
		why[a.on.Ref()] = a.because
	}
	marks, args := db.In(keys)
	list, err := db.All(ctx, h, scanChild, selectChild+`
		 WHERE t.id IN `+marks+`
		 ORDER BY t.id`, args...)
	if err != nil {
		return nil, errs.Wrap(err, "naming tickets like one")
	}
	for i := range list {
		list[i].Because = why[list[i].Ref]
	}
	slices.SortFunc(list, func(a, b Child) int {
		at := func(c Child) int {
			return slices.IndexFunc(ranked, func(k kin) bool { return k.on.Ref() == c.Ref })
		}
		return cmp.Compare(at(a), at(b))
	})
	return append([]Child{}, list...), nil
}

// A kin is a ticket like another, with the reasons.
type kin struct {
	on      *ticket.Ticket
	score   int
	because []string
}

// likeness ranks tickets by how much they look like one; those that belong to an
// incident already are left out.
func likeness(t *ticket.Ticket, found []*ticket.Ticket) []kin {
	own := words(t.Subject)
	var out []kin
	for _, o := range found {
		if o.ID == t.ID || len(o.Parents()) > 0 {
			continue
		}
		k := kin{on: o, because: []string{"the same service"}}
		if o.Category != 0 && o.Category == t.Category {
			k.score += 3
			k.because = append(k.because, "the same category")
		}
		var shared []string
		for _, w := range words(o.Subject) {
			if slices.Contains(own, w) {
				shared = append(shared, w)
			}
		}
		if len(shared) > 0 {
			k.score += 2 * len(shared)
			k.because = append(k.because, "“"+strings.Join(shared, "”, “")+"” in the subject")
		}
		if !o.OpenedAt.Before(t.OpenedAt) {
			k.score++
		}
		out = append(out, k)
	}
	slices.SortStableFunc(out, func(a, b kin) int { return cmp.Compare(b.score, a.score) })
	return out
}

// words are those of a subject that say something.
func words(subject string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(fold.Key(subject), func(r rune) bool { return strings.ContainsRune(" .,:;!?()[]\"'“”/-", r) }) {
		if len(w) > 2 && !slices.Contains(small, w) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

var small = []string{"the", "and", "for", "not", "with", "our", "has", "have", "does", "doesn", "can", "cannot", "from", "very", "since", "all", "are", "was", "but", "der", "die", "das", "und", "ist", "nicht"}
