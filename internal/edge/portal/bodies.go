package portal

import (
	"secondline/internal/id"
	"secondline/internal/view/portalview"
)

// A wrong is what is wrong with one field of a form.
type wrong struct{ ID, Text string }

// A flaw is a field's part in a template: what is wrong with it, and which
// texts on the page describe it.
type flaw struct{ ID, Text, Describes string }

// wrongs are a form's mistakes, in the order of its fields.
type wrongs []wrong

// Of gives what is wrong with a field; hint is the id of a text that explains it.
func (w wrongs) Of(field string, hint ...string) flaw {
	f := flaw{}
	if len(hint) > 0 {
		f.Describes = hint[0]
	}
	for _, x := range w {
		if x.ID != field {
			continue
		}
		f.ID, f.Text = field+"-wrong", x.Text
		if f.Describes != "" {
			f.Describes += " "
		}
		f.Describes += f.ID
	}
	return f
}

type homeBody struct {
	Lists    portalview.Lists
	Services []portalview.Service
	Recent   []portalview.Line
}

type listsBody struct {
	May, All, Empty bool // may see everybody's; sees them now; there are none
	Groups          []group
	More            string // address of the older ones
}

type group struct {
	Name  string
	Lines []portalview.Line
}

// A choice is one answer to how bad it is.
type choice struct {
	Value int
	Name  string
}

// The desk counts from 1, the worst; customers read what that means.
var (
	impacts   = []choice{{3, "Only me"}, {2, "Several of us, or a room"}, {1, "A whole site, or everybody"}}
	urgencies = []choice{{3, "It is a nuisance, but I can work"}, {2, "I can work, but only with difficulty"}, {1, "I cannot work at all"}}
)

type createBody struct {
	wrongs
	Wrong           wrongs // the same, for counting
	Kind            string
	Subject, Text   string
	Service         id.Service
	Impact, Urgency int
	Services        []portalview.Service
	Kept            []portalview.File
}

// Impacts are the answers to how many people it hits.
func (createBody) Impacts() []choice { return impacts }

// Urgencies are the answers to how badly it hits them.
func (createBody) Urgencies() []choice { return urgencies }

type signInBody struct {
	wrongs
	Email      string
	ByPassword bool
}

type requestBody struct {
	wrongs
	Request         portalview.Request
	Newest, Earlier []portalview.Post
	Text, Comment   string
	Score           int
	Kept            []portalview.File
}

// newest is how many entries stand open; older ones are folded away, so that
// the field for an answer stays near.
const newest = 8

func newRequestBody(r portalview.Request) requestBody {
	b := requestBody{Request: r, Newest: r.Posts}
	if len(r.Posts) > newest+2 {
		b.Newest, b.Earlier = r.Posts[:newest], r.Posts[newest:]
	}
	return b
}

// A problemBody is an error in plain words: what happened, what is safe, what to do.
type problemBody struct{ What, Safe, Do, To string }
