package mailmsg_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secondline/internal/kit/mailmsg"
)

func TestReplyIsCutWhereOldMailBegins(t *testing.T) {
	for _, c := range []struct{ name, text, fresh, quoted, signature string }{
		{"nothing to cut", "It works now.\n\nThanks", "It works now.\n\nThanks", "", ""},
		{"nothing", "", "", "", ""},
		{"English", "It works.\n\nOn Tue, 4 Nov 2025 at 10:00, Desk <desk@example.com> wrote:\n\n> Try it\n> again.\n", "It works.", "On Tue, 4 Nov 2025 at 10:00, Desk <desk@example.com> wrote:\n\n> Try it\n> again.", ""},
		{"over two lines", "It works.\n\nOn Tue, 4 Nov 2025 at 10:00, Secondline Support Desk\n<desk@example.com> wrote:\n> Try", "It works.", "On Tue, 4 Nov 2025 at 10:00, Secondline Support Desk\n<desk@example.com> wrote:\n> Try", ""},
		{"over three lines", "It works.\n\nOn Tue, 4 Nov 2025 at 10:00, Desk\n<desk@example.com>\nwrote:\n\n> Try", "It works.", "On Tue, 4 Nov 2025 at 10:00, Desk\n<desk@example.com>\nwrote:\n\n> Try", ""},
		{"without marks", "It works.\n\nOn 4 Nov 2025, Desk wrote:\nTry it\nagain.", "It works.", "On 4 Nov 2025, Desk wrote:\nTry it\nagain.", ""},
		{"German", "Geht.\n\nAm 04.11.2025 um 10:00 schrieb Desk <desk@example.com>:\n> Bitte", "Geht.", "Am 04.11.2025 um 10:00 schrieb Desk <desk@example.com>:\n> Bitte", ""},
		{"German, the name first", "Geht.\n\nDesk <desk@example.com> schrieb am Di., 4. Nov. 2025, 10:00:\n\n> Bitte", "Geht.", "Desk <desk@example.com> schrieb am Di., 4. Nov. 2025, 10:00:\n\n> Bitte", ""},
		{"French", "Ça marche.\n\nLe mar. 4 nov. 2025 à 10:00, Desk <desk@example.com> a écrit :\n\n> Essayez", "Ça marche.", "Le mar. 4 nov. 2025 à 10:00, Desk <desk@example.com> a écrit :\n\n> Essayez", ""},
		{"Spanish", "Funciona.\n\nEl mar, 4 nov 2025 a las 10:00, Desk (<desk@example.com>) escribió:\n\n> Pruebe", "Funciona.", "El mar, 4 nov 2025 a las 10:00, Desk (<desk@example.com>) escribió:\n\n> Pruebe", ""},
		{"Dutch", "Werkt.\n\nOp di 4 nov 2025 om 10:00 schreef Desk <desk@example.com>:\n\n> Probeer", "Werkt.", "Op di 4 nov 2025 om 10:00 schreef Desk <desk@example.com>:\n\n> Probeer", ""},
		{"Italian", "Va.\n\nIl giorno mar 4 nov 2025 alle ore 10:00 Desk <desk@example.com> ha scritto:\n\n> Provi", "Va.", "Il giorno mar 4 nov 2025 alle ore 10:00 Desk <desk@example.com> ha scritto:\n\n> Provi", ""},
		{"Portuguese", "Ok.\n\nEm ter., 4 de nov. de 2025 às 10:00, Desk <desk@example.com> escreveu:\n\n> Tente", "Ok.", "Em ter., 4 de nov. de 2025 às 10:00, Desk <desk@example.com> escreveu:\n\n> Tente", ""},
		{"Swedish", "Ok.\n\nDen tis 4 nov. 2025 kl 10:00 skrev Desk <desk@example.com>:\n\n> Prova", "Ok.", "Den tis 4 nov. 2025 kl 10:00 skrev Desk <desk@example.com>:\n\n> Prova", ""},
		{"Polish", "Ok.\n\nW dniu 4.11.2025 o 10:00, Desk pisze:\n> Prosze", "Ok.", "W dniu 4.11.2025 o 10:00, Desk pisze:\n> Prosze", ""},
		{"Russian", "Да.\n\n4 ноября 2025, 10:00 Desk <desk@example.com> пишет:\n> x", "Да.", "4 ноября 2025, 10:00 Desk <desk@example.com> пишет:\n> x", ""},
		{"Japanese", "はい。\n\n2025年11月4日(火) 10:00 Desk <desk@example.com>:\n> x", "はい。", "2025年11月4日(火) 10:00 Desk <desk@example.com>:\n> x", ""},
		{"Outlook", "It works.\n\nFrom: Desk <desk@example.com>\nSent: Tuesday, November 4, 2025 10:00 AM\nTo: Ann <ann@acme.test>\nSubject: VPN\n\nTry it.", "It works.", "From: Desk <desk@example.com>\nSent: Tuesday, November 4, 2025 10:00 AM\nTo: Ann <ann@acme.test>\nSubject: VPN\n\nTry it.", ""},
		{"Outlook in German, under a rule", "Geht.\n\n________________________________\nVon: Desk <desk@example.com>\nGesendet: Dienstag, 4. November 2025 10:00\nAn: Ann\nBetreff: VPN\n\nBitte", "Geht.", "________________________________\nVon: Desk <desk@example.com>\nGesendet: Dienstag, 4. November 2025 10:00\nAn: Ann\nBetreff: VPN\n\nBitte", ""},
		{"Outlook in French, bold", "Oui.\n\n*De :* Desk\n*Envoyé :* mardi 4 novembre 2025\n*À :* Ann\n*Objet :* VPN\n\nEssayez", "Oui.", "*De :* Desk\n*Envoyé :* mardi 4 novembre 2025\n*À :* Ann\n*Objet :* VPN\n\nEssayez", ""},
		{"the rule of Outlook", "Yes.\n\n-----Original Message-----\nFrom: Desk\nTry", "Yes.", "-----Original Message-----\nFrom: Desk\nTry", ""},
		{"the same in German", "Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: Desk\nx", "Ja.", "-----Ursprüngliche Nachricht-----\nVon: Desk\nx", ""},

		{"answers between quotes stay", "On 4 Nov 2025 Desk wrote:\n> Is it on?\n\nYes.\n\n> Is it blue?\n\nNo.\n\n> Bye\n", "On 4 Nov 2025 Desk wrote:\n> Is it on?\n\nYes.\n\n> Is it blue?\n\nNo.", "> Bye", ""},
		{"an answer below", "Hi,\nOn 4 Nov 2025 Desk wrote:\n> Is it on?\n\nYes, it is.", "Hi,\n\nYes, it is.", "On 4 Nov 2025 Desk wrote:\n> Is it on?", ""},
		{"a quote without attribution", "No.\n\n> a\n>\n> b", "No.", "> a\n>\n> b", ""},
		{"a forward is what counts", "See below.\n\n---------- Forwarded message ---------\nFrom: Bob <bob@acme.test>\nDate: Tue\nSubject: it broke\nTo: ann@acme.test\n\nIt broke.", "See below.\n\n---------- Forwarded message ---------\nFrom: Bob <bob@acme.test>\nDate: Tue\nSubject: it broke\nTo: ann@acme.test\n\nIt broke.", "", ""},
		{"only a quote", "> It broke.\n> Help.", "> It broke.\n> Help.", "", ""},
		{"only an old mail", "-----Original Message-----\nFrom: x\nhelp", "-----Original Message-----\nFrom: x\nhelp", "", ""},

		{"a signature", "It works.\n-- \nAnn Lee\nAcme", "It works.", "", "-- \nAnn Lee\nAcme"},
		{"a signature without its space", "It works.\n\n--\nAnn Lee", "It works.", "", "--\nAnn Lee"},
		{"a signature above the quote", "It works.\n-- \nAnn\n\nOn 4 Nov 2025 Desk wrote:\n> Try", "It works.", "On 4 Nov 2025 Desk wrote:\n> Try", "-- \nAnn"},
		{"a signature below the quote", "It works.\n\nOn 4 Nov 2025 Desk wrote:\n> Try\n-- \nAnn", "It works.", "On 4 Nov 2025 Desk wrote:\n> Try", "-- \nAnn"},
		{"a telephone", "It works.\n\nSent from my iPhone", "It works.", "", "Sent from my iPhone"},
		{"a telephone in German", "Geht.\n\nVon meinem iPhone gesendet\n\nAm 04.11.2025 um 10:00 schrieb Desk:\n> x", "Geht.", "Am 04.11.2025 um 10:00 schrieb Desk:\n> x", "Von meinem iPhone gesendet"},
		{"a telephone in French", "Oui.\n\nEnvoyé de mon iPhone", "Oui.", "", "Envoyé de mon iPhone"},
		{"a telephone in Spanish", "Sí.\n\nEnviado desde mi iPad", "Sí.", "", "Enviado desde mi iPad"},
		{"a telephone in Dutch", "Ja.\n\nVerstuurd vanaf mijn iPhone", "Ja.", "", "Verstuurd vanaf mijn iPhone"},
		{"an app", "Yes.\n\nGet Outlook for iOS <https://aka.ms/o0ukef>", "Yes.", "", "Get Outlook for iOS <https://aka.ms/o0ukef>"},
		{"the end of a list", "Yes.\n_______________________________\nusers mailing list\nusers@acme.test", "Yes.", "", "_______________________________\nusers mailing list\nusers@acme.test"},

		{"words that begin like an attribution", "On Monday at 9:00 I wrote:\nnothing", "On Monday at 9:00 I wrote:\nnothing", "", ""},
		{"a journey", "From: Berlin\nTo: Paris\nDate: 5 May", "From: Berlin\nTo: Paris\nDate: 5 May", "", ""},
		{"a rule within the text", "Before\n-----------\nAfter", "Before\n-----------\nAfter", "", ""},
		{"a dash within the text", "Fix -- not a signature.\n\nBye", "Fix -- not a signature.\n\nBye", "", ""},
		{"a telephone as the matter", "Sent from my iPhone, the photo is\nblurred.\nIt is sharp\non the desk.", "Sent from my iPhone, the photo is\nblurred.\nIt is sharp\non the desk.", "", ""},
		{"a log", "The log says:\n2025-11-04 10:00:00 error: x wrote: y\nend", "The log says:\n2025-11-04 10:00:00 error: x wrote: y\nend", "", ""},
	} {
		fresh, quoted, signature := mailmsg.Reply(strings.ReplaceAll(c.text, "\n", "\r\n"))
		if fresh != c.fresh || quoted != c.quoted || signature != c.signature {
			t.Errorf("%s:\nfresh     %q\nquoted    %q\nsignature %q", c.name, fresh, quoted, signature)
		}
	}
}

func TestALongReplyTakesNoLongTime(t *testing.T) {
	for name, text := range map[string]string{
		"quotes":       strings.Repeat("> x\n", 200_000),
		"attributions": strings.Repeat("On 4 Nov 2025 x wrote:\n", 40_000),
		"half of them": strings.Repeat("On 4 Nov 2025 x <\n", 40_000),
		"empty lines":  "x\n>\n" + strings.Repeat("\n", 200_000) + "y",
		"alternately":  strings.Repeat("> x\n\ny\n", 60_000),
		"dashes":       strings.Repeat("-----\n", 100_000),
		"signatures":   strings.Repeat("--\n", 100_000),
		"one line":     strings.Repeat("On 4 wrote: ", 100_000),
		"header keys":  strings.Repeat("From: x\n", 100_000),
		"openers":      strings.Repeat("On 4 Nov 2025 x wrote:\n\n", 30_000),
	} {
		begin := time.Now()
		fresh, quoted, signature := mailmsg.Reply(text)
		if took := time.Since(begin); took > 3*time.Second {
			t.Errorf("%s: %d bytes took %v", name, len(text), took)
		}
		if fresh+quoted+signature == "" {
			t.Errorf("%s: everything is lost", name)
		}
	}
}

// remains says of public replies what must be left, and what must be gone. The
// expectations are ours.
var remains = map[string][2]string{
	"correct_sig": {"a correct -- signature", "rick"}, "email_1_1": {"clear a Riak bucket", "lists.basho.com"},
	"email_1_2": {"delete them all individually", "Hi folks"}, "email_1_3": {"-Abhishek Kona", "Russell Brown"},
	"email_1_4": {"another problem with it", "defunkt"}, "email_1_5": {"for a while.", ""},
	"email_1_6": {"proper rendering as well", "Corey"}, "email_1_7": {":+1:", "Wanstrath"},
	"email_1_8": {"and under this.", "Hey there, this is my signature"}, "email_2_1": {"Outlook with a reply", "Apps Sync Team"},
	"email_2_2": {"directly above line", "CRM"}, "email_2_3": {"directly above line", "CRM"},
	"email_BlackBerry": {"Here is another email", "BlackBerry"}, "email_bullets": {"- and another", "Joe Smith"},
	"email_iPhone": {"Here is another email", "iPhone"}, "email_long_quote": {"running a test?", "lists.basho.com"},
	"email_multi_word_sent_from_my_mobile_device": {"Here is another email", "Verizon"},
	"email_one_is_not_on":                         {"One outstanding question", "Tapley"},
	"email_sent_from_my_not_signature":            {"my mobile phone.", ""},
	"email_sig_delimiter_in_middle_of_line":       {"kthxbai", ""},
	"greedy_on":                                   {"On your remote host", "Plymale"}, "pathological": {"back to a computer.", "debugging"},
}

// TestReplyAgreesWithPublicSets measures Reply on what others collected.
func TestReplyAgreesWithPublicSets(t *testing.T) {
	all, agree := 0, 0
	tally := func(name, fresh string, ok bool) {
		all++
		agree += count(ok)
		if !ok {
			t.Logf("%s disagrees: %.400q", name, fresh)
		}
	}
	for name, want := range remains {
		raw, err := os.ReadFile(filepath.Join(corpus, "email_reply_parser/test/emails", name+".txt"))
		if err != nil {
			t.Skipf("no public replies: %v", err)
		}
		fresh, _, _ := mailmsg.Reply(string(raw))
		tally(name, fresh, strings.Contains(fresh, want[0]) && (want[1] == "" || !strings.Contains(fresh, want[1])))
	}
	for _, folder := range []string{"standard_replies", "html_replies"} {
		files, err := filepath.Glob(filepath.Join(corpus, "talon", folder, "*.*ml"))
		if err != nil || len(files) == 0 {
			t.Skipf("no public replies in %s: %v", folder, err)
		}
		for _, path := range files {
			fresh := freshOf(t, path)
			said := strings.Join(strings.Fields(fresh), " ")
			tally(filepath.Base(path), fresh, said == "Hello" || said == "Hi. I am fine. Thanks, Alex")
		}
	}
	t.Logf("%d of %d replies agree (%d %%)", agree, all, agree*100/max(all, 1))
	if agree*100 < all*95 {
		t.Errorf("only %d of %d agree", agree, all)
	}
}

// freshOf is what the mail or HTML page in a file says itself.
func freshOf(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(path) == ".html" {
		raw = append([]byte("Content-Type: text/html\n\n"), raw...)
	}
	m, err := mailmsg.Parse(raw, mailmsg.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	fresh, _, _ := mailmsg.Reply(m.Text)
	return fresh
}

func FuzzReply(f *testing.F) {
	for _, s := range []string{"", ">", "a\n> b\nc\n> d", "On 4 Nov x wrote:\n> y\nz", "x\n-- \ny", "From: a\nSubject: b\nTo: c\nd", "-----Original Message-----", "\n\n>\n\n>\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fresh, quoted, signature := mailmsg.Reply(text)
		if strings.TrimSpace(text) != "" && fresh == "" {
			t.Errorf("%q left nothing", text)
		}
		// Nothing is lost, and nothing is invented.
		letters := func(s string) int { return len(strings.Join(strings.Fields(s), "")) }
		if got := letters(fresh) + letters(quoted) + letters(signature); got != letters(text) {
			t.Errorf("%q: %d of %d letters in %q, %q, %q", text, got, letters(text), fresh, quoted, signature)
		}
	})
}
