package shift

import (
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// The states of a swap.
const (
	Proposed  = "proposed"
	Accepted  = "accepted"
	Declined  = "declined"
	Withdrawn = "withdrawn"
)

// A Swap is one person's work that another is to do, and what they give back for
// it, if anything.
type Swap struct {
	ID         id.Swap
	From       id.Person // who asks
	To         id.Person // who is asked
	FromAt     time.Time // what From is to be freed of
	ToAt       time.Time
	BackFromAt time.Time // what From does for To in return; zero: nothing
	BackToAt   time.Time
	Note       string
	State      string
	At         time.Time
	AnsweredAt time.Time
	Version    int64
}

// Back tells whether something is given in return.
func (s Swap) Back() bool { return !s.BackFromAt.IsZero() || !s.BackToAt.IsZero() }

// Checked gives the swap tidied, or an error that names the field that is wrong.
func (s Swap) Checked(now time.Time) (Swap, error) {
	s.Note = fold.Tidy(s.Note)
	switch {
	case s.To == 0 || s.To == s.From:
		return s, errs.Field("person", "Say with whom you want to swap.")
	case s.FromAt.IsZero() || !s.ToAt.After(s.FromAt):
		return s, errs.Field("to", "What you give away ends after it begins; say both.")
	case s.Back() && !s.BackToAt.After(s.BackFromAt):
		return s, errs.Field("back_to", "What you take in return ends after it begins; say both.")
	case !s.FromAt.After(now), s.Back() && !s.BackFromAt.After(now):
		return s, errs.Field("from", "What has begun cannot be swapped any more.")
	case s.ToAt.Sub(s.FromAt) > longest*time.Minute, s.BackToAt.Sub(s.BackFromAt) > longest*time.Minute:
		return s, errs.Field("to", "Swap a day at a time.")
	case len(s.Note) > maxNote:
		return s, errs.Field("note", "The note is longer than %d bytes; shorten it.", maxNote)
	}
	return s, nil
}

// A Party is one side of a swap, with when they work.
type Party struct {
	Name   string
	Roster Roster
}

// Fits says why the swap cannot be: nobody gives away what they do not work, and
// nobody is planned twice at once, or while they are absent.
func (s Swap) Fits(from, to Party) error {
	if err := gives(from, to, s.FromAt, s.ToAt, Span{s.BackFromAt, s.BackToAt, 0}); err != nil || !s.Back() {
		return err
	}
	return gives(to, from, s.BackFromAt, s.BackToAt, Span{s.FromAt, s.ToAt, 0})
}

// gives judges one half; return is what the taker is freed of by the other half.
func gives(giver, taker Party, from, to time.Time, back Span) error {
	switch at := from.In(giver.Roster.zone()).Format("Mon 2 January 15:04"); {
	case giver.Roster.Since == "" || !giver.Roster.Covers(from, to):
		return errs.New(errs.Conflict, "%s does not work all of that time on %s.", giver.Name, at)
	case taker.Roster.Since == "":
		return errs.New(errs.Conflict, "%s has no shifts; there is nothing to swap.", taker.Name)
	case taker.Roster.Absent(from, to):
		return errs.New(errs.Conflict, "%s is away then.", taker.Name)
	case len(without(taker.Roster.Between(from, to), back.From, back.To)) > 0:
		return errs.New(errs.Conflict, "%s works already at that time on %s.", taker.Name, at)
	}
	return nil
}

// Exceptions are what an accepted swap makes of the plan: off for who gives, work
// for who takes, and back.
func (s Swap) Exceptions() []Exception {
	half := func(giver, taker id.Person, from, to time.Time) []Exception {
		return []Exception{
			{Person: giver, Kind: Away, Reason: Swapped, From: from, To: to, Swap: s.ID},
			{Person: taker, Kind: Extra, Reason: Swapped, From: from, To: to, Swap: s.ID},
		}
	}
	all := half(s.From, s.To, s.FromAt, s.ToAt)
	if s.Back() {
		all = append(all, half(s.To, s.From, s.BackFromAt, s.BackToAt)...)
	}
	return all
}
