package timekeeping

import (
	"context"
	"fmt"
	"strings"
	"time"

	"secondline/internal/core/setting"
	"secondline/internal/desk/escalation"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// tell leaves the notice, and sends the letter if the plan wants one. Of what the
// customer wrote it holds nothing but the subject.
func (e *Escalator) tell(ctx context.Context, w *work.Work, t *ticket.Ticket, c cause, call call) error {
	words := sentence(t, c, call.who)
	err := notice.Insert(ctx, w.Tx, notice.Notice{
		ID: id.Notice(w.NewID()), Person: call.who.ID, Organisation: t.Organisation, Ticket: t.ID, Kind: notice.Escalated, Text: words, At: w.Now,
	})
	if err != nil || !call.byMail {
		return err
	}
	link, err := setting.Get(ctx, w.Tx, setting.BaseURL, "")
	if err != nil {
		return err
	}
	if link != "" {
		link = strings.TrimSuffix(link, "/") + "/console/tickets/" + string(t.Ref()) + "\n\n"
	}
	return e.post.Letter(ctx, w, notify.Letter{
		Kind: notify.Alert, To: []id.Person{call.who.ID}, Automatic: true,
		Subject: fmt.Sprintf("[%s] %s", t.Ref(), t.Subject),
		Body: fmt.Sprintf("Hello %s,\n\n%s. It is a P%d.\n\n%sYou read this because the escalation plan names you. Answer in the console, not by mail.\n",
			call.who.First(), words, t.Priority, link),
	})
}

// promised names what each clock promises.
var promised = map[ticket.ClockKind]string{
	ticket.FirstResponse: "the first answer",
	ticket.NextResponse:  "an answer",
	ticket.Resolution:    "the solution",
	ticket.Acknowledge:   "an answer to the handover",
	ticket.TeamWork:      "the team's part",
	ticket.VendorAnswer:  "the vendor's answer",
}

// sentence says what runs out, with the time as the reader's clock shows it.
func sentence(t *ticket.Ticket, c cause, who person.Person) string {
	what := promised[c.Clock]
	switch c.Upon {
	case escalation.Warned:
		due := ""
		if t.Due.Clock == c.Clock && !t.Due.At.IsZero() {
			due = " by " + clockTime(t.Due.At, t.UpdatedAt, who)
		}
		return fmt.Sprintf("%s needs %s%s", t.Ref(), what, due)
	case escalation.Breached:
		by := "in time"
		if c.Run >= 0 && !t.Runs[c.Run].Breached.IsZero() {
			by = "by " + clockTime(t.Runs[c.Run].Breached, t.UpdatedAt, who)
		}
		return fmt.Sprintf("%s is late: %s was promised %s", t.Ref(), what, by)
	default:
		return fmt.Sprintf("Nobody answered the handover of %s", t.Ref())
	}
}

// clockTime is a time of today as a clock time, any other with its day.
func clockTime(at, now time.Time, who person.Person) string {
	zone, err := time.LoadLocation(who.TimeZone)
	if err != nil {
		zone = time.UTC // a zone that a person has was checked; this is for a machine without the list
	}
	at, now = at.In(zone), now.In(zone)
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("Mon 2 Jan, 15:04")
}
