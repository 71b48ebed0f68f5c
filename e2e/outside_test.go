package e2e

import (
	"bytes"
	"context"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// An outside is the rest of the world's mail: a real SMTP server that takes
// everything and keeps it.
type outside struct {
	addr string
	mu   sync.Mutex
	got  []letter
}

// A letter is a mail as the outside got it.
type letter struct {
	to   string
	head mail.Header
	body string // all its parts, decoded
}

func listen(t *testing.T) *outside {
	t.Helper()
	o := &outside{}
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &delivery{o: o}, nil }))
	s.Domain = "outside.test"
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	o.addr = l.Addr().String()
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }() // it ends with the error that it was closed
	t.Cleanup(func() { must(t, s.Close()); <-done })
	return o
}

// delivery is one conversation with the outside.
type delivery struct {
	o  *outside
	to []string
}

// Mail begins a mail.
func (v *delivery) Mail(string, *smtp.MailOptions) error { v.to = nil; return nil }

// Rcpt names one who gets it.
func (v *delivery) Rcpt(to string, _ *smtp.RcptOptions) error { v.to = append(v.to, to); return nil }

// Data takes it.
func (v *delivery) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(quotedprintable.NewReader(msg.Body))
	if err != nil {
		return err
	}
	v.o.mu.Lock()
	defer v.o.mu.Unlock()
	for _, to := range v.to {
		v.o.got = append(v.o.got, letter{to: to, head: msg.Header, body: string(body)})
	}
	return nil
}

// Reset forgets what was begun.
func (v *delivery) Reset() { v.to = nil }

// Logout ends the conversation.
func (v *delivery) Logout() error { return nil }

// window shows the mail to a browser's story: GET ?to=&word= waits for such a mail.
func (o *outside) window(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		l, err := o.wait(ctx, r.FormValue("to"), r.FormValue("word"))
		if err != nil {
			http.Error(w, "no such mail", http.StatusNotFound)
			return
		}
		_, _ = io.WriteString(w, l.subject()+"\n\n"+l.body) // a story that is gone reads no more
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// wait gives a mail as soon as there is one.
func (o *outside) wait(ctx context.Context, to, word string) (letter, error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if l, ok := o.find(to, word); ok {
			return l, nil
		}
		select {
		case <-ctx.Done():
			return letter{}, ctx.Err()
		case <-tick.C:
		}
	}
}

// find gives the first mail to somebody with a word in its subject or body.
func (o *outside) find(to, word string) (letter, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, l := range o.got {
		if l.to == to && (strings.Contains(l.subject(), word) || strings.Contains(l.body, word)) {
			return l, true
		}
	}
	return letter{}, false
}

// sent waits for a mail to somebody, by a word that is in its subject or body.
func (o *outside) sent(t *testing.T, to, word string) letter {
	t.Helper()
	var found letter
	t.Cleanup(func() {
		if t.Failed() && found.to == "" {
			t.Logf("the outside got %q", o.got)
		}
	})
	until(t, "a mail to "+to+" with “"+word+"”", func() (ok bool) {
		found, ok = o.find(to, word)
		return ok
	})
	return found
}

// to counts the mails that somebody got.
func (o *outside) to(who string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := 0
	for _, l := range o.got {
		if l.to == who {
			n++
		}
	}
	return n
}

func (l letter) subject() string {
	s, err := new(mime.WordDecoder).DecodeHeader(l.head.Get("Subject"))
	if err != nil {
		return l.head.Get("Subject")
	}
	return s
}

// answersTo is the address that an answer to it goes to.
func (l letter) answersTo(t *testing.T) string {
	t.Helper()
	a, err := l.head.AddressList("Reply-To")
	must(t, err)
	return a[0].Address
}

// link is the first address of a page of this desk.
func (l letter) link(t *testing.T, url string) string {
	t.Helper()
	found := regexp.MustCompile(regexp.QuoteMeta(url) + `/\S+`).FindString(l.body)
	if found == "" {
		t.Fatalf("no link to %s in %s", url, l.body)
	}
	return strings.TrimRight(found, `.,)>"`)
}
