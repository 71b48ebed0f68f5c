package ticketview_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/view/ticketview"
)

// kinds is every fact that there is. A new one must say here what of it, if
// anything, a customer reads.
var kinds = []struct {
	fact  ticket.Fact
	leave []string // the fields whose text may leave
}{
	{&ticket.Opened{}, []string{"Subject", "Body", "Channel", "Files.Name", "Files.MediaType"}},
	{&ticket.Replied{}, []string{"Body", "Files.Name", "Files.MediaType"}},
	{&ticket.Told{}, []string{"Body", "Who", "Person"}},
	{&ticket.ResolvedAs{}, []string{"Code", "Message"}},
	{&ticket.Reopened{ByCustomer: true}, []string{"Because"}},
	{&ticket.Reopened{}, nil},
	{&ticket.Rated{}, []string{"Comment"}},
	{&ticket.Confirmed{}, nil},
	{&ticket.Noted{}, nil},
	{&ticket.Triaged{}, nil},
	{&ticket.Assigned{}, nil},
	{&ticket.Waited{}, nil},
	{&ticket.Resumed{}, nil},
	{&ticket.ClosedAs{}, nil},
	{&ticket.Edited{}, nil},
	{&ticket.HandedOver{}, nil},
	{&ticket.Accepted{}, nil},
	{&ticket.Returned{}, nil},
	{&ticket.Withdrawn{}, nil},
	{&ticket.MergedInto{}, nil},
	{&ticket.AbsorbedFrom{}, nil},
	{&ticket.Unmerged{}, nil},
	{&ticket.Released{}, nil},
	{&ticket.SplitOff{}, nil},
	{&ticket.Linked{}, nil},
	{&ticket.Unlinked{}, nil},
	{&ticket.LessonGiven{}, nil},
	{&ticket.LessonLearnt{}, nil},
	{&ticket.Expired{}, nil},
	{&ticket.AskedBack{}, nil},
	{&ticket.AnsweredBack{}, nil},
	{&ticket.ClockWarned{}, nil},
	{&ticket.ClockBreached{}, nil},
	{&ticket.ClockMoved{}, nil},
	{&ticket.Escalated{}, nil},
	{&ticket.Placed{}, nil},
	{&ticket.Asked{}, nil},
	{&ticket.Passed{}, nil},
	{&ticket.SentBack{}, nil},
	{&ticket.SwarmStarted{}, nil},
	{&ticket.SwarmJoined{}, nil},
	{&ticket.SwarmLeft{}, nil},
	{&ticket.SwarmEnded{}, nil},
	{&ticket.TimeBooked{}, nil},
	{&ticket.KudosGiven{}, nil},
	{&ticket.Declared{}, nil},
	{&ticket.ToldAll{}, nil},
	{&ticket.StoodDown{}, nil},
	{&ticket.Reviewed{}, nil},
	{&ticket.Planned{}, []string{"What"}},
	{&ticket.VendorSent{}, nil},
	{&ticket.VendorWrote{}, nil},
	{&ticket.VendorReferenced{}, nil},
	{&ticket.VendorChased{}, nil},
	{&ticket.VendorClosed{}, nil},
}

// A canary sits in every text and every number of every fact; outside, only those
// are heard that may leave.
func TestNothingInsideLeaves(t *testing.T) {
	for _, k := range kinds {
		texts := plant(reflect.ValueOf(k.fact).Elem(), "")
		shown, ok := ticketview.Outside(k.fact)
		if ok != (k.fact.Audience() == ticket.Customer) {
			t.Errorf("%s is for the %s, and shown outside: %t", k.fact.Kind(), k.fact.Audience(), ok)
		}
		b, err := json.Marshal(shown)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range texts {
			if heard := strings.Contains(string(b), "canary("+path+")"); heard != slices.Contains(k.leave, path) {
				t.Errorf("%s: %s outside: %t", k.fact.Kind(), path, heard)
			}
		}
		if strings.Contains(string(b), "777") {
			t.Errorf("%s: a number left: %s", k.fact.Kind(), b)
		}
	}
}

// TestEveryFactIsNamed fails when a fact is added that kinds does not have.
func TestEveryFactIsNamed(t *testing.T) {
	for _, name := range ticket.Kinds() {
		if !slices.ContainsFunc(kinds, func(k struct {
			fact  ticket.Fact
			leave []string
		},
		) bool {
			return k.fact.Kind() == name
		}) {
			t.Errorf("%s is not in the list of what may leave", name)
		}
	}
}

// plant puts a canary into every text below v and 777 into every number that is
// not a score or a size, and gives the paths of the texts.
func plant(v reflect.Value, path string) []string {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return nil
		}
		var paths []string
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name := strings.TrimPrefix(path+"."+f.Name, ".")
			if f.Anonymous {
				name = path
			}
			if f.IsExported() {
				paths = append(paths, plant(v.Field(i), name)...)
			}
		}
		return paths
	case reflect.String:
		v.SetString("canary(" + path + ")")
		return []string{path}
	case reflect.Int, reflect.Int64:
		if !slices.Contains([]string{"Score", "Files.Size", "Files.ID"}, path) {
			v.SetInt(777)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return plant(v.Elem(), path)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return plant(v.Index(0), path)
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]any{"k": fmt.Sprintf("canary(%s)", path)}))
		return []string{path}
	}
	return nil
}
