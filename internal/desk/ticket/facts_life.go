package ticket

import (
	"time"

	"secondline/internal/id"
)

// Waited stops the work until somebody else moves.
type Waited struct {
	inside
	On       Wait      `json:"on"`
	Until    time.Time `json:"until,omitzero"` // for OnDate
	Question string    `json:"question,omitempty"`
	Because  string    `json:"because,omitempty"`
}

// Kind names the fact.
func (*Waited) Kind() string { return "ticket.waiting" }

func (f *Waited) apply(t *Ticket, _ Entry) {
	t.State, t.WaitingOn, t.WaitingUntil, t.Question = Waiting, f.On, f.Until, f.Question
}

// Resumed ends a wait.
type Resumed struct {
	inside
	Because string `json:"because,omitempty"`
}

// Kind names the fact.
func (*Resumed) Kind() string { return "ticket.resumed" }

func (*Resumed) apply(t *Ticket, _ Entry) { t.resume() }

// ResolvedAs ends the work: the message goes to the customer, the rest stays
// inside.
type ResolvedAs struct {
	seen
	Code      Code   `json:"code"`
	Message   string `json:"message"` // to the customer
	Cause     string `json:"cause,omitempty"`
	Solution  string `json:"solution,omitempty"`
	Article   string `json:"article,omitempty"`            // where the solution is written down
	NoArticle string `json:"no_article_because,omitempty"` // why it is not
	FirstLine *bool  `json:"first_line_next_time,omitempty"`
}

// Kind names the fact.
func (*ResolvedAs) Kind() string { return "ticket.resolved" }

func (f *ResolvedAs) apply(t *Ticket, e Entry) {
	t.resume()
	t.State, t.Resolution, t.ResolvedAt, t.NeedsReply = Resolved, f.Code, e.At, false
	t.Messages++
	t.Snippet = snippet(f.Message)
}

// Confirmed is the customer's word that it is solved.
type Confirmed struct{ seen }

// Kind names the fact.
func (*Confirmed) Kind() string { return "ticket.confirmed" }

func (*Confirmed) apply(t *Ticket, e Entry) {
	if t.ResolvedAt.IsZero() {
		t.ResolvedAt, t.Resolution = e.At, Solved
	}
	t.resume()
	t.State, t.ClosedAt, t.NeedsReply = Closed, e.At, false
}

// Reopened takes a solution back.
type Reopened struct {
	seen
	Because    string `json:"because,omitempty"`
	ByCustomer bool   `json:"by_customer,omitempty"`
}

// Kind names the fact.
func (*Reopened) Kind() string { return "ticket.reopened" }

func (f *Reopened) apply(t *Ticket, _ Entry) {
	t.State, t.Resolution = Open, ""
	t.ResolvedAt, t.ClosedAt = time.Time{}, time.Time{}
	if f.ByCustomer {
		t.NeedsReply = true
	}
}

// ClosedAs ends a ticket for good.
type ClosedAs struct {
	inside
	Code Code `json:"code"`
}

// Kind names the fact.
func (*ClosedAs) Kind() string { return "ticket.closed" }

func (f *ClosedAs) apply(t *Ticket, e Entry) {
	t.resume()
	if t.ResolvedAt.IsZero() {
		t.ResolvedAt = e.At
	}
	t.State, t.Resolution, t.ClosedAt, t.NeedsReply = Closed, f.Code, e.At, false
}

// Rated is the customer's opinion, 1 to 5.
type Rated struct {
	seen
	Score   int    `json:"score"`
	Comment string `json:"comment,omitempty"`
}

// Kind names the fact.
func (*Rated) Kind() string { return "ticket.rated" }

func (f *Rated) apply(t *Ticket, _ Entry) { t.Rating = f.Score }

// MergedInto ends a ticket because another carries on with it. What stood is
// put aside, so that Unmerged restores it exactly.
type MergedInto struct {
	inside
	Into id.Ticket `json:"into"`
	Ref  id.Ref    `json:"ref"`
}

// Kind names the fact.
func (*MergedInto) Kind() string { return "ticket.merged" }

func (f *MergedInto) apply(t *Ticket, e Entry) {
	t.Before = &Before{
		State: t.State, WaitingOn: t.WaitingOn, WaitingUntil: t.WaitingUntil, Question: t.Question,
		Resolution: t.Resolution, ResolvedAt: t.ResolvedAt, NeedsReply: t.NeedsReply,
	}
	t.resume()
	t.State, t.Resolution, t.MergedInto, t.NeedsReply = Closed, Merged, f.Into, false
	t.ClosedAt = e.At
}

// Unmerged restores what stood before the merge.
type Unmerged struct {
	inside
	From id.Ticket `json:"from"`
	Ref  id.Ref    `json:"ref"`
}

// Kind names the fact.
func (*Unmerged) Kind() string { return "ticket.unmerged" }

func (*Unmerged) apply(t *Ticket, _ Entry) {
	b := t.Before
	t.State, t.WaitingOn, t.WaitingUntil, t.Question = b.State, b.WaitingOn, b.WaitingUntil, b.Question
	t.Resolution, t.ResolvedAt, t.NeedsReply = b.Resolution, b.ResolvedAt, b.NeedsReply
	t.ClosedAt, t.MergedInto, t.Before = time.Time{}, 0, nil
}

// AbsorbedFrom is a merge as the ticket that lives on tells it.
type AbsorbedFrom struct {
	inside
	From     id.Ticket   `json:"from"`
	Ref      id.Ref      `json:"ref"`
	CC       []id.Person `json:"cc,omitempty"`       // those that this added
	Watchers []id.Person `json:"watchers,omitempty"` // those that this added
}

// Kind names the fact.
func (*AbsorbedFrom) Kind() string { return "ticket.absorbed" }

func (f *AbsorbedFrom) apply(t *Ticket, _ Entry) {
	t.Absorbed = union(t.Absorbed, []Link{{Kind: "merged", Ticket: f.From, Ref: f.Ref}})
	t.CC, t.Watchers = union(t.CC, f.CC), union(t.Watchers, f.Watchers)
}

// Released is an unmerge as the ticket that lived on tells it.
type Released struct {
	inside
	From     id.Ticket   `json:"from"`
	Ref      id.Ref      `json:"ref"`
	CC       []id.Person `json:"cc,omitempty"`
	Watchers []id.Person `json:"watchers,omitempty"`
}

// Kind names the fact.
func (*Released) Kind() string { return "ticket.released" }

func (f *Released) apply(t *Ticket, _ Entry) {
	t.Absorbed = without(t.Absorbed, []Link{{Kind: "merged", Ticket: f.From, Ref: f.Ref}})
	t.CC, t.Watchers = without(t.CC, f.CC), without(t.Watchers, f.Watchers)
}

// SplitOff tells that a message became a ticket of its own.
type SplitOff struct {
	inside
	Seq  int64 `json:"seq"` // of the message
	Into Link  `json:"into"`
}

// Kind names the fact.
func (*SplitOff) Kind() string { return "ticket.split" }

func (f *SplitOff) apply(t *Ticket, _ Entry) { t.Links = union(t.Links, []Link{f.Into}) }

// Linked joins two tickets; each tells it.
type Linked struct {
	inside
	Link Link `json:"link"`
}

// Kind names the fact.
func (*Linked) Kind() string { return "ticket.linked" }

func (f *Linked) apply(t *Ticket, _ Entry) { t.Links = union(t.Links, []Link{f.Link}) }

// Unlinked parts them again.
type Unlinked struct {
	inside
	Link Link `json:"link"`
}

// Kind names the fact.
func (*Unlinked) Kind() string { return "ticket.unlinked" }

func (f *Unlinked) apply(t *Ticket, _ Entry) { t.Links = without(t.Links, []Link{f.Link}) }
