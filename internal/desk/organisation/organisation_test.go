package organisation_test

import (
	"slices"
	"testing"

	"secondline/internal/desk/organisation"
	"secondline/internal/kit/errs"
)

func TestChecked(t *testing.T) {
	o, err := organisation.Organisation{Name: " Acme  Corp ", Domains: []string{"B.test", "@a.test", "b.test"}}.Checked()
	if err != nil {
		t.Fatal(err)
	}
	if o.Name != "Acme Corp" || o.Sees != organisation.Own || !slices.Equal(o.Domains, []string{"a.test", "b.test"}) {
		t.Errorf("got %+v", o)
	}
	for field, bad := range map[string]organisation.Organisation{
		"name":    {Name: "\u200b"},
		"sees":    {Name: "Acme", Sees: "everything"},
		"domains": {Name: "Acme", Domains: []string{"gmail.com"}}, // else any stranger there would see Acme's tickets
	} {
		if _, err := bad.Checked(); errs.FieldOf(err) != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestOneNameHoweverItIsWritten(t *testing.T) {
	if organisation.Key("Ácme  CORP") != organisation.Key("acme corp") || organisation.Key("Acme") == organisation.Key("Acne") {
		t.Error("the keys are wrong")
	}
}
