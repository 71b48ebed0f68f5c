package handover_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"secondline/internal/desk/handover"
)

var (
	directions = []handover.Direction{handover.Up, handover.Down, handover.Sideways, handover.Project}
	noon       = time.Date(2026, time.March, 16, 12, 0, 0, 0, time.UTC) // a Monday
)

// TestEveryMessageIsPlain tries every reason in every direction, with short and
// long names, at every priority: no word of ours, twenty words a sentence.
func TestEveryMessageIsPlain(t *testing.T) {
	for _, reason := range handover.Reasons {
		for _, direction := range directions {
			for _, team := range []string{"our experts", "our network specialists", "the colleagues for servers and storage"} {
				plain(t, handover.Words{Reason: reason, Direction: direction, Team: team})
			}
		}
	}
}

// plain tries one reason, direction and team with all that else may vary.
func plain(t *testing.T, w handover.Words) {
	t.Helper()
	for i, thing := range []string{"", "your email", "the video calls of your branch"} {
		w.Customer, w.Thing, w.Now, w.Zone, w.By = "Ann", thing, noon, time.UTC, handover.NewsBy(i+1, noon, time.UTC)
		w.Name, w.Previous, w.Stays = []string{"", "Mara", "Mara"}[i], []string{"Tobin", "", "Tobin"}[i], i == 2
		if problems := handover.Plain(handover.Message(w)); len(problems) > 0 {
			t.Errorf("%s %s: %s\n%s", w.Reason, w.Direction, strings.Join(problems, "; "), handover.Message(w))
		}
	}
}

func TestAMessageSaysWhoWhyWhenAndWhatToDo(t *testing.T) {
	w := handover.Words{
		Reason: handover.Certification, Direction: handover.Up, Customer: "Ann", Thing: "your gateway", Team: "our network specialists",
		Name: "Mara", Previous: "Tobin", By: noon.Add(2 * time.Hour), Now: noon, Zone: time.UTC,
	}
	want := "Hello Ann,\n\nyour request is now with our network specialists, because your gateway may only be changed by someone certified for it. " +
		"Mara has everything you told Tobin. Mara writes to you by 14:00. There is nothing you need to do."
	if got := handover.Message(w); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	w.Customer, w.Name, w.Stays = "", "", true
	want = "Your request is now with our network specialists, because your gateway may only be changed by someone certified for it. " +
		"They have everything you told Tobin. Tobin stays your contact and writes to you by 14:00. There is nothing you need to do."
	if got := handover.Message(w); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestPlainFindsOurWords(t *testing.T) {
	for message, problems := range map[string]int{
		"Your request is with Mara. She writes by noon.": 0,
		"We escalated it.":                                                 1,
		"It waits in the queue of tier 2, the L2.":                         3,
		"Our SLA allows it, the resolver group too":                        2,
		"The ticket was reassigned; re-assigned!":                          2,
		"Use the L-shaped key":                                             0,
		strings.Repeat("word ", 20) + ".":                                  0,
		strings.Repeat("word ", 21) + ".":                                  1,
		strings.Repeat("word ", 15) + "\n\n" + strings.Repeat("word ", 15): 0,
	} {
		if got := handover.Plain(message); len(got) != problems {
			t.Errorf("%q: %q", message, got)
		}
	}
}

func TestATimeIsSaidAsPeopleDo(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at   time.Time
		zone *time.Location
		want string
	}{
		{noon.Add(90 * time.Minute), time.UTC, "by 13:30"},
		{noon.Add(90 * time.Minute), nil, "by 13:30"},
		{noon.Add(90 * time.Minute), vienna, "by 14:30"},
		{noon.Add(11*time.Hour + 30*time.Minute), vienna, "by Tuesday, 00:30"},
		{noon.AddDate(0, 0, 1), time.UTC, "by Tuesday, 12:00"}, // never "tomorrow": it is read again the day after
		{noon.AddDate(0, 0, 4), time.UTC, "by Friday, 12:00"},
		{noon.AddDate(0, 0, 13), vienna, "by Sunday 29 March"}, // summer time began that night
		{noon.AddDate(0, 0, 7), time.UTC, "by Monday 23 March"},
	} {
		if got := handover.Clock(c.at, noon, c.zone); got != c.want {
			t.Errorf("%s in %v: %q, wanted %q", c.at, c.zone, got, c.want)
		}
	}
}

func TestNewsComesByAPromisedTime(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	friday := time.Date(2026, time.March, 27, 15, 2, 1, 0, time.UTC) // before the clocks change
	for _, c := range []struct {
		priority int
		now      time.Time
		zone     *time.Location
		want     string
	}{
		{1, noon, time.UTC, "2026-03-16T12:30:00Z"},
		{1, friday, vienna, "2026-03-27T15:35:00Z"},
		{2, friday, vienna, "2026-03-27T17:05:00Z"},
		{3, friday, vienna, "2026-03-30T10:00:00Z"}, // Monday noon, in summer time
		{4, friday, vienna, "2026-03-31T15:00:00Z"},
		{4, noon, nil, "2026-03-18T17:00:00Z"},
	} {
		if got := handover.NewsBy(c.priority, c.now, c.zone).Format(time.RFC3339); got != c.want {
			t.Errorf("P%d at %s: %s, wanted %s", c.priority, c.now, got, c.want)
		}
	}
}

func TestTowards(t *testing.T) {
	for _, c := range []struct {
		from, to int
		project  bool
		want     handover.Direction
	}{
		{1, 2, false, handover.Up}, {1, 4, false, handover.Up}, {3, 1, false, handover.Down}, {2, 2, false, handover.Sideways}, {2, -1, true, handover.Project},
	} {
		if got := handover.Towards(c.from, c.to, c.project); got != c.want {
			t.Error(fmt.Sprintf("%d to %d", c.from, c.to), got)
		}
	}
}
