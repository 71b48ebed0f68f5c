package api_test

import (
	"testing"
	"time"
)

func TestShiftsAreSeenAndPlanned(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		me := b.signIn("ada@nordwind.test", secret)
		team := me["teams"].([]any)[0].(object)["id"].(string)
		ada := me["id"].(string)
		if turn := me["shift"].(object); turn["planned"] != false || turn["on"] != true {
			t.Errorf("nobody planned anything, and Ada stands at %v", turn)
		}
		monday := time.Now().UTC().AddDate(0, 0, 7-int(time.Now().UTC().Weekday())).Truncate(24*time.Hour).AddDate(0, 0, 1)
		week := "/shifts?from=" + monday.Format(time.RFC3339) + "&to=" + monday.AddDate(0, 0, 7).Format(time.RFC3339) + "&team=" + team
		b.call(422, "POST", "/shifts", object{"person": ada, "weekdays": []int{1}, "starts": "9 o'clock", "ends": "17:00"})
		b.call(422, "POST", "/shifts", object{"person": ada, "weekdays": []int{8}, "starts": "09:00", "ends": "17:00"})
		made, _ := b.call(201, "POST", "/shifts", object{"person": ada, "weekdays": []int{1, 2, 3}, "starts": "22:00", "ends": "06:00"})
		if len(items(made)) != 3 {
			t.Fatalf("made %v", made)
		}
		b.call(409, "POST", "/shifts", object{"person": ada, "weekdays": []int{2}, "starts": "05:00", "ends": "07:00"})
		plan, _ := b.call(200, "GET", week, nil)
		row := plan["people"].([]any)[0].(object)
		spans := row["spans"].([]any)
		if len(spans) != 3 || spans[0].(object)["from"] != monday.Add(22*time.Hour).Format(time.RFC3339) || spans[0].(object)["to"] != monday.Add(30*time.Hour).Format(time.RFC3339) {
			t.Errorf("the plan is %v", spans)
		}
		off, _ := b.call(201, "POST", "/absences", object{"reason": "holiday", "from": monday, "to": monday.AddDate(0, 0, 2)})
		plan, _ = b.call(200, "GET", week, nil)
		row = plan["people"].([]any)[0].(object)
		if n := len(row["spans"].([]any)); n != 2 { // what is left of Tuesday's night, and Wednesday's
			t.Errorf("%d spans are left beside the holiday: %v", n, row["spans"])
		}
		b.call(204, "DELETE", "/absences/"+off["id"].(string), nil)
		b.call(204, "DELETE", "/shifts/"+items(made)[0].(string), nil)
		b.call(404, "DELETE", "/absences/"+off["id"].(string), nil)
		b.call(422, "GET", "/shifts?from="+monday.Format(time.RFC3339)+"&to="+monday.AddDate(1, 0, 0).Format(time.RFC3339), nil)

		duty, _ := b.call(201, "POST", "/on-call", object{"person": ada, "from": monday, "to": monday.AddDate(0, 0, 7)})
		list, _ := b.call(200, "GET", "/on-call"+week[len("/shifts"):], nil)
		if len(items(list)) != 1 || items(list)[0].(object)["person"].(object)["name"] != "Ada" {
			t.Errorf("on call is %v", list)
		}
		b.call(204, "DELETE", "/on-call/"+duty["id"].(string), nil)
		swaps, _ := b.call(200, "GET", "/swaps", nil)
		if len(items(swaps)) != 0 {
			t.Errorf("swaps %v", swaps)
		}
	})
}

func TestABreakAndTheNextOne(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		me := b.signIn("ada@nordwind.test", secret)
		team := me["teams"].([]any)[0].(object)["id"].(string)
		b.call(200, "POST", "/me/presence", object{"presence": "here"})
		b.call(204, "POST", "/queue/next", nil)
		back := time.Now().UTC().Add(30 * time.Minute).Truncate(time.Microsecond)
		b.call(422, "POST", "/me/presence", object{"presence": "here", "back_at": back})
		me, _ = b.call(200, "POST", "/me/presence", object{"presence": "away", "back_at": back})
		if me["presence"] != "away" || me["back_at"] != back.Format(time.RFC3339Nano) {
			t.Errorf("got %v until %v", me["presence"], me["back_at"])
		}
		b.call(409, "POST", "/queue/next", nil)
		now, _ := b.call(200, "GET", "/teams/"+team+"/now", nil)
		if now["on_shift"] != 1.0 || now["here"] != 0.0 || now["people"].([]any)[0].(object)["back_at"] != back.Format(time.RFC3339Nano) {
			t.Errorf("now %v", now)
		}
		b.call(200, "PATCH", "/teams/"+team, object{"dealing": "offer", "offer_seconds": 90})
		if full, _ := b.call(200, "GET", "/teams/"+team, nil); full["dealing"] != "offer" || full["offer_seconds"] != 90.0 {
			t.Errorf("the team deals by %v in %v seconds", full["dealing"], full["offer_seconds"])
		}
		b.call(404, "POST", "/tickets/SL-99/take", object{})
	})
}
