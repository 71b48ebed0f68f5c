package portal

import (
	"net/url"
	"testing"
)

func TestAFormsTokenBelongsToItsSession(t *testing.T) {
	a := token("session-a")
	key, err := keyOf("session-a", a)
	if err != nil || len(key) != 24 {
		t.Fatalf("its own token: key %q, %v", key, err)
	}
	if a == token("session-a") {
		t.Error("two pages have the same token")
	}
	for _, bad := range []string{"", ".", key, key + ".", a + "x", "x" + a, token("session-b")} {
		if _, err := keyOf("session-a", bad); err == nil {
			t.Errorf("the token %q was taken", bad)
		}
	}
}

func TestNobodyIsSentElsewhere(t *testing.T) {
	for to, want := range map[string]string{
		"/requests/SL-1042":          "/requests/SL-1042",
		"/requests?whose=all":        "/requests?whose=all",
		"/requests/new?service=7":    "/requests/new?service=7",
		"/files/7":                   "/files/7",
		"/requestsx":                 "/",
		"//evil.example/requests":    "/",
		"https://evil.example/":      "/",
		"https:/requests/1":          "/",
		`/\evil.example`:             "/",
		`/requests/\..\evil`:         "/",
		"/requests/\r\nSet-Cookie:x": "/",
		"/sign-out":                  "/",
		"javascript:alert(1)":        "/",
		"":                           "/",
	} {
		if got := local(url.QueryEscape(to)); got != want {
			t.Errorf("local(%q) = %q, want %q", to, got, want)
		}
	}
	if got := local("%zz"); got != "/" {
		t.Errorf("a broken address leads to %q", got)
	}
}

func TestChangedFormsAreOtherForms(t *testing.T) {
	a := form{Values: url.Values{"body": {"x"}, "subject": {"y"}}}
	b := form{Values: url.Values{"subject": {"y"}, "body": {"x"}}}
	c := form{Values: url.Values{"subject": {"y"}, "body": {"z"}}}
	d := form{Values: a.Values, sent: []string{"shot.png 12"}}
	if string(a.hash()) != string(b.hash()) {
		t.Error("the order of fields makes another form")
	}
	if string(a.hash()) == string(c.hash()) || string(a.hash()) == string(d.hash()) {
		t.Error("other words or files make no other form")
	}
}
