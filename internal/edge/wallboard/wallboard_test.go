package wallboard_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/edge/wallboard"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/flowtest"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/people"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/seal"
	"secondline/internal/view/wall"
)

// A hall has a desk, a wallboard at its second line, and a television.
type hall struct {
	*flowtest.Desk
	admin  *admin.Desk
	key    string
	board  id.Wallboard
	server *httptest.Server
	tv     *http.Client
}

type silent struct{}

func (silent) Letter(context.Context, *work.Work, notify.Letter) error { return nil }

func open(t *testing.T, store *db.DB) *hall {
	t.Helper()
	d := flowtest.New(t, store)
	log := slog.New(slog.DiscardHandler)
	guard := people.New(people.Options{Door: d.Door, Passwords: seal.NewPasswords(1), Post: silent{}, Log: log, BaseURL: "http://desk.test"})
	h := &hall{Desk: d, admin: admin.New(d.Door, guard)}
	d.Must(d.DB.Tx(d.Ctx, func(x db.Handle) error {
		_, err := x.Exec(d.Ctx, `UPDATE person SET role = 'team_lead' WHERE id = ?`, d.Sam)
		return err
	}))
	key, b, err := h.admin.AddWallboard(d.Ctx, d.As(d.Sam), admin.WallboardIn{Name: "  Hall  ", Rank: 2})
	d.Must(err)
	if b.Name != "Hall" || b.Creator != "Sam" && !strings.HasPrefix(b.Creator, "Sam ") {
		t.Errorf("it is %+v", b)
	}
	h.key, h.board = key, b.ID
	walls, err := wallboard.New(wallboard.Deps{Keys: h.admin, Window: wall.New(d.Door), Bus: d.Bus, Clock: d.Clock, Log: log})
	d.Must(err)
	h.server = httptest.NewServer(walls)
	t.Cleanup(func() {
		walls.Close()
		h.server.Close()
	})
	jar, err := cookiejar.New(nil)
	d.Must(err)
	h.tv = &http.Client{Jar: jar}
	return h
}

// sees fetches a page and gives status and text.
func (h *hall) sees(path string) (int, string, *http.Response) {
	h.T.Helper()
	res, err := h.tv.Get(h.server.URL + path)
	h.Must(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	h.Must(err)
	return res.StatusCode, string(body), res
}

func TestATelevisionIsOpenedOnceWithItsKey(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		h := open(t, store)
		if status, text, _ := h.sees("/wallboard"); status != 401 || !strings.Contains(text, "no key") {
			t.Errorf("without a key: %d %s", status, text)
		}
		h.Asks(h.Ann, "Tills drop", "x", h.VPN)
		status, text, res := h.sees("/wallboard?key=" + h.key)
		if status != 200 || res.Request.URL.RawQuery != "" {
			t.Fatalf("%d at %s", status, res.Request.URL)
		}
		if strings.Contains(text, h.key) || strings.Contains(text, "Tills") || !strings.Contains(text, "<strong>1</strong>open") {
			t.Errorf("it shows %s", text)
		}
		for name, want := range map[string]string{"Content-Security-Policy": "script-src 'self'", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"} {
			if !strings.Contains(res.Header.Get(name), want) {
				t.Errorf("%s is %q", name, res.Header.Get(name))
			}
		}
		if strings.Contains(text, " style=") || strings.Contains(text, "onload") {
			t.Error("the policy forbids what the page does")
		}
		for path := range strings.SplitSeq(text, `"`) {
			if strings.HasPrefix(path, "/wallboard/assets/") {
				if status, _, res := h.sees(path); status != 200 || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
					t.Errorf("%s: %d", path, status)
				}
			}
		}
		if status, _, _ := h.sees("/wallboard/assets/wall.go"); status != 404 {
			t.Errorf("another file: %d", status)
		}
	})
}

func TestTheKeyStaysWithTheTelevision(t *testing.T) {
	h := open(t, dbtest.New(t, db.SQLite))
	h.tv.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	_, _, res := h.sees("/wallboard?key=" + h.key)
	c := res.Cookies()[0]
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/wallboard" || !c.HttpOnly || c.Path != "/wallboard" || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("%d to %s with %v", res.StatusCode, res.Header.Get("Location"), c)
	}
	if status, text, _ := h.sees("/wallboard?key=slw_wrong"); status != 401 || strings.Contains(text, "slw_wrong") {
		t.Errorf("a wrong key: %d %s", status, text)
	}
}

// hears opens the stream and gives its words.
func (h *hall) hears() <-chan string {
	h.T.Helper()
	res, err := h.tv.Get(h.server.URL + "/wallboard/live")
	h.Must(err)
	h.T.Cleanup(func() { h.Must(res.Body.Close()) })
	words := make(chan string, 100)
	go func() {
		defer close(words)
		lines := bufio.NewScanner(res.Body)
		for lines.Scan() {
			if word, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				words <- word
			}
		}
	}()
	return words
}

// until moves the clock until a word is heard.
func (h *hall) until(words <-chan string, want string) {
	h.T.Helper()
	for range 500 {
		select {
		case got, open := <-words:
			if got == want {
				return
			}
			if !open {
				h.T.Fatalf("the stream ended before %q", want)
			}
		case <-time.After(10 * time.Millisecond):
			h.Clock.Advance(time.Second)
		}
	}
	h.T.Fatalf("never heard %q", want)
}

func TestTheStreamSaysThatSomethingChanged(t *testing.T) {
	h := open(t, dbtest.New(t, db.SQLite))
	h.sees("/wallboard?key=" + h.key)
	words := h.hears()
	h.until(words, "changed") // it begins with the board as it is
	h.until(words, "beat")
	h.Asks(h.Ann, "VPN", "x", h.VPN)
	h.until(words, "changed")
}

func TestARevokedKeyEndsAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		h := open(t, store)
		h.sees("/wallboard?key=" + h.key)
		words := h.hears()
		h.until(words, "changed")
		h.Must(h.admin.RevokeWallboard(h.Ctx, h.As(h.Sam), h.board))
		h.until(words, "ended")
		if _, open := <-words; open {
			t.Error("the stream goes on")
		}
		for _, path := range []string{"/wallboard", "/wallboard/board", "/wallboard/live", "/wallboard?key=" + h.key} {
			if status, _, _ := h.sees(path); status != 401 {
				t.Errorf("%s: %d", path, status)
			}
		}
		list, err := h.admin.Wallboards(h.Ctx, h.As(h.Sam))
		if err != nil || len(list) != 0 {
			t.Errorf("%v, %v", list, err)
		}
	})
}

func TestOnlyLeadsHangWallboards(t *testing.T) {
	h := open(t, dbtest.New(t, db.SQLite))
	if _, _, err := h.admin.AddWallboard(h.Ctx, h.As(h.Tom), admin.WallboardIn{Name: "Mine", Rank: 1}); err == nil {
		t.Error("an agent made one")
	}
	if err := h.admin.RevokeWallboard(h.Ctx, h.As(h.Ann), h.board); err == nil {
		t.Error("a customer revoked one")
	}
	if _, err := h.admin.Wallboards(h.Ctx, h.As(h.Tom)); err == nil {
		t.Error("an agent lists them")
	}
	for _, in := range []admin.WallboardIn{{Name: " ", Rank: 1}, {Name: "x", Rank: 5}} {
		if _, _, err := h.admin.AddWallboard(h.Ctx, h.As(h.Sam), in); err == nil {
			t.Errorf("%+v was made", in)
		}
	}
}
