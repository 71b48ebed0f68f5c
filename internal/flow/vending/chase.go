package vending

import (
	"context"

	"secondline/internal/core/setting"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// Chase presses a vendor for news when the clock of a case reached its warning or
// its deadline (upon): the next of their contacts is
// written to, with what was asked. Whoever answered in the same moment is left in
// peace.
func (d *Desk) Chase(ctx context.Context, w *work.Work, t *ticket.Ticket, key id.Case, upon string) error {
	c, err := vendor.GetCase(ctx, w.Tx, key)
	if err != nil || c.State != vendor.Sent || !t.IsOpen() {
		return err
	}
	v, err := vendor.Get(ctx, w.Tx, c.Vendor)
	if err != nil {
		return err
	}
	because := "no answer yet, and their time is running out"
	reminder := "The time that was agreed for an answer is nearly over."
	if upon == UponBreach {
		because, reminder = "no answer in the time that they promised", "The time that was agreed for an answer is over."
	}
	at, contact, ok := v.NextContact(c.Contact, w.Now.Sub(c.SentAt))
	if !ok || v.Reach != vendor.ByMail {
		return tellTeam(ctx, w, t, v.Name+" has not answered on "+string(t.Ref())+": "+because+". Press them by "+string(v.Reach))
	}
	body, err := press(ctx, w, c, v, contact, reminder)
	if err != nil {
		return err
	}
	c.Contact = at
	if err := vendor.UpdateCase(ctx, w.Tx, c); err != nil {
		return err
	}
	c.Version++
	entries, err := w.Record(ctx, t, &ticket.VendorChased{Case: c.ID, Contact: contact.Name, Because: because})
	if err != nil {
		return err
	}
	err = vendor.AddMessage(ctx, w.Tx, vendor.Message{
		ID: id.VendorMessage(w.NewID()), Case: c.ID, Organisation: c.Organisation, Direction: vendor.Out, Author: w.By.Name, Body: body, At: w.Now, Via: vendor.ViaMail,
	})
	if err != nil {
		return err
	}
	return d.post.VendorLetter(ctx, w, notify.VendorLetter{
		Ticket: t, Case: c, Seq: entries[0].Seq, To: notify.Address{Name: contact.Name, Addr: contact.Email}, Body: body, Automatic: true,
	})
}

// press is the letter to the next contact, with what was asked below it.
func press(ctx context.Context, w *work.Work, c vendor.Case, v vendor.Vendor, contact vendor.Contact, reminder string) (string, error) {
	name, err := setting.Get(ctx, w.Tx, setting.DeskName, "Support")
	if err != nil {
		return "", err
	}
	was, last := contact.Name, vendor.Message{}
	if c.Contact < len(v.Contacts) {
		was = v.Contacts[c.Contact].Name
	}
	thread, err := vendor.Messages(ctx, w.Tx, c.ID)
	if err != nil {
		return "", err
	}
	for _, m := range thread {
		if m.Direction == vendor.Out && last.ID == 0 {
			last = m // what was asked first stands for itself; reminders need no repeating
		}
	}
	body := vendor.Press(vendor.Frame{Contact: contact.Name, Desk: name}, c, was, c.SentAt.UTC().Format("Mon 2 January 15:04 MST"), reminder)
	return body + "\n---\n\n" + last.Body, nil
}

// UponWarning and UponBreach are what a vendor may be chased upon.
const (
	UponWarning = "warned"
	UponBreach  = "breached"
)
