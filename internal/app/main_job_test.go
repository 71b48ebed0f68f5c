package app_test

import (
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/team"
	"secondline/internal/flow/people"
	"secondline/internal/id"
)

type m = map[string]any

// teamNamed finds a team of the ladder that a desk begins with.
func (r *rig) teamNamed(name string) team.Team {
	r.t.Helper()
	t, err := team.ByName(r.t.Context(), r.app.DB.Read(), name)
	r.must(err)
	return t
}

func (r *rig) join(t team.Team, people ...id.Person) {
	r.t.Helper()
	members, err := team.Members(r.t.Context(), r.app.DB.Read(), t.ID)
	r.must(err)
	for _, p := range people {
		members = append(members, team.Member{Person: p, Preference: 1, Share: 100})
	}
	r.must(r.app.Admin.SetMembers(r.t.Context(), r.root, t.ID, members))
}

// A job is the main job with the three who do it, each by their token.
type mainJob struct {
	*rig
	at             string // the ticket's path
	ann, tom, mara string
	tomID          id.Person
}

// The main job, as an outsider drives it: a customer writes, first line tries
// and hands over, second line returns it once, takes it, solves it, and hands a
// lesson back.
func TestMainJobOverHTTP(t *testing.T) {
	each(t, func(r *rig) {
		j := &mainJob{rig: r}
		j.customerWrites()
		form := j.firstLineHandsOver()
		j.secondLineReturnsThenTakes(form)
		j.customerReadsPlainWords()
		j.secondLineSolves()
		j.lessonComesBack()
	})
}

func (j *mainJob) customerWrites() {
	acme := j.organisation("Acme", "acme.test")
	var maraID id.Person
	_, j.ann = j.person(acme, "Ann Lee", "ann@acme.test", access.Requester)
	j.tomID, j.tom = j.person(j.root.Organisation, "Tom First", "tom@desk.test", access.Agent, acme)
	maraID, j.mara = j.person(j.root.Organisation, "Mara Second", "mara@desk.test", access.Agent, acme)
	j.join(j.teamNamed("First line"), j.tomID)
	j.join(j.teamNamed("Second line"), maraID)
	opened := j.call(j.ann, "POST", "/tickets", m{"subject": "VPN asks for a second code", "body": "Since Tuesday 09:10 it times out."}).is(201)
	opened.has("state", "new").has("team.name", "First line").has("level.rank", 1.0)
	j.at = "/tickets/" + opened.text("ref")
}

func (j *mainJob) firstLineHandsOver() m {
	j.call(j.tom, "POST", j.at+"/triage", m{"impact": 3, "urgency": 2}).is(200).has("state", "open").has("priority", 4.0)
	j.call(j.tom, "POST", j.at+"/assign", m{"person": j.tomID}).is(200).has("assignee.name", "Tom First")
	j.call(j.tom, "POST", j.at+"/notes", m{"body": "- Password reset: no change\n- Fresh code accepted: times out again\n\nI think two policies apply."}).is(201)
	draft := j.call(j.tom, "GET", j.at+"/handover-draft?direction=up", nil).is(200)
	draft.has("team.name", "Second line").has("hypothesis.text", "I think two policies apply.")
	if n := len(draft.get("tried").([]any)); n != 2 {
		j.t.Fatalf("the draft knows %d steps, want 2", n)
	}
	j.call(j.tom, "GET", j.at+"/candidates?direction=up", nil).is(200)
	form := m{"direction": "up", "reason": "access", "ask": "Check which policies apply."}
	j.call(j.tom, "POST", j.at+"/handovers", form).is(422).has("status", 422.0)
	form["because"] = "she needs it at noon"
	return form
}

func (j *mainJob) secondLineReturnsThenTakes(form m) {
	offered := j.call(j.tom, "POST", j.at+"/handovers", form).is(201).has("state", "offered")
	j.call(j.tom, "GET", j.at, nil).is(200).has("team.name", "First line")
	j.call(j.mara, "POST", "/handovers/"+offered.text("id")+"/return", m{
		"reason": "missing_information", "missing": []string{"Steps tried"}, "note": "Which steps did you try?",
	}).is(200).has("state", "returned")
	j.call(j.tom, "GET", j.at, nil).is(200).has("assignee.name", "Tom First")
	form["summary"] = "Ann cannot work from home"
	form["tried"] = []m{{"text": "Password reset", "result": "no change"}}
	again := j.call(j.tom, "POST", j.at+"/handovers", form).is(201)
	j.clock.Advance(7 * time.Minute)
	j.call(j.mara, "POST", "/handovers/"+again.text("id")+"/accept", nil).is(200).has("state", "accepted")
	j.call(j.mara, "GET", j.at, nil).is(200).has("team.name", "Second line").has("assignee.name", "Mara Second")
}

func (j *mainJob) customerReadsPlainWords() {
	said := string(j.call(j.ann, "GET", j.at+"/timeline", nil).is(200).Raw)
	for _, want := range []string{"customer.told", "Mara has everything you told Tom"} {
		if !strings.Contains(said, want) {
			j.t.Errorf("the customer was not told %q: %s", want, said)
		}
	}
	for _, secret := range []string{"two policies", "noon", "handed_over", "Which steps"} {
		if strings.Contains(said, secret) {
			j.t.Errorf("the customer can read %q", secret)
		}
	}
}

func (j *mainJob) secondLineSolves() {
	j.call(j.mara, "POST", j.at+"/resolve", m{
		"message": "The second policy is off now.", "cause": "Two sign-in policies applied.", "first_line_next_time": true,
		"lesson": "Look at the policy list first.",
	}).is(200).has("state", "resolved")
}

func (j *mainJob) lessonComesBack() {
	lessons := j.call(j.tom, "GET", "/lessons?mine=true&state=open", nil).is(200)
	lesson := lessons.get("items").([]any)[0].(m)
	j.call(j.tom, "POST", "/lessons/"+lesson["id"].(string)+"/learn", nil).is(200)
	j.call(j.ann, "POST", j.at+"/confirm", m{}).is(200).has("state", "closed")
	j.call(j.ann, "POST", j.at+"/rating", m{"score": 5}).is(200)
	j.settle()
	found := j.call(j.tom, "GET", "/search?q=second+code", nil).is(200)
	if len(found.get("items").([]any)) != 1 {
		j.t.Errorf("the search finds %s", found.Raw)
	}
}

// The same key and body have one effect and one answer; the same key for another
// request is refused.
func TestIdempotencyKey(t *testing.T) {
	each(t, func(r *rig) {
		_, ann := r.person(r.organisation("Acme", "acme.test"), "Ann Lee", "ann@acme.test", access.Requester)
		body := m{"subject": "Once", "body": "only"}
		one := r.call(ann, "POST", "/tickets", body, "Idempotency-Key", "k1").is(201)
		two := r.call(ann, "POST", "/tickets", body, "Idempotency-Key", "k1").is(201)
		if string(one.Raw) != string(two.Raw) || one.Header.Get("Location") != two.Header.Get("Location") {
			t.Errorf("the second answer differs: %s and %s", one.Raw, two.Raw)
		}
		r.call(ann, "POST", "/tickets", m{"subject": "Twice", "body": "x"}, "Idempotency-Key", "k1").is(409)
		list := r.call(ann, "GET", "/tickets", nil).is(200)
		if n := len(list.get("items").([]any)); n != 1 {
			t.Errorf("there are %d tickets, want 1", n)
		}
	})
}

// Unknown fields are refused and nothing is applied; a stale ETag loses.
func TestBadInputAndStaleETag(t *testing.T) {
	each(t, func(r *rig) {
		_, ann := r.person(r.organisation("Acme", "acme.test"), "Ann Lee", "ann@acme.test", access.Requester)
		r.call(ann, "POST", "/tickets", m{"subject": "x", "body": "y", "colour": "red"}).is(422)
		one := r.call(ann, "POST", "/tickets", m{"subject": "x", "body": "y"}).is(201)
		boss, _, err := r.app.People.CreateToken(r.t.Context(), r.root, people.TokenIn{Name: "boss", Scopes: []string{"*"}})
		r.must(err)
		at := "/tickets/" + one.text("ref")
		tag := one.Header.Get("ETag")
		r.call(boss, "PATCH", at, m{"tags": []string{"a"}}, "If-Match", tag).is(200)
		r.call(boss, "PATCH", at, m{"tags": []string{"b"}}, "If-Match", tag).is(412)
	})
}
