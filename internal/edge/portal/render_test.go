package portal

import (
	"bytes"
	"compress/gzip"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"secondline/internal/view/portalview"
)

var update = flag.Bool("update", false, "write the goldens anew")

// at is a time on the day of the pictures.
func at(clock string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", "2026-11-17 "+clock)
	if err != nil {
		panic(err)
	}
	return t
}

var anouk = &portalview.Viewer{Name: "Anouk Bellwether", Email: "anouk@northpike.example", Organisation: "Northpike Freight", SeesOrganisation: true, Zone: time.UTC}

// calls is the request of the pictures: it went from first line to the network
// specialists, who know the cause.
func calls() portalview.Request {
	shot := portalview.File{ID: 7, Name: "frozen-call.png", MediaType: "image/png", Size: 184320, By: "Anouk Bellwether", Mine: true, At: at("08:53")}
	return portalview.Request{
		Number: 48213, Ref: "SL-48213", Subject: "Video calls drop every few minutes at Gullstone depot", Organisation: "Northpike Freight",
		OpenedAt: at("08:53"),
		Standing: portalview.Standing{Stage: portalview.WithTeam, Team: "Network specialists", Person: "Mara Quillfeather", Since: at("10:42")},
		Because:  "Hello Anouk, because your gateway may only be changed by someone certified for it. **Mara Quillfeather** is. Mara has everything you told Tobin. Mara writes to you by 12:53. There is nothing you need to do.",
		Steps:    []portalview.Step{{Team: "First line", Person: "Tobin Ashgrove", At: at("08:53")}, {Team: "Network specialists", Person: "Mara Quillfeather", At: at("10:42"), Now: true}},
		Posts: []portalview.Post{
			{Seq: 5, Kind: portalview.Wrote, At: at("11:26"), By: "Mara Quillfeather", Staff: true, Team: "Network specialists", Body: "We found the cause: the gateway at Gullstone lost one setting in Tuesday’s update and drops its connection every four minutes. I can put it back at 11:45; it takes six minutes and calls stay up."},
			{Seq: 4, Kind: portalview.Wrote, At: at("11:09"), By: "Anouk Bellwether", Mine: true, Plain: true, Body: "Quiet for ten minutes, then two people fell out at once.\nI can test whenever you say. <b>We</b> have a carrier call at 13:00."},
			{Kind: portalview.Passed, At: at("10:42"), From: "First line", Team: "Network specialists", On: at("12:53")},
			{Seq: 1, Kind: portalview.Opened, At: at("08:53"), By: "Anouk Bellwether", Mine: true, Body: "Calls freeze and drop.", Files: []portalview.File{shot}},
		},
		Promises: []portalview.Promise{{Of: portalview.Answer, By: at("12:00")}, {Of: portalview.Solution, By: at("12:53")}},
		Messages: 3,
		Files:    []portalview.File{shot, {ID: 8, Name: "line-test.pdf", MediaType: "application/pdf", Size: 20480, By: "Tobin Ashgrove", At: at("10:31")}},
		Helpers:  []string{"Mara Quillfeather", "Tobin Ashgrove"},
		Can:      portalview.Can{Reply: true, Confirm: true},
	}
}

func solved() portalview.Request {
	r := calls()
	r.Standing = portalview.Standing{Stage: portalview.Solved, Team: "Network specialists", Person: "Mara Quillfeather", Since: at("11:52")}
	r.Because = "The gateway has its old setting back and has been steady for 40 minutes. It stays under watch until tomorrow."
	r.Promises = nil
	r.Can = portalview.Can{Reply: true, Confirm: true, Reopen: true, Rate: true, ReopenUntil: at("11:52").Add(14 * 24 * time.Hour)}
	r.Posts = append([]portalview.Post{{Seq: 6, Kind: portalview.SolvedIt, At: at("11:52"), By: "Mara Quillfeather", Staff: true}}, r.Posts...)
	return r
}

func frame(title string, body any) page {
	return page{
		Title: title, Desk: "IT help", Organisation: "Northpike Freight", Glyph: "NF", Me: anouk, Links: links("/requests"),
		Say: newSpeech(at("11:50"), time.UTC), Form: "form-token", Body: body,
	}
}

func lines() portalview.Lists {
	b, h, n, o := portalview.Been, portalview.Here, portalview.Never, portalview.Over
	return portalview.Lists{
		OnYou: []portalview.Line{{
			Ref: "SL-48190", Subject: "New starter: Wren Hollowell", UpdatedAt: at("09:10"), Walk: []portalview.Dot{b, h, n, n, n},
			Standing: portalview.Standing{Stage: portalview.OnYou, Team: "First line", Since: at("09:10"), Question: "Which laptop shall Wren have?"},
		}},
		Open: []portalview.Line{
			{Ref: "SL-48213", Subject: "Video calls drop every few minutes", UpdatedAt: at("10:42"), Walk: []portalview.Dot{b, b, h, n, n}, Standing: calls().Standing, Promise: &calls().Promises[0]},
			{Ref: "SL-48102", Subject: "Scanners drop off Wi-Fi, aisles 7 to 9", UpdatedAt: at("08:02").AddDate(0, 0, -3), Walk: []portalview.Dot{b, b, b, o, h}, Standing: portalview.Standing{Stage: portalview.OnMaker, Team: "Makers"}},
			{Ref: "SL-48220", Subject: "Printer in office 2", Requester: "Jory Pemberwick", UpdatedAt: at("11:40"), Walk: []portalview.Dot{b, h, n, n, n}, Standing: portalview.Standing{Stage: portalview.Received}, Promise: &portalview.Promise{Of: portalview.Solution, By: at("17:00").AddDate(0, 0, 2)}},
		},
		Solved: []portalview.Line{{Ref: "SL-48001", Subject: "Locked out", UpdatedAt: at("07:30").AddDate(0, 0, -8), Walk: []portalview.Dot{b, h, n, n, n}, Standing: portalview.Standing{Stage: portalview.Solved}}},
	}
}

// pages are one of each, as the goldens hold them.
func pages() map[string]page {
	waits := calls()
	waits.Standing.Stage, waits.Standing.Question, waits.Because = portalview.OnYou, "Which firmware does the gateway show?", "Which firmware does the gateway show?"
	waits.Promises = []portalview.Promise{{Of: portalview.Solution, Waited: true}}
	offered := calls()
	offered.Standing = portalview.Standing{Stage: portalview.Working, Team: "First line", Person: "Tobin Ashgrove", Since: at("08:59"), Asked: "Network specialists"}
	offered.Promises = []portalview.Promise{
		{Of: portalview.Answer, By: at("11:30"), Over: true}, {Of: portalview.Solution, By: at("13:13"), Was: at("12:53"), Waited: true},
	}
	offered.Because, offered.Steps = "", []portalview.Step{{Team: "First line", Person: "Tobin Ashgrove", At: at("08:53"), Now: true}}
	closed := solved()
	closed.Standing.Stage, closed.Rating, closed.Can = portalview.Closed, 4, portalview.Can{Reopen: true, ReopenUntil: at("11:52")}
	services := []portalview.Service{{ID: 1, Name: "E-mail and calendar", Description: "Sending, receiving, sharing"}, {ID: 2, Name: "Network at my site", Description: "Slow, drops, no signal"}, {ID: 3, Name: "Folder or app access"}}
	bad := createBody{Kind: "incident", Subject: "", Text: "It <i>hurts</i>", Impact: 3, Urgency: 2, Services: services, Service: 2, Kept: []portalview.File{{ID: 9, Name: "shot.png"}}}
	bad.Wrong = wrongs{{"subject", "Say in a few words what it is about."}}
	bad.wrongs = bad.Wrong
	rate := newRequestBody(solved())
	rate.Score = 4
	out := frame("Sign in", nil)
	out.Me, out.Links, out.Organisation, out.Glyph = nil, nil, "", "IH"
	at := func(body any) page { p := out; p.Body = body; return p }
	all := lines()
	return map[string]page{
		"home":            frame("Home", homeBody{Lists: all, Services: services, Recent: append(all.OnYou, all.Open...)}),
		"home-empty":      frame("Home", homeBody{}),
		"requests":        frame("My requests", listsBody{May: true, Groups: groupsOf(all), More: "/requests?from=abc"}),
		"requests-none":   frame("My requests", listsBody{Empty: true}),
		"new":             frame("New request", createBody{Impact: 3, Urgency: 3, Services: services}),
		"new-wrong":       frame("New request", bad),
		"request":         frame("SL-48213", newRequestBody(calls())),
		"request-you":     frame("SL-48213", newRequestBody(waits)),
		"request-offered": frame("SL-48213", newRequestBody(offered)),
		"request-solved":  frame("SL-48213", rate),
		"request-closed":  frame("SL-48213", newRequestBody(closed)),
		"sign-in":         at(signInBody{}),
		"sign-in-wrong":   at(signInBody{Email: "x@y.example", ByPassword: true, wrongs: wrongs{{"password", "The address or the password is not right."}}}),
		"sent":            at("anouk@northpike.example"),
		"link":            at(nil),
		"problem":         at(problemBody{What: "There is nothing here.", Safe: "Nothing was changed.", Do: "Go home", To: "/"}),
	}
}

func templateOf(name string) string {
	for _, t := range []string{"sign-in", "requests", "request", "home", "new"} {
		if strings.HasPrefix(name, t) {
			return t
		}
	}
	return name
}

// drawn gives every page, drawn.
func drawn(t *testing.T) map[string]string {
	t.Helper()
	e, err := newEasel()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, p := range pages() {
		body, err := e.draw(templateOf(name), p)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = string(body)
	}
	return out
}

func TestPagesAreAsTheGoldens(t *testing.T) {
	hash := regexp.MustCompile(`\.[0-9a-f]{16}\.`)
	for name, got := range drawn(t) {
		got = hash.ReplaceAllString(got, ".hash.")
		path := filepath.Join("testdata", name+".html")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from its golden; look at the difference and run go test -update", name)
		}
	}
}

// forbidden are words that customers never read: how we are organised inside.
var forbidden = regexp.MustCompile(`(?i)\b(escalat\w*|tiers?|L[0-4]|level [0-4]|resolver|SLA|OLA|reassign\w*|internal|assignee|triage\w*|queue|ladder|rung|handover|hand over|agents?|requester)\b`)

func TestCustomersReadPlainWords(t *testing.T) {
	for name, body := range drawn(t) {
		if found := forbidden.FindString(textOf(body)); found != "" {
			t.Errorf("%s says %q", name, found)
		}
		if found := regexp.MustCompile(`(?i)escalat|handover|assignee|internal`).FindString(body); found != "" {
			t.Errorf("%s holds %q in its source", name, found)
		}
	}
}

// textOf is what one reads or hears of a page: its text, and the attributes
// that are spoken or shown.
func textOf(body string) string {
	var words []string
	z := html.NewTokenizer(strings.NewReader(body))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		if kind == html.TextToken {
			words = append(words, token.Data)
		}
		words = append(words, spoken(token)...)
	}
	return strings.Join(words, " ")
}

func spoken(t html.Token) []string {
	var words []string
	for _, a := range t.Attr {
		switch a.Key {
		case "aria-label", "title", "alt", "placeholder", "value":
			words = append(words, a.Val)
		}
	}
	return words
}

func TestMailIsShownAsText(t *testing.T) {
	body := drawn(t)["request"]
	if strings.Contains(body, "<b>We</b>") || !strings.Contains(body, "&lt;b&gt;We&lt;/b&gt;") {
		t.Error("the HTML of a mail is not shown as text")
	}
	if !strings.Contains(drawn(t)["new-wrong"], "It &lt;i&gt;hurts&lt;/i&gt;</textarea>") {
		t.Error("what was typed before is lost")
	}
}

// budget is what a page may weigh on the wire, style included; the font is
// fetched once and kept for a year.
const budget = 40 << 10

func TestPagesAreLight(t *testing.T) {
	s, err := newShelf()
	if err != nil {
		t.Fatal(err)
	}
	css, script := s.items[s.names["portal.css"]], s.items[s.names["portal.js"]]
	for name, body := range drawn(t) {
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		w.Write([]byte(body))
		w.Close()
		if total := z.Len() + len(css.compressed) + len(script.compressed); total > budget {
			t.Errorf("%s weighs %d bytes on the wire, more than %d", name, total, budget)
		}
	}
}

func TestStyleSheetUsesTheHashedFont(t *testing.T) {
	s, err := newShelf()
	if err != nil {
		t.Fatal(err)
	}
	css := string(s.items[s.names["portal.css"]].body)
	if strings.Contains(css, "{{") || !strings.Contains(css, s.names["inter.woff2"]) {
		t.Error("the style sheet does not name the font that is served")
	}
	if strings.Contains(css, "http:") || strings.Contains(css, "https:") {
		t.Error("the style sheet loads something from elsewhere")
	}
}

func TestWhatWasToldFitsBelowTheHeadline(t *testing.T) {
	for told, want := range map[string]string{
		"Hello Anouk, your request is now with network specialists, because the fault is there. Mara writes.": "Because the fault is there. Mara writes.",
		"Hello Anouk,\nwe look at the hub.":            "We look at the hub.",
		"Mara has it. Hello is not said twice, is it?": "Mara has it. Hello is not said twice, is it?",
		"your request is now with us":                  "Your request is now with us",
	} {
		if got := (speech{}).Because(told); got != want {
			t.Errorf("%q stands as %q, want %q", told, got, want)
		}
	}
}

func TestNamesInSentences(t *testing.T) {
	for _, c := range []struct{ team, ours, title string }{
		{"Network specialists", "our network specialists", "Network specialists"},
		{"our network specialists", "our network specialists", "Network specialists"},
		{"the Cisco engineers", "the Cisco engineers", "Cisco engineers"},
		{"SAP experts", "our SAP experts", "SAP experts"},
		{"", "our team", ""},
	} {
		if got := ours(c.team); got != c.ours {
			t.Errorf("ours(%q) = %q, want %q", c.team, got, c.ours)
		}
		if got := up(bare(c.team)); got != c.title {
			t.Errorf("title of %q = %q, want %q", c.team, got, c.title)
		}
	}
}
