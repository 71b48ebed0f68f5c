package portal

import (
	"net/http"
	"strconv"
	"unicode/utf8"

	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// askWhat shows the form for a new request; an address may fill in its subject
// and service.
func (p *portal) askWhat(w http.ResponseWriter, r *http.Request, v visit) {
	q := r.URL.Query()
	b := createBody{Subject: cut(q.Get("subject"), 200), Service: serviceOf(q.Get("service")), Impact: 3, Urgency: 3}
	if q.Get("kind") == string(ticket.Request) {
		b.Kind = string(ticket.Request)
	}
	p.askAgain(w, r, v, http.StatusOK, b, "")
}

// create sends a new request. Whatever is wrong is said beside its field, with
// everything that was typed or sent still there.
func (p *portal) create(w http.ResponseWriter, r *http.Request, v visit) {
	f, by, err := p.filled(w, r, v)
	b := createBody{
		Kind: f.Get("kind"), Subject: f.text("subject"), Text: f.Get("body"), Service: serviceOf(f.Get("service")),
		Impact: grade(f.Get("impact")), Urgency: grade(f.Get("urgency")),
	}
	if err != nil {
		p.returned(w, r, v, b, f, err)
		return
	}
	if b.Wrong = check(b, f); len(b.Wrong) > 0 {
		p.returned(w, r, v, b, f, nil)
		return
	}
	opened, err := p.Requests.Open(r.Context(), by, ticketing.OpenIn{
		Subject: b.Subject, Body: b.Text, Kind: ticket.Kind(b.Kind), Service: b.Service,
		Impact: b.Impact, Urgency: b.Urgency, Channel: ticket.ByPortal, Files: f.all(),
	})
	if err != nil {
		if p.again(w, r, by, err) {
			return
		}
		p.returned(w, r, v, b, f, err)
		return
	}
	p.receipt(w, r, by, "/requests/"+string(opened.Number.Ref())+"?done=opened")
}

func check(b createBody, f form) wrongs {
	var w wrongs
	if b.Subject == "" {
		w = append(w, wrong{"subject", "Say in a few words what it is about."})
	}
	if len(b.Text) == 0 {
		w = append(w, wrong{"body", "Tell us what happened, or what you need."})
	}
	if f.tooBig {
		w = append(w, wrong{"files", tooBig})
	}
	return w
}

const tooBig = "These files are more than 25 MB together, or more than ten. What fitted is kept; leave the rest out or send it later."

// returned shows the form again. Only what is our fault is an error page.
func (p *portal) returned(w http.ResponseWriter, r *http.Request, v visit, b createBody, f form, err error) {
	trouble := ""
	if err != nil {
		switch errs.KindOf(err) {
		case errs.Invalid, errs.Conflict, errs.TooLarge, errs.Forbidden:
		default:
			p.fail(w, r, &v, err)
			return
		}
		if field, ok := fields[errs.FieldOf(err)]; ok {
			b.Wrong = append(b.Wrong, wrong{field, errs.Text(err)})
		} else {
			trouble = errs.Text(err) + " It is not sent yet; nothing that you typed is lost."
		}
	}
	kept, err := p.Window.Own(r.Context(), v.by, f.all())
	if err != nil {
		p.fail(w, r, &v, err)
		return
	}
	b.Kept, b.wrongs = kept, b.Wrong
	p.askAgain(w, r, v, http.StatusUnprocessableEntity, b, trouble)
}

// fields are where the desk's names for input stand in our forms.
var fields = map[string]string{
	"subject": "subject", "body": "body", "service": "service", "impact": "impact", "urgency": "urgency",
	"attachments": "files", "score": "score", "comment": "comment",
}

func (p *portal) askAgain(w http.ResponseWriter, r *http.Request, v visit, status int, b createBody, trouble string) {
	services, err := p.Window.Services(r.Context())
	if err != nil {
		p.fail(w, r, &v, err)
		return
	}
	b.Services = services
	p.show(w, r, status, "new", &v, page{Title: "New request", Form: token(v.token), Trouble: trouble, Body: b})
}

// serviceOf reads a service's id; what is none means that nobody is sure.
func serviceOf(s string) id.Service {
	n, err := id.Parse[id.Service](s)
	if err != nil {
		return 0
	}
	return n
}

// grade reads how bad it is; what is no answer is the mildest one.
func grade(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 3 {
		return 3
	}
	return n
}

func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) > limit {
		return string([]rune(s)[:limit])
	}
	return s
}
