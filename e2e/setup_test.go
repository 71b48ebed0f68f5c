package e2e

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// An empty desk prints a link, and nothing else of it is open. Whoever has the
// link sets the desk up by a form, once.
func TestAnEmptyDeskIsSetUpByItsLink(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.start()
		link := regexp.MustCompile(`http://\S+/set-up/\S+`).FindString(d.server.out.String())
		if !strings.HasPrefix(link, d.url) {
			t.Fatalf("no link in %q", d.server.out.String())
		}
		d.closed()
		ada := d.browser()
		q, err := http.NewRequest("GET", link, nil)
		must(d.t, err)
		if page := d.ask(ada, q).is(200); !strings.Contains(string(page.raw), "Set up your desk") {
			t.Fatalf("the link shows %s", page.raw)
		}
		form := url.Values{"name": {"Nordwind IT"}, "admin_name": {"Ada Root"}, "admin_email": {boss}, "password": {"short"}}
		d.posts(ada, link, form).is(422)
		form.Set("password", secret)
		d.posts(ada, link, form).is(200)
		form.Set("admin_email", "eve@evil.test")
		if again := d.posts(d.browser(), link, form); again.status < 400 {
			t.Errorf("the link works twice: %d", again.status)
		}
		d.call("", "POST", "/session", m{"email": "eve@evil.test", "password": secret}).is(401)
		d.call("", "POST", "/session", m{"email": boss, "password": secret}).is(200).has("name", "Ada Root").has("desk.name", "Nordwind IT")
		d.refuses(1, "set up already", "setup", "--name=Again", "--admin-email=eve@evil.test", "--admin-password-stdin")
		d.stop()
		d.start()
		if said := d.server.out.String(); strings.Contains(said, "/set-up/") || !strings.Contains(said, "Nordwind IT is at "+d.url) {
			t.Errorf("a desk that is set up says %q", said)
		}
	})
}

// closed wants that there is no other way into an empty desk.
func (d *desk) closed() {
	d.t.Helper()
	for _, path := range []string{"/me", "/tickets", "/people", "/counts", "/search?q=a", "/live", "/audit", "/files/1", "/quarantine"} {
		d.call("", "GET", path, nil).is(401)
		d.call("slt_guess", "GET", path, nil).is(401)
	}
	d.call("", "POST", "/tickets", m{"subject": "x", "body": "y"}).is(401)
	d.call("", "POST", "/session", m{"email": boss, "password": ""}).is(401)
	for _, page := range []string{"/", "/requests", "/requests/new", "/requests/SL-1", "/files/1"} {
		q, err := http.NewRequest("GET", d.url+page, nil)
		must(d.t, err)
		if at := d.ask(d.browser(), q); !strings.Contains(string(at.raw), "<h1>Sign in</h1>") {
			d.t.Errorf("%s is open on an empty desk: %s", page, at.raw)
		}
	}
	if guess := d.posts(d.browser(), d.url+"/set-up/sll_guess", url.Values{
		"name": {"Evil"}, "admin_name": {"Eve"}, "admin_email": {"eve@evil.test"}, "password": {secret},
	}); guess.status < 400 {
		d.t.Errorf("a guessed link sets the desk up: %d", guess.status)
	}
}

// browser keeps cookies.
func (d *desk) browser() *http.Client {
	d.t.Helper()
	jar, err := cookiejar.New(nil)
	must(d.t, err)
	return &http.Client{Jar: jar}
}

// posts sends a form, as a page does.
func (d *desk) posts(by *http.Client, to string, form url.Values) answer {
	d.t.Helper()
	q, err := http.NewRequest("POST", to, strings.NewReader(form.Encode()))
	must(d.t, err)
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("Origin", d.url)
	return d.ask(by, q)
}

// The same without a browser; the token for scripts is the last word.
func TestADeskIsSetUpByCommands(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.refuses(2, "--admin-password-stdin", "setup", "--name=Nordwind", "--admin-email="+boss)
		d.setUp()
		d.refuses(1, "set up already", "setup", "--name=Again", "--admin-email=eve@evil.test", "--admin-password-stdin")
		teams := d.runs("", "team", "list").out
		for _, want := range []string{`L1 +First line`, `L2 +Second line`, `L3 +Third line`, `project +Project team`} {
			if !regexp.MustCompile(want).MatchString(teams) {
				t.Errorf("no %q in\n%s", want, teams)
			}
		}
		reader := d.runs("", "token", "create", "--as=tom@nordwind.test", "--scope=tickets:read", "--expires=30d").lastWord()
		tom := d.token("tom@nordwind.test")
		d.start()
		d.call(tom, "GET", "/me", nil).is(200).has("name", "Tom First").has("role", "agent")
		d.call(reader, "GET", "/tickets", nil).is(200)
		d.call(reader, "POST", "/tickets", m{"subject": "x", "body": "y"}).is(403)
		d.call(tom, "POST", "/organisations", m{"name": "Mine"}).is(403)

		d.runs("", "user", "disable", "tom@nordwind.test") // beside the running desk
		until(t, "Tom is let in no more", func() bool { return d.call(tom, "GET", "/me", nil).status == 401 })
	})
}

// A customer signs in by a link in a real mail; it works once, and a stranger's
// address gives the same answer and no mail.
func TestACustomerSignsInByMail(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.setUp()
		d.start()
		ann, thief := d.browser(), d.browser()
		asked := d.posts(ann, d.url+"/sign-in", url.Values{"email": {"ann@acme.test"}, "how": {"link"}}).is(200)
		unknown := d.posts(thief, d.url+"/sign-in", url.Values{"email": {"eve@evil.test"}, "how": {"link"}}).is(200)
		if strings.ReplaceAll(string(asked.raw), "ann@acme.test", "eve@evil.test") != string(unknown.raw) {
			t.Error("the page tells who has an account")
		}
		link := d.outside.sent(t, "ann@acme.test", "/sign-in/link/").link(t, d.url)
		if home := d.posts(ann, link, nil).is(200); !strings.Contains(string(home.raw), "Ann. What do you need?") {
			t.Errorf("the link leads to %s", home.raw)
		}
		if again := d.posts(thief, link, nil); strings.Contains(string(again.raw), "What do you need?") {
			t.Error("the link works twice")
		}
		if n := d.outside.to("eve@evil.test"); n != 0 {
			t.Errorf("a stranger got %d mails", n)
		}
	})
}
