package inbox

import (
	"context"
	"fmt"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
	"secondline/internal/view/clocks"
	"secondline/internal/view/ladder"
)

// A Handover is the whole document, with its answer.
type Handover struct {
	ID              id.Handover            `json:"id"`
	Version         int64                  `json:"version"`
	Ticket          brief.Ticket           `json:"ticket"`
	Direction       handover.Direction     `json:"direction"`
	Case            id.Case                `json:"case,omitempty" doc:"of the vendor, when it went to one; then it is the id as well"`
	From            Side                   `json:"from"`
	To              Side                   `json:"to"`
	Reason          handover.Reason        `json:"reason"`
	Reasons         []handover.Reason      `json:"reasons"` // all of them, the main one first
	Ask             string                 `json:"ask"`
	Summary         string                 `json:"summary"`
	Tried           []Step                 `json:"tried"`
	Evidence        []Proof                `json:"evidence"`
	Hypothesis      string                 `json:"hypothesis,omitempty"`
	CustomerMessage string                 `json:"customer_message"`
	Edited          bool                   `json:"customer_message_edited"`
	Because         string                 `json:"because,omitempty"`
	Checklist       []handover.Checked     `json:"checklist"`
	Completeness    int                    `json:"completeness"`
	Threshold       int                    `json:"threshold"`
	StayContact     bool                   `json:"stay_contact"`
	ShareOutcome    bool                   `json:"share_outcome"`
	State           handover.State         `json:"state"`
	OfferedAt       time.Time              `json:"offered_at"`
	AnsweredAt      *time.Time             `json:"answered_at,omitempty"`
	AnsweredBy      *brief.Person          `json:"answered_by,omitempty"`
	Told            string                 `json:"told,omitempty"` // what the customer was told
	Return          *Return                `json:"return,omitempty"`
	Can             map[access.Action]bool `json:"can"`
	Spark           ladder.Spark           `json:"spark"`
	UndoUntil       *time.Time             `json:"undo_until,omitempty"`
	FitsMe          bool                   `json:"fits_me"` // the reader has the skills that it needs
	Clock           *clocks.Brief          `json:"clock,omitempty" doc:"until when it is to be answered"`
	Within          string                 `json:"within,omitempty" doc:"how long the answer may take, ISO 8601" example:"PT15M"`
	Work            string                 `json:"work,omitempty" doc:"of an offer: how long the team has for the work once it is taken, ISO 8601" example:"PT2H"`
	AskedBack       *Question              `json:"asked_back,omitempty"`
	Follows         *Followed              `json:"follows,omitempty"` // the one that nobody answered, or that became a swarm
	FromSwarm       bool                   `json:"from_swarm"`        // it grew out of a swarm

	atPriority int // when it was offered: the order of the box
}

// A Side is a team, its rung, and perhaps a person.
type Side struct {
	Team   brief.Team    `json:"team"`
	Rank   int           `json:"rank"`
	Person *brief.Person `json:"person,omitempty"`
}

// A Step is something that was tried.
type Step struct {
	Text   string  `json:"text"`
	Result string  `json:"result,omitempty"`
	Source *Source `json:"source,omitempty"`
}

// A Source points to an entry of the timeline.
type Source struct {
	Seq   int64  `json:"seq"`
	Label string `json:"label"`
}

// A Proof is a piece of evidence: a file, or an entry of the timeline.
type Proof struct {
	File  id.File `json:"file,omitempty"`
	Seq   int64   `json:"seq,omitempty"`
	Label string  `json:"label"`
}

// A Return says why it came back.
type Return struct {
	Reason      handover.ReturnReason `json:"reason"`
	Missing     []string              `json:"missing,omitempty"`
	Team        *brief.Team           `json:"team,omitempty"`
	Article     string                `json:"article,omitempty"`
	DuplicateOf id.Ref                `json:"duplicate_of,omitempty"`
	Note        string                `json:"note"`
}

// A Question is what the receiver asked before answering.
type Question struct {
	By         brief.Person `json:"by"`
	Text       string       `json:"text"`
	At         time.Time    `json:"at"`
	Until      *time.Time   `json:"until,omitempty"` // until then the clock pauses
	Answer     string       `json:"answer,omitempty"`
	AnsweredAt *time.Time   `json:"answered_at,omitempty"`
}

// A Followed handover is the one before: who was asked, and since when.
type Followed struct {
	ID        id.Handover    `json:"id"`
	Person    *brief.Person  `json:"person,omitempty"` // nobody: the team as a whole
	State     handover.State `json:"state"`
	OfferedAt time.Time      `json:"offered_at"`
}

// answers are what may be done to an offer.
var answers = []access.Action{access.Accept, access.Return, access.Withdraw, access.AskBack, access.AnswerBack}

// Get shows one handover; errs.NotFound if the reader may not see it.
func Get(ctx context.Context, h db.Handle, me access.Actor, key id.Handover, watch clocks.Watch) (Handover, error) {
	c := clause{}
	c.and("h.id = ?", key)
	c = c.seen(me)
	found, err := read(ctx, h, me, watch, c.sql(), c.args, 1)
	if err == nil && len(found) == 0 {
		err = errs.New(errs.NotFound, "There is no such handover.")
	}
	if err != nil {
		return Handover{}, err
	}
	return found[0], nil
}

// OfTicket shows the handovers of a ticket, the first first.
func OfTicket(ctx context.Context, h db.Handle, me access.Actor, t id.Ticket, watch clocks.Watch) ([]Handover, error) {
	c := clause{}
	c.and("h.ticket_id = ?", t)
	c = c.seen(me)
	return read(ctx, h, me, watch, c.sql()+" ORDER BY h.offered_at, h.id", c.args, 200)
}

// read fills handovers with the names and with what the reader may do.
func read(ctx context.Context, h db.Handle, me access.Actor, watch clocks.Watch, where string, args []any, limit int) ([]Handover, error) {
	names, err := brief.ReadLadder(ctx, h)
	if err != nil {
		return nil, err
	}
	tickets := map[id.Handover]*ticket.Ticket{}
	list, err := db.All(ctx, h, func(r db.Row) (Handover, error) {
		v, t, err := scan(r, me, names, watch)
		tickets[v.ID] = t
		return v, err
	}, `
		SELECT `+handover.Columns()+`,
		       t.sum,
		       (SELECT o.name FROM organisation o WHERE o.id = h.organisation_id),
		       (SELECT r.name FROM person r WHERE r.id = t.requester_id),
		       (SELECT f.name FROM person f WHERE f.id = h.from_person_id),
		       (SELECT p.name FROM person p WHERE p.id = h.to_person_id),
		       (SELECT a.name FROM person a WHERE a.id = h.answered_by_id),
		       f.to_person_id, f.state, f.offered_at,
		       (SELECT p.name FROM person p WHERE p.id = f.to_person_id)
		  FROM handover h
		  JOIN ticket t ON t.id = h.ticket_id
		  LEFT JOIN handover f ON f.id = h.follows_id
		 WHERE `+where+`
		 LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, errs.Wrap(err, "reading handovers")
	}
	if err := askers(ctx, h, list); err != nil {
		return nil, err
	}
	return list, fit(ctx, h, me, watch.Now, list, tickets)
}

// askers names those who asked back; few do, so it is a question of its own.
func askers(ctx context.Context, h db.Handle, list []Handover) error {
	var who []id.Person
	for _, v := range list {
		if v.AskedBack != nil {
			who = append(who, v.AskedBack.By.ID)
		}
	}
	if len(who) == 0 {
		return nil
	}
	people, err := brief.People(ctx, h, who...)
	for _, v := range list {
		if v.AskedBack != nil {
			v.AskedBack.By = people[v.AskedBack.By.ID].Named()
		}
	}
	return err
}

// row gives a scan of more columns than handover.Scan reads its first ones.
type row struct {
	db.Row
	more []any
}

func (r row) Scan(dest ...any) error { return r.Row.Scan(append(dest, r.more...)...) }

func scan(r db.Row, me access.Actor, names brief.Ladder, watch clocks.Watch) (Handover, *ticket.Ticket, error) {
	t := &ticket.Ticket{}
	var organisation, requester, sender, asked, by, before string
	f := Followed{}
	var whom id.Person
	v, err := handover.Scan(row{r, []any{
		db.FromJSON(t), &organisation, &requester, &sender, db.Null(&asked), db.Null(&by),
		db.Null(&whom), db.Null(&f.State), db.Into(&f.OfferedAt), db.Null(&before),
	}})
	if err != nil {
		return Handover{}, nil, err
	}
	d := v.Document
	out := Handover{
		ID: v.ID, Version: v.Version, Direction: v.Direction,
		Ticket: brief.Ticket{
			Ref: t.Ref(), Subject: t.Subject, Priority: t.Priority,
			Organisation: brief.Organisation{ID: t.Organisation, Name: organisation}, Requester: brief.Person{ID: t.Requester, Name: requester},
		},
		From:   Side{Team: names.Team(v.From.Team), Rank: v.From.Rank, Person: named(v.Sender, sender)},
		To:     Side{Team: names.Team(v.To.Team), Rank: v.To.Rank, Person: named(v.Person, asked)},
		Reason: d.Reason, Reasons: append([]handover.Reason{d.Reason}, d.Also...), Ask: d.Ask, Summary: d.Summary,
		Tried: steps(d.Tried), Evidence: proofs(d.Evidence), Hypothesis: d.Hypothesis,
		CustomerMessage: d.CustomerMessage, Edited: d.Edited, Because: d.Because,
		Checklist: slices.Concat([]handover.Checked{}, d.Checklist), Completeness: v.Completeness, Threshold: d.Threshold,
		StayContact: d.StayContact, ShareOutcome: d.ShareOutcome,
		State: v.State, OfferedAt: v.OfferedAt, AnsweredBy: named(v.AnsweredBy, by), Told: v.Answer.Told,
		Can: can(me, v, t), Spark: ladder.SparkOf(t), atPriority: v.Priority, FromSwarm: d.Swarm != 0,
	}
	if v.Follows != 0 {
		f.ID, f.Person = v.Follows, named(whom, before)
		out.Follows = &f
	}
	if !v.AnsweredAt.IsZero() {
		out.AnsweredAt = &v.AnsweredAt
	}
	if v.State == handover.Returned {
		out.Return = returned(v.Answer, names)
	}
	if v.AskedBack.Asked() {
		out.AskedBack = question(v.AskedBack)
	}
	if v.Sender == me.Person && v.Undoable(watch.Now) {
		until := v.OfferedAt.Add(handover.UndoFor)
		out.UndoUntil = &until
	}
	out.Clock, out.Within = watch.Acknowledging(t, v.ID)
	if v.State == handover.Offered {
		out.Work = watch.LengthFor(t, v.To.Team)
	}
	return out, t, nil
}

func question(q handover.Question) *Question {
	out := &Question{By: brief.Person{ID: q.By}, Text: q.Text, At: q.At, Answer: q.Answer}
	if !q.Until.IsZero() {
		out.Until = &q.Until
	}
	if !q.AnsweredAt.IsZero() {
		out.AnsweredAt = &q.AnsweredAt
	}
	return out
}

// can says what the reader may do with this handover, and not with a later one of
// the same ticket.
func can(me access.Actor, v handover.Handover, t *ticket.Ticket) map[access.Action]bool {
	if t.Offer == nil || t.Offer.Handover != v.ID {
		none := map[access.Action]bool{}
		for _, act := range answers {
			none[act] = false
		}
		return none
	}
	return access.Can(me, t.Object(), answers...)
}

func named(p id.Person, name string) *brief.Person {
	if p == 0 {
		return nil
	}
	return &brief.Person{ID: p, Name: name}
}

func steps(tried []handover.Step) []Step {
	out := []Step{}
	for _, s := range tried {
		step := Step{Text: s.Text, Result: s.Result}
		if s.Seq != 0 {
			step.Source = &Source{Seq: s.Seq, Label: fmt.Sprintf("#%d", s.Seq)}
		}
		out = append(out, step)
	}
	return out
}

func proofs(evidence []handover.Proof) []Proof {
	out := []Proof{}
	for _, p := range evidence {
		out = append(out, Proof(p))
	}
	return out
}

func returned(a handover.Answer, names brief.Ladder) *Return {
	r := &Return{Reason: a.Reason, Missing: a.Missing, Article: a.Article, DuplicateOf: a.Ticket, Note: a.Note}
	if a.Team != 0 {
		team := names.Team(a.Team)
		r.Team = &team
	}
	return r
}
