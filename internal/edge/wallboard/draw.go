package wallboard

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"secondline/internal/view/wall"
)

//go:embed assets
var embedded embed.FS

// An asset is a file under a name that carries a hash of its content.
type asset struct {
	mediaType string
	body      []byte
}

// An easel draws the page and holds what it needs.
type easel struct {
	pages  *template.Template
	assets map[string]asset
	names  map[string]string
}

func newEasel() (*easel, error) {
	e := &easel{assets: map[string]asset{}, names: map[string]string{}}
	for _, f := range []struct{ name, mediaType string }{
		{"inter.woff2", "font/woff2"},
		{"wall.css", "text/css; charset=utf-8"},
		{"wall.js", "text/javascript; charset=utf-8"},
		{"mark.svg", "image/svg+xml"},
	} {
		body, err := embedded.ReadFile("assets/" + f.name)
		if err != nil {
			return nil, fmt.Errorf("read the wallboard's %s: %w", f.name, err)
		}
		if f.name == "wall.css" { // it names the font, which comes before it
			body = bytes.ReplaceAll(body, []byte("inter.woff2"), []byte(e.names["inter.woff2"]))
		}
		sum, ext := sha256.Sum256(body), path.Ext(f.name)
		at := Path + "/assets/" + strings.TrimSuffix(f.name, ext) + "." + hex.EncodeToString(sum[:8]) + ext
		e.names[f.name], e.assets[at] = at, asset{f.mediaType, body}
	}
	var err error
	e.pages, err = template.New("wall").Funcs(template.FuncMap{
		"asset": func(name string) string { return e.names[name] },
		"build": func() string { return path.Base(e.names["wall.js"]) + " " + path.Base(e.names["wall.css"]) },
		"left":  left, "state": state, "span": span, "ms": time.Time.UnixMilli, "fit": fit, "plot": plot, "owner": owner, "doing": doing,
		"add": func(a, b int) int { return a + b }, "seq": func(n int) []struct{} { return make([]struct{}, n) },
		"since": func(now, from time.Time) time.Duration { return now.Sub(from) },
		"zone":  func(t time.Time) int { _, s := t.Zone(); return s / 60 },
	}).ParseFS(embedded, "assets/*.html")
	return e, err
}

func (e *easel) draw(name string, what any) ([]byte, error) {
	var out bytes.Buffer
	if err := e.pages.ExecuteTemplate(&out, name, what); err != nil {
		return nil, fmt.Errorf("draw the wallboard's %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// fit cuts a text that has no room.
func fit(most int, text string) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// The picture of the ladder, in pixels.
const (
	plotHeight = 992
	headHeight = 56
	step       = 24 // from dot to dot
	tall       = 6  // dots in a column
	tileHeight = 84
	tileGap    = 8
)

// A plotted is the picture: rows from the top of the ladder down.
type plotted struct {
	Rows  []row
	Rails [2]int // where the ladder's stiles begin and end
	Words string // the same for who cannot see it
}

// A row is a rung.
type row struct {
	wall.Rung
	Now               time.Time
	Y                 int // its middle
	End               int // its lower edge
	Here              bool
	Over, Soon        pile
	Dots              []dots
	CountX, PillWidth int
	PillY             int
	Last              bool
}

// A pile is what stands in a column of tiles, and how many more have no room.
type pile struct {
	X     int
	Tiles []tile
	More  int
	MoreY int
}

type tile struct {
	wall.Tile
	Now  time.Time
	X, Y int
}

// dots are a column of dots of one kind.
type dots struct {
	Class  string
	At     [][2]int
	More   int
	X, Y   int // where the rest is told
	Radius int
}

// plot lays the board out. With few rungs each has more room.
func plot(b wall.Board) plotted {
	n := len(b.Rungs)
	if n == 0 {
		return plotted{Words: "There is no ladder yet."}
	}
	height := min((plotHeight-headHeight)/n, 280)
	p := plotted{Rails: [2]int{headHeight + 20, headHeight + height*n - 36}}
	for i, g := range b.Rungs {
		r := row{Rung: g, Now: b.Now, Y: headHeight + height*i + height/2, End: headHeight + height*(i+1), Here: g.Rank == b.Rank, Last: i == n-1}
		r.Over = stack(g.Over, g.Columns.Over, 344, r.Y, b.Now)
		r.Soon = stack(g.Soon, g.Columns.Quarter, 530, r.Y, b.Now)
		for _, c := range []struct {
			class   string
			n, x    int
			columns int
			radius  int
		}{
			{"hour", g.Columns.Hour, 728, 4, 9},
			{"hours", g.Columns.Hours, 856, 5, 8},
			{"today", g.Columns.Today, 1006, 5, 8},
			{"later", g.Columns.Later, 1156, 3, 8},
			{"waiting", g.Columns.Waiting, 1262, 4, 7},
		} {
			if c.n > 0 {
				d := spread(c.n, c.columns, c.x, r.Y)
				d.Class, d.Radius = c.class, c.radius
				r.Dots = append(r.Dots, d)
			}
		}
		r.CountX = 136 + 26*len(fmt.Sprint(g.Open)) + 12
		r.PillY, r.PillWidth = r.End, 88
		if g.Back > 0 {
			r.PillWidth = 178
		}
		p.Rows = append(p.Rows, r)
	}
	p.Words = words(b)
	return p
}

// stack puts tiles into a row, and counts those for which there is no room.
func stack(tiles []wall.Tile, all, x, y int, now time.Time) pile {
	p := pile{X: x}
	shown := len(tiles)
	if all > shown {
		shown = min(shown, 1) // below it, how many more there are
	}
	p.More = all - shown
	top := y - (shown*tileHeight+(shown-1)*tileGap)/2
	if p.More > 0 {
		top -= 18
	}
	for i, t := range tiles[:shown] {
		p.Tiles = append(p.Tiles, tile{Tile: t, Now: now, X: x, Y: top + i*(tileHeight+tileGap)})
	}
	p.MoreY = top + shown*(tileHeight+tileGap) + 20
	return p
}

// spread puts dots around the middle of a row, column by column.
func spread(n, columns, x, y int) dots {
	d := dots{X: x - 8}
	room := columns * tall
	if n > room {
		d.More, n = n-room, room
	}
	top := y - (min(n, tall)-1)*step/2
	for i := range n {
		d.At = append(d.At, [2]int{x + i/tall*step, top + i%tall*step})
	}
	d.Y = y + tall*step/2 + 14
	return d
}

// words says the picture.
func words(b wall.Board) string {
	var over []string
	for _, g := range b.Rungs {
		for _, t := range g.Over {
			over = append(over, fmt.Sprintf("%s at %s by %s", t.Ref, strings.ToLower(g.Name), span(b.Now.Sub(t.Due))))
		}
	}
	text := "Every open ticket as a dot: its rung from top to bottom, and the time to its next clock from left to right."
	if len(over) > 0 {
		text += " Over: " + strings.Join(over, ", ") + "."
	}
	return text
}
