package netguard_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"secondline/internal/kit/errs"
	"secondline/internal/kit/netguard"
)

func TestADocumentIsFetched(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) }) // the test reads it
	mux.HandleFunc("/big", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(strings.Repeat("x", 101))) })
	mux.Handle("/on", http.RedirectHandler("/ok", http.StatusFound))
	server := httptest.NewServer(mux)
	defer server.Close()
	here := netguard.Guard{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	body, err := here.Get(t.Context(), server.URL+"/ok", 100, time.Minute)
	if err != nil || string(body) != "hello" {
		t.Errorf("%q, %v", body, err)
	}
	for path, want := range map[string]string{"/big": "larger than", "/on": "/ok", "/none": "404"} {
		if _, err := here.Get(t.Context(), server.URL+path, 100, time.Minute); err == nil || !strings.Contains(errs.Text(err), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := (netguard.Guard{}).Get(t.Context(), server.URL+"/ok", 100, time.Minute); !errs.Is(err, errs.Forbidden) {
		t.Errorf("an address inside: %v", err)
	}
	if _, err := here.Get(t.Context(), "http://[::1", 100, time.Minute); !errs.Is(err, errs.Invalid) {
		t.Errorf("no address: %v", err)
	}
}
