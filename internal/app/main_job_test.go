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
	var members []team.Member
	for _, p := range people {
		members = append(members, team.Member{Person: p, Preference: 1, Share: 100})
	}
	r.must(r.app.Admin.SetMembers(r.t.Context(), r.root, t.ID, members))
}

// The main job, as an outsider drives it: a customer writes, first line tries
// and hands over, second line returns it once, takes it, solves it, and hands a
// lesson back.
func TestMainJobOverHTTP(t *testing.T) {
	each(t, func(r *rig) {
		acme := r.organisation("Acme", "acme.test")
		first, second := r.teamNamed("First line"), r.teamNamed("Second line")
		_, ann := r.person(acme, "Ann Lee", "ann@acme.test", access.Requester)
		tomID, tom := r.person(r.root.Organisation, "Tom First", "tom@desk.test", access.Agent, acme)
		maraID, mara := r.person(r.root.Organisation, "Mara Second", "mara@desk.test", access.Agent, acme)
		r.join(first, tomID)
		r.join(second, maraID)

		opened := r.call(ann, "POST", "/tickets", m{"subject": "VPN asks for a second code", "body": "Since Tuesday 09:10 it times out."}).is(201)
		ref := opened.text("ref")
		opened.has("state", "new").has("team.name", "First line").has("level.rank", 1.0)
		at := "/tickets/" + ref

		r.call(tom, "POST", at+"/triage", m{"impact": 3, "urgency": 2}).is(200).has("state", "open").has("priority", 4.0)
		r.call(tom, "POST", at+"/assign", m{"person": tomID}).is(200).has("assignee.name", "Tom First")
		r.call(tom, "POST", at+"/notes", m{"body": "- Password reset: no change\n- Fresh code accepted: times out again\n\nI think two policies apply."}).is(201)

		draft := r.call(tom, "GET", at+"/handover-draft?direction=up", nil).is(200)
		draft.has("team.name", "Second line").has("hypothesis.text", "I think two policies apply.")
		if n := len(draft.get("tried").([]any)); n != 2 {
			t.Fatalf("the draft knows %d steps, want 2", n)
		}
		r.call(tom, "GET", at+"/candidates?direction=up", nil).is(200)

		form := m{"direction": "up", "reason": "access", "ask": "Check which policies apply.", "summary": draft.get("summary.text")}
		r.call(tom, "POST", at+"/handovers", form).is(422).has("status", 422.0)
		form["because"] = "she needs it at noon"
		offered := r.call(tom, "POST", at+"/handovers", form).is(201).has("state", "offered")
		r.call(tom, "GET", at, nil).is(200).has("team.name", "First line")
		r.call(mara, "POST", "/handovers/"+offered.text("id")+"/return", m{
			"reason": "missing_information", "missing": []string{"Steps tried"}, "note": "Which steps did you try?",
		}).is(200).has("state", "returned")
		r.call(tom, "GET", at, nil).is(200).has("assignee.name", "Tom First")

		form["tried"] = draft.get("tried")
		again := r.call(tom, "POST", at+"/handovers", form).is(201)
		r.clock.Advance(7 * time.Minute)
		r.call(mara, "POST", "/handovers/"+again.text("id")+"/accept", nil).is(200).has("state", "accepted")
		r.call(mara, "GET", at, nil).is(200).has("team.name", "Second line").has("assignee.name", "Mara Second")
		said := string(r.call(ann, "GET", at+"/timeline", nil).is(200).Raw)
		for _, want := range []string{"customer.told", "Mara has everything you told Tom"} {
			if !strings.Contains(said, want) {
				t.Errorf("the customer was not told %q: %s", want, said)
			}
		}
		for _, secret := range []string{"two policies", "noon", "handed_over", "Which steps"} {
			if strings.Contains(said, secret) {
				t.Errorf("the customer can read %q", secret)
			}
		}

		r.call(mara, "POST", at+"/resolve", m{
			"message": "The second policy is off now.", "cause": "Two sign-in policies applied.", "first_line_next_time": true,
			"lesson": "Look at the policy list first.",
		}).is(200).has("state", "resolved")
		lessons := r.call(tom, "GET", "/lessons?mine=true&state=open", nil).is(200)
		lesson := lessons.get("items").([]any)[0].(m)
		r.call(tom, "POST", "/lessons/"+lesson["id"].(string)+"/learn", nil).is(200)
		r.call(ann, "POST", at+"/confirm", m{}).is(200).has("state", "closed")
		r.call(ann, "POST", at+"/rating", m{"score": 5}).is(200)
		r.settle()
		r.call(tom, "GET", "/search?q=second+code", nil).is(200)
	})
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
