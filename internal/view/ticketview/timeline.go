package ticketview

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/markup"
	"secondline/internal/kit/page"
)

// An Entry is one thing that happened, as the reader may see it.
type Entry struct {
	Seq      int64           `json:"seq"`
	ID       id.Entry        `json:"id"`
	Kind     string          `json:"kind"`
	At       time.Time       `json:"at"`
	By       By              `json:"by"`
	Audience ticket.Audience `json:"audience"`
	Ref      id.Ref          `json:"ref"` // the ticket that it stands on; another one's after a merge
	Facts    any             `json:"facts"`
	Files    []ticket.File   `json:"files"`
	HTML     string          `json:"html,omitempty"` // of a message: its text, safe to show
	Mail     *Mail           `json:"mail,omitempty"` // what became of the letter that carried it

	ticket id.Ticket
}

// A By is who or what caused an entry.
type By struct {
	Kind string    `json:"kind"`
	ID   id.Person `json:"id,omitempty"`
	Name string    `json:"name"`
}

// A Mail is the fate of a letter.
type Mail struct {
	ID        id.MailOut   `json:"id"`
	State     channel.Fate `json:"state"`
	To        string       `json:"to"`
	Attempts  int          `json:"attempts"`
	LastError string       `json:"last_error,omitempty"`
	SentAt    *time.Time   `json:"sent_at,omitempty"`
}

// A Span is which part of a timeline is asked for.
type Span struct {
	From   int64 // only the ticket's own entries from this seq on; 0: all, with those of absorbed tickets
	Cursor string
	Limit  int
}

const (
	defaultEntries = 100
	maxEntries     = 200
)

// Timeline gives a page of what happened, the first first.
func Timeline(ctx context.Context, h db.Handle, me access.Actor, n id.Number, s Span) (page.Page[Entry], error) {
	var none page.Page[Entry]
	f, err := find(ctx, h, me, n)
	if err != nil {
		return none, err
	}
	refs := map[id.Ticket]id.Ref{f.sum.ID: f.sum.Ref()}
	where, args := "e.seq >= ?", []any{s.From}
	if s.From == 0 {
		if err := absorbed(ctx, h, me, f.sum.ID, refs); err != nil {
			return none, err
		}
		where, args = "TRUE", nil
	}
	if s.Cursor != "" {
		var at, seq int64
		var on id.Ticket
		if err := page.Decode(s.Cursor, &at, &on, &seq); err != nil {
			return none, err
		}
		where, args = where+" AND (e.at, e.ticket_id, e.seq) > (?, ?, ?)", append(args, at, on, seq)
	}
	limit := page.Clamp(s.Limit, defaultEntries, maxEntries)
	list, err := entries(ctx, h, me.Cleared(f.sum.Organisation), refs, where, args, limit+1)
	if err != nil {
		return none, err
	}
	return page.Cut(list, limit, func(e Entry) []any { return []any{e.At.UnixMicro(), e.ticket, e.Seq} }), nil
}

// EntryAt shows one entry of a ticket; errs.NotFound if the reader may not see it.
func EntryAt(ctx context.Context, h db.Handle, me access.Actor, n id.Number, seq int64) (Entry, error) {
	f, err := find(ctx, h, me, n)
	if err != nil {
		return Entry{}, err
	}
	refs := map[id.Ticket]id.Ref{f.sum.ID: f.sum.Ref()}
	list, err := entries(ctx, h, me.Cleared(f.sum.Organisation), refs, "e.seq = ?", []any{seq}, 1)
	if err == nil && len(list) == 0 {
		err = errs.New(errs.NotFound, "There is no entry %d on %s.", seq, n.Ref())
	}
	if err != nil {
		return Entry{}, err
	}
	return list[0], nil
}

// absorbed adds the tickets that were merged into this one, and into those. Each
// is shown only to whom it would be shown by itself.
func absorbed(ctx context.Context, h db.Handle, me access.Actor, t id.Ticket, refs map[id.Ticket]id.Ref) error {
	seen, args := me.Scope().Tickets("t")
	err := h.Each(ctx, func(r db.Row) error {
		var key id.Ticket
		var n id.Number
		err := r.Scan(&key, &n)
		refs[key] = n.Ref()
		return err
	}, `
		WITH RECURSIVE kin AS (
			SELECT t.id, t.number
			  FROM ticket t
			 WHERE t.merged_into_id = ?
			 UNION
			SELECT t.id, t.number
			  FROM ticket t
			  JOIN kin ON kin.id = t.merged_into_id)
		SELECT t.id, t.number
		  FROM kin
		  JOIN ticket t ON t.id = kin.id
		 WHERE `+seen+`
		 ORDER BY t.id`, append([]any{t}, args...)...)
	return errs.Wrap(err, "looking for merged tickets")
}

func entries(ctx context.Context, h db.Handle, inside bool, refs map[id.Ticket]id.Ref, where string, args []any, limit int) ([]Entry, error) {
	var keys []id.Ticket
	for key := range refs {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	marks, of := db.In(keys)
	if !inside {
		where += " AND e.audience = 'customer'"
	}
	list, err := db.All(ctx, h, func(r db.Row) (Entry, error) { return scan(r, inside, refs) }, `
		SELECT e.id, e.ticket_id, e.seq, e.at, e.audience, e.actor_kind, e.actor_id, e.actor_name, e.kind, e.facts
		  FROM timeline_entry e
		 WHERE e.ticket_id IN `+marks+` AND `+where+`
		 ORDER BY e.at, e.ticket_id, e.seq
		 LIMIT ?`, append(append(of, args...), limit)...)
	if err != nil {
		return nil, errs.Wrap(err, "reading a timeline")
	}
	if !inside { // a fact that customers may see, but of which nothing is theirs
		list = slices.DeleteFunc(list, func(e Entry) bool { return e.Facts == nil })
		return list, nil
	}
	return list, fates(ctx, h, keys, list)
}

func scan(r db.Row, inside bool, refs map[id.Ticket]id.Ref) (Entry, error) {
	var e Entry
	var facts []byte
	err := r.Scan(&e.ID, &e.ticket, &e.Seq, db.Into(&e.At), &e.Audience, &e.By.Kind, db.Null(&e.By.ID), &e.By.Name, &e.Kind, &facts)
	if err != nil {
		return e, err
	}
	fact, err := ticket.Decode(e.Kind, facts)
	if err != nil {
		return e, err
	}
	e.Ref, e.Facts, e.Files = refs[e.ticket], fact, []ticket.File{}
	if !inside {
		e.By.ID = 0
		shown, ok := Outside(fact)
		if e.Facts = shown; !ok {
			e.Facts = nil
			return e, nil
		}
	}
	body, files := said(fact)
	if body != "" {
		e.HTML = markup.HTML(body)
	}
	e.Files = append(e.Files, files...)
	return e, nil
}

// said is the text of an entry that people wrote, and its files.
func said(f ticket.Fact) (body string, files []ticket.File) {
	switch f := f.(type) {
	case *ticket.Opened:
		return f.Body, f.Files
	case *ticket.Replied:
		return f.Body, f.Files
	case *ticket.Noted:
		return f.Body, f.Files
	case *ticket.Told:
		return f.Body, nil
	case *ticket.VendorSent:
		return f.Body, f.Files
	case *ticket.VendorWrote:
		return f.Body, f.Files
	case *ticket.ResolvedAs:
		return f.Message, nil
	case *ticket.Planned:
		return f.What, nil
	case *ticket.ToldAll:
		return f.Message, nil
	case *ticket.LessonGiven:
		return f.Text, nil
	default:
		return "", nil
	}
}

// fates adds what became of the letters. Where an entry went out in several, the
// one that needs looking at is shown.
func fates(ctx context.Context, h db.Handle, keys []id.Ticket, list []Entry) error {
	type place struct {
		ticket id.Ticket
		seq    int64
	}
	letters := map[place][]Mail{}
	marks, args := db.In(keys)
	err := h.Each(ctx, func(r db.Row) error {
		var at place
		var m Mail
		var to []channel.Recipient
		var sent time.Time
		err := r.Scan(&m.ID, &at.ticket, &at.seq, &m.State, &m.Attempts, &m.LastError, db.Into(&sent), db.FromJSON(&to))
		m.To, m.SentAt = addresses(to), when(sent)
		letters[at] = append(letters[at], m)
		return err
	}, `
		SELECT id, ticket_id, seq, state, attempts, last_error, sent_at, recipients
		  FROM mail_out
		 WHERE ticket_id IN `+marks+` AND seq IS NOT NULL
		 ORDER BY ticket_id, seq, id`, args...)
	if err != nil {
		return errs.Wrap(err, "reading the fate of letters")
	}
	for i, e := range list {
		if found := letters[place{e.ticket, e.Seq}]; len(found) > 0 {
			worst := slices.MinFunc(found, func(a, b Mail) int { return cmp.Compare(severity(a.State), severity(b.State)) })
			list[i].Mail = &worst
		}
	}
	return nil
}

func severity(f channel.Fate) int {
	return slices.Index([]channel.Fate{channel.Failed, channel.Queued, channel.Sent, channel.Cancelled}, f)
}

func addresses(to []channel.Recipient) string {
	var list []string
	for _, r := range to {
		list = append(list, r.Address)
	}
	return strings.Join(list, ", ")
}
