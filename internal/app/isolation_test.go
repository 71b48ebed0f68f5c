package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
)

// A customer of the desk with everything that could leak, each marked with the
// customer's canary.
type side struct {
	canary           string
	org              id.Organisation
	annID, agentID   id.Person
	ann, agent       string // tokens of a requester and of an agent cleared for this side only
	ref              string
	handover, lesson string
	file, key        string
}

// A foreign id gives the same answer as one that does not exist, for every
// operation of the API that takes an id, for a requester and for an agent of
// another organisation; and no answer holds the other side's canary.
func TestOneOrganisationNeverSeesAnother(t *testing.T) {
	each(t, func(r *rig) {
		ours, theirs := r.side("Harrier"), r.side("Osprey")
		ops := r.operations()
		for who, token := range map[string]string{"requester": ours.ann, "agent": ours.agent} {
			tried := 0
			for _, o := range ops {
				tried += r.probe(who, token, o, theirs)
			}
			if tried < 40 {
				t.Errorf("only %d operations of the API take an id of an organisation: the walk misses some", tried)
			}
			r.lists(who, token, ops, theirs)
			r.references(who, token, ours, theirs)
		}
		r.settle()
	})
}

// side furnishes one customer: a ticket that was handed over, returned, taken
// and solved with a lesson, a file, a note, a session and a token.
func (r *rig) side(canary string) side {
	r.t.Helper()
	lower := strings.ToLower(canary)
	s := side{canary: canary, org: r.organisation(canary+" Ltd", lower+".test")}
	s.annID, s.ann = r.person(s.org, "Ann "+canary, "ann@"+lower+".test", access.Requester)
	s.agentID, s.agent = r.person(r.root.Organisation, "Agent "+lower[:2], "agent-"+lower[:2]+"@desk.test", access.Agent, s.org)
	otherID, other := r.person(r.root.Organisation, "Second "+lower[:2], "second-"+lower[:2]+"@desk.test", access.Agent, s.org)
	r.join(r.teamNamed("First line"), s.agentID)
	r.join(r.teamNamed("Second line"), otherID)

	s.file = r.upload(s.ann, canary+".txt")
	opened := r.call(s.ann, "POST", "/tickets", m{"subject": canary + " is down", "body": canary, "attachments": []string{s.file}}).is(201)
	s.ref = opened.text("ref")
	at := "/tickets/" + s.ref
	r.call(s.agent, "POST", at+"/notes", m{"body": canary + " note"}).is(201)
	r.call(s.agent, "PATCH", at, m{"tags": []string{lower}}).is(200)
	r.maker(s, at)
	form := m{"direction": "up", "reason": "skill", "ask": canary + " please", "because": canary}
	first := r.call(s.agent, "POST", at+"/handovers", form).is(201)
	r.call(other, "POST", "/handovers/"+first.text("id")+"/accept", nil).is(200)
	r.call(other, "POST", at+"/resolve", m{"message": canary, "cause": canary, "first_line_next_time": true, "lesson": canary}).is(200)
	s.lesson = r.call(s.agent, "GET", "/lessons?mine=true", nil).is(200).get("items").([]any)[0].(m)["id"].(string)
	r.call(s.agent, "POST", at+"/reopen", m{}).is(200)
	s.handover = r.call(other, "POST", at+"/handovers", m{"direction": "down", "reason": "skill", "ask": canary, "because": canary}).is(201).text("id")
	s.key = r.call(s.ann, "POST", "/tokens", m{"name": canary, "scopes": []string{"tickets:read"}}).is(201).text("id")
	r.settle()
	return s
}

// maker sends the ticket to a vendor who has a contract with this customer.
func (r *rig) maker(s side, at string) {
	r.t.Helper()
	v, err := r.app.Admin.AddVendor(r.t.Context(), r.root, admin.VendorIn{
		Name: new("Maker for " + s.ref), Contacts: &[]vendor.Contact{{Name: "Kim", Email: "kim@maker.test"}},
		Contracts: &[]vendor.Contract{{Number: s.canary, Organisation: s.org, Answer: time.Hour}},
	})
	r.must(err)
	sent := r.call(s.agent, "POST", at+"/vendor", m{"vendor": v.ID.String(), "ask": s.canary, "summary": s.canary}).is(201)
	r.call(s.agent, "POST", at+"/vendor/"+sent.text("id")+"/answers", m{"body": s.canary, "reference": s.canary}).is(200)
}

// upload sends a file and gives its id.
func (r *rig) upload(token, name string) string {
	r.t.Helper()
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	w, err := form.CreateFormFile("file", name)
	r.must(err)
	_, err = w.Write([]byte(name))
	r.must(err)
	r.must(form.Close())
	q, err := http.NewRequestWithContext(r.t.Context(), "POST", r.url+"/api/v1/files", &buf)
	r.must(err)
	q.Header.Set("Authorization", "Bearer "+token)
	q.Header.Set("Content-Type", form.FormDataContentType())
	resp, err := http.DefaultClient.Do(q)
	r.must(err)
	var out struct{ ID string }
	r.must(json.NewDecoder(resp.Body).Decode(&out))
	r.must(resp.Body.Close())
	if resp.StatusCode != 201 {
		r.t.Fatalf("uploading %s: %d", name, resp.StatusCode)
	}
	return out.ID
}

// An operation of the API, as its own description tells it.
type operation struct {
	method, path string
	body         any
}

func (r *rig) operations() []operation {
	r.t.Helper()
	api := r.call("", "GET", "/openapi.json", nil).is(200)
	var ops []operation
	for path, item := range api.get("paths").(m) {
		for method, v := range item.(m) {
			o := operation{method: strings.ToUpper(method), path: path}
			if v.(m)["requestBody"] != nil {
				o.body = sample(api.Body, dig(v.(m), "requestBody", "content", "application/json", "schema"))
			}
			ops = append(ops, o)
		}
	}
	slices.SortFunc(ops, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return ops
}

func dig(v any, path ...string) m {
	for _, p := range path {
		next, ok := v.(m)
		if !ok {
			return nil
		}
		v = next[p]
	}
	out, _ := v.(m) // what is not there is nil
	return out
}

// sample makes the smallest body that a schema takes.
func sample(doc any, schema m) any {
	if ref, ok := schema["$ref"].(string); ok {
		schema = dig(doc, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
	}
	if list, ok := schema["enum"].([]any); ok {
		return list[0]
	}
	switch schema["type"] {
	case "object":
		out := m{}
		required, _ := schema["required"].([]any) // none is nil
		for _, name := range required {
			out[name.(string)] = sample(doc, dig(schema, "properties", name.(string)))
		}
		return out
	case "integer", "number":
		return 1
	case "boolean":
		return true
	case "array":
		return []any{}
	default:
		return "1"
	}
}

// foreign gives the id of theirs that belongs into a path, and one that nobody
// has; none for what belongs to the desk as a whole.
func (s side) foreign(path string) (theirs, missing string) {
	bound := map[string]string{
		"/tickets/{ref}": s.ref, "/handovers/{id}": s.handover, "/lessons/{id}": s.lesson, "/files/{id}": s.file,
		"/organisations/{id}": s.org.String(), "/people/{id}": s.annID.String(), "/tokens/{id}": s.key,
	}
	for prefix, key := range bound {
		if strings.HasPrefix(path, prefix) {
			if strings.HasPrefix(prefix, "/tickets") {
				return key, "SL-999999"
			}
			return key, "700000000000000001"
		}
	}
	return "", ""
}

var place = regexp.MustCompile(`\{\w+\}`)

// probe asks an operation for a foreign id and for a missing one.
func (r *rig) probe(who, token string, o operation, s side) int {
	theirs, missing := s.foreign(o.path)
	if theirs == "" {
		return 0
	}
	ask := func(key string) (int, string) {
		a := r.call(token, o.method, place.ReplaceAllString(o.path, key), o.body)
		return a.Status, strings.ReplaceAll(string(a.Raw), key, "…")
	}
	gotStatus, got := ask(theirs)
	wantStatus, want := ask(missing)
	what := fmt.Sprintf("%s %s as %s", o.method, o.path, who)
	if gotStatus < 400 || gotStatus == 500 {
		r.t.Errorf("%s reached another organisation's record: %d %s", what, gotStatus, got)
	}
	if gotStatus != wantStatus || got != want {
		r.t.Errorf("%s tells a foreign record from a missing one:\n%d %s\n%d %s", what, gotStatus, got, wantStatus, want)
	}
	r.silent(what, got, s)
	return 1
}

// silent checks that nothing of the other side is in an answer.
func (r *rig) silent(what, said string, s side) {
	r.t.Helper()
	if strings.Contains(strings.ToLower(said), strings.ToLower(s.canary)) {
		r.t.Errorf("%s leaks %s: %s", what, s.canary, said)
	}
}

// lists asks every list, plainly and with what would find the other side.
func (r *rig) lists(who, token string, ops []operation, s side) {
	for _, o := range ops {
		if o.method != "GET" || place.MatchString(strings.ReplaceAll(o.path, "{view}", "")) {
			continue
		}
		for _, view := range []string{"all", "waiting", "bounced"} {
			path := strings.ReplaceAll(o.path, "{view}", view)
			asks := []string{"", "?q=zzz", "?organisation=" + s.org.String(), "?requester=" + s.annID.String(), "?tag=" + strings.ToLower(s.canary)}
			for _, q := range asks {
				q = strings.ReplaceAll(q, "zzz", s.canary[:5])
				a := r.call(token, "GET", path+q, nil)
				r.silent("GET "+path+q+" as "+who, string(a.Raw), s)
			}
		}
	}
}

// references names the other side's records inside otherwise good requests.
func (r *rig) references(who, token string, ours, s side) {
	at := "/tickets/" + ours.ref
	bodies := map[string][]m{
		"/tickets": {
			{"subject": "x", "body": "y", "requester": m{"id": s.annID.String()}},
			{"subject": "x", "body": "y", "requester": m{"email": "new@nowhere.test"}, "organisation": s.org.String()},
			{"subject": "x", "body": "y", "attachments": []string{s.file}},
		},
		at + "/merge":     {{"into": s.ref}},
		at + "/links":     {{"ref": s.ref, "kind": "related"}},
		at + "/assign":    {{"person": s.annID.String()}},
		at + "/replies":   {{"body": "x", "attachments": []string{s.file}}},
		at + "/handovers": {{"direction": "up", "reason": "skill", "ask": "x", "because": "x", "evidence": []m{{"file": s.file, "label": "x"}}}},
	}
	for _, path := range slices.Sorted(maps.Keys(bodies)) {
		for _, b := range bodies[path] {
			a := r.call(token, "POST", path, b)
			if a.Status < 400 || a.Status == 500 {
				r.t.Errorf("POST %s as %s took another organisation's record: %v: %d %s", path, who, b, a.Status, a.Raw)
			}
			r.silent("POST "+path+" as "+who, string(a.Raw), s)
		}
	}
}
