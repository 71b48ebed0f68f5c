package ticketing

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/markup"
)

// A MessageIn is a reply or a note.
type MessageIn struct {
	Body      string // Markdown
	Files     []id.File
	CC        []id.Person    // who joins the conversation with it
	Step      string         // a note that records a step that was tried …
	Result    string         // … and what it showed
	Via       ticket.Channel // phone or walk_in: written down for the customer
	OnBehalf  bool           // an agent writes what the customer said
	Mail      id.MailIn
	Quoted    string // what a mail quoted, folded away
	Automatic bool   // an automatic reply: kept, but nobody's answer
}

// Reply says something that the customer sees; written by the customer it counts
// as theirs. It returns the entry's seq.
func (d *Desk) Reply(ctx context.Context, by access.Actor, n id.Number, in MessageIn) (seq int64, err error) {
	if err := ticket.CheckBody("body", in.Body, len(in.Files)); err != nil && in.Mail == 0 {
		return 0, err
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Reply)
		if err != nil {
			return err
		}
		seq, err = d.reply(ctx, w, t, in)
		return err
	})
	return seq, err
}

func (d *Desk) reply(ctx context.Context, w *work.Work, t *ticket.Ticket, in MessageIn) (int64, error) {
	agent := w.By.Cleared(t.Organisation) && w.By.Person != t.Requester
	if in.OnBehalf && !agent {
		return 0, errs.New(errs.Forbidden, "Only an agent writes down what somebody else said.")
	}
	f := &ticket.Replied{
		Body: in.Body, ByCustomer: !agent || in.OnBehalf, Automatic: in.Automatic, Mail: in.Mail, Via: in.Via, Quoted: in.Quoted,
	}
	var err error
	if f.Files, err = claim(ctx, w, in.Files); err != nil {
		return 0, err
	}
	if in.Mail == 0 {
		if err := joinable(ctx, w, "cc", in.CC); err != nil {
			return 0, err
		}
	}
	if agent || in.Mail != 0 { // a mail's rules chose who joins with it
		f.CC = slices.DeleteFunc(slices.Clone(in.CC), func(p id.Person) bool { return p == t.Requester || slices.Contains(t.CC, p) })
	}
	facts := []ticket.Fact{f}
	afterwards := f.ByCustomer && !f.Automatic && !t.IsOpen()
	if afterwards {
		// said on a ticket that nobody looks at any more, it would be lost
		if _, err := t.Reopen("", true, w.Now); err != nil {
			return 0, err
		}
		facts = []ticket.Fact{&ticket.Reopened{ByCustomer: true, Because: "the customer wrote again"}, f}
	}
	entries, err := w.Record(ctx, t, facts...)
	if err != nil {
		return 0, err
	}
	e := entries[len(entries)-1]
	if err := attach(ctx, w, t, e); err != nil {
		return 0, err
	}
	if f.ByCustomer {
		return e.Seq, letGo(ctx, w, t)
	}
	return e.Seq, d.post.Letter(ctx, w, notify.Letter{
		Kind: notify.Reply, Ticket: t, Seq: e.Seq, To: []id.Person{t.Requester}, CC: t.CC, Body: f.Body, Files: f.Files,
	})
}

// Note says something that the customer never sees. Colleagues whom it mentions
// are told and watch the ticket from then on.
func (d *Desk) Note(ctx context.Context, by access.Actor, n id.Number, in MessageIn) (seq int64, err error) {
	if err := ticket.CheckBody("body", in.Body+in.Step, len(in.Files)); err != nil {
		return 0, err
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Note)
		if err != nil {
			return err
		}
		f := &ticket.Noted{Body: in.Body, Step: in.Step, Result: in.Result}
		if f.Files, err = claim(ctx, w, in.Files); err != nil {
			return err
		}
		if f.Mentions, err = mentioned(ctx, w, t, in.Body); err != nil {
			return err
		}
		entries, err := w.Record(ctx, t, f)
		if err != nil {
			return err
		}
		seq = entries[0].Seq
		if err := attach(ctx, w, t, entries[0]); err != nil {
			return err
		}
		return tell(ctx, w, t, notice.Mentioned, by.Name+" mentioned you on "+string(t.Ref()), f.Mentions...)
	})
	return seq, err
}

// mentioned finds the colleagues whom a note names; only agents who may see the
// ticket count, so that a mention never opens a door.
func mentioned(ctx context.Context, w *work.Work, t *ticket.Ticket, body string) ([]id.Person, error) {
	var out []id.Person
	for _, m := range markup.Mentions(body) {
		p, err := person.Mentioned(ctx, w.Tx, m)
		if errs.Is(err, errs.NotFound) {
			continue // an @ that names nobody is just text
		}
		if err != nil {
			return nil, err
		}
		cleared, err := mayWorkOn(ctx, w.Tx, p, t.Organisation)
		if err != nil {
			return nil, err
		}
		if cleared && !slices.Contains(out, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out, nil
}
