package escalation_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/escalation"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func who(steps []escalation.Step) []escalation.Who {
	var out []escalation.Who
	for _, s := range steps {
		out = append(out, s.Who)
	}
	return out
}

func TestWhoIsTold(t *testing.T) {
	plan := append(slices.Clone(escalation.Default),
		escalation.Step{Upon: escalation.Breached, Clock: "resolution", Who: escalation.AccountManager, After: time.Hour})
	for _, c := range []struct {
		upon  escalation.Upon
		clock string
		want  []escalation.Who
	}{
		{escalation.Warned, "work", []escalation.Who{escalation.Assignee}},
		{escalation.Breached, "work", []escalation.Who{escalation.Assignee, escalation.Lead}},
		{escalation.Breached, "resolution", []escalation.Who{escalation.Assignee, escalation.Lead, escalation.AccountManager}},
		{escalation.Unanswered, "acknowledge", []escalation.Who{escalation.DutyManager}},
	} {
		if got := who(plan.Fires(c.upon, c.clock, 3)); !slices.Equal(got, c.want) {
			t.Errorf("upon %s of %s: told %v, wanted %v", c.upon, c.clock, got, c.want)
		}
	}
	for _, s := range plan.Fires(escalation.Breached, "work", 3) {
		if s.AnyTime {
			t.Errorf("%s is woken for a P3", s.Who)
		}
	}
	for _, s := range plan.Fires(escalation.Breached, "work", 1) {
		if !s.AnyTime {
			t.Errorf("%s sleeps through a P1", s.Who)
		}
	}
}

func TestAPlanThatCannotBeFollowed(t *testing.T) {
	good := escalation.Step{Upon: escalation.Warned, Who: escalation.Lead}
	for name, p := range map[string]escalation.Plan{
		"upon nothing":   {{Who: escalation.Lead}},
		"to nobody":      {{Upon: escalation.Warned}},
		"an odd clock":   {{Upon: escalation.Warned, Who: escalation.Lead, Clock: "cuckoo"}},
		"before it was":  {{Upon: escalation.Warned, Who: escalation.Lead, After: -1}},
		"twice the same": {good, good},
		"never":          {{Upon: escalation.Breached, Clock: "acknowledge", Who: escalation.Lead}},
	} {
		if _, err := p.Checked(); errs.FieldOf(err) != "steps" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := escalation.Default.Checked(); err != nil {
		t.Error(err)
	}
}

func TestATeamsOwnPlanStandsBeforeTheDesks(t *testing.T) {
	ctx := context.Background()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		own := escalation.Plan{{ID: 9, Upon: escalation.Breached, Clock: "work", Who: escalation.DutyManager, ByMail: true, AnyTime: true, After: time.Minute}}
		err := d.Tx(ctx, func(h db.Handle) error {
			for _, s := range []string{
				`INSERT INTO level (id, rank, name, plain_name) VALUES (1, 1, 'L1', 'help desk')`,
				`INSERT INTO team (id, name, name_key, plain_name, kind, level_id) VALUES (1, 'A', 'a', 'a', 'line', 1), (2, 'B', 'b', 'b', 'line', 1)`,
			} {
				if _, err := h.Exec(ctx, s); err != nil {
					return err
				}
			}
			def := slices.Clone(escalation.Default)
			for i := range def {
				def[i].ID = id.Step(i + 1)
			}
			if err := escalation.Set(ctx, h, 0, def); err != nil {
				return err
			}
			return escalation.Set(ctx, h, 1, own)
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := escalation.Holds(ctx, d.Read(), 1); err != nil || !slices.Equal(got, own) {
			t.Errorf("%v, %v", got, err)
		}
		if got, err := escalation.Holds(ctx, d.Read(), 2); err != nil || len(got) != len(escalation.Default) {
			t.Errorf("%v, %v", got, err)
		}
		if err := d.Tx(ctx, func(h db.Handle) error { return escalation.Set(ctx, h, 1, nil) }); err != nil {
			t.Fatal(err)
		}
		if got, err := escalation.Holds(ctx, d.Read(), 1); err != nil || len(got) != len(escalation.Default) {
			t.Errorf("without its own: %v, %v", got, err)
		}
	})
}
