package wallboard

import (
	"strings"
	"testing"
	"time"

	"secondline/internal/view/wall"
)

var nine = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestTimesAsABoardSaysThem(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second: "1 m", 9 * time.Minute: "9 m", 59*time.Minute + time.Second: "1 h", 65 * time.Minute: "1 h 5 m",
		12*time.Hour + time.Minute: "12 h", 50 * time.Hour: "2 d", -time.Second: "1 m over", -6 * time.Minute: "6 m over", -26 * time.Hour: "26 h over", -207 * time.Minute: "3 h over",
	} {
		if got := left(nine.Add(d), nine); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{-time.Second: "late", 0: "soon", 15 * time.Minute: "soon", 16 * time.Minute: "ok"} {
		if got := state(nine.Add(d), nine); got != want {
			t.Errorf("%s is %s, want %s", d, got, want)
		}
	}
}

// Whatever the numbers, everything stays on the picture and in its column.
func TestEverythingStaysInItsPlace(t *testing.T) {
	const much = 12_345
	c := wall.Columns{Over: much, Quarter: much, Hour: much, Hours: much, Today: much, Later: much, Waiting: much}
	tiles := []wall.Tile{{Ref: "SL-48207", Due: nine.Add(-time.Minute), Owner: "Bartholomew"}, {Ref: "SL-48208", Due: nine}}
	for n := 1; n <= 5; n++ {
		b := wall.Board{Now: nine}
		for rank := range n {
			b.Rungs = append(b.Rungs, wall.Rung{Rank: rank, Name: "A line", Open: 7 * much, Columns: c, Over: tiles, Soon: tiles})
		}
		for _, r := range plot(b).Rows {
			stays(t, r, much)
		}
	}
	if p := plot(wall.Board{}); len(p.Rows) != 0 || !strings.Contains(p.Words, "no ladder") {
		t.Errorf("without a ladder: %+v", p)
	}
}

// stays holds a row against its edges and the columns against theirs.
func stays(t *testing.T, r row, much int) {
	t.Helper()
	top := 2*r.Y - r.End
	if r.End > plotHeight || r.Over.More+len(r.Over.Tiles) != much {
		t.Errorf("a row ends at %d, %d tickets are over", r.End, r.Over.More+len(r.Over.Tiles))
	}
	for _, tile := range append(r.Over.Tiles, r.Soon.Tiles...) {
		if tile.Y < top || tile.Y+tileHeight > r.End {
			t.Errorf("a tile stands at %d in a row from %d to %d", tile.Y, top, r.End)
		}
	}
	ends := map[string]int{"hour": 830, "hours": 980, "today": 1130, "later": 1236, "waiting": 1380}
	for _, d := range r.Dots {
		if d.More+len(d.At) != much || d.Y > r.End {
			t.Errorf("%d of %s are told, the rest at %d", d.More+len(d.At), d.Class, d.Y)
		}
		for _, at := range d.At {
			if at[0]+d.Radius > ends[d.Class] || at[1]+d.Radius > r.End || at[1]-d.Radius < top {
				t.Errorf("a dot of %s stands at %v", d.Class, at)
			}
		}
	}
}

func TestWhoDoesWhat(t *testing.T) {
	six := time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC)
	for want, p := range map[string]wall.Person{
		"network, until 18:00": {Presence: "here", Skill: "network", Until: six},
		"until 18:00":          {Presence: "here", Until: six},
		"network":              {Presence: "here", Skill: "network"},
		"printers, full":       {Presence: "busy", Skill: "printers", Full: true, Until: six},
		"away until 18:00":     {Presence: "away", Skill: "mail", Back: six},
		"away":                 {Presence: "away", Until: six},
	} {
		if got := doing(p); got != want {
			t.Errorf("%+v is %q, want %q", p, got, want)
		}
	}
}
