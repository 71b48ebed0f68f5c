package world

import (
	"context"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
)

// solves is the wrap-up: the customer is told, and what climbed leaves a cause
// and perhaps a lesson.
func (p *play) solves(lesson bool) {
	p.do("resolving", func(ctx context.Context) error {
		in := ticketing.ResolveIn{
			Code: ticket.Solved, Message: p.words("Hello {first},\n\n" + p.tale.Fix + "\n\n" + signature(p.owner)), Cause: p.words(p.tale.Cause), Solution: p.words(p.tale.Fix),
		}
		if in.Cause == "" {
			in.Cause = "Not found out; it has not come back since."
		}
		next := lesson && p.tale.Lesson != ""
		in.FirstLineNextTime, in.Lesson = &next, p.words(p.tale.Lesson)
		if !next {
			in.NoArticleBecause = "A single case."
		}
		return p.Desk.Resolve(ctx, p.owner, p.n, in)
	})
}

func signature(by access.Actor) string {
	first, _, _ := strings.Cut(by.Name, " ")
	return "Kind regards,\n" + first
}

// after is what the customer does with a solution: nothing, a tap, a word, or
// the whole thing again.
func (p *play) after() {
	switch roll := p.rng.IntN(100); {
	case roll < 6:
		p.waits(2*time.Hour, 30*time.Hour)
		p.writes(p.who, one(p, againWords))
		p.waits(10*time.Minute, 2*time.Hour)
		p.writes(p.owner, one(p, sorryWords))
		p.waits(30*time.Minute, 5*time.Hour)
		p.solves(false)
		p.confirms(70)
	case roll < 50:
		p.confirms(45)
	case roll < 62:
		p.waits(20*time.Minute, 10*time.Hour)
		p.rates()
	default:
		p.waits(25*time.Hour, 60*time.Hour)
		p.do("closing", func(ctx context.Context) error { return p.Desk.Close(ctx, p.owner, p.n, "") })
	}
}

// confirms is the customer's tap, and often their opinion.
func (p *play) confirms(rate int) {
	p.waits(5*time.Minute, 9*time.Hour)
	p.do("confirming", func(ctx context.Context) error { return p.Desk.Confirm(ctx, p.who, p.n) })
	if p.chance(rate) {
		p.rates()
	}
}

func (p *play) rates() {
	p.do("rating", func(ctx context.Context) error {
		score := []int{5, 5, 5, 5, 4, 4, 4, 3, 2, 1}[p.rng.IntN(10)]
		comment := ""
		if p.chance(40) {
			comment = p.words(one(p, ratingWords[score]))
		}
		return p.Desk.Rate(ctx, p.who, p.n, score, comment)
	})
}

// learns lets those who handed it up take the lesson, each in their own time.
func (p *play) learns(share int) {
	for _, by := range p.sender {
		if !p.chance(share) || by.Person == p.owner.Person { // nobody teaches themselves
			continue
		}
		p.waits(time.Hour, 16*time.Hour)
		p.do("learning", func(ctx context.Context) error {
			key, err := p.lesson(ctx)
			if err != nil || key == 0 {
				return err
			}
			return p.Desk.Learn(ctx, by, key)
		})
	}
}

// lesson is the one that the ticket has given, if it has.
func (p *play) lesson(ctx context.Context) (id.Lesson, error) {
	entries, err := ticket.Timeline(ctx, p.Door.Read(), p.key, 1)
	for _, e := range entries {
		if f, ok := e.Fact.(*ticket.LessonGiven); ok {
			return f.Lesson, err
		}
	}
	return 0, err
}

// spam ends what nobody should have had to read.
func (p *play) spam(by access.Actor) {
	p.do("closing as spam", func(ctx context.Context) error { return p.Desk.Close(ctx, by, p.n, ticket.Spam) })
}

// repeats lets the customer write the same again as a request of its own, and an
// agent see it.
func (p *play) repeats() {
	p.do("merging", func(ctx context.Context) error {
		out, err := p.Desk.Open(ctx, p.who, ticketing.OpenIn{
			Subject: p.words("Again: " + p.tale.Subject), Body: p.words(one(p, twinWords)), Channel: ticket.ByMail, Quiet: true,
		})
		if err != nil {
			return err
		}
		p.stage.opened++
		return p.Desk.Merge(ctx, p.owner, out.Number, p.n)
	})
}

// relates links it with another of the same service, if there was one.
func (p *play) relates() {
	other, known := p.shared[p.tale.Service]
	if !known || other == p.n {
		return
	}
	p.do("linking", func(ctx context.Context) error { return p.Desk.Link(ctx, p.owner, p.n, other, "related", false) })
}

// branches lets the customer bring up something else, which gets a ticket of its
// own.
func (p *play) branches() {
	p.do("splitting", func(ctx context.Context) error {
		matter := one(p, asideWords)
		seq, err := p.Desk.Reply(ctx, p.who, p.n, ticketing.MessageIn{Body: p.words(matter.words)})
		if err != nil {
			return err
		}
		out, err := p.Desk.Split(ctx, p.owner, p.n, seq, matter.subject)
		if err != nil {
			return err
		}
		p.stage.opened++
		return p.Desk.Resolve(ctx, p.owner, out.Number, ticketing.ResolveIn{Code: ticket.Solved, Message: p.words(matter.fix)})
	})
}
