package api_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"

	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/edge/api"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/dealing"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/people"
	"secondline/internal/flow/rota"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/seal"
)

const secret = "correct horse battery"

// A browser talks to a desk that Ada has set up.
type browser struct {
	t      *testing.T
	at     string
	client *http.Client
	token  string
	header http.Header // for the next call only
}

func each(t *testing.T, story func(t *testing.T, b *browser)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log, c := slog.New(slog.DiscardHandler), clock.Wall{}
		door := work.New(work.Options{DB: d, Clock: c, IDs: id.NewMaker(c, 1), Bus: &event.Bus{}, Jobs: job.NewRunner(d, c, log), Log: log})
		who := people.New(people.Options{Door: door, Passwords: seal.NewPasswords(2), Post: nobody{}, Log: log, BaseURL: "http://desk.test"})
		set := admin.New(door, who)
		if _, err := set.SetUp(t.Context(), admin.SetUpIn{Name: "Nordwind", AdminName: "Ada", AdminEmail: "ada@nordwind.test", Password: secret}); err != nil {
			t.Fatal(err)
		}
		deals := dealing.New(door)
		door.Follow(deals)
		mux := http.NewServeMux()
		mux.Handle(api.Prefix+"/", api.New(api.Deps{Log: log, Door: door, Guard: who, People: who, Admin: set, Rota: rota.New(door, deals), Dealing: deals}))
		server := httptest.NewServer(mux)
		t.Cleanup(server.Close)
		story(t, (&browser{t: t, at: server.URL}).other())
	})
}

type nobody struct{}

func (nobody) Letter(context.Context, *work.Work, notify.Letter) error { return nil }

// other is another browser on the same desk.
func (b *browser) other() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return &browser{t: b.t, at: b.at, client: &http.Client{Jar: jar}, header: http.Header{}}
}

type object = map[string]any

// call makes a call, wants a status, and gives the answer.
func (b *browser) call(want int, method, path string, in any) (object, http.Header) {
	b.t.Helper()
	var body io.Reader
	if in != nil {
		raw, err := json.Marshal(in)
		if err != nil {
			b.t.Fatal(err)
		}
		body = strings.NewReader(string(raw))
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.at+api.Prefix+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header, b.header = b.header, http.Header{}
	r.Header.Set("Content-Type", "application/json")
	if b.token != "" {
		r.Header.Set("Authorization", "Bearer "+b.token)
	}
	answer, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if answer.StatusCode != want {
		b.t.Fatalf("%s %s: got %d, want %d: %s", method, path, answer.StatusCode, want, raw)
	}
	var out object
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &out); err != nil {
			b.t.Fatalf("%s %s: %s: %v", method, path, raw, err)
		}
	}
	return out, answer.Header
}

func (b *browser) signIn(email, password string) object {
	b.t.Helper()
	me, _ := b.call(200, "POST", "/session", object{"email": email, "password": password})
	return me
}

func items(o object) []any { return o["items"].([]any) }

func TestASessionInTheBrowser(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		b.call(401, "GET", "/me", nil)
		b.call(401, "POST", "/session", object{"email": "ada@nordwind.test", "password": "wrong"})
		_, head := b.call(200, "POST", "/session", object{"email": "ada@nordwind.test", "password": secret})
		c := head.Get("Set-Cookie")
		for _, want := range []string{"secondline_session=sls_", "HttpOnly", "SameSite=Lax", "Path=/"} {
			if !strings.Contains(c, want) {
				t.Errorf("the cookie %q lacks %s", c, want)
			}
		}
		me, _ := b.call(200, "GET", "/me", nil)
		if me["desk"].(object)["name"] != "Nordwind" || me["can"].(object)["administer"] != true || len(me["teams"].([]any)) != 1 {
			t.Errorf("got %v", me)
		}
		if me, _ := b.call(200, "POST", "/me/presence", object{"presence": "here"}); me["presence"] != "here" {
			t.Errorf("got %v", me)
		}
		list, _ := b.call(200, "GET", "/sessions", nil)
		if len(items(list)) != 1 || items(list)[0].(object)["current"] != true {
			t.Errorf("got %v", list)
		}
		b.call(204, "DELETE", "/session", nil)
		b.call(401, "GET", "/me", nil)
	})
}

func TestALinkIsAskedForAlikeByEverybody(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		b.call(202, "POST", "/magic-links", object{"email": "ada@nordwind.test"})
		b.call(202, "POST", "/magic-links", object{"email": "nobody@nordwind.test"})
		b.call(422, "POST", "/magic-links", object{"email": "no address"})
	})
}

func TestANounHasTheUsualFive(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		b.signIn("ada@nordwind.test", secret)
		levels, _ := b.call(200, "GET", "/levels", nil)
		second := items(levels)[2].(object)
		made, head := b.call(201, "POST", "/teams", object{"name": "Networks", "plain_name": "our network specialists", "level": second["id"]})
		at := head.Get("Location")
		if made["level"].(object)["rank"] != 2.0 || made["threshold"] != 60.0 || at != api.Prefix+"/teams/"+made["id"].(string) {
			t.Errorf("got %v at %s", made, at)
		}
		at = strings.TrimPrefix(at, api.Prefix)
		_, head = b.call(200, "GET", at, nil)
		tag := head.Get("ETag")
		b.header.Set("If-Match", tag)
		changed, head := b.call(200, "PATCH", at, object{"threshold": 75})
		if changed["threshold"] != 75.0 || head.Get("ETag") == tag {
			t.Errorf("got %v", changed)
		}
		b.header.Set("If-Match", tag)
		b.call(412, "PATCH", at, object{"threshold": 10})
		b.call(422, "PATCH", at, object{"threshold": 80, "treshold": 10}) // and nothing of it is applied
		if now, _ := b.call(200, "GET", at, nil); now["threshold"] != 75.0 {
			t.Errorf("got %v", now)
		}
		b.call(409, "POST", "/teams", object{"name": "NETWORKS", "level": second["id"]})
		b.call(204, "DELETE", at, nil)
		before, _ := b.call(200, "GET", "/teams", nil)
		after, _ := b.call(200, "GET", "/teams?archived=true", nil)
		if len(items(after)) != len(items(before))+1 {
			t.Errorf("%d teams, with archived ones %d", len(items(before)), len(items(after)))
		}
		b.call(404, "GET", "/teams/1", nil)
	})
}

func TestListsComePageByPage(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		b.signIn("ada@nordwind.test", secret)
		for i, name := range []string{"Émile", "anna", "Zoë", "Berta"} {
			b.call(201, "POST", "/people", object{"name": name, "email": string(rune('a'+i)) + "x@nordwind.test", "role": "agent"})
		}
		var names []string
		for at := "/people?limit=2"; at != ""; {
			list, _ := b.call(200, "GET", at, nil)
			for _, p := range items(list) {
				names = append(names, p.(object)["name"].(string))
			}
			at = ""
			if next, ok := list["next"].(string); ok {
				at = "/people?limit=2&cursor=" + next
			}
		}
		if got := strings.Join(names, " "); got != "Ada anna Berta Émile Zoë" {
			t.Errorf("got %s", got)
		}
		if found, _ := b.call(200, "GET", "/people?q=emi", nil); len(items(found)) != 1 {
			t.Errorf("got %v", found)
		}
	})
}

// Another organisation's record is not there, for whoever may not see it.
func TestAnAgentSeesWhatTheyAreClearedFor(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		b.signIn("ada@nordwind.test", secret)
		acme, _ := b.call(201, "POST", "/organisations", object{"name": "Acme", "domains": []string{"acme.test"}})
		globex, _ := b.call(201, "POST", "/organisations", object{"name": "Globex", "domains": []string{"globex.test"}})
		b.call(201, "POST", "/people", object{"name": "Ann", "email": "ann@acme.test"})
		gus, _ := b.call(201, "POST", "/people", object{"name": "Gus", "email": "gus@globex.test"})
		ben, _ := b.call(201, "POST", "/people", object{"name": "Ben", "email": "ben@nordwind.test", "role": "agent"})
		b.call(200, "PUT", "/people/"+ben["id"].(string)+"/clearances", object{"organisations": []any{acme["id"]}})
		b.call(204, "PUT", "/people/"+ben["id"].(string)+"/password", object{"password": secret})

		b = b.other()
		b.signIn("ben@nordwind.test", secret)
		b.call(404, "GET", "/organisations/"+globex["id"].(string), nil)
		b.call(404, "GET", "/people/"+gus["id"].(string), nil)
		b.call(200, "GET", "/organisations/"+acme["id"].(string), nil)
		if list, _ := b.call(200, "GET", "/organisations", nil); len(items(list)) != 2 { // Acme, and his own
			t.Errorf("got %v", list)
		}
		if list, _ := b.call(200, "GET", "/people", nil); len(items(list)) != 3 { // Ada, Ann, himself
			t.Errorf("got %v", list)
		}
		if list, _ := b.call(200, "GET", "/people?organisation="+globex["id"].(string), nil); len(items(list)) != 0 {
			t.Errorf("got %v", list)
		}
		b.call(403, "PATCH", "/people/"+ben["id"].(string), object{"role": "administrator"})
		b.call(403, "POST", "/skills", object{"path": "network"})
	})
}

func TestACustomerSeesOnlyThemselves(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		ada := b.signIn("ada@nordwind.test", secret)
		carl, _ := b.call(201, "POST", "/people", object{"name": "Carl", "email": "carl@acme.test", "organisation": ada["organisation"].(object)["id"]})
		b.call(204, "PUT", "/people/"+carl["id"].(string)+"/password", object{"password": secret})
		b = b.other()
		b.signIn("carl@acme.test", secret)
		if list, _ := b.call(200, "GET", "/people", nil); len(items(list)) != 1 {
			t.Errorf("got %v", list)
		}
		b.call(404, "GET", "/people/"+ada["id"].(string), nil)
		for _, path := range []string{"/teams", "/levels", "/skills", "/certifications", "/services", "/fields", "/mailboxes", "/checklists", "/priority-matrix"} {
			b.call(403, "GET", path, nil)
		}
	})
}

func TestATokenIsShownOnceAndKeptNowhere(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		b.signIn("ada@nordwind.test", secret)
		ask := object{"name": "nightly", "scopes": []string{"tickets:read"}}
		b.header.Set("Idempotency-Key", "k1")
		made, head := b.call(201, "POST", "/tokens", ask)
		plain := made["token"].(string)
		if !strings.HasPrefix(plain, "slt_") || head.Get("Cache-Control") != "no-store" {
			t.Errorf("got %v, %v", made, head)
		}
		b.header.Set("Idempotency-Key", "k1")
		b.call(409, "POST", "/tokens", ask)
		list, _ := b.call(200, "GET", "/tokens", nil)
		if len(items(list)) != 1 || items(list)[0].(object)["token"] != nil {
			t.Errorf("got %v", list)
		}
		script := b.other()
		script.token = plain
		script.call(200, "GET", "/teams", nil)
		script.call(403, "POST", "/skills", object{"path": "network"})
		b.call(204, "DELETE", "/tokens/"+made["id"].(string), nil)
		script.call(401, "GET", "/teams", nil)
	})
}

func TestTheRulesOfTheDesk(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		b.signIn("ada@nordwind.test", secret)
		rows := [][]int{{1, 1, 2}, {2, 3, 3}, {3, 4, 4}}
		b.call(200, "PUT", "/priority-matrix", object{"rows": rows})
		b.call(422, "PUT", "/priority-matrix", object{"rows": [][]int{{1, 1, 2}, {2, 3, 3}, {3, 4, 5}}})
		m, _ := b.call(200, "GET", "/priority-matrix", nil)
		if got := m["rows"].([]any)[0].([]any)[2]; got != 2.0 {
			t.Errorf("got %v", m)
		}
		services, _ := b.call(200, "GET", "/services", nil)
		other := items(services)[0].(object)["id"].(string)
		c, _ := b.call(201, "POST", "/services/"+other+"/categories", object{"name": "Printing"})
		place := "/checklists?service=" + other + "&category=" + c["id"].(string)
		if list, _ := b.call(200, "GET", place, nil); list["own"] != false || len(items(list)) != 8 {
			t.Errorf("got %v", list)
		}
		b.call(200, "PUT", place, object{"items": []object{{"label": "Model", "source": "device", "weight": 2}}})
		if list, _ := b.call(200, "GET", place, nil); list["own"] != true || len(items(list)) != 1 {
			t.Errorf("got %v", list)
		}
		b.call(422, "PUT", place, object{"items": nil})
		skill, _ := b.call(201, "POST", "/skills", object{"path": "print"})
		s, _ := b.call(200, "PUT", "/services/"+other+"/needs", object{"items": []object{{"skill": skill["id"], "grade": 2}}})
		if len(s["needs"].([]any)) != 1 {
			t.Errorf("got %v", s)
		}
		f, _ := b.call(201, "POST", "/fields", object{"key": "site", "name": "Site", "type": "choice", "options": []string{"Oslo"}})
		b.call(409, "PATCH", "/fields/"+f["id"].(string), object{"type": "text", "options": []string{}})
		box, _ := b.call(201, "POST", "/mailboxes", object{"address": "Help@nordwind.test", "name": "Help"})
		if box["address"] != "help@nordwind.test" {
			t.Errorf("got %v", box)
		}
		b.call(204, "DELETE", "/mailboxes/"+box["id"].(string), nil)
	})
}

func TestWhatAnAgentKnowsAndProves(t *testing.T) {
	each(t, func(t *testing.T, b *browser) {
		me := b.signIn("ada@nordwind.test", secret)
		skill, _ := b.call(201, "POST", "/skills", object{"path": "network"})
		ccna, _ := b.call(201, "POST", "/certifications", object{"name": "CCNA", "skill": skill["id"]})
		at := "/people/" + me["id"].(string)
		b.call(200, "PUT", at+"/skills", object{"items": []object{{"skill": skill["id"], "grade": 4}}})
		p, _ := b.call(200, "PUT", at+"/certifications", object{"items": []object{{"certification": ccna["id"], "valid_from": "2026-01-01T00:00:00Z"}}})
		if p["skills"].([]any)[0].(object)["path"] != "network" || p["certifications"].([]any)[0].(object)["name"] != "CCNA" {
			t.Errorf("got %v", p)
		}
		teams, _ := b.call(200, "GET", "/teams", nil)
		second := items(teams)[1].(object)
		staffed, _ := b.call(200, "PUT", "/teams/"+second["id"].(string)+"/members", object{"items": []object{{"person": me["id"], "preference": 2, "share": 20}}})
		if m := staffed["members"].([]any)[0].(object); m["share"] != 20.0 || m["person"].(object)["name"] != "Ada" {
			t.Errorf("got %v", staffed)
		}
	})
}
