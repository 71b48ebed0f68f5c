package ticket

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Limits on what people write, in characters.
const (
	MaxSubject = 300
	MaxBody    = 200_000
	maxTags    = 30
	maxTag     = 50
)

// snippet is the beginning of a text on one line, for lists.
func snippet(body string) string {
	const most = 160
	s := strings.Join(strings.Fields(body), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// CleanSubject squeezes a subject to one line and bounds it.
func CleanSubject(s string) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" {
		return "", errs.Field("subject", "The subject is empty; say in a few words what it is about.")
	}
	if utf8.RuneCountInString(s) > MaxSubject {
		return "", errs.Field("subject", "The subject is longer than %d characters; put the details into the text.", MaxSubject)
	}
	return s, nil
}

// CheckBody bounds a message.
func CheckBody(field, body string, files int) error {
	if strings.TrimSpace(body) == "" && files == 0 {
		return errs.Field(field, "The text is empty; write something or attach a file.")
	}
	if utf8.RuneCountInString(body) > MaxBody {
		return errs.Field(field, "The text is longer than %d characters; attach it as a file.", MaxBody)
	}
	return nil
}

// CleanTags lower-cases, squeezes and sorts tags, each once.
func CleanTags(tags []string) ([]string, error) {
	var out []string
	for _, tag := range tags {
		tag = strings.ToLower(strings.Join(strings.Fields(tag), "-"))
		if tag == "" || slices.Contains(out, tag) {
			continue
		}
		if utf8.RuneCountInString(tag) > maxTag {
			return nil, errs.Field("tags", "The tag %q… is longer than %d characters.", string([]rune(tag)[:20]), maxTag)
		}
		out = append(out, tag)
	}
	if len(out) > maxTags {
		return nil, errs.Field("tags", "A ticket holds at most %d tags.", maxTags)
	}
	slices.Sort(out)
	return out, nil
}

// CheckGrades bounds impact and urgency, each 1 (worst) to 3.
func CheckGrades(impact, urgency int) error {
	if impact < 1 || impact > 3 {
		return errs.Field("impact", "Impact is 1 (many), 2 (some) or 3 (one person).")
	}
	if urgency < 1 || urgency > 3 {
		return errs.Field("urgency", "Urgency is 1 (cannot work), 2 (hindered) or 3 (can wait).")
	}
	return nil
}

// Wait stops the work until somebody else moves.
func (t *Ticket) Wait(on Wait, until time.Time, question, because string, now time.Time) (*Waited, error) {
	if !t.IsOpen() {
		return nil, errs.New(errs.Conflict, "%s is not open; reopen it first.", t.Ref())
	}
	if t.Offer != nil {
		return nil, errs.New(errs.Conflict, "%s is being handed over; withdraw the offer before it waits.", t.Ref())
	}
	if !slices.Contains([]Wait{OnCustomer, OnVendor, OnApproval, OnChange, OnDate}, on) {
		return nil, errs.Field("on", "A ticket waits on customer, vendor, approval, change or date.")
	}
	if on == OnDate && !until.Truncate(time.Microsecond).After(now) {
		return nil, errs.Field("until", "Say until when it waits; the time must be in the future.")
	}
	if on != OnDate {
		until = time.Time{}
	}
	until = until.UTC().Truncate(time.Microsecond) // what a database keeps: the timer must not come before it
	return &Waited{On: on, Until: until, Question: strings.TrimSpace(question), Because: strings.TrimSpace(because)}, nil
}

// Resume ends a wait.
func (t *Ticket) Resume(because string) (*Resumed, error) {
	if t.State != Waiting {
		return nil, errs.New(errs.Conflict, "%s is not waiting.", t.Ref())
	}
	return &Resumed{Because: strings.TrimSpace(because)}, nil
}

// Resolve ends the work with what the wrap-up asks for.
func (t *Ticket) Resolve(f ResolvedAs) (*ResolvedAs, error) {
	if !t.IsOpen() {
		return nil, errs.New(errs.Conflict, "%s is %s already.", t.Ref(), t.State)
	}
	if f.Code == "" {
		f.Code = Solved
	}
	if !slices.Contains([]Code{Solved, Workaround, NotSolved}, f.Code) {
		return nil, errs.Field("code", "The code is solved, workaround or not_solved; spam and duplicates are closed, not resolved.")
	}
	f.Message = strings.TrimSpace(f.Message)
	if err := CheckBody("message", f.Message, 0); err != nil {
		return nil, err
	}
	if t.Climbed() && strings.TrimSpace(f.Cause) == "" {
		return nil, errs.Field("cause", "This one climbed the ladder: say what the cause was, so that the next one need not.")
	}
	return &f, nil
}

// Confirm is the customer saying that it is solved.
func (t *Ticket) Confirm() (*Confirmed, error) {
	if t.IsMerged() || t.State == Closed {
		return nil, errs.New(errs.Conflict, "%s is closed already.", t.Ref())
	}
	return &Confirmed{}, nil
}

// reopenWithin is how long one tap of the customer opens a request again.
const reopenWithin = 14 * 24 * time.Hour

// Reopen takes a solution back. A customer may do it for 14 days.
func (t *Ticket) Reopen(because string, byCustomer bool, now time.Time) (*Reopened, error) {
	switch {
	case t.IsMerged():
		return nil, errs.New(errs.Conflict, "%s was merged; unmerge it, or work on the ticket it went into.", t.Ref())
	case t.IsOpen():
		return nil, errs.New(errs.Conflict, "%s is open already.", t.Ref())
	case byCustomer && !t.CanReopen(now):
		return nil, errs.New(errs.Conflict, "It was solved more than 14 days ago; please send a new request and mention %s.", t.Ref())
	}
	return &Reopened{Because: strings.TrimSpace(because), ByCustomer: byCustomer}, nil
}

// CanReopen tells whether one tap of the customer still opens it again.
func (t *Ticket) CanReopen(now time.Time) bool {
	return !t.IsOpen() && !t.IsMerged() && t.Resolution != Spam && now.Sub(t.ResolvedAt) <= reopenWithin
}

// Close ends a ticket without a solution of its own, or after one.
func (t *Ticket) Close(code Code) (*ClosedAs, error) {
	if t.State == Closed {
		return nil, errs.New(errs.Conflict, "%s is closed already.", t.Ref())
	}
	if code == "" {
		code = t.Resolution
	}
	if t.IsOpen() && code != Duplicate && code != Spam {
		return nil, errs.Field("code", "%s is not solved yet: resolve it, so that the customer hears of it, or close it as a duplicate or as spam.", t.Ref())
	}
	if !slices.Contains([]Code{Solved, Workaround, NotSolved, Duplicate, Spam}, code) {
		return nil, errs.Field("code", "Say how it ended: solved, workaround, not_solved, duplicate or spam.")
	}
	return &ClosedAs{Code: code}, nil
}

// Rate is the customer's opinion of a solution.
func (t *Ticket) Rate(score int, comment string) (*Rated, error) {
	if t.IsOpen() {
		return nil, errs.New(errs.Conflict, "%s is not solved yet.", t.Ref())
	}
	if score < 1 || score > 5 {
		return nil, errs.Field("score", "A rating is 1 to 5.")
	}
	comment = strings.TrimSpace(comment)
	if utf8.RuneCountInString(comment) > 4000 {
		return nil, errs.Field("comment", "The comment is longer than 4,000 characters.")
	}
	return &Rated{Score: score, Comment: comment}, nil
}

// Merge lets another ticket carry on with this one: a fact for each. standing are
// the merges that the other ticket already carries: people who are there because
// of one of them count as brought by this one, too, so that each can be undone
// without the others.
func (t *Ticket) Merge(into *Ticket, standing []*AbsorbedFrom) (*MergedInto, *AbsorbedFrom, error) {
	switch {
	case t.ID == into.ID:
		return nil, nil, errs.Field("into", "A ticket cannot be merged into itself.")
	case t.Organisation != into.Organisation:
		return nil, nil, errs.Field("into", "%s belongs to another organisation; link the two instead.", into.Ref())
	case t.IsMerged() || into.IsMerged():
		return nil, nil, errs.Field("into", "One of the two was merged already; use the ticket that it went into.")
	case t.Offer != nil:
		return nil, nil, errs.New(errs.Conflict, "%s is being handed over; withdraw the offer first.", t.Ref())
	case t.State == Closed:
		return nil, nil, errs.New(errs.Conflict, "%s is closed.", t.Ref())
	}
	joins := union([]id.Person{t.Requester}, t.CC)
	cc, watchers := brought(standing)
	return &MergedInto{Into: into.ID, Ref: into.Ref()}, &AbsorbedFrom{
		From: t.ID, Ref: t.Ref(),
		CC:       without(joins, append(without(into.CC, cc), into.Requester)),
		Watchers: without(t.Watchers, without(into.Watchers, watchers)),
	}, nil
}

// brought gathers the people who are on a ticket because of merges.
func brought(merges []*AbsorbedFrom) (cc, watchers []id.Person) {
	for _, m := range merges {
		cc, watchers = union(cc, m.CC), union(watchers, m.Watchers)
	}
	return cc, watchers
}

// Unmerge takes a merge back, exactly: absorbed is the fact that the merge
// left on the ticket that lived on, others are the merges that stay.
func (t *Ticket) Unmerge(absorbed *AbsorbedFrom, into *Ticket, others []*AbsorbedFrom) (*Unmerged, *Released, error) {
	if t.MergedInto != into.ID || absorbed.From != t.ID {
		return nil, nil, errs.New(errs.Conflict, "%s is not merged into %s.", t.Ref(), into.Ref())
	}
	cc, watchers := brought(others)
	return &Unmerged{From: into.ID, Ref: into.Ref()},
		&Released{From: t.ID, Ref: t.Ref(), CC: without(absorbed.CC, cc), Watchers: without(absorbed.Watchers, watchers)}, nil
}
