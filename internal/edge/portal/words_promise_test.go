package portal

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"secondline/internal/view/portalview"
)

// Promises are said as times in the customer's own zone, and never in our words.
func TestPromisesInPlainWords(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	answer, solution := portalview.Answer, portalview.Solution
	for _, c := range []struct {
		zone *time.Location
		list []portalview.Promise
		want string
	}{
		{time.UTC, []portalview.Promise{{Of: answer, By: at("12:53")}, {Of: solution, By: at("17:00").AddDate(0, 0, 2)}}, " We answer by 12:53. Solved by Thursday 17:00."},
		{berlin, []portalview.Promise{{Of: answer, By: at("12:53")}}, " We answer by 13:53."},
		{berlin, []portalview.Promise{{Of: answer, By: at("23:30")}}, " We answer by Wednesday 00:30."},
		{time.UTC, []portalview.Promise{{Of: solution, By: at("09:00").AddDate(0, 0, 7)}}, " Solved by Tue 24 Nov, 09:00."},
		{time.UTC, []portalview.Promise{{Of: solution, Waited: true}}, ""},
		{time.UTC, nil, ""},
	} {
		if got := newSpeech(at("11:50"), c.zone).Promise(c.list); got != c.want {
			t.Errorf("it says %q, want %q", got, c.want)
		}
	}
}

// insideWords are words that customers never read.
var insideWords = regexp.MustCompile(`SLA|OLA|clock|breach|target|deadline|tier|L2`)

func TestWhatHappensNextTellsPromises(t *testing.T) {
	say := newSpeech(at("11:50"), time.UTC)
	for name, c := range map[string]struct {
		p    portalview.Promise
		when string
		what string
	}{
		"to answer":        {portalview.Promise{Of: portalview.Answer, By: at("12:00")}, "12:00", "The latest that Mara writes to you."},
		"to solve":         {portalview.Promise{Of: portalview.Solution, By: at("17:00").AddDate(0, 0, 2)}, "Thu 17:00", "The latest we expect this to be solved."},
		"moved by us":      {portalview.Promise{Of: portalview.Solution, By: at("14:00"), Was: at("12:53")}, "14:00", "The latest we expect this to be solved. We had said 12:53 before."},
		"moved by waiting": {portalview.Promise{Of: portalview.Solution, By: at("13:13"), Was: at("12:53"), Waited: true}, "13:13", "The latest we expect this to be solved. It was 12:53; the time that we waited for you came on top."},
		"not kept":         {portalview.Promise{Of: portalview.Answer, By: at("11:30"), Over: true}, late, "We wanted to answer by 11:30 and have not. We are sorry; it is next."},
	} {
		r := calls()
		r.Promises = []portalview.Promise{c.p}
		list := say.Next(r)
		if len(list) != 3 || list[0].When != "Now" || list[1].When != c.when || list[1].What != c.what || list[2].When != "You" {
			t.Errorf("%s: what happens next is %+v", name, list)
		}
		if word := insideWords.FindString(fmt.Sprint(list)); word != "" {
			t.Errorf("%s: a customer reads %q in %v", name, word, list)
		}
	}
}

func TestListsAndEventsTellPromises(t *testing.T) {
	say := newSpeech(at("11:50"), time.UTC)
	until := func(p *portalview.Promise, stage portalview.Stage) string {
		return say.Until(portalview.Line{Standing: portalview.Standing{Stage: stage}, Promise: p})
	}
	for want, got := range map[string]string{
		", answer by 12:00":           until(&portalview.Promise{Of: portalview.Answer, By: at("12:00")}, portalview.Received),
		", solved by Wednesday 09:00": until(&portalview.Promise{Of: portalview.Solution, By: at("09:00").AddDate(0, 0, 1)}, portalview.WithTeam),
		", our answer is late":        until(&portalview.Promise{Of: portalview.Answer, By: at("11:00"), Over: true}, portalview.WithTeam),
		", later than promised":       until(&portalview.Promise{Of: portalview.Solution, By: at("11:00"), Over: true}, portalview.WithTeam),
		"by about 12:53":              say.About(calls().Promises),
		"Passed from first line to network specialists. Your promise of 12:53 did not change.": say.Event(portalview.Post{Kind: portalview.Passed, From: "First line", Team: "Network specialists", On: at("12:53")}),
		"The time by which this is to be solved moved from 12:53 to Thursday 17:00.":           say.Event(portalview.Post{Kind: portalview.MovedIt, Of: portalview.Solution, Was: at("12:53"), On: at("17:00").AddDate(0, 0, 2)}),
		"The time by which we answer moved from 12:53 to 14:00.":                               say.Event(portalview.Post{Kind: portalview.MovedIt, Of: portalview.Answer, Was: at("12:53"), On: at("14:00")}),
	} {
		if got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
	if got := until(&portalview.Promise{Of: portalview.Solution, By: at("12:00")}, portalview.OnYou) + until(nil, portalview.Received); got != "" {
		t.Errorf("where the customer is to answer it adds %q", got)
	}
}
