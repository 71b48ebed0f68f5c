package portal

import (
	"context"
	"net"
	"net/http"

	"secondline/internal/desk/person"
	"secondline/internal/flow/admin"
	"secondline/internal/kit/errs"
)

// Founding sets an empty desk up, for whoever has the one-time link that the
// server printed.
type Founding interface {
	SetUpByLink(ctx context.Context, token string, in admin.SetUpIn) (person.Person, error)
}

type setUpBody struct {
	wrongs
	Name, AdminName, AdminEmail, Zone string
}

// askSetUp shows the form. Like a sign-in link, the set-up link is not used up by
// being looked at.
func (p *portal) askSetUp(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	p.show(w, r, http.StatusOK, "set-up", nil, page{Title: "Set up your desk", Body: setUpBody{Zone: "UTC"}})
}

// setUp makes a working desk of an empty one, and leads its administrator to the
// console's sign-in.
func (p *portal) setUp(w http.ResponseWriter, r *http.Request) {
	f, err := p.plain(w, r)
	if err != nil {
		p.fail(w, r, nil, err)
		return
	}
	b := setUpBody{Name: f.text("name"), AdminName: f.text("admin_name"), AdminEmail: f.text("admin_email"), Zone: f.text("time_zone")}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	_, err = p.Founding.SetUpByLink(r.Context(), r.PathValue("token"), admin.SetUpIn{
		Name: b.Name, AdminName: b.AdminName, AdminEmail: b.AdminEmail, Password: f.Get("password"), Host: host, Zone: b.Zone,
	})
	switch {
	case err == nil:
		http.Redirect(w, r, "/console/", http.StatusSeeOther)
	case errs.FieldOf(err) != "":
		b.wrongs = wrongs{{errs.FieldOf(err), errs.Text(err)}}
		p.show(w, r, http.StatusUnprocessableEntity, "set-up", nil, page{Title: "Set up your desk", Body: b})
	case errs.Is(err, errs.Internal), errs.Is(err, errs.Unavailable):
		p.fail(w, r, nil, err)
	default:
		p.trouble(w, r, http.StatusGone, nil, "This link is no longer good", problemBody{What: errs.Text(err), Do: "Sign in", To: "/sign-in"})
	}
}
