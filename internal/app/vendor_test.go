package app_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/smtp"
	"regexp"
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

func TestATicketGoesToItsMakerAndComesBack(t *testing.T) {
	makers(t, func(v *maker) {
		shown := v.call(v.tom, "POST", v.at+"/vendor/preview", m{"vendor": v.vendor, "ask": "Look at Ann's tunnel."}).is(200)
		v.vendorReadsNothing("the preview", shown.text("subject")+shown.text("body"))
		if len(shown.get("replaced").([]any)) == 0 {
			v.t.Error("the preview lists nothing that it took out")
		}
		at := v.sends(nil)
		v.call(v.tom, "GET", v.at, nil).is(200).has("state", "waiting").has("waiting_on", "vendor").has("team.name", "First line").has("assignee.name", "Tom First")
		letters := v.post.to(kim)
		if len(letters) != 1 {
			v.t.Fatalf("Kim got %d letters", len(letters))
		}
		l := letters[0]
		v.vendorReadsNothing("the letter", bytesOf(l))
		for _, want := range []string{"Please look at why", "[host 1]", "NN-77", "/vendor/"} {
			if !strings.Contains(l.Text, want) {
				v.t.Errorf("the letter does not say %q:\n%s", want, l.Text)
			}
		}
		told := v.post.to("ann@harrier.test")
		if len(told) == 0 || !strings.Contains(told[len(told)-1].Text, "Its maker Nimbus is looking at it. Tom stays your contact") {
			v.t.Errorf("Ann was not told: %+v", told)
		}
		v.clock.Advance(time.Hour)
		v.mails("Kim Orr <"+kim+">", l.ReplyTo.Addr, "Re: "+l.Subject+" [Case 00812345]", "KIMSAYS it is a known bug.", "References: <"+l.MessageID+">")
		v.call(v.tom, "GET", v.at, nil).is(200).has("state", "open")
		c := v.call(v.tom, "GET", v.at+"/vendor", nil).is(200).get("items").([]any)[0].(m)
		if c["state"] != "answered" || c["reference_hint"] != "00812345" || c["reference"] != nil || len(c["messages"].([]any)) != 2 {
			v.t.Errorf("the case is %+v", c)
		}
		if n := string(v.call(v.tom, "GET", "/notices", nil).Raw); !strings.Contains(n, "Nimbus Networks answered") {
			v.t.Errorf("Tom has no notice: %s", n)
		}
		v.call(v.tom, "PATCH", at, m{"reference": "00812345"}).is(200).has("reference", "00812345")
		v.customerReadsNothing("KIMSAYS", "00812345", "V-1001", "known bug")
		v.writesAgainAndCloses(at)
		v.sound()
	})
}

func (v *maker) writesAgainAndCloses(at string) {
	v.call(v.tom, "POST", at+"/messages", m{"body": "Ann asks: when? Also 10.4.12.7."}).is(200).has("state", "sent")
	v.call(v.tom, "GET", v.at, nil).is(200).has("state", "waiting")
	v.settle()
	letters := v.post.to(kim)
	if len(letters) != 2 || letters[1].InReplyTo == "" {
		v.t.Fatalf("the second letter is not in the thread: %+v", letters)
	}
	v.vendorReadsNothing("the second letter", bytesOf(letters[1]))
	v.call(v.tom, "POST", at+"/answers", m{"author": "Kim", "body": "Fixed in 7.2", "solved": true}).is(200).has("state", "solved")
	v.call(v.tom, "POST", at+"/close", m{"outcome": "solved"}).is(200).has("state", "closed")
	v.call(v.tom, "POST", at+"/close", m{"outcome": "solved"}).is(409)
	v.call(v.tom, "POST", at+"/messages", m{"body": "x"}).is(409)
	v.call(v.tom, "GET", v.at, nil).is(200).has("state", "open")
	v.guest(letters[0], http.StatusNotFound)
	v.customerReadsNothing("Fixed in 7.2")
}

// Vector 15 of the quality's list: neither side's mail ever joins the other's thread.
func TestVector15VendorAndCustomerNeverMeet(t *testing.T) {
	makers(t, func(v *maker) {
		v.sends(nil)
		vendors, customers := v.post.to(kim)[0], v.post.to("ann@harrier.test")
		theirs := customers[len(customers)-1]
		before := v.thread()
		// a vendor's mail to the customer's address, though that is signed
		v.mails(kim, theirs.ReplyTo.Addr, "Re: "+theirs.Subject, "VENDORSTRAY", "References: <"+theirs.MessageID+">")
		// a vendor's mail to the desk, quoting the letter that they had
		v.mails(kim, "desk@localhost", "Re: "+vendors.Subject, "VENDORPLAIN", "In-Reply-To: <"+vendors.MessageID+">")
		// the customer's mail to the vendor's address, though that is signed
		v.mails("ann@harrier.test", vendors.ReplyTo.Addr, "Re: "+vendors.Subject, "CUSTOMERSTRAY", "In-Reply-To: <"+vendors.MessageID+">")
		// a forged address, by a subject that quotes the case
		v.mails(kim, strings.Replace(vendors.ReplyTo.Addr, "+v1001", "+v1002", 1), "Re: "+vendors.Subject, "VENDORFORGED")
		if got := v.thread(); got != before {
			v.t.Errorf("a stray joined the vendor's thread:\n%s", got)
		}
		line := string(v.call(v.tom, "GET", v.at+"/timeline", nil).is(200).Raw)
		for _, stray := range []string{"VENDORSTRAY", "VENDORPLAIN", "CUSTOMERSTRAY", "VENDORFORGED"} {
			if strings.Contains(line, stray) {
				v.t.Errorf("%s joined the ticket", stray)
			}
			found := v.call(v.boss, "GET", "/search?q="+stray, nil).is(200)
			if len(found.get("items").([]any)) != 1 {
				v.t.Errorf("%s is not a ticket of its own: %s", stray, found.Raw)
			}
		}
		v.customerReadsNothing("VENDORSTRAY", "VENDORPLAIN", "VENDORFORGED")
		v.sound()
	})
}

func (v *maker) thread() string {
	v.t.Helper()
	return string(v.call(v.tom, "GET", v.at+"/vendor", nil).is(200).Raw)
}

func TestAnAutomaticMailOfAVendorIsNoAnswer(t *testing.T) {
	makers(t, func(v *maker) {
		v.sends(nil)
		l := v.post.to(kim)[0]
		v.mails(kim, l.ReplyTo.Addr, "Automatic reply", "We have your case.", "Auto-Submitted: auto-replied")
		v.call(v.tom, "GET", v.at, nil).is(200).has("state", "waiting").has("waiting_on", "vendor")
		if !strings.Contains(v.thread(), "We have your case.") {
			v.t.Error("it is lost")
		}
		v.mails(kim, l.ReplyTo.Addr, "Re: x", "Now a human.")
		v.call(v.tom, "GET", v.at, nil).is(200).has("state", "open")
		v.sound()
	})
}

func TestASilentVendorIsChasedAlongTheirLadder(t *testing.T) {
	makers(t, func(v *maker) {
		v.sends(nil)
		if got := len(v.post.to(lou)); got != 0 {
			v.t.Fatalf("Lou was written to %d times at once", got)
		}
		for range 12 { // the clock runs in open hours: until the next day at the latest
			v.clock.Advance(4 * time.Hour)
			v.settle()
		}
		letters := v.post.to(lou)
		if len(letters) == 0 {
			v.t.Fatalf("nobody pressed Lou: %s", v.call(v.tom, "GET", v.at+"/clocks", nil).Raw)
		}
		for _, l := range letters {
			v.vendorReadsNothing("the reminder", bytesOf(l))
			if !strings.Contains(l.Text, "Please look at why") {
				v.t.Errorf("the reminder does not repeat the ask: %s", l.Text)
			}
		}
		if line := string(v.call(v.tom, "GET", v.at+"/timeline", nil).is(200).Raw); !strings.Contains(line, "vendor.chased") {
			v.t.Error("the timeline does not tell")
		}
		v.customerReadsNothing()
		v.sound()
	})
}

var link = regexp.MustCompile(`/vendor/\S+`)

// guest opens the page that a letter links to.
func (v *maker) guest(l notify.Mail, status int) (path, page string) {
	v.t.Helper()
	path = link.FindString(l.Text)
	resp, err := http.Get(v.url + path)
	v.must(err)
	raw, err := io.ReadAll(resp.Body)
	v.must(err)
	v.must(resp.Body.Close())
	if resp.StatusCode != status {
		v.t.Fatalf("the page answers %d: %s", resp.StatusCode, raw)
	}
	h := resp.Header
	if h.Get("Cache-Control") != "no-store" || !strings.Contains(h.Get("X-Robots-Tag"), "noindex") || strings.Contains(h.Get("Content-Security-Policy"), "script") {
		v.t.Errorf("the page's headers are %v", h)
	}
	return path, string(raw)
}

var hidden = regexp.MustCompile(`name="form" value="([^"]+)"`)

// fills sends the page's form, as a browser without a script does.
func (v *maker) fills(path, page string, fields m, file string) (int, string) {
	v.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	v.must(w.WriteField("form", hidden.FindStringSubmatch(page)[1]))
	for k, x := range fields {
		v.must(w.WriteField(k, x.(string)))
	}
	if file != "" {
		f, err := w.CreateFormFile("files", file)
		v.must(err)
		_, err = f.Write([]byte("patch of " + file))
		v.must(err)
	}
	v.must(w.Close())
	resp, err := http.Post(v.url+path, w.FormDataContentType(), &b)
	v.must(err)
	raw, err := io.ReadAll(resp.Body)
	v.must(err)
	v.must(resp.Body.Close())
	v.settle()
	return resp.StatusCode, string(raw)
}

func TestAVendorAnswersOnTheirPage(t *testing.T) {
	makers(t, func(v *maker) {
		log := v.upload(v.tom, "Ann-Bellwether.log")
		other := v.upload(v.tom, "secret.txt")
		v.call(v.tom, "POST", v.at+"/notes", m{"body": "x", "attachments": []string{other}}).is(201)
		v.sends(m{"files": []string{log}, "quiet": true})
		l := v.post.to(kim)[0]
		if len(l.Files) != 1 {
			v.t.Errorf("%d files went along", len(l.Files))
		}
		path, page := v.guest(l, 200)
		v.vendorReadsNothing("the page", page)
		if !strings.Contains(page, "Please look at why") || strings.Contains(page, "<script") {
			v.t.Errorf("the page is\n%s", page)
		}
		get := func(file string) int {
			resp, err := http.Get(v.url + path + "/files/" + file)
			v.must(err)
			v.must(resp.Body.Close())
			return resp.StatusCode
		}
		if got := []int{get(log), get(other), get("1")}; !slices.Equal(got, []int{200, 404, 404}) {
			v.t.Errorf("the files answer %v", got)
		}
		if status, said := v.fills(path, page, m{"body": " "}, ""); status != 422 || !strings.Contains(said, "Write an answer") {
			v.t.Errorf("an empty form answers %d: %s", status, said)
		}
		form := m{"body": "PAGESAYS **try** 7.2", "author": "Kim Orr", "reference": "NB-9", "solved": "yes"}
		if status, said := v.fills(path, page, form, "fix.bin"); status != 200 || !strings.Contains(said, "We have your answer") || !strings.Contains(said, "fix.bin") {
			v.t.Errorf("the form answers %d: %s", status, said)
		}
		again, _ := v.fills(path, page, form, "fix.bin") // the same click twice
		c := v.call(v.tom, "GET", v.at+"/vendor", nil).is(200).get("items").([]any)[0].(m)
		if again != 200 || c["state"] != "solved" || c["reference"] != "NB-9" || len(c["messages"].([]any)) != 2 {
			v.t.Errorf("twice gives %d and %+v", again, c)
		}
		v.call(v.tom, "GET", v.at, nil).is(200).has("state", "open")
		v.customerReadsNothing("PAGESAYS", "NB-9", "fix.bin", "Nimbus")
		v.isShut(path, page)
		v.sound()
	})
}

// isShut: a wrong link opens nothing, is counted, and a link says nothing about
// others.
func (v *maker) isShut(path, page string) {
	v.t.Helper()
	var last int
	for i := range 25 {
		resp, err := http.Get(v.url + "/vendor/" + strings.Repeat("a", 50) + fmt.Sprint(i))
		v.must(err)
		v.must(resp.Body.Close())
		last = resp.StatusCode
	}
	if last != http.StatusTooManyRequests {
		v.t.Errorf("the 25th wrong link answers %d", last)
	}
	if _, still := v.guest(v.post.to(kim)[0], 200); !strings.Contains(still, "PAGESAYS") {
		v.t.Error("the right link is shut with them")
	}
	var status int
	for range 25 {
		_, fresh := v.guest(v.post.to(kim)[0], 200)
		if status, _ = v.fills(path, fresh, m{"body": "again"}, ""); status == http.StatusTooManyRequests {
			return
		}
	}
	v.t.Errorf("a page takes answers without end: %d", status)
}

// Only who may see a ticket may see or do anything about its cases; and nobody
// names another ticket's case or file, or another's contract.
func TestACaseIsItsOrganisationsOwn(t *testing.T) {
	makers(t, func(v *maker) {
		at := v.sends(nil)
		globex := v.organisation("Globex", "globex.test")
		_, gus := v.person(globex, "Gus", "gus@globex.test", access.Requester)
		gilID, gil := v.person(v.root.Organisation, "Gil", "gil@desk.test", access.Agent, globex)
		v.join(v.teamNamed("First line"), gilID)
		mine := "/tickets/" + v.call(gus, "POST", "/tickets", m{"subject": "x", "body": "y"}).is(201).text("ref")
		key := at[strings.LastIndex(at, "/")+1:]
		for _, token := range []string{gus, gil, v.ann} {
			for _, c := range []struct {
				method, path string
				body         m
			}{
				{"GET", v.at + "/vendor", nil}, {"GET", v.at + "/vendor-draft?vendor=" + v.vendor, nil}, {"POST", v.at + "/vendor/preview", m{"vendor": v.vendor, "ask": "x"}},
				{"POST", v.at + "/vendor", m{"vendor": v.vendor, "ask": "x"}}, {"POST", at + "/messages", m{"body": "x"}},
				{"POST", at + "/messages/preview", m{"body": "x"}}, {"POST", at + "/answers", m{"body": "x"}},
				{"PATCH", at, m{"reference": "x"}}, {"POST", at + "/close", m{"outcome": "solved"}},
			} {
				if a := v.call(token, c.method, c.path, c.body); a.Status != 404 && a.Status != 403 || token == gil && a.Status != 404 {
					v.t.Errorf("%s %s answers %d: %s", c.method, c.path, a.Status, a.Raw)
				}
			}
		}
		v.call(gil, "POST", mine+"/vendor/"+key+"/close", m{"outcome": "solved"}).is(404)
		v.call(gil, "GET", mine+"/vendor", nil).is(200)
		log := v.upload(v.tom, "x.log")
		v.call(gil, "POST", mine+"/vendor", m{"vendor": v.vendor, "ask": "x", "files": []string{log}}).is(422)
		if list := v.call(gil, "GET", "/vendor-cases", nil).is(200); len(list.get("items").([]any)) != 0 {
			v.t.Errorf("Gil lists %s", list.Raw)
		}
		if list := v.call(v.tom, "GET", "/vendor-cases?vendor="+v.vendor, nil).is(200); len(list.get("items").([]any)) != 1 {
			v.t.Errorf("Tom lists %s", list.Raw)
		}
		v.call(v.boss, "PATCH", "/vendors/"+v.vendor, m{"contracts": []m{{"number": "NN-77", "answer": "PT4H"}}}).is(409)
		v.call(v.tom, "PATCH", "/vendors/"+v.vendor, m{"note": "x"}).is(403)

		v.sound()
	})
}

func TestAHandoverToAVendorIsACase(t *testing.T) {
	makers(t, func(v *maker) {
		h := v.call(v.tom, "POST", v.at+"/handovers", m{
			"direction": "vendor", "vendor": v.vendor, "reason": "vendor_product", "ask": "Please look.", "summary": "It drops.", "customer_message": "Your message, my words.",
		}).is(201).has("direction", "vendor")
		if _, ok := h.get("completeness").(float64); !ok || !strings.Contains(h.Header.Get("Location"), v.at+"/vendor/") {
			v.t.Errorf("it answers %s", h.Raw)
		}
		ladder := string(v.call(v.tom, "GET", v.at, nil).is(200).Raw)
		if !strings.Contains(ladder, `"kind":"vendor"`) {
			v.t.Errorf("the ladder does not show the top rung: %s", ladder)
		}
		v.call(v.tom, "POST", v.at+"/handovers", m{"direction": "vendor", "reason": "skill", "ask": "x"}).is(422)
		v.call(v.tom, "POST", v.at+"/vendor", m{"vendor": v.vendor, "ask": " "}).is(422)
		v.settle()
		if told := v.post.to("ann@harrier.test"); !strings.Contains(told[len(told)-1].Text, "my words") {
			v.t.Error("the agent's own words did not go")
		}
		v.sound()
	})
}
