package person_test

import (
	"strings"
	"testing"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
	"secondline/internal/kit/errs"
)

func TestChecked(t *testing.T) {
	for name, c := range map[string]struct {
		in    person.Person
		field string // that is wrong
	}{
		"a requester":              {person.Person{Name: "Carl"}, ""},
		"only an address":          {person.Person{Email: "carl@acme.test"}, ""},
		"nothing":                  {person.Person{}, "name"},
		"a name of nothing":        {person.Person{Name: "\u202e\u200b"}, "name"},
		"a long name":              {person.Person{Name: strings.Repeat("x", 121)}, "name"},
		"two addresses":            {person.Person{Name: "Carl", Email: "a@b.test,c@d.test"}, "email"},
		"an agent with none":       {person.Person{Name: "Ann", Role: access.Agent}, "email"},
		"a role out of nowhere":    {person.Person{Name: "Ann", Role: "root"}, "role"},
		"a zone out of nowhere":    {person.Person{Name: "Ann", TimeZone: "Mars/Base"}, "time_zone"},
		"the server's own zone":    {person.Person{Name: "Ann", TimeZone: "Local"}, "time_zone"},
		"a language of nowhere":    {person.Person{Name: "Ann", Language: "!!"}, "language"},
		"more than anybody can do": {person.Person{Name: "Ann", Capacity: 101}, "capacity"},
		"asleep":                   {person.Person{Name: "Ann", Presence: "asleep"}, "presence"},
	} {
		_, err := c.in.Checked()
		if (err != nil) != (c.field != "") || errs.FieldOf(err) != c.field {
			t.Errorf("%s: got %v, want the field %q", name, err, c.field)
		}
	}
}

func TestCheckedTidies(t *testing.T) {
	p, err := person.Person{Name: "  Ann\tLee ", Email: "Ann@Acme.Test", All: true}.Checked()
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Ann Lee" || p.Email != "ann@acme.test" || p.Role != access.Requester || p.TimeZone != "UTC" {
		t.Errorf("got %+v", p)
	}
	if p.All {
		t.Error("a requester is cleared for every organisation, and would be so as an agent one day")
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{"Ann Lee": "AL", "ann": "A", "Émile von Braun": "ÉB", "": "", "东 京": "东京"} {
		if got := (person.Person{Name: name}).Initials(); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
