package app_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"secondline/internal/core/access"
	"secondline/internal/flow/notify"
)

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
				{"GET", v.at + "/vendor", nil},
				{"GET", v.at + "/vendor-draft?vendor=" + v.vendor, nil},
				{"POST", v.at + "/vendor/preview", m{"vendor": v.vendor, "ask": "x"}},
				{"POST", v.at + "/vendor", m{"vendor": v.vendor, "ask": "x"}},
				{"POST", at + "/messages", m{"body": "x"}},
				{"POST", at + "/messages/preview", m{"body": "x"}},
				{"POST", at + "/answers", m{"body": "x"}},
				{"PATCH", at, m{"reference": "x"}},
				{"POST", at + "/close", m{"outcome": "solved"}},
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
