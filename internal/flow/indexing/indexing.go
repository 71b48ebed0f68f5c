// Package indexing keeps the search index up to date: a job asks for a ticket
// after each change, and what was said on it becomes its document.
//
// Jobs that were due together are done together, in one transaction. Doing one
// twice, or late, is harmless: the document is made from the timeline as it
// stands when the job runs.
package indexing

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/core/search"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Register makes a runner do the indexing.
func Register(r *job.Runner, door *work.Door) {
	r.HandleAll(work.IndexTicket, func(ctx context.Context, claims []job.Claim) []error {
		outcome := make([]error, len(claims))
		var keys []id.Ticket
		for i, c := range claims {
			var j work.TicketJob
			if err := json.Unmarshal(c.Payload, &j); err != nil {
				outcome[i] = errs.Because(err, errs.Invalid, "The job does not say which ticket.")
				continue
			}
			keys = append(keys, j.Ticket)
		}
		if err := Tickets(ctx, door, keys...); err != nil {
			for i := range outcome {
				if outcome[i] == nil {
					outcome[i] = err
				}
			}
		}
		return outcome
	})
}

// Tickets brings the index up to date with some tickets.
func Tickets(ctx context.Context, door *work.Door, keys ...id.Ticket) error {
	if len(keys) == 0 {
		return nil
	}
	docs, err := docs(ctx, door.Read(), keys)
	if err != nil {
		return err
	}
	return door.Do(ctx, access.Desk("search"), func(ctx context.Context, w *work.Work) error {
		return search.Index(ctx, w.Tx, docs...)
	})
}

// docs makes the documents: who and what from the tickets, the words from their
// timelines.
func docs(ctx context.Context, h db.Handle, keys []id.Ticket) ([]search.Doc, error) {
	bodies, err := said(ctx, h, keys)
	if err != nil {
		return nil, err
	}
	marks, args := db.In(keys)
	docs, err := db.All(ctx, h, func(r db.Row) (search.Doc, error) {
		var d search.Doc
		var n id.Number
		var requester, email, organisation string
		err := r.Scan(&d.Ticket, &n, &d.Subject, &requester, db.Null(&email), &organisation)
		d.Body = bodies[d.Ticket]
		d.People = fmt.Sprintf("%s %s %s %s", n.Ref(), requester, email, organisation)
		return d, err
	}, `
		SELECT t.id, t.number, t.subject, p.name, p.email, o.name
		  FROM ticket t
		  JOIN person p ON p.id = t.requester_id
		  JOIN organisation o ON o.id = t.organisation_id
		 WHERE t.id IN `+marks+`
		 ORDER BY t.id`, args...)
	return docs, errs.Wrap(err, "reading tickets to index")
}

func said(ctx context.Context, h db.Handle, keys []id.Ticket) (map[id.Ticket]string, error) {
	marks, args := db.In(keys)
	bodies := map[id.Ticket]*strings.Builder{}
	err := h.Each(ctx, func(r db.Row) error {
		var t id.Ticket
		var kind string
		var facts []byte
		if err := r.Scan(&t, &kind, &facts); err != nil {
			return err
		}
		f, err := ticket.Decode(kind, facts)
		if err != nil {
			return err
		}
		if bodies[t] == nil {
			bodies[t] = &strings.Builder{}
		}
		for _, text := range texts(f) {
			bodies[t].WriteString(text)
			bodies[t].WriteByte('\n')
		}
		return nil
	}, `
		SELECT ticket_id, kind, facts
		  FROM timeline_entry
		 WHERE ticket_id IN `+marks+`
		 ORDER BY ticket_id, seq`, args...)
	out := make(map[id.Ticket]string, len(bodies))
	for t, b := range bodies {
		out[t] = b.String()
	}
	return out, errs.Wrap(err, "reading timelines to index")
}

// texts are the words of a fact that somebody may remember it by.
func texts(f ticket.Fact) []string {
	switch f := f.(type) {
	case *ticket.Opened:
		return append(names(f.Files), f.Body, strings.Join(f.Tags, " "))
	case *ticket.Replied:
		return append(names(f.Files), f.Body)
	case *ticket.Noted:
		return append(names(f.Files), f.Body, f.Step, f.Result)
	case *ticket.ResolvedAs:
		return []string{f.Message, f.Cause, f.Solution, f.Article}
	case *ticket.HandedOver:
		return []string{f.Ask}
	case *ticket.Returned:
		return []string{f.Note}
	case *ticket.LessonGiven:
		return []string{f.Text}
	case *ticket.VendorSent:
		return append(names(f.Files), f.Name, f.Body)
	case *ticket.VendorWrote:
		return append(names(f.Files), f.Name, f.Body, f.Reference)
	case *ticket.VendorReferenced:
		return []string{f.Reference}
	case *ticket.Edited:
		if f.Tags != nil {
			return *f.Tags
		}
	}
	return nil
}

func names(files []ticket.File) []string {
	var out []string
	for _, f := range files {
		out = append(out, f.Name)
	}
	return out
}
