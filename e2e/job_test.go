package e2e

import (
	"strings"
	"testing"
)

// The main job as scripts drive it, with the mails that a customer gets: first
// line tries and hands over, second line returns it once, takes it, solves it,
// and a lesson comes back down.
func TestTheMainJob(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.setUp()
		d.start()
		j := &job{desk: d, ann: d.token("ann@acme.test"), tom: d.token("tom@nordwind.test"), mara: d.token("mara@nordwind.test")}
		j.annWrites()
		form := j.tomHandsOver()
		j.maraReturnsIt(form)
		j.maraTakesIt(form)
		j.annReadsWho()
		j.maraSolvesIt()
		j.tomLearns()
		j.annConfirms()
		j.nothingLeaked()
	})
}

// A job is the main job, with the keys of the three who do it.
type job struct {
	*desk
	ann, tom, mara string
	at             string // the ticket's path
	told           string // the mail that says who has it
}

func (j *job) annWrites() {
	j.t.Helper()
	opened := j.call(j.ann, "POST", "/tickets", m{"subject": "VPN asks for a second code", "body": "Since Tuesday it **times out**."}).is(201)
	opened.has("state", "new").has("team.name", "First line").has("level.rank", 1.0)
	j.at = "/tickets/" + opened.text("ref")
	if at := opened.header.Get("Location"); !strings.HasSuffix(at, j.at) {
		j.t.Errorf("it is said to be at %q", at)
	}
}

func (j *job) tomHandsOver() m {
	j.t.Helper()
	j.call(j.tom, "POST", j.at+"/triage", m{"impact": 3, "urgency": 2}).is(200).has("state", "open")
	me := j.call(j.tom, "GET", "/me", nil).is(200)
	j.call(j.tom, "POST", j.at+"/assign", m{"person": me.text("id")}).is(200).has("assignee.name", "Tom First")
	j.call(j.tom, "POST", j.at+"/notes", m{"body": "- Password reset: no change\n\nI think two policies apply."}).is(201)
	draft := j.call(j.tom, "GET", j.at+"/handover-draft?direction=up", nil).is(200)
	if tried := draft.get("tried").([]any); len(tried) != 1 {
		j.t.Errorf("the draft knows %d steps, want the one of the note: %s", len(tried), draft.raw)
	}
	form := m{
		"direction": "up", "reason": "access", "ask": "Check which policies apply.", "because": "she needs it at noon",
		"summary": "Ann cannot work from home", "tried": []m{{"text": "Password reset", "result": "no change"}},
	}
	j.call(j.tom, "POST", j.at+"/handovers", m{"direction": "up", "reason": "access"}).is(422)
	return form
}

func (j *job) maraReturnsIt(form m) {
	j.t.Helper()
	offered := j.call(j.tom, "POST", j.at+"/handovers", form).is(201).has("state", "offered")
	j.call(j.tom, "GET", j.at, nil).is(200).has("team.name", "First line").has("offer.team.name", "Second line")
	box := j.call(j.mara, "GET", "/handovers?state=offered&box=to_us", nil).is(200).items()
	if len(box) != 1 || box[0]["id"] != offered.text("id") {
		j.t.Errorf("Mara's inbox holds %v", box)
	}
	j.call(j.ann, "POST", "/handovers/"+offered.text("id")+"/accept", nil).is(404)
	j.call(j.mara, "POST", "/handovers/"+offered.text("id")+"/return", m{
		"reason": "missing_information", "missing": []string{"Steps tried"}, "note": "Which code did she use?",
	}).is(200).has("state", "returned")
	j.call(j.tom, "GET", j.at, nil).is(200).has("assignee.name", "Tom First").has("ladder.returns", 1.0)
}

func (j *job) maraTakesIt(form m) {
	j.t.Helper()
	j.call(j.tom, "POST", j.at+"/notes", m{"body": "- Fresh code: times out as well"}).is(201)
	again := j.call(j.tom, "POST", j.at+"/handovers", form).is(201)
	j.call(j.mara, "POST", "/handovers/"+again.text("id")+"/accept", nil).is(200).has("state", "accepted")
	j.call(j.tom, "POST", "/handovers/"+again.text("id")+"/withdraw", nil).is(409)
	j.call(j.mara, "GET", j.at, nil).is(200).has("team.name", "Second line").has("level.rank", 2.0).has("assignee.name", "Mara Second")
}

func (j *job) annReadsWho() {
	j.t.Helper()
	told := j.outside.sent(j.t, "ann@acme.test", "Mara has everything you told Tom")
	for _, header := range []string{"Message-Id", "Reply-To", "Auto-Submitted"} {
		if told.head.Get(header) == "" {
			j.t.Errorf("the mail has no %s: %v", header, told.head)
		}
	}
	j.told = told.head.Get("Message-Id")
}

func (j *job) maraSolvesIt() {
	j.t.Helper()
	j.call(j.mara, "POST", j.at+"/resolve", m{
		"message": "The second policy is off now.", "cause": "Two sign-in policies applied.", "first_line_next_time": true,
		"lesson": "Look at the policy list first.",
	}).is(200).has("state", "resolved")
	solved := j.outside.sent(j.t, "ann@acme.test", "The second policy is off now.")
	if !strings.Contains(solved.head.Get("References"), j.told) {
		j.t.Errorf("the mails do not hang together: %v", solved.head)
	}
}

func (j *job) tomLearns() {
	j.t.Helper()
	open := "/lessons?mine=true&state=open"
	lessons := j.call(j.tom, "GET", open, nil).is(200).items()
	if len(lessons) != 1 || lessons[0]["text"] != "Look at the policy list first." {
		j.t.Fatalf("Tom is shown %v", lessons)
	}
	j.call(j.tom, "POST", "/lessons/"+lessons[0]["id"].(string)+"/learn", nil).is(200)
	if left := j.call(j.tom, "GET", open, nil).is(200).items(); len(left) != 0 {
		j.t.Errorf("he is still shown %v", left)
	}
}

func (j *job) annConfirms() {
	j.t.Helper()
	j.call(j.ann, "POST", j.at+"/confirm", m{}).is(200).has("state", "closed")
	j.call(j.ann, "POST", j.at+"/rating", m{"score": 5}).is(200)
	j.call(j.mara, "GET", j.at, nil).is(200).has("rating", 5.0)
	until(j.t, "the search finds it", func() bool { return len(j.call(j.tom, "GET", "/search?q=second+code", nil).is(200).items()) == 1 })
}

// nothingLeaked holds what Ann can read, on pages and in mails, against what was
// said among agents.
func (j *job) nothingLeaked() {
	j.t.Helper()
	read := string(j.call(j.ann, "GET", j.at+"/timeline", nil).is(200).raw) + string(j.call(j.ann, "GET", j.at, nil).is(200).raw)
	j.outside.mu.Lock()
	defer j.outside.mu.Unlock()
	for _, l := range j.outside.got {
		if l.to == "ann@acme.test" {
			read += l.subject() + l.body
		}
	}
	for _, inner := range []string{"two policies", "noon", "Which code", "cannot work from home", "Look at the policy list", "escalat"} {
		if strings.Contains(read, inner) {
			j.t.Errorf("Ann can read “%s”", inner)
		}
	}
}
