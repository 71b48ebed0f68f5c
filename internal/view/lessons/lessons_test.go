package lessons_test

import (
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/lessons"
)

func list(d *flowtest.Desk, who id.Person, q lessons.Query) []lessons.Lesson {
	d.T.Helper()
	p, err := lessons.List(d.Ctx, d.Door.Read(), d.As(who), q)
	d.Must(err)
	return p.Items
}

func filed(d *flowtest.Desk, who id.Person, subject string) id.Number {
	n := d.Asks(who, subject, "please", d.VPN)
	d.Must(d.Triage(d.Ctx, d.As(d.Ida), n, flowtest.TriageIn{Category: d.Tunnel}))
	return n
}

// taught is a desk on which Sam taught Tom a lesson.
func taught(t *testing.T, store *db.DB) (*flowtest.Desk, lessons.Lesson) {
	d := flowtest.New(t, store)
	d.Solves(d.Tom, filed(d, d.Gus, "Tunnel slow"), "Done.", "", "") // before the lesson: none of its effect
	d.Later(time.Minute)
	n := filed(d, d.Ann, "Tunnel drops at noon")
	d.Takes(d.Sam, d.Offers(d.Tom, n, d.Second, 0, "look"))
	d.Solves(d.Sam, n, "Fixed.", "a loose cable", "Look at the lamp on the box first.")
	d.Later(time.Minute)
	mine := list(d, d.Tom, lessons.Query{Mine: true, State: lessons.Open})
	if len(mine) != 1 {
		t.Fatalf("Tom has %d lessons", len(mine))
	}
	return d, mine[0]
}

func TestALessonIsGivenAndLearnt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, l := taught(t, store)
		if l.Author.Name != "Sam Oakley" || l.Text != "Look at the lamp on the box first." || l.Cause != "a loose cable" ||
			l.Service.Name != "VPN" || l.Category.Name != "Tunnel" || len(l.Learners) != 1 || !l.Can[access.Learn] || l.LearntAt != nil {
			t.Errorf("Tom reads %+v", l)
		}
		if got := list(d, d.Ida, lessons.Query{Mine: true}); len(got) != 0 {
			t.Errorf("it was not for Ida: %+v", got)
		}
		if got := list(d, d.Ida, lessons.Query{}); len(got) != 1 || got[0].Can[access.Learn] {
			t.Errorf("all lessons are %+v", got)
		}
		d.Must(d.Learn(d.Ctx, d.As(d.Tom), l.ID))
		if got := list(d, d.Tom, lessons.Query{State: lessons.Open}); len(got) != 0 {
			t.Errorf("it is learnt, and still open: %+v", got)
		}
		got := list(d, d.Tom, lessons.Query{Mine: true, State: lessons.Learnt})
		if len(got) != 1 || got[0].LearntAt == nil || got[0].Learners[0].LearntAt == nil || got[0].Can[access.Learn] {
			t.Errorf("what Tom learnt: %+v", got)
		}
	})
}

// The effect counts what came after the lesson, and what of it stayed below.
func TestEffect(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, l := taught(t, store)
		own, err := id.ParseRef(string(l.Ticket.Ref))
		d.Must(err)
		d.Must(d.Reopen(d.Ctx, d.As(d.Sam), own, "again"))
		d.Solves(d.Sam, own, "Fixed again.", "the same cable", "") // the lesson's own ticket is no later one
		for range 2 {
			d.Solves(d.Tom, filed(d, d.Gus, "Tunnel down"), "The lamp was off.", "", "")
		}
		up := filed(d, d.Ann, "Tunnel gone")
		d.Takes(d.Sam, d.Offers(d.Tom, up, d.Second, 0, "look"))
		d.Solves(d.Sam, up, "Fixed.", "the wall", "")
		d.Solves(d.Tom, d.Asks(d.Ann, "Something else", "x", d.Email), "Done.", "", "")
		got, err := lessons.Get(d.Ctx, d.Door.Read(), d.As(d.Tom), l.ID)
		d.Must(err)
		if got.Effect != (lessons.Effect{Later: 3, FirstLine: 2}) {
			t.Errorf("the effect is %+v", got.Effect)
		}
	})
}

// A ticket calls the lessons to mind that match it, and no others.
func TestLessonsForATicket(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, l := taught(t, store)
		calls := func(n id.Number) int {
			got, err := lessons.OfTicket(d.Ctx, d.Door.Read(), d.As(d.Tom), d.Ticket(n))
			d.Must(err)
			for _, v := range got {
				if v.ID != l.ID {
					t.Errorf("another lesson: %+v", v)
				}
			}
			return len(got)
		}
		for _, c := range []struct {
			subject string
			about   id.Service
			file    bool
			want    int
		}{
			{"Nothing in common", d.VPN, true, 1},
			{"The tunnel drops again", d.VPN, false, 1},
			{"The tunnel is closed", d.VPN, false, 0}, // one word is chance
			{"Tunnel drops at noon", d.Email, false, 0},
			{"Tunnel drops at noon", 0, false, 0},
		} {
			n := d.Asks(d.Gus, c.subject, "x", c.about)
			if c.file {
				n = filed(d, d.Gus, c.subject)
			}
			if got := calls(n); got != c.want {
				t.Errorf("%q calls %d lessons to mind, want %d", c.subject, got, c.want)
			}
		}
	})
}

func TestLessonsOfOthersStayTheirs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d, l := taught(t, store)
		if got := list(d, d.Gil, lessons.Query{}); len(got) != 0 {
			t.Errorf("Gil, not cleared for Acme, reads %+v", got)
		}
		if _, err := lessons.Get(d.Ctx, d.Door.Read(), d.As(d.Gil), l.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("Gil opens it: %v", err)
		}
		if _, err := lessons.List(d.Ctx, d.Door.Read(), d.As(d.Ann), lessons.Query{}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a customer lists lessons: %v", err)
		}
		n := filed(d, d.Gus, "Tunnel drops at noon")
		got, err := lessons.OfTicket(d.Ctx, d.Door.Read(), d.As(d.Gil), d.Ticket(n))
		if d.Must(err); len(got) != 0 {
			t.Errorf("Gil's ticket calls %+v to mind", got)
		}
	})
}
