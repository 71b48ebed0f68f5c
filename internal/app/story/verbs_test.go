package story

import (
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// The words that stories use most.
type (
	form   = handover.Form
	target = ticketing.Target
)

// A with changes what a ticket is opened with.
type with func(d *desk, in *ticketing.OpenIn)

// about names a service, or "VPN/Tunnel".
func about(what string) with {
	return func(d *desk, in *ticketing.OpenIn) {
		s, c, _ := strings.Cut(what, "/")
		in.Service, in.Category = d.services[s], d.categories[c]
	}
}

func urgent(_ *desk, in *ticketing.OpenIn) { in.Impact, in.Urgency = 1, 1 }

func saying(body string) with { return func(_ *desk, in *ticketing.OpenIn) { in.Body = body } }

// Opens is a customer asking for something on the portal.
func (d *desk) Opens(who, subject string, how ...with) id.Number {
	d.t.Helper()
	in := ticketing.OpenIn{Subject: subject, Body: subject + ".", Channel: ticket.ByPortal}
	for _, change := range how {
		change(d, &in)
	}
	out, err := d.do.Open(d.ctx, d.actor(who), in)
	d.must(err)
	return out.Number
}

// A hand is somebody who does things; a story that says they do it means that
// they may.
type hand struct {
	d   *desk
	who access.Actor
}

// As lets somebody act.
func (d *desk) As(name string) hand {
	d.t.Helper()
	return hand{d, d.actor(name)}
}

func (h hand) Replies(n id.Number, body string, cc ...id.Person) int64 {
	h.d.t.Helper()
	seq, err := h.d.do.Reply(h.d.ctx, h.who, n, ticketing.MessageIn{Body: body, CC: cc})
	h.d.must(err)
	return seq
}

func (h hand) Notes(n id.Number, body string) int64 {
	h.d.t.Helper()
	seq, err := h.d.do.Note(h.d.ctx, h.who, n, ticketing.MessageIn{Body: body})
	h.d.must(err)
	return seq
}

// Tries records a step and what it showed, with a file if one is named.
func (h hand) Tries(n id.Number, step, result string, files ...id.File) {
	h.d.t.Helper()
	_, err := h.d.do.Note(h.d.ctx, h.who, n, ticketing.MessageIn{Step: step, Result: result, Files: files})
	h.d.must(err)
}

func (h hand) Uploads(name, content string) attachment.Attachment {
	h.d.t.Helper()
	a, err := h.d.do.Upload(h.d.ctx, h.who, h.d.files, name, "text/plain", strings.NewReader(content))
	h.d.must(err)
	return a
}

func (h hand) Triages(n id.Number, in ticketing.TriageIn) {
	h.d.t.Helper()
	h.d.must(h.d.do.Triage(h.d.ctx, h.who, n, in))
}

func (h hand) Gives(n id.Number, to string) {
	h.d.t.Helper()
	h.d.must(h.d.do.Assign(h.d.ctx, h.who, n, h.d.people[to]))
}

func (h hand) Waits(n id.Number, on ticket.Wait) {
	h.d.t.Helper()
	in := ticketing.WaitIn{On: on}
	if on == ticket.OnDate {
		in.Until = h.d.clock.Now().Add(2 * time.Hour)
	}
	h.d.must(h.d.do.Wait(h.d.ctx, h.who, n, in))
}

func (h hand) Resumes(n id.Number) {
	h.d.t.Helper()
	h.d.must(h.d.do.Resume(h.d.ctx, h.who, n, "they called"))
}

func (h hand) Resolves(n id.Number, message string) {
	h.d.t.Helper()
	h.d.must(h.d.do.Resolve(h.d.ctx, h.who, n, ticketing.ResolveIn{Message: message, Cause: "a stale key"}))
}

// Teaches resolves with a lesson for those who handed it up.
func (h hand) Teaches(n id.Number, words string) {
	h.d.t.Helper()
	yes := true
	h.d.must(h.d.do.Resolve(h.d.ctx, h.who, n, ticketing.ResolveIn{
		Message: "It works again.", Cause: "a stale key", FirstLineNextTime: &yes, Lesson: words,
	}))
}

func (h hand) Reopens(n id.Number) {
	h.d.t.Helper()
	h.d.must(h.d.do.Reopen(h.d.ctx, h.who, n, "it is back"))
}

func (h hand) Closes(n id.Number, code ticket.Code) {
	h.d.t.Helper()
	h.d.must(h.d.do.Close(h.d.ctx, h.who, n, code))
}

func (h hand) Merges(n, into id.Number) {
	h.d.t.Helper()
	h.d.must(h.d.do.Merge(h.d.ctx, h.who, n, into))
}

func (h hand) Unmerges(n id.Number) {
	h.d.t.Helper()
	h.d.must(h.d.do.Unmerge(h.d.ctx, h.who, n))
}

// HandsOver offers a ticket: up, down, sideways, project, or to a team by name.
func (h hand) HandsOver(n id.Number, to string, f form) handover.Handover {
	h.d.t.Helper()
	out, err := h.tryHandOver(n, to, f)
	h.d.must(err)
	return out
}

func (h hand) tryHandOver(n id.Number, to string, f form) (handover.Handover, error) {
	h.d.t.Helper()
	name, person, _ := strings.Cut(to, "/")
	goal := target{Direction: handover.Direction(name), Team: h.d.teams[name], Person: h.d.people[person]}
	return h.d.do.HandOver(h.d.ctx, h.who, n, goal, f)
}

func (h hand) Accepts(key id.Handover) {
	h.d.t.Helper()
	h.d.must(h.d.do.Accept(h.d.ctx, h.who, key))
}

func (h hand) Returns(key id.Handover, in ticketing.ReturnIn) {
	h.d.t.Helper()
	h.d.must(h.d.do.Return(h.d.ctx, h.who, key, in))
}

func (h hand) Withdraws(key id.Handover) {
	h.d.t.Helper()
	h.d.must(h.d.do.Withdraw(h.d.ctx, h.who, key))
}

// full is a form with nothing missing that a sender can write.
func full(ask string) form {
	return form{
		Reason: handover.Skill, Ask: ask, Summary: "The tunnel drops since 08:40.", Hypothesis: "a stale key",
		Tried: []handover.Step{{Text: "Restarted the client", Result: "no change"}},
	}
}

// refused wants an error of a kind whose sentence holds some words.
func (d *desk) refused(err error, k errs.Kind, words string) {
	d.t.Helper()
	switch {
	case err == nil:
		d.t.Errorf("%s: this went through; wanted it refused as %s, %q", d.clock.Now().Format("Mon 15:04"), k, words)
	case errs.KindOf(err) != k || !strings.Contains(errs.Text(err), words):
		d.t.Errorf("%s: refused as %s, %q; wanted %s, %q (%v)", d.clock.Now().Format("Mon 15:04"), errs.KindOf(err), errs.Text(err), k, words, err)
	}
}
