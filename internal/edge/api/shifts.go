package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/shift"
	"secondline/internal/id"
	"secondline/internal/view/shifts"
)

func (a *API) registerShifts() {
	tags := []string{"shifts"}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/shifts", Summary: "Who works when", Tags: tags}, a.shifts)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/shifts", Summary: "Plan what somebody works every week, or every few weeks", Tags: tags, DefaultStatus: http.StatusCreated,
	}, a.planShifts)
	op(a, huma.Operation{Method: http.MethodDelete, Path: "/shifts/{id}", Summary: "Let a shift end: from today on it comes no more", Tags: tags},
		func(ctx context.Context, by access.Actor, in *Keyed[id.Shift]) (*none, error) {
			return &none{}, a.Rota.End(ctx, by, in.ID.V)
		})
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/absences", Summary: "Say when somebody is away, or works more", Tags: tags, DefaultStatus: http.StatusCreated,
	}, a.addAbsence)
	op(a, huma.Operation{Method: http.MethodDelete, Path: "/absences/{id}", Summary: "Take an absence, or extra work, out again", Tags: tags},
		func(ctx context.Context, by access.Actor, in *Keyed[id.Exception]) (*none, error) {
			return &none{}, a.Rota.Unexcept(ctx, by, in.ID.V)
		})
	op(a, huma.Operation{Method: http.MethodGet, Path: "/on-call", Summary: "Who is on call, and who is the duty manager", Tags: tags}, a.duties)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/on-call", Summary: "Put somebody on call for a team, or make them the duty manager", Tags: tags, DefaultStatus: http.StatusCreated,
	}, a.addDuty)
	op(a, huma.Operation{Method: http.MethodDelete, Path: "/on-call/{id}", Summary: "Take a duty out of the plan", Tags: tags},
		func(ctx context.Context, by access.Actor, in *Keyed[id.OnCall]) (*none, error) {
			return &none{}, a.Rota.RemoveDuty(ctx, by, in.ID.V)
		})
	op(a, huma.Operation{Method: http.MethodGet, Path: "/teams/{id}/now", Summary: "Who of a team is here, until when, with how much in hand", Tags: tags},
		func(ctx context.Context, by access.Actor, in *Keyed[id.Team]) (*body[shifts.Now], error) {
			now, err := shifts.At(ctx, a.Door.Read(), by, in.ID.V, a.Door.Now())
			return bodied(now), err
		})
	a.registerSwaps(tags)
}

func (a *API) registerSwaps(tags []string) {
	op(a, huma.Operation{Method: http.MethodGet, Path: "/swaps", Summary: "Your swaps of shifts", Tags: tags},
		func(ctx context.Context, by access.Actor, _ *struct{}) (*body[items[shifts.Swap]], error) {
			list, err := shifts.Swaps(ctx, a.Door.Read(), by)
			return bodied(items[shifts.Swap]{list}), err
		})
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/swaps", Summary: "Ask a colleague to swap a shift", Tags: tags, DefaultStatus: http.StatusCreated,
	}, a.addSwap)
	for path, verb := range map[string]struct {
		summary string
		fn      func(ctx context.Context, by access.Actor, key id.Swap) error
	}{
		"accept":   {"Swap: the plan changes for both", a.accepted},
		"decline":  {"Do not swap", a.declined},
		"withdraw": {"Ask no longer", a.withdrawn},
	} {
		op(a, huma.Operation{Method: http.MethodPost, Path: "/swaps/{id}/" + path, Summary: verb.summary, Tags: tags},
			func(ctx context.Context, by access.Actor, in *Keyed[id.Swap]) (*body[items[shifts.Swap]], error) {
				if err := verb.fn(ctx, by, in.ID.V); err != nil {
					return nil, err
				}
				list, err := shifts.Swaps(ctx, a.Door.Read(), by)
				return bodied(items[shifts.Swap]{list}), err
			})
	}
}

func (a *API) accepted(ctx context.Context, by access.Actor, key id.Swap) error {
	return a.Rota.Accept(ctx, by, key)
}

func (a *API) declined(ctx context.Context, by access.Actor, key id.Swap) error {
	return a.Rota.Decline(ctx, by, key)
}

func (a *API) withdrawn(ctx context.Context, by access.Actor, key id.Swap) error {
	return a.Rota.Withdraw(ctx, by, key)
}

// items is a whole list: one that has no end to page to.
type items[T any] struct {
	Items []T `json:"items" nullable:"false"`
}

// named is the id of what was made.
type named[K any] struct {
	ID K `json:"id"`
}

type windowIn struct {
	From time.Time    `query:"from" required:"true"`
	To   time.Time    `query:"to" required:"true" doc:"at most nine weeks later"`
	Team Key[id.Team] `query:"team" doc:"only its members"`
}

func (in windowIn) window() shifts.Window {
	return shifts.Window{From: in.From, To: in.To, Team: in.Team.V}
}

func (a *API) shifts(ctx context.Context, by access.Actor, in *windowIn) (*body[shifts.Plan], error) {
	p, err := shifts.Get(ctx, a.Door.Read(), by, in.window())
	return bodied(p), err
}

type shiftsIn struct {
	Body struct {
		Person   id.Person `json:"person"`
		Team     id.Team   `json:"team,omitempty" doc:"empty: whichever of their teams needs them"`
		Weekdays []int     `json:"weekdays" nullable:"false" minItems:"1" maxItems:"7" doc:"1 is Monday"`
		Starts   string    `json:"starts" pattern:"^([01][0-9]|2[0-3]):[0-5][0-9]$" example:"09:00" doc:"in their time zone"`
		Ends     string    `json:"ends" pattern:"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$" example:"17:00" doc:"not after it starts: on the next day"`
		Cycle    int       `json:"cycle,omitempty" minimum:"0" maximum:"8" doc:"comes every so many weeks"`
		Week     int       `json:"week,omitempty" minimum:"0" maximum:"7" doc:"which of them; 0 is the week of since"`
		Since    string    `json:"since,omitempty" format:"date" doc:"default: today"`
		Until    string    `json:"until,omitempty" format:"date" doc:"the last day; empty: it goes on"`
	}
}

func (a *API) planShifts(ctx context.Context, by access.Actor, in *shiftsIn) (*body[items[id.Shift]], error) {
	b := in.Body
	starts, ends := minutes(b.Starts), minutes(b.Ends)
	if ends <= starts {
		ends += 24 * 60
	}
	var list []shift.Shift
	for _, day := range b.Weekdays {
		list = append(list, shift.Shift{
			Team: b.Team, Weekday: day, Starts: starts, Ends: ends, Cycle: b.Cycle, Week: b.Week, Since: shift.Day(b.Since), Until: shift.Day(b.Until),
		})
	}
	keys, err := a.Rota.Plan(ctx, by, b.Person, list)
	return bodied(items[id.Shift]{keys}), err
}

// minutes reads a time of day that the pattern let through.
func minutes(clock string) int {
	h, herr := strconv.Atoi(clock[:2])
	m, merr := strconv.Atoi(clock[3:])
	if herr != nil || merr != nil {
		return -1 // which no shift starts or ends at
	}
	return 60*h + m
}

type absenceIn struct {
	Body struct {
		Person id.Person `json:"person,omitempty" doc:"empty: you"`
		Kind   string    `json:"kind,omitempty" enum:"off,extra" doc:"default: off"`
		Reason string    `json:"reason,omitempty" enum:"holiday,sick,training,other" doc:"seen by themselves and those who plan"`
		From   time.Time `json:"from"`
		To     time.Time `json:"to"`
		Note   string    `json:"note,omitempty" maxLength:"200"`
	}
}

func (a *API) addAbsence(ctx context.Context, by access.Actor, in *absenceIn) (*body[named[id.Exception]], error) {
	b := in.Body
	if b.Person == 0 {
		b.Person = by.Person
	}
	key, err := a.Rota.Except(ctx, by, shift.Exception{Person: b.Person, Kind: b.Kind, Reason: b.Reason, From: b.From, To: b.To, Note: b.Note})
	return bodied(named[id.Exception]{key}), err
}

func (a *API) duties(ctx context.Context, by access.Actor, in *windowIn) (*body[items[shifts.Duty]], error) {
	list, err := shifts.Duties(ctx, a.Door.Read(), by, in.window())
	return bodied(items[shifts.Duty]{list}), err
}

type dutyIn struct {
	Body struct {
		Person id.Person `json:"person"`
		Team   id.Team   `json:"team,omitempty" doc:"empty: the desk's duty manager"`
		From   time.Time `json:"from"`
		To     time.Time `json:"to"`
	}
}

func (a *API) addDuty(ctx context.Context, by access.Actor, in *dutyIn) (*body[named[id.OnCall]], error) {
	b := in.Body
	key, err := a.Rota.PlanDuty(ctx, by, shift.Duty{Team: b.Team, Person: b.Person, From: b.From, To: b.To})
	return bodied(named[id.OnCall]{key}), err
}

type swapIn struct {
	Body struct {
		Person id.Person `json:"person" doc:"with whom; a member of one of your teams"`
		From   time.Time `json:"from_at" doc:"what you give away"`
		To     time.Time `json:"to_at"`
		Back   time.Time `json:"back_from_at,omitzero" doc:"what you take in return, if anything"`
		BackTo time.Time `json:"back_to_at,omitzero"`
		Note   string    `json:"note,omitempty" maxLength:"200"`
	}
}

func (a *API) addSwap(ctx context.Context, by access.Actor, in *swapIn) (*body[named[id.Swap]], error) {
	b := in.Body
	key, err := a.Rota.Propose(ctx, by, shift.Swap{To: b.Person, FromAt: b.From, ToAt: b.To, BackFromAt: b.Back, BackToAt: b.BackTo, Note: b.Note})
	return bodied(named[id.Swap]{key}), err
}

type presenceIn struct {
	Body struct {
		Presence string    `json:"presence" enum:"here,away,busy,off"`
		BackAt   time.Time `json:"back_at,omitzero" doc:"when a break ends by itself; within a day"`
	}
}
