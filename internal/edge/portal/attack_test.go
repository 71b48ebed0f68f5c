package portal_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/edge/portal"
	"secondline/internal/flow/ticketing"
	"secondline/internal/kit/seal"
)

func TestFilesAreNeverShownAsPages(t *testing.T) {
	stories(t, func(d *desk) {
		b := d.signedIn("anouk@northpike.example")
		p := b.send("/requests/new", [][2]string{{"form", b.get("/requests/new").token()}, {"subject", "x"}, {"body", "x"}},
			map[string]string{"../../evil\u202e.html": "<script>alert(1)</script>"})
		at := regexp.MustCompile(`/files/\d+`).FindString(p.body)
		f := b.get(at)
		if f.body != "<script>alert(1)</script>" {
			d.t.Errorf("the file holds %q", f.body)
		}
		for name, want := range map[string]string{
			"Content-Type": "application/octet-stream", "Content-Disposition": "attachment; filename=evil.html",
			"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
		} {
			if got := f.head.Get(name); got != want {
				d.t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
	})
}

func TestEveryAnswerIsFenced(t *testing.T) {
	stories(t, func(d *desk) {
		b := d.signedIn("anouk@northpike.example")
		at := b.opens("x")
		for _, path := range []string{"/", "/requests", "/requests/new", at, "/nowhere", "/sign-in/link/x", "/requests/SL-9"} {
			p := b.get(path)
			if csp := p.head.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none';") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
				d.t.Errorf("%s: policy %q", path, csp)
			}
			if p.head.Get("X-Content-Type-Options") != "nosniff" || p.head.Get("Referrer-Policy") == "" || p.head.Get("Cache-Control") != "no-store" {
				d.t.Errorf("%s: headers %v", path, p.head)
			}
			if found := regexp.MustCompile(`(?i) style=|<script>| on\w+=|javascript:|(src|href)="(https?:)?//`).FindString(p.body); found != "" {
				d.t.Errorf("%s holds %q, which the policy forbids", path, found)
			}
		}
	})
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	stories(t, func(d *desk) {
		b := d.signedIn("anouk@northpike.example")
		at := b.opens("x")
		token := b.get(at).token()
		req, err := http.NewRequest(http.MethodPost, d.server.URL+at+"/reply", strings.NewReader(url.Values{"form": {token}, "body": {"forged"}}.Encode()))
		d.must(err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		if p := b.seen(b.client.Do(req)); p.status != http.StatusForbidden {
			d.t.Errorf("a form of another site is answered %d", p.status)
		}
		for _, bad := range []string{"", "made-up", d.signedIn("anouk@northpike.example").get(at).token()} {
			if p := b.post(at+"/reply", url.Values{"form": {bad}, "body": {"forged"}}); p.status != http.StatusUnprocessableEntity {
				d.t.Errorf("the token %q is answered %d", bad, p.status)
			}
		}
		if n := d.count(`SELECT count(*) FROM timeline_entry WHERE kind = 'message.replied'`); n != 0 {
			d.t.Errorf("%d forged messages are there", n)
		}
	})
}

func TestSigningIn(t *testing.T) {
	stories(t, func(d *desk) {
		b := d.browser()
		known := b.post("/sign-in", url.Values{"email": {"anouk@northpike.example"}, "how": {"link"}})
		stranger := b.post("/sign-in", url.Values{"email": {"who@nowhere.example"}, "how": {"link"}})
		if known.status != stranger.status || strings.ReplaceAll(known.body, "anouk@northpike.example", "") != strings.ReplaceAll(stranger.body, "who@nowhere.example", "") {
			d.t.Error("the answer tells who is known here")
		}
		link := d.link("anouk@northpike.example")
		for range 3 { // scanners look at links, too
			b.get(link).shows(d, "One tap and you are in")
		}
		if p := b.post(link, nil); !strings.Contains(p.body, "Anouk") {
			d.t.Errorf("the link leads to %s with %d", p.at, p.status)
		}
		again := d.browser().post(link, nil)
		if again.status != http.StatusGone {
			d.t.Errorf("the link works twice: %d", again.status)
		}
		p := b.post("/sign-out", nil)
		p.shows(d, "You are signed out.")
		if p := b.get("/"); p.at != "/sign-in" {
			d.t.Errorf("after signing out, home is %s", p.at)
		}
	})
}

func TestASessionIsNewAndItsCookieIsClosed(t *testing.T) {
	stories(t, func(d *desk) {
		b := d.browser()
		b.post("/sign-in", url.Values{"email": {"anouk@northpike.example"}})
		req, err := http.NewRequest(http.MethodPost, d.server.URL+d.link("anouk@northpike.example"), nil)
		d.must(err)
		req.AddCookie(&http.Cookie{Name: "secondline_session", Value: "sls_planted"})
		client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		res, err := client.Do(req)
		d.must(err)
		defer res.Body.Close()
		cookie := res.Header.Get("Set-Cookie")
		if strings.Contains(cookie, "planted") || !strings.HasPrefix(cookie, "secondline_session=sls_") {
			d.t.Errorf("the session is %q", cookie)
		}
		for _, part := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
			if !strings.Contains(cookie, part) {
				d.t.Errorf("the cookie %q lacks %s", cookie, part)
			}
		}
	})
}

func TestOneComesBackToWhereOneWanted(t *testing.T) {
	stories(t, func(d *desk) {
		at := d.signedIn("anouk@northpike.example").opens("Video calls drop")
		b := d.browser()
		if p := b.get(at); p.at != "/sign-in" {
			d.t.Fatalf("without signing in one is at %s", p.at)
		}
		b.post("/sign-in", url.Values{"email": {"anouk@northpike.example"}})
		if p := b.post(d.link("anouk@northpike.example"), nil); p.at != at {
			d.t.Errorf("one comes back to %s, wanted %s", p.at, at)
		}
	})
}

func TestTooLargeUploadsAreSaidPlainly(t *testing.T) {
	stories(t, func(d *desk) {
		b := d.signedIn("anouk@northpike.example")
		big := strings.Repeat("x", 26<<20)
		p := b.send("/requests/new", [][2]string{{"form", b.get("/requests/new").token()}, {"subject", "Big"}, {"body", "my story"}}, map[string]string{"big.bin": big})
		p.shows(d, "more than 25 MB together", "my story</textarea>")
		if p.status != http.StatusUnprocessableEntity {
			d.t.Errorf("answered %d", p.status)
		}
		if n := d.count(`SELECT count(*) FROM file`); n != 0 {
			d.t.Errorf("%d files were kept", n)
		}
	})
}

func TestScriptsInWordsAreWords(t *testing.T) {
	stories(t, func(d *desk) {
		b := d.signedIn("anouk@northpike.example")
		attack := `"><script>alert(1)</script><img src=x onerror=alert(2)>`
		p := b.post("/requests/new", url.Values{"form": {b.get("/requests/new").token()}, "subject": {attack}, "body": {attack + "\n\n[x](javascript:alert(3))"}})
		at, _, _ := strings.Cut(p.at, "?")
		n := numberOf(d, at)
		_, err := d.tickets.Reply(context.Background(), d.agent(tobin), n, ticketing.MessageIn{Body: attack})
		d.must(err)
		for _, path := range []string{at, "/", "/requests", "/requests/new?subject=" + url.QueryEscape(attack)} {
			if found := regexp.MustCompile(`(?i)<script>|<img|javascript:`).FindString(b.get(path).body); found != "" {
				d.t.Errorf("%s holds %q", path, found)
			}
		}
	})
}

func TestByHTTPSTheCookieIsSecure(t *testing.T) {
	d := open(t, dbtest.New(t, db.SQLite))
	d.deps.Secure = true
	d.server.Config.Handler = portal.New(d.deps)
	p := d.browser().get("/requests/SL-1")
	if p.head.Get("Strict-Transport-Security") == "" {
		t.Error("the browser is not told to stay with https")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(d.server.URL + "/requests/SL-1")
	d.must(err)
	defer res.Body.Close()
	if cookie := res.Header.Get("Set-Cookie"); !strings.Contains(cookie, "Secure") {
		t.Errorf("the cookie %q may travel in the open", cookie)
	}
}

func TestGuessingAPasswordEnds(t *testing.T) {
	stories(t, func(d *desk) {
		hash, err := seal.HashPassword("correct horse battery")
		d.must(err)
		d.exec(`UPDATE person SET password_hash = ? WHERE id = 11`, hash)
		b := d.browser()
		right := url.Values{"email": {"anouk@northpike.example"}, "password": {"correct horse battery"}}
		b.post("/sign-in", right).shows(d, "What do you need?")
		b.post("/sign-out", nil)
		last := 0
		for range 12 {
			last = b.post("/sign-in", url.Values{"email": {"anouk@northpike.example"}, "password": {"guess"}}).status
		}
		if last != http.StatusTooManyRequests {
			d.t.Errorf("the twelfth guess is answered %d", last)
		}
		if p := b.post("/sign-in", right); p.status != http.StatusTooManyRequests {
			d.t.Errorf("the right password during the lock is answered %d", p.status)
		}
		b.post(d.linkAfterAsking("anouk@northpike.example"), nil).shows(d, "What do you need?")
	})
}
