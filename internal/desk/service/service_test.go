package service_test

import (
	"testing"

	"secondline/internal/desk/service"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func TestTheDefaultMatrix(t *testing.T) {
	for at, want := range map[[2]int]int{
		{1, 1}: 1, {1, 2}: 2, {2, 1}: 2, {2, 2}: 3, {1, 3}: 3, {3, 1}: 3, {2, 3}: 4, {3, 2}: 4, {3, 3}: 4,
	} {
		if got, err := service.DefaultMatrix.Priority(at[0], at[1]); err != nil || got != want {
			t.Errorf("impact %d, urgency %d: got %d, %v; want %d", at[0], at[1], got, err, want)
		}
	}
	for _, at := range [][2]int{{0, 1}, {1, 0}, {4, 1}, {1, 4}} {
		if _, err := service.DefaultMatrix.Priority(at[0], at[1]); !errs.Is(err, errs.Invalid) {
			t.Errorf("%v: got %v", at, err)
		}
	}
	if (service.Matrix{}).Check() == nil {
		t.Error("an empty matrix passed")
	}
}

func TestTheLowestTeam(t *testing.T) {
	rank, team, ok := service.Service{Teams: map[int]id.Team{3: 30, 1: 10, 2: 20}}.Lowest()
	if rank != 1 || team != 10 || !ok {
		t.Errorf("got %d, %d, %v", rank, team, ok)
	}
	if _, _, ok := (service.Service{}).Lowest(); ok {
		t.Error("a team out of nowhere")
	}
}

func TestFieldValues(t *testing.T) {
	field := func(kind string, options ...string) service.Field {
		return service.Field{Name: "x", Label: "X", Kind: kind, Options: options}
	}
	for _, c := range []struct {
		field service.Field
		value any
		good  bool
	}{
		{field("text"), "words", true},
		{field("text"), 7.0, false},
		{field("number"), 7.5, true},
		{field("number"), "7", false},
		{field("boolean"), false, true},
		{field("boolean"), "false", false},
		{field("date"), "2026-02-28", true},
		{field("date"), "2026-02-29", false},
		{field("date"), 20260228.0, false},
		{field("choice", "Oslo", "Graz"), "Graz", true},
		{field("choice", "Oslo", "Graz"), "graz", false},
		{field("choice", "Oslo"), []any{"Oslo"}, false},
		{field("choice", "Oslo"), nil, true},
	} {
		err := service.CheckFields([]service.Field{c.field}, map[string]any{"x": c.value})
		if (err == nil) != c.good || err != nil && errs.FieldOf(err) != "fields.x" {
			t.Errorf("%s %v: %v", c.field.Kind, c.value, err)
		}
	}
	if err := service.CheckFields(nil, map[string]any{"y": 1.0}); errs.FieldOf(err) != "fields.y" {
		t.Errorf("got %v", err)
	}
}

func TestFieldDefinitions(t *testing.T) {
	for name, c := range map[string]struct {
		in    service.Field
		field string
	}{
		"a text":             {service.Field{Name: "cost_centre", Label: "Cost centre", Kind: "text"}, ""},
		"a choice":           {service.Field{Name: "site", Label: "Site", Kind: "choice", Options: []string{" Oslo ", "Graz"}}, ""},
		"a bad name":         {service.Field{Name: "Cost Centre", Label: "Cost", Kind: "text"}, "name"},
		"no label":           {service.Field{Name: "x", Kind: "text"}, "label"},
		"a kind of nowhere":  {service.Field{Name: "x", Label: "X", Kind: "blob"}, "kind"},
		"a choice of none":   {service.Field{Name: "x", Label: "X", Kind: "choice"}, "options"},
		"the same twice":     {service.Field{Name: "x", Label: "X", Kind: "choice", Options: []string{"Oslo", "OSLO"}}, "options"},
		"options for a text": {service.Field{Name: "x", Label: "X", Kind: "text", Options: []string{"Oslo"}}, "options"},
	} {
		if _, err := c.in.Checked(); (err != nil) != (c.field != "") || errs.FieldOf(err) != c.field {
			t.Errorf("%s: got %v, want the field %q", name, err, c.field)
		}
	}
}

func TestChecklists(t *testing.T) {
	items, err := service.CheckItems(service.General)
	if err != nil || len(items) != len(service.General) {
		t.Fatalf("the general checklist does not pass: %v", err)
	}
	for name, bad := range map[string][]service.Item{
		"no label":            {{Source: "ask"}},
		"a source of nowhere": {{Label: "X", Source: "guess"}},
		"too heavy":           {{Label: "X", Source: "ask", Weight: 11}},
		"too many":            make([]service.Item, 31),
	} {
		if _, err := service.CheckItems(bad); errs.FieldOf(err) != "items" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestANeedIsOneThing(t *testing.T) {
	if n, err := (service.Need{Skill: 1}).Checked(); err != nil || n.Grade != 1 {
		t.Errorf("got %+v, %v", n, err)
	}
	for _, bad := range []service.Need{{}, {Skill: 1, Certification: 1}, {Skill: 1, Grade: 6}} {
		if _, err := bad.Checked(); !errs.Is(err, errs.Invalid) {
			t.Errorf("%+v: got %v", bad, err)
		}
	}
}
