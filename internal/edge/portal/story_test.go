package portal_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
)

func TestARequestFromFirstToLast(t *testing.T) {
	stories(t, func(d *desk) {
		ctx := context.Background()
		b := d.signedIn("anouk@northpike.example")
		at := b.opens("Video calls drop")
		n := numberOf(d, at)
		p := b.get(at)
		p.shows(d, "Video calls drop", "We have it since 08:53.", "It is <strong>broken</strong>.", "You tell us", "Our first line read what you wrote.")

		d.clock.Advance(6 * time.Minute)
		tob, mar := d.agent(tobin), d.agent(mara)
		d.must(d.tickets.Assign(ctx, tob, n, tobin))
		b.get(at).shows(d, "Being looked at by Tobin since 08:59.")
		_, err := d.tickets.Note(ctx, tob, n, ticketing.MessageIn{Body: canary})
		d.must(err)
		_, err = d.tickets.Reply(ctx, tob, n, ticketing.MessageIn{Body: "I ran the line tests."})
		d.must(err)
		b.get(at).shows(d, "I ran the line tests.", "Write to Tobin")

		d.clock.Advance(time.Hour)
		h, err := d.tickets.HandOver(ctx, tob, n, ticketing.Target{Team: network}, handover.Form{
			Reason: handover.Certification, Ask: canary, Summary: canary, Hypothesis: canary, Because: canary,
		})
		d.must(err)
		b.get(at).shows(d, "Being looked at by Tobin since 08:59.", "Network specialists have been asked to take over.")
		d.clock.Advance(time.Minute)
		d.must(d.tickets.Accept(ctx, mar, h.ID))
		p = b.get(at)
		p.shows(d, "With our network specialists since 10:00.", "Mara Quillfeather is working on it.", "Passed from first line to network specialists.", "Mara, since 10:00")
		if strings.Contains(p.body, "asked to take over") {
			d.t.Error("it is still said to be asked for")
		}

		d.must(d.tickets.Wait(ctx, mar, n, ticketing.WaitIn{On: ticket.OnCustomer, Question: "Which firmware is it?"}))
		b.get("/").shows(d, "Waiting for you: Which firmware is it?")
		b.get(at).shows(d, "Waiting for you since 10:00.", "Answer below, or reply to our e-mail.")
		p = b.send(at+"/reply", [][2]string{{"form", b.get(at).token()}, {"body", "It is 7.2"}}, map[string]string{"shot.html": "<script>alert(1)</script>"})
		p.shows(d, "Your message is sent.", "It is 7.2", "shot.html", "With our network specialists since 10:00.")

		d.must(d.tickets.Resolve(ctx, mar, n, ticketing.ResolveIn{Code: ticket.Solved, Message: "The setting is back.", Cause: canary, NoArticleBecause: canary}))
		b.get(at).shows(d, "Mara believes it is solved since 10:00. Is it?", "The setting is back.", "How easy was it to get help?", "How it went")
		b.does(at, "reopen").shows(d, "It is open again.", "You opened it again.")
		d.must(d.tickets.Resolve(ctx, mar, n, ticketing.ResolveIn{Code: ticket.Solved, Message: "Now it is.", Cause: canary, NoArticleBecause: canary}))
		b.does(at, "solved").shows(d, "Thank you. We are glad that it works.", "Closed since 10:00.")
		b.does(at, "rate", "score", "4", "comment", "Mara kept her word").shows(d, "Thank you for telling us.", "You rated it 4 of 5.")
		if got := d.count(`SELECT rating FROM ticket WHERE number = ?`, n); got != 4 {
			d.t.Errorf("the rating is %d", got)
		}
	})
}

func TestAnotherOrganisationsRequestIsAsIfItWereNotThere(t *testing.T) {
	stories(t, func(d *desk) {
		at := d.signedIn("anouk@northpike.example").opens("Secret of Northpike")
		nils := d.signedIn("nils@harbour.example")
		for _, verb := range []string{"", "/reply", "/solved", "/reopen", "/rate"} {
			there, nowhere := nils.get(at), nils.get("/requests/SL-999999")
			if verb != "" {
				form := url.Values{"form": {nils.get("/requests/new").token()}, "body": {"x"}, "score": {"5"}}
				there = nils.post(at+verb, form)
				form.Set("form", nils.get("/requests/new").token())
				nowhere = nils.post("/requests/SL-999999"+verb, form)
			}
			if there.status != http.StatusNotFound || there.status != nowhere.status || there.body != nowhere.body {
				d.t.Errorf("%q of somebody else answers %d, of nothing %d; alike: %v", verb, there.status, nowhere.status, there.body == nowhere.body)
			}
		}
		if p := nils.get("/requests?whose=all"); strings.Contains(p.body, "Secret") {
			d.t.Error("the list shows it")
		}
		d.signedIn("jory@northpike.example").get("/requests?whose=all").shows(d, "Secret of Northpike", "Anouk Bellwether")
		if p := d.signedIn("tobin@desk.example").get(at); p.status != http.StatusNotFound {
			d.t.Errorf("an agent sees it in the portal: %d", p.status)
		}
	})
}

func TestADoubleClickIsOneRequest(t *testing.T) {
	stories(t, func(d *desk) {
		b := d.signedIn("anouk@northpike.example")
		form := url.Values{"form": {b.get("/requests/new").token()}, "subject": {"Twice"}, "body": {"x"}}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if p := b.post("/requests/new", form); p.status != http.StatusOK {
					d.t.Errorf("a click was answered %d at %s", p.status, p.at)
				}
			})
		}
		all.Wait()
		if n := d.count(`SELECT count(*) FROM ticket`); n != 1 {
			d.t.Errorf("%d requests from one form", n)
		}
		first := b.post("/requests/new", form)
		if !strings.HasPrefix(first.at, "/requests/SL-") {
			d.t.Errorf("sending it again leads to %s", first.at)
		}
		form.Set("body", "other words")
		changed := b.post("/requests/new", form)
		changed.shows(d, "other words</textarea>")
		if changed.status != http.StatusUnprocessableEntity || changed.token() == form.Get("form") {
			d.t.Errorf("a changed form with an old token is answered %d", changed.status)
		}
	})
}

func TestNothingTypedIsLost(t *testing.T) {
	stories(t, func(d *desk) {
		b := d.signedIn("anouk@northpike.example")
		p := b.send("/requests/new", [][2]string{{"form", b.get("/requests/new").token()}, {"kind", "request"}, {"subject", " "}, {"body", "A <b>long</b> story"}, {"service", "41"}, {"impact", "2"}},
			map[string]string{"shot.png": "bytes"})
		p.shows(d, "Say in a few words what it is about.", `aria-invalid="true" aria-describedby="subject-wrong"`, "A &lt;b&gt;long&lt;/b&gt; story</textarea>",
			`value="request" checked`, `<option value="41" selected>`, `name="impact" value="2" checked`, "shot.png")
		kept := regexp.MustCompile(`name="kept" value="(\d+)"`).FindStringSubmatch(p.body)
		if p.status != http.StatusUnprocessableEntity || kept == nil {
			d.t.Fatalf("answered %d, file kept: %v", p.status, kept)
		}
		p = b.post("/requests/new", url.Values{"form": {p.token()}, "subject": {"Now"}, "body": {"x"}, "kept": {kept[1]}})
		p.shows(d, "shot.png", `href="/files/`+kept[1]+`"`)
	})
}

func TestFilesOfOthersCannotBeTaken(t *testing.T) {
	stories(t, func(d *desk) {
		anouk, nils := d.signedIn("anouk@northpike.example"), d.signedIn("nils@harbour.example")
		p := anouk.send("/requests/new", [][2]string{{"form", anouk.get("/requests/new").token()}, {"body", "x"}}, map[string]string{"secret.txt": "of Northpike"})
		kept := regexp.MustCompile(`name="kept" value="(\d+)"`).FindStringSubmatch(p.body)[1]
		p = nils.post("/requests/new", url.Values{"form": {nils.get("/requests/new").token()}, "subject": {"Mine"}, "body": {"x"}, "kept": {kept}})
		if p.status != http.StatusUnprocessableEntity || strings.Contains(p.body, "secret.txt") {
			d.t.Errorf("taking somebody's file is answered %d", p.status)
		}
		if p := nils.get("/files/" + kept); p.status != http.StatusNotFound {
			d.t.Errorf("somebody's file is answered %d", p.status)
		}
	})
}
