package handover_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/desk/handover"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func TestAFormIsChecked(t *testing.T) {
	good := func() handover.Form {
		return handover.Form{Reason: handover.Skill, Ask: "Please look."}
	}
	for name, c := range map[string]struct {
		change       func(*handover.Form)
		completeness int
		field        string // that is wrong; "": nothing
	}{
		"complete":                {func(*handover.Form) {}, 60, ""},
		"incomplete":              {func(*handover.Form) {}, 59, "because"},
		"incomplete, and why":     {func(f *handover.Form) { f.Because = "urgent" }, 0, ""},
		"blank why":               {func(f *handover.Form) { f.Because = " \n" }, 0, "because"},
		"no reason":               {func(f *handover.Form) { f.Reason = "" }, 100, "reason"},
		"a second reason":         {func(f *handover.Form) { f.Also = []handover.Reason{handover.Time} }, 100, ""},
		"a second, unknown":       {func(f *handover.Form) { f.Also = []handover.Reason{"x"} }, 100, "reasons"},
		"no ask":                  {func(f *handover.Form) { f.Ask = "\t" }, 100, "ask"},
		"long, in characters":     {func(f *handover.Form) { f.Summary = strings.Repeat("é", 20_000) }, 100, ""},
		"too long":                {func(f *handover.Form) { f.Hypothesis = strings.Repeat("é", 20_001) }, 100, "hypothesis"},
		"too many steps":          {func(f *handover.Form) { f.Tried = make([]handover.Step, 101) }, 100, "tried"},
		"too much evidence":       {func(f *handover.Form) { f.Evidence = make([]handover.Proof, 101) }, 100, "tried"},
		"too long for a customer": {func(f *handover.Form) { f.CustomerMessage = strings.Repeat("x", 20_001) }, 100, "customer_message"},
	} {
		t.Run(name, func(t *testing.T) {
			f := good()
			c.change(&f)
			err := f.Check(c.completeness, 60)
			if errs.FieldOf(err) != c.field || (err == nil) != (c.field == "") {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAReturnIsChecked(t *testing.T) {
	for name, c := range map[string]struct {
		state handover.State
		in    handover.Answer
		field string
		kind  errs.Kind
	}{
		"complete":         {handover.Offered, handover.Answer{Reason: handover.LowerCan, Note: "x"}, "", ""},
		"no note":          {handover.Offered, handover.Answer{Reason: handover.LowerCan, Note: " "}, "note", errs.Invalid},
		"no reason":        {handover.Offered, handover.Answer{Note: "x"}, "reason", errs.Invalid},
		"nothing missing":  {handover.Offered, handover.Answer{Reason: handover.MissingInformation, Missing: []string{" "}, Note: "x"}, "missing", errs.Invalid},
		"something":        {handover.Offered, handover.Answer{Reason: handover.MissingInformation, Missing: []string{"the log"}, Note: "x"}, "", ""},
		"no article":       {handover.Offered, handover.Answer{Reason: handover.AnswerKnown, Note: "x"}, "article", errs.Invalid},
		"no other":         {handover.Offered, handover.Answer{Reason: handover.DuplicateOf, Note: "x"}, "duplicate_of", errs.Invalid},
		"any right team":   {handover.Offered, handover.Answer{Reason: handover.WrongTeam, Note: "x"}, "", ""},
		"accepted already": {handover.Accepted, handover.Answer{Reason: handover.LowerCan, Note: "x"}, "", errs.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := handover.Handover{State: c.state}.Return(c.in)
			if errs.FieldOf(err) != c.field || (err != nil) != (c.kind != "") || err != nil && !errs.Is(err, c.kind) {
				t.Errorf("%v", err)
			}
			if err == nil && got.Note != strings.TrimSpace(c.in.Note) {
				t.Errorf("the note is %q", got.Note)
			}
		})
	}
}

func TestUndoEndsAfterTenSeconds(t *testing.T) {
	h := handover.Handover{State: handover.Offered, OfferedAt: noon}
	if !h.Undoable(noon.Add(10*time.Second)) || h.Undoable(noon.Add(10*time.Second+1)) {
		t.Error("an undo is possible for ten seconds, no less and no more")
	}
	h.State = handover.Accepted
	if h.Undoable(noon) {
		t.Error("what was taken cannot be undone")
	}
}

func TestAChecklistIsTicked(t *testing.T) {
	item := func(s handover.Source) []handover.Item { return []handover.Item{{ID: 7, Source: s, Weight: 3}} }
	byHand := handover.Form{Confirmed: []id.Checklist{7}}
	for name, c := range map[string]struct {
		source handover.Source
		form   handover.Form
		known  handover.Known
		done   bool
	}{
		"asked":             {handover.FromAsked, handover.Form{Summary: "x"}, handover.Known{}, true},
		"asked, blank":      {handover.FromAsked, handover.Form{Summary: " "}, handover.Known{}, false},
		"tried":             {handover.FromTried, handover.Form{Tried: make([]handover.Step, 1)}, handover.Known{}, true},
		"not tried":         {handover.FromTried, byHand, handover.Known{}, false},
		"evidence":          {handover.FromEvidence, handover.Form{Evidence: make([]handover.Proof, 1)}, handover.Known{}, true},
		"no evidence":       {handover.FromEvidence, byHand, handover.Known{}, false},
		"hypothesis":        {handover.FromHypothesis, handover.Form{Hypothesis: "x"}, handover.Known{}, true},
		"ask":               {handover.FromAsk, handover.Form{Ask: "x"}, handover.Known{}, true},
		"no ask":            {handover.FromAsk, byHand, handover.Known{}, false},
		"impact":            {handover.FromImpact, handover.Form{}, handover.Known{Triaged: true}, true},
		"nobody triaged":    {handover.FromImpact, byHand, handover.Known{}, false},
		"told":              {handover.FromTold, handover.Form{CustomerMessage: "x"}, handover.Known{}, true},
		"began, in summary": {handover.FromBegan, handover.Form{Summary: "down since 8:40"}, handover.Known{}, true},
		"began, their word": {handover.FromBegan, handover.Form{}, handover.Known{Words: "Seit heute früh."}, true},
		"began, by hand":    {handover.FromBegan, byHand, handover.Known{}, true},
		"began, unknown":    {handover.FromBegan, handover.Form{Summary: "it is down"}, handover.Known{}, false},
		"device":            {handover.FromDevice, handover.Form{}, handover.Known{Device: "LT-12"}, true},
		"device, by hand":   {handover.FromDevice, byHand, handover.Known{}, true},
		"by hand":           {handover.FromHand, byHand, handover.Known{}, true},
		"not by hand":       {handover.FromHand, handover.Form{}, handover.Known{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			checked, score := handover.Complete(item(c.source), c.form, c.known)
			if checked[0].Done != c.done || score != map[bool]int{true: 100, false: 0}[c.done] {
				t.Errorf("%+v, %d %%", checked, score)
			}
		})
	}
}

func TestCompletenessIsWeighed(t *testing.T) {
	list := []handover.Item{{Source: handover.FromAsk, Weight: 3}, {Source: handover.FromTried, Weight: 2}, {Source: handover.FromHypothesis, Weight: 1}}
	for _, c := range []struct {
		form handover.Form
		want int
	}{
		{handover.Form{}, 0},
		{handover.Form{Ask: "x"}, 50},
		{handover.Form{Hypothesis: "x"}, 17}, // rounded, not cut
		{handover.Form{Tried: make([]handover.Step, 3)}, 33},
		{handover.Form{Ask: "x", Hypothesis: "x", Tried: make([]handover.Step, 1)}, 100},
	} {
		if _, got := handover.Complete(list, c.form, handover.Known{}); got != c.want {
			t.Errorf("%+v: %d %%, wanted %d", c.form, got, c.want)
		}
	}
	if _, got := handover.Complete(nil, handover.Form{}, handover.Known{}); got != 100 {
		t.Errorf("a desk that asks for nothing gets %d %%", got)
	}
}

func TestSinceWhen(t *testing.T) {
	for text, want := range map[string]bool{
		"It is down since yesterday": true, "Started at 8.40": true, "seit Montag": true, "depuis ce matin": true, "desde ayer": true,
		"sinds vandaag": true, "since the update": true, "on Wednesday": true, "last night it broke": true, "nach dem Update": true,
		"It is down.": false, "": false, "The price is 12.5": false, "sincere regards": false,
	} {
		if got := handover.Began(text); (got != "") != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestADraftInventsNothing(t *testing.T) {
	d := handover.Prefill("VPN is down", nil)
	if d.Summary.Text != "VPN is down" || len(d.Summary.Sources)+len(d.Tried)+len(d.Evidence) > 0 || d.Hypothesis.Text != "" {
		t.Errorf("%+v", d)
	}
}

func TestADraftReadsTheTimeline(t *testing.T) {
	long := strings.Repeat("word ", 200)
	d := handover.Prefill("VPN", []handover.Said{
		{Seq: 1, Who: "Ann", ByCustomer: true, Body: "It is  down.\nHelp!"},
		{Seq: 2, Who: "Tom", Body: "Tried: never mind, this is a reply"},
		{Seq: 3, Who: "Tom", Inside: true, Body: "Hello\n- Restarted the client: no change\n* [x] Changed the cable → same\n2) Pinged the gateway\nChecked – the logs\nhypothesis: the gateway"},
		{Seq: 4, Who: "Ida", Inside: true, Step: "Rebooted", Result: "same", Body: "- not a step of its own\nI think it is the key.", Files: []handover.Proof{{File: 9, Label: "log"}}},
		{Seq: 5, Who: "Ann", ByCustomer: true, Body: long},
		{Seq: 6, Who: "Ann", ByCustomer: true, Body: "too late for the summary", Files: []handover.Proof{{File: 10, Label: "photo"}}},
	})
	if !strings.HasPrefix(d.Summary.Text, "It is down. Help!\nword") || len([]rune(d.Summary.Text)) > 640 || len(d.Summary.Sources) != 2 {
		t.Errorf("the summary is %q from %v", d.Summary.Text, d.Summary.Sources)
	}
	want := []handover.Step{
		{Text: "Restarted the client", Result: "no change", Seq: 3},
		{Text: "Changed the cable", Result: "same", Seq: 3},
		{Text: "Pinged the gateway", Seq: 3},
		{Text: "the logs", Seq: 3},
		{Text: "Rebooted", Result: "same", Seq: 4},
	}
	if !slices.Equal(d.Tried, want) {
		t.Errorf("tried %+v", d.Tried)
	}
	if len(d.TriedFrom) != 2 || d.TriedFrom[0].Seq != 3 || d.TriedFrom[1].Seq != 4 {
		t.Errorf("tried from %+v", d.TriedFrom)
	}
	if d.Hypothesis.Text != "I think it is the key." || d.Hypothesis.Sources[0].Seq != 4 {
		t.Errorf("the hypothesis is %+v", d.Hypothesis)
	}
	if !slices.Equal(d.Evidence, []handover.Proof{{File: 9, Seq: 4, Label: "log"}, {File: 10, Seq: 6, Label: "photo"}}) {
		t.Errorf("the evidence is %+v", d.Evidence)
	}
}
