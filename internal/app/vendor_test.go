package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

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
