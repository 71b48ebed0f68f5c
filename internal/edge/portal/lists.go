package portal

import (
	"net/http"
	"net/url"

	"secondline/internal/kit/errs"
	"secondline/internal/view/portalview"
)

// recent is how many requests the first page shows.
const recent = 6

// links are the navigation, the current page marked.
func links(current string) []link {
	list := []link{
		{To: "/", Name: "Home", Short: "Home", Icon: "house"},
		{To: "/requests", Name: "My requests", Short: "Requests", Icon: "inbox"},
		{To: "/requests/new", Name: "New request", Short: "New", Icon: "plus"},
	}
	for i := range list {
		list[i].Current = list[i].To == current
	}
	return list
}

func (p *portal) home(w http.ResponseWriter, r *http.Request, v visit) {
	lists, err := p.Window.Lists(r.Context(), v.by, portalview.Wish{})
	if err != nil {
		p.fail(w, r, &v, err)
		return
	}
	services, err := p.Window.Services(r.Context())
	if err != nil {
		p.fail(w, r, &v, err)
		return
	}
	b := homeBody{Lists: lists, Services: services}
	for _, g := range groupsOf(lists) {
		b.Recent = append(b.Recent, g.Lines[:min(len(g.Lines), recent-len(b.Recent))]...)
	}
	p.show(w, r, http.StatusOK, "home", &v, page{Title: "Home", Body: b})
}

func (p *portal) list(w http.ResponseWriter, r *http.Request, v visit) {
	q := r.URL.Query()
	all := q.Get("whose") == "all" && v.viewer.SeesOrganisation
	lists, err := p.Window.Lists(r.Context(), v.by, portalview.Wish{All: all, Cursor: q.Get("from")})
	if errs.Is(err, errs.Invalid) { // an address that somebody shortened: begin anew
		http.Redirect(w, r, "/requests", http.StatusSeeOther)
		return
	}
	if err != nil {
		p.fail(w, r, &v, err)
		return
	}
	b := listsBody{May: v.viewer.SeesOrganisation, All: all, Groups: groupsOf(lists)}
	b.Empty = len(lists.OnYou)+len(lists.Open)+len(lists.Solved) == 0
	if lists.Next != "" {
		older := url.Values{"from": {lists.Next}}
		if all {
			older.Set("whose", "all")
		}
		b.More = "/requests?" + older.Encode()
	}
	title := "My requests"
	if all {
		title = "Requests of " + v.viewer.Organisation
	}
	p.show(w, r, http.StatusOK, "requests", &v, page{Title: title, Body: b})
}

func groupsOf(l portalview.Lists) []group {
	return []group{{"Waiting for you", l.OnYou}, {"Open", l.Open}, {"Solved", l.Solved}}
}
