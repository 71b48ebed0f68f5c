package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/smtp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/app"
	"secondline/internal/core/access"
	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/desk/channel"
	"secondline/internal/edge/mail"
	"secondline/internal/flow/notify"
	"secondline/internal/id"
	"secondline/internal/view/verify/verifytest"
)

// A pillarBox keeps every letter that leaves.
type pillarBox struct {
	mu      sync.Mutex
	letters []notify.Mail
}

// Send takes a letter for everybody.
func (p *pillarBox) Send(_ context.Context, m notify.Mail) ([]channel.Answer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters = append(p.letters, m)
	var out []channel.Answer
	for _, to := range m.Recipients {
		out = append(out, channel.Answer{Address: to})
	}
	return out, nil
}

// to lists what left for an address.
func (p *pillarBox) to(addr string) []notify.Mail {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []notify.Mail
	for _, m := range p.letters {
		if slices.Contains(m.Recipients, addr) {
			out = append(out, m)
		}
	}
	return out
}

// A maker is a desk with a customer, an agent, a vendor, and a ticket in between.
type maker struct {
	*rig
	post           *pillarBox
	smtp           string
	ann, tom, boss string // tokens
	acme           id.Organisation
	vendor, at     string
}

const (
	kim = "kim@nimbus.test"
	lou = "lou@nimbus.test"
)

// makers tells a story of a vendor on both engines, with mail through the real
// listener.
func makers(t *testing.T, story func(v *maker)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			post := &pillarBox{}
			v := &maker{rig: start(t, engine, app.WithRelay(post)), post: post}
			v.furnish()
			story(v)
		})
	}
}

func (v *maker) furnish() {
	v.listen()
	v.must(v.app.DB.Tx(v.t.Context(), func(h db.Handle) error { return setting.Set(v.t.Context(), h, setting.BaseURL, v.url) }))
	v.acme = v.organisation("Harrier Ltd", "harrier.test")
	var tomID id.Person
	_, v.ann = v.person(v.acme, "Ann Bellwether", "ann@harrier.test", access.Requester)
	tomID, v.tom = v.person(v.root.Organisation, "Tom First", "tom@desk.test", access.Agent, v.acme)
	v.join(v.teamNamed("First line"), tomID)
	var raeID id.Person
	raeID, v.boss = v.person(v.root.Organisation, "Rae Admin", "rae@desk.test", access.Administrator)
	v.call(v.boss, "PATCH", "/people/"+raeID.String(), m{"all_organisations": true}).is(200)
	v.vendor = v.call(v.boss, "POST", "/vendors", m{
		"name": "Nimbus Networks", "plain_name": "Nimbus", "redaction": m{"words": []string{"Project Falcon"}},
		"contacts":  []m{{"name": "Kim Orr", "email": kim}, {"name": "Lou Vance", "email": lou}},
		"products":  []m{{"name": "Nimbus VPN"}},
		"contracts": []m{{"number": "NN-77", "answer": "PT4H"}},
	}).is(201).text("id")
	opened := v.call(v.ann, "POST", "/tickets", m{"subject": "VPN of Ann drops", "body": "Ann Bellwether here, call +44 20 7946 0958. OSPREYCANARY"}).is(201)
	v.at = "/tickets/" + opened.text("ref")
	v.call(v.tom, "POST", v.at+"/notes", m{"body": "NOTECANARY: the boss is cross"}).is(201)
	v.call(v.tom, "POST", v.at+"/assign", m{"person": tomID.String()}).is(200)
	v.settle()
}

// sound holds the desk against everything that is always true.
func (v *maker) sound() { v.t.Helper(); v.settle(); verifytest.Holds(v.t, v.app.DB) }

// listen takes mail in as the world brings it.
func (v *maker) listen() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	v.must(err)
	v.smtp = l.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	server := mail.New(mail.Options{Inbox: v.app.Intake, Hostname: "desk.test", Clock: v.clock, Log: slog.New(slog.DiscardHandler)})
	go func() { done <- server.Serve(ctx, l) }()
	v.t.Cleanup(func() { stop(); v.must(<-done) })
}

// mails brings a mail to the listener and lets it be looked into.
func (v *maker) mails(from, to, subject, body string, headers ...string) {
	v.t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%d@test>\r\nDate: %s\r\n", from, to, subject, time.Now().UnixNano(), v.clock.Now().Format(time.RFC1123Z))
	for _, h := range headers {
		b.WriteString(h + "\r\n")
	}
	b.WriteString("\r\n" + body + "\r\n")
	if at := strings.Index(from, "<"); at >= 0 {
		from = strings.Trim(from[at:], "<>")
	}
	v.must(smtp.SendMail(v.smtp, nil, from, []string{to}, []byte(b.String())))
	v.settle()
}

// sends hands the ticket to the vendor and gives the case's path.
func (v *maker) sends(more m) string {
	v.t.Helper()
	form := m{
		"vendor": v.vendor, "ask": "Please look at why Ann's tunnel drops.", "summary": "Ann Bellwether of Harrier loses vpn.harrier.test (10.4.12.7), see Project Falcon.",
		"tried": []m{{"text": "Called +44 20 7946 0958", "result": "no change on ann@harrier.test"}},
	}
	for k, x := range more {
		form[k] = x
	}
	sent := v.call(v.tom, "POST", v.at+"/vendor", form).is(201)
	v.settle()
	return v.at + "/vendor/" + sent.text("id")
}

// secrets are what no vendor may read in any byte.
var secrets = []string{"Ann", "Bellwether", "Harrier", "harrier.test", "7946", "10.4.12.7", "Falcon", "NOTECANARY", "OSPREYCANARY", "SL-1"}

func (v *maker) vendorReadsNothing(where, text string) {
	v.t.Helper()
	for _, secret := range secrets {
		if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
			v.t.Errorf("%s names %q to the vendor:\n%s", where, secret, text)
		}
	}
}

// customerReadsNothing looks at every byte that a customer gets.
func (v *maker) customerReadsNothing(canaries ...string) {
	v.t.Helper()
	said := string(v.call(v.ann, "GET", v.at, nil).is(200).Raw) + string(v.call(v.ann, "GET", v.at+"/timeline", nil).is(200).Raw)
	for _, m := range v.post.to("ann@harrier.test") {
		said += fmt.Sprintf("%+v", m)
	}
	for _, c := range append(canaries, "Kim", "Lou", "nimbus.test", "NN-77", "+v10") {
		if strings.Contains(said, c) {
			v.t.Errorf("the customer can read %q: %s", c, said)
		}
	}
}

func bytesOf(m notify.Mail) string { return fmt.Sprintf("%+v", m) }
