package intake

import (
	"context"
	"fmt"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/mailmsg"
)

// admit lets a mail become what the rules say, and marks it so, in one
// transaction.
func (in *Intake) admit(ctx context.Context, a *arrival) error {
	number, err := in.spare.take(ctx, in.door)
	if err != nil {
		return err
	}
	used := false
	err = in.door.Do(ctx, mailer, func(ctx context.Context, w *work.Work) error {
		used = false
		m := a.mail
		if state, err := refresh(ctx, w.Tx, m.ID); err != nil || state != channel.Stored {
			return err
		}
		first, err := channel.SameIn(ctx, w.Tx, a.identity)
		if err == nil {
			return duplicate(ctx, w, m, first)
		}
		if !errs.Is(err, errs.NotFound) {
			return err
		}
		stray, done, err := in.toVendor(ctx, w, a, m)
		if err != nil || done {
			return err
		}
		b, err := belong(ctx, w.Tx, a, w.Now)
		if err != nil {
			return err
		}
		var thread *channel.Thread
		if b != nil {
			thread = &b.thread
		}
		v := channel.Decide(a.rules, thread)
		if stray != nil {
			v = v.Stray(*stray)
		}
		used = v.State == channel.Opened
		return in.become(ctx, w, a, m, v, b, number)
	})
	if err != nil || !used {
		in.spare.put(number)
	}
	return err
}

// become does what was decided.
func (in *Intake) become(
	ctx context.Context, w *work.Work, a *arrival, m channel.MailIn, v channel.Verdict, b *belonging, number id.Number,
) (err error) {
	m.State, m.Because = v.State, v.Because
	var t *ticket.Ticket
	switch {
	case v.State == channel.Quarantine:
		if a.rules.Automation == channel.Bouncing {
			_, err = bounced(ctx, w, a)
		}
		if err == nil {
			err = w.Audit(ctx, "mail.quarantined", "mail:"+m.ID.String(), 0, map[string]any{"because": v.Because, "sender": m.Sender})
		}
	case v.Bounce:
		t = b.ticket
		m.Seq, err = report(ctx, w, a, t)
	case v.State == channel.Replied:
		t = b.ticket
		m.Seq, err = in.reply(ctx, w, a, v, t)
	default:
		t, err = in.open(ctx, w, a, v, number)
		if t != nil {
			m.Seq = t.Seq
		}
	}
	if err != nil {
		return err
	}
	if t != nil {
		m.Organisation, m.Ticket = t.Organisation, t.ID
	}
	return channel.Settle(ctx, w.Tx, m, channel.Stored)
}

// duplicate settles a mail that came in before.
func duplicate(ctx context.Context, w *work.Work, m, first channel.MailIn) error {
	m.State, m.Identity = channel.Duplicate, ""
	m.Because = fmt.Sprintf("The same mail came in before, as mail %s.", first.ID)
	m.Organisation, m.Ticket, m.Seq = first.Organisation, first.Ticket, first.Seq
	return channel.Settle(ctx, w.Tx, m, channel.Stored)
}

// open makes a new ticket of the mail.
func (in *Intake) open(ctx context.Context, w *work.Work, a *arrival, v channel.Verdict, number id.Number) (*ticket.Ticket, error) {
	p, err := who(ctx, w, a.sender)
	if err != nil {
		return nil, err
	}
	w.By = access.Actor{Kind: access.Mail, Person: p.ID, Name: p.Name, Role: access.Requester, Organisation: p.Organisation}
	files, err := enclosed(ctx, w, a)
	if err != nil {
		return nil, err
	}
	var cc []id.Person
	if a.rules.Automation == channel.ByHuman {
		if cc, err = copied(ctx, w, a, p.Organisation, p.ID); err != nil {
			return nil, err
		}
	}
	return in.tickets.OpenWithin(ctx, w, number, ticketing.OpenIn{
		Subject: a.subject(), Body: a.words(a.msg.Text), Requester: ticketing.RequesterIn{Person: p.ID}, Service: a.box.Service,
		Channel: ticket.ByMail, Files: files, CC: cc, Mail: a.mail.ID, Hint: v.Hint, Quiet: !v.Receipt,
	})
}

// reply puts the mail on its ticket.
func (in *Intake) reply(ctx context.Context, w *work.Work, a *arrival, v channel.Verdict, t *ticket.Ticket) (int64, error) {
	p, err := who(ctx, w, a.sender)
	if err != nil {
		return 0, err
	}
	// Whoever takes part may answer, also from another organisation: the rules
	// have seen to that. They speak as a participant of this ticket, no more.
	w.By = access.Actor{Kind: access.Mail, Person: p.ID, Name: p.Name, Role: access.Requester, Organisation: t.Organisation, SeesOrganisation: v.Join}
	if v.AsAgent {
		w.By.Role, w.By.All, w.By.Clearances = p.Role, p.All, []id.Organisation{t.Organisation}
	}
	files, err := enclosed(ctx, w, a)
	if err != nil {
		return 0, err
	}
	var cc []id.Person
	if !v.Automatic {
		if cc, err = copied(ctx, w, a, t.Organisation, p.ID); err != nil {
			return 0, err
		}
	}
	if v.Join {
		cc = append(cc, p.ID)
	}
	cc = slices.DeleteFunc(cc, func(one id.Person) bool { return one == t.Requester || slices.Contains(t.CC, one) })
	fresh, quoted, signature := mailmsg.Reply(a.msg.Text)
	return in.tickets.ReplyWithin(ctx, w, t, ticketing.MessageIn{
		Body: a.words(fresh), Quoted: joined(quoted, signature), Files: files, CC: cc, Mail: a.mail.ID, Automatic: v.Automatic,
	})
}

func joined(quoted, signature string) string {
	if quoted == "" || signature == "" {
		return quoted + signature
	}
	return quoted + "\n\n" + signature
}

// who is the person behind an address; a new one if nobody is.
func who(ctx context.Context, w *work.Work, from mailmsg.Address) (person.Person, error) {
	name := from.Name
	for len(name) > 100 { // bytes, as a person's name is bounded; never in the middle of a letter
		name = string([]rune(name)[:len([]rune(name))-1])
	}
	p, err := ticketing.Requester(ctx, w, ticketing.RequesterIn{Email: from.Addr, Name: name}, 0)
	if errs.Is(err, errs.Conflict) { // the same stranger wrote twice at the same moment
		return p, errs.Because(err, errs.Stale, "Somebody with that address came in at the same moment.")
	}
	return p, err
}

// enclosed writes the rows of what the mail encloses, as uploads of its sender.
func enclosed(ctx context.Context, w *work.Work, a *arrival) ([]id.File, error) {
	var out []id.File
	for _, f := range a.files {
		f.ID, f.UploadedBy, f.UploadedAt = id.File(w.NewID()), w.By.Person, w.Now
		if err := attachment.Insert(ctx, w.Tx, f); err != nil {
			return nil, err
		}
		out = append(out, f.ID)
	}
	return out, nil
}

// maxCopied is how many people one mail brings into a conversation.
const maxCopied = 20

// copied are those whom the sender copied in and who may see the ticket for
// sure: people of the same organisation. Nobody else gets mail from us because
// somebody wrote their address into a field.
func copied(ctx context.Context, w *work.Work, a *arrival, org id.Organisation, sender id.Person) ([]id.Person, error) {
	boxes, err := mailbox.All(ctx, w.Tx)
	if err != nil {
		return nil, err
	}
	var out []id.Person
	for _, to := range append(slices.Clone(a.msg.To), a.msg.Cc...) {
		if _, ours := mailbox.Home(boxes, to.Addr); to.Addr == "" || ours {
			continue
		}
		p, ok, err := insider(ctx, w, to, org)
		if err != nil {
			return nil, err
		}
		if ok && p != sender && !slices.Contains(out, p) {
			out = append(out, p)
		}
		if len(out) == maxCopied {
			break
		}
	}
	return out, nil
}

// insider is the person of an address, if the organisation claims it.
func insider(ctx context.Context, w *work.Work, to mailmsg.Address, org id.Organisation) (id.Person, bool, error) {
	is, err := claims(ctx, w.Tx, org, to.Addr)
	if err != nil || !is {
		return 0, false, err
	}
	p, err := who(ctx, w, to)
	return p.ID, err == nil && p.Organisation == org && !p.IsAgent() && !p.IsDisabled(), err
}

// claims tells whether an address is of an organisation, by its domain.
func claims(ctx context.Context, h db.Handle, org id.Organisation, addr string) (bool, error) {
	part, err := byDomain(ctx, h, addr, org)
	return part == channel.Colleague, err
}
