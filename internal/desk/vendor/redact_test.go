package vendor_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"secondline/internal/desk/vendor"
)

var known = vendor.Known{
	Requester: "Ann Lee", People: []string{"Will Brook", "Zoë Ångström", "Bo Li"}, Organisations: []string{"Harrier Ltd"}, Domains: []string{"harrier.test"},
	Hosts: []string{"ann-laptop"},
}

func TestWhatLeavesNamesNobody(t *testing.T) {
	for text, want := range map[string]string{
		"Ann Lee cannot print.":                       "[the user] cannot print.",
		"ANN said so; ann's screen is black":          "[the user] said so; [the user]'s screen is black",
		"an annual plan for Lee":                      "an annual plan for [the user]",
		"Will rang. It will fail. WILL it?":           "[person 1] rang. It will fail. [person 1] it?",
		"Zoe\u0308 A\u030angstro\u0308m and Zoë":      "[person 1] and [person 2]",
		"A\u200bnn Lee":                               "[the user]",
		"write to ann.lee+x@harrier.test or to Bo Li": "write to [e-mail address 1] or to [person 1]",
		"Harrier Ltd, HARRIER, harriers":              "[the customer], [the customer], harriers",
		"see harrier.test":                            "see [the customer]",
		"call +49 40 123 456-78 or (040) 1234567":     "call [phone number 1] or [phone number 2]",
		"0171/5551234 on 2026-03-16 09:12:33":         "[phone number 1] on 2026-03-16 09:12:33",
		"2026-03-16 0171 5551234":                     "2026-03-16 [phone number 1]",
		"error 80070005 after 12000000 ms, code 1234": "error 80070005 after 12000000 ms, code 1234",
		"10.4.12.7 and 10.4.12.7 talk to fe80::1":     "[host 1] and [host 1] talk to [host 2]",
		"version 999.1.2.3":                           "version 999.1.2.3",
		`\\fs01\share at https://intra:8080/x`:        `\\[host 2]\share at https://[host 1]:8080/x`,
		"vpn.emea.example.com, print.local, LT-4711":  "[host 1], [host 2], [host 3]",
		"KB-5034441 and TLS-1.3, setup.exe, node.js":  "KB-5034441 and TLS-1.3, setup.exe, node.js",
		"00:1A:2b:3c:4D:5e at 10:42:17":               "[host 1] at 10:42:17",
		"Ann-Laptop froze":                            "[host 1] froze",
		"Project  FALCON starts; falconry does not":   "[left out] starts; falconry does not",
		"\U0001F600 nothing to see":                   "\U0001F600 nothing to see",
	} {
		r := vendor.NewRedactor(vendor.Redaction{Words: []string{"Project Falcon"}}, known, nil)
		if got := r.Text(text); got != want {
			t.Errorf("%q\nleaves as %q\nwant      %q", text, got, want)
		}
	}
}

func TestWhatIsTakenOutIsListed(t *testing.T) {
	r := vendor.NewRedactor(vendor.Redaction{Keep: []vendor.Part{vendor.Organisation}}, known, []string{"10.0.0.2"})
	got := r.Text("Ann of Harrier: 10.0.0.1") + r.Text(" ANN: 10.0.0.1, 10.0.0.2")
	if got != "[the user] of Harrier: [host 1] [the user]: [host 1], 10.0.0.2" {
		t.Errorf("it leaves as %q", got)
	}
	list := r.Replaced()
	want := []vendor.Replacement{{vendor.Hosts, "10.0.0.1", "[host 1]", 2}, {vendor.Requester, "Ann", "[the user]", 2}}
	if len(list) != 2 || list[0] != want[0] || list[1] != want[1] {
		t.Errorf("the list is %+v", list)
	}
}

// Whatever stands around them, names, addresses and words do not leave.
func TestNothingKnownLeaves(t *testing.T) {
	secrets := []string{"Ann Lee", "ann.lee@harrier.test", "Zoë Ångström", "Harrier Ltd", "10.11.12.13", "Project Falcon", "ann-laptop"}
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SampledFrom(secrets).Draw(t, "secret")
		text := rapid.StringMatching(`[ a-z,.;:()\n\[\]*-]{0,20}[ \n(]`).Draw(t, "before") + secret + rapid.StringMatching(`[ ,;)\n!?][ a-z,.;:()\n]{0,20}`).Draw(t, "after")
		got := vendor.NewRedactor(vendor.Redaction{Words: []string{"Project Falcon"}}, known, nil).Text(text)
		if strings.Contains(strings.ToLower(got), strings.ToLower(secret)) {
			t.Fatalf("%q leaves as %q", text, got)
		}
	})
}

func TestALetterSaysWhatWasAsked(t *testing.T) {
	r := vendor.NewRedactor(vendor.Redaction{}, known, nil)
	subject, body := vendor.Compose(vendor.Asking{
		Subject: "Printer of\nAnn", Ask: "Please look at Ann's driver.", Summary: "It stops.", Hypothesis: "A leak.",
		Tried: []vendor.Step{{Text: "Restarted\nit", Result: "same"}},
	}, vendor.Frame{Contact: "Ned Orr", Writer: "Tom Ashgrove", Desk: "Harbourlight", Contract: "C-1"}, r)
	want := "Hello Ned,\n\nPlease look at [the user]'s driver.\n\n**What is seen**\n\nIt stops.\n\n**What was tried**\n\n- Restarted it: same\n\n" +
		"**What we think**\n\nA leak.\n\nContract: C-1\n\nTom Ashgrove  \nHarbourlight\n"
	if subject != "Printer of [the user]" || body != want {
		t.Errorf("%q\n%s", subject, body)
	}
	if (vendor.Asking{Ask: " \t"}).Check() == nil {
		t.Error("an asking that asks nothing passes")
	}
}

func TestTheirNumberIsGuessed(t *testing.T) {
	for subject, want := range map[string]string{
		"Re: [V-1001] VPN [Case 00812345]": "00812345", "Ticket #4711-22 was opened": "4711-22", "Your request INC0012345": "INC0012345",
		"[#SR-99120] re": "SR-99120", "RE: [V-1001] VPN drops": "", "SL-1042 again": "", "Case V-1001": "", "hello": "",
	} {
		if got := vendor.Hint(subject); got != want {
			t.Errorf("%q: guessed %q, want %q", subject, got, want)
		}
	}
}
