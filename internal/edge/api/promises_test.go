package api_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"testing"

	"secondline/internal/edge/api"
)

// uploads sends a file as a browser's form does.
func (b *browser) uploads(path, name, content string) int {
	b.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.at+api.Prefix+path, &form)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	answer, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

func TestCalendars(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		b.signIn("ada@nordwind.test", secret)
		list, _ := b.call(200, "GET", "/calendars", nil)
		office := items(list)[0].(object)
		if len(items(list)) != 1 || office["standard"] != true || len(office["week"].([]any)) != 7 {
			t.Fatalf("got %v", list)
		}
		b.call(422, "POST", "/calendars", object{"name": "X", "week": []any{[]any{"9-17"}}})
		b.call(422, "POST", "/calendars", object{"name": "X", "hours": "always"})
		week := []any{[]any{"09:00-12:00", "13:00-17:00"}, []any{}, []any{}, []any{}, []any{}, []any{}, []any{}}
		made, head := b.call(201, "POST", "/calendars", object{"name": "Mondays", "zone": "Europe/Berlin", "week": week, "country": "DE"})
		at := "/calendars/" + made["id"].(string)
		if head.Get("Location") != api.Prefix+at || len(made["holidays"].([]any)) < 40 {
			t.Errorf("got %v", made)
		}
		full, _ := b.call(200, "POST", at+"/holidays", object{"items": []any{object{"day": "2030-01-07", "name": "Founders"}}})
		days := full["holidays"].([]any)
		mine := days[len(days)-1].(object)
		if mine["name"] != "Founders" || mine["source"] != "hand" {
			t.Errorf("got %v", mine)
		}
		b.call(422, "POST", at+"/holidays", object{"items": []any{object{"day": "2030-02-30", "name": "Never"}}})
		b.call(204, "DELETE", at+"/holidays/"+mine["id"].(string), nil)
		b.call(404, "DELETE", at+"/holidays/"+mine["id"].(string), nil)
		b.call(409, "DELETE", at+"/holidays/"+days[0].(object)["id"].(string), nil)
		ics := "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20300107\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
		if got := b.uploads(at+"/import", "days.ics", ics); got != 200 {
			t.Errorf("a file: %d", got)
		}
		if got := b.uploads(at+"/import", "days.ics", "<html>"); got != 422 {
			t.Errorf("a page: %d", got)
		}
		effect, _ := b.call(200, "POST", at+"/preview", object{"zone": "UTC", "close": []any{"2030-01-14"}})
		if effect["open"] != 0.0 || len(items(effect)) != 0 {
			t.Errorf("got %v", effect)
		}
		b.call(409, "POST", at+"/refresh", nil)
		b.header.Set("If-Match", `"99"`)
		b.call(412, "PATCH", at, object{"name": "Mondays only"})
		b.call(204, "DELETE", at, nil)
		b.call(409, "DELETE", "/calendars/"+office["id"].(string), nil)
		if countries, _ := b.call(200, "GET", "/calendars/countries", nil); len(items(countries)) < 30 {
			t.Errorf("got %v", countries)
		}
	})
}

func TestTargets(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		b.signIn("ada@nordwind.test", secret)
		in := object{"name": "Requests", "clock": "resolution", "kind": "request", "length": "P2D", "organisation": "", "priority": 0}
		made, _ := b.call(201, "POST", "/targets", in)
		at := "/targets/" + made["id"].(string)
		if made["length"] != "P2D" || made["promise"] != "SLA" || made["calendar"].(object)["name"] != "Office hours" || len(made["pause_on"].([]any)) != 1 {
			t.Errorf("got %v", made)
		}
		list, _ := b.call(200, "GET", "/targets?q=Resolution", nil)
		if len(items(list)) != 4 {
			t.Errorf("%d targets", len(items(list)))
		}
		all, _ := b.call(200, "GET", "/targets", nil)
		for i, v := range items(all) {
			if v := v.(object); v["id"] == made["id"] {
				if next := items(all)[i+1].(object); next["clock"] == "resolution" {
					t.Error("what is for a kind only comes before what is for a priority")
				}
			}
		}
		b.call(422, "PATCH", at, object{"length": "4 hours"})
		b.call(422, "PATCH", at, object{"team": made["id"]})
		changed, _ := b.call(200, "PATCH", at, object{"length": "PT90M", "warn": 50, "pause_on": []any{}})
		if changed["length"] != "PT1H30M" || changed["warn"] != 50.0 || len(changed["pause_on"].([]any)) != 0 {
			t.Errorf("got %v", changed)
		}
		effect, _ := b.call(200, "POST", "/targets/preview", object{"target": made["id"], "length": "PT1H", "kind": ""})
		if effect["open"] != 0.0 {
			t.Errorf("got %v", effect)
		}
		b.call(200, "POST", "/targets/preview", object{"clock": "work", "length": "PT1H", "priority": 2})
		b.call(422, "POST", "/targets/preview", object{"clock": "work", "length": "soon"})
		b.call(204, "DELETE", at, nil)
		b.call(404, "GET", "/targets/1", nil)
		b.other().call(401, "GET", "/targets", nil)
	})
}
