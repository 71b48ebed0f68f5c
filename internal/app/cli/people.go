package cli

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"secondline/internal/app"
	"secondline/internal/core/access"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/desk/team"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/settings"
)

// operator is whoever has the machine: the command line may do everything.
func operator() access.Actor { return access.Desk("command line") }

// secret reads a password: the first line of standard input.
func (e *env) secret() (string, error) {
	line, err := bufio.NewReader(io.LimitReader(e.in, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", errs.Because(err, errs.Invalid, "The password could not be read from standard input.")
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errs.New(errs.Invalid, "There is no password on standard input; write it there, as in: printf '%%s' \"$PASSWORD\" | secondline …")
	}
	return line, nil
}

// misuse is a wrong usage that only the command itself can tell.
func misuse(format string, args ...any) error {
	return status{code: misused, err: errs.New(errs.Invalid, format, args...)}
}

// table writes rows with their columns in line.
func (e *env) table(rows [][]string) error {
	w := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		if _, err := fmt.Fprintln(w, strings.Join(r, "\t")); err != nil {
			return err
		}
	}
	return w.Flush()
}

type setupCmd struct {
	Name       string `help:"The name of the desk." required:"" placeholder:"NAME"`
	AdminEmail string `help:"The address of the first administrator." required:"" placeholder:"EMAIL"`
	AdminName  string `help:"Their name; default: from the address." placeholder:"NAME"`
	TimeZone   string `help:"Where the desk is, like Europe/Vienna; its first calendar keeps it." default:"UTC" placeholder:"ZONE"`
	Stdin      bool   `name:"admin-password-stdin" help:"Read their password from standard input."`
}

// Run sets an empty desk up without a browser.
func (c *setupCmd) Run(e *env) error {
	if !c.Stdin {
		return misuse("Give the password of the administrator on standard input, with --admin-password-stdin.")
	}
	password, err := e.secret()
	if err != nil {
		return err
	}
	return e.with(func(a *app.App) error {
		p, err := a.Admin.SetUp(e.ctx, admin.SetUpIn{
			Name: c.Name, AdminName: c.AdminName, AdminEmail: c.AdminEmail, Password: password, Host: a.People.Host(), Zone: c.TimeZone,
		})
		if err != nil {
			return err
		}
		return e.printf("%s is set up. Sign in as %s.\n", c.Name, p.Email)
	})
}

// A span is a duration in which "30d" is thirty days.
type span time.Duration

// UnmarshalText reads "30d", "12h" and the like.
func (s *span) UnmarshalText(text []byte) error {
	if days, ok := strings.CutSuffix(string(text), "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= 36500 {
			*s = span(time.Duration(n) * 24 * time.Hour)
			return nil
		}
	}
	d, err := time.ParseDuration(string(text))
	if err != nil || d <= 0 {
		return fmt.Errorf("%q is not a time span; write it like 30d or 12h", text)
	}
	*s = span(d)
	return nil
}

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make an API token and print it, once, as the last word."`
}

type tokenCreateCmd struct {
	As      string   `help:"Whose token it is." required:"" placeholder:"EMAIL"`
	Name    string   `help:"What it is for." default:"command line" placeholder:"NAME"`
	Scope   []string `help:"What it covers: tickets:read, tickets:write, admin, or * for everything its owner may." default:"*" placeholder:"SCOPE"`
	Expires span     `help:"How long it works; default: until it is revoked." placeholder:"30d"`
}

// Run makes the token.
func (c *tokenCreateCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		p, err := person.ByEmail(e.ctx, a.Door.Read(), c.As)
		if err != nil {
			return nobody(err, c.As)
		}
		in := people.TokenIn{Name: c.Name, Person: p.ID, Scopes: c.Scope}
		if c.Expires != 0 {
			in.ExpiresAt = a.Door.Now().Add(time.Duration(c.Expires))
		}
		plain, _, err := a.People.CreateToken(e.ctx, operator(), in)
		if err != nil {
			return err
		}
		return e.printf("The token of %s, which is shown this once: %s\n", p.Name, plain)
	})
}

func nobody(err error, email string) error {
	if errs.Is(err, errs.NotFound) {
		return errs.Because(err, errs.NotFound, "Nobody has the address %s; see `secondline user list`.", email)
	}
	return err
}

type userCmd struct {
	Add           userAddCmd    `cmd:"" help:"Add a person."`
	List          userListCmd   `cmd:"" help:"List people."`
	Disable       userSwitchCmd `cmd:"" help:"Sign somebody out everywhere and let them in no more."`
	Enable        userEnableCmd `cmd:"" help:"Let somebody in again."`
	ResetPassword userResetCmd  `cmd:"" help:"Give somebody a new password; it ends their sessions."`
}

type userAddCmd struct {
	Email        string   `help:"Their address." required:"" placeholder:"EMAIL"`
	Name         string   `help:"Their name; default: from the address." placeholder:"NAME"`
	Role         string   `help:"What they are: ${enum}." enum:"requester,organisation_manager,agent,team_lead,administrator" default:"requester"`
	Organisation string   `help:"Where they belong; default: by the domain of the address, an agent to the desk itself." placeholder:"NAME"`
	Team         []string `help:"A team of theirs, the one that they serve first before the others." placeholder:"NAME"`
	Clearance    []string `help:"An organisation that an agent may see." placeholder:"NAME"`
	All          bool     `name:"all-organisations" help:"An agent may see every organisation."`
	Stdin        bool     `name:"password-stdin" help:"Read a password from standard input; without one they sign in by a link."`
}

// Run adds the person.
func (c *userAddCmd) Run(e *env) error {
	password := ""
	if c.Stdin {
		var err error
		if password, err = e.secret(); err != nil {
			return err
		}
		if err := people.CheckPassword(password, person.Person{Name: c.Name, Email: c.Email}); err != nil {
			return err
		}
	}
	return e.with(func(a *app.App) error {
		in := admin.PersonIn{Name: &c.Name, Email: &c.Email, Role: new(access.Role(c.Role)), All: &c.All}
		teams, clearances, err := c.places(e, a, &in)
		if err != nil {
			return err
		}
		p, err := a.Admin.AddPerson(e.ctx, operator(), in)
		if err != nil {
			return err
		}
		for i, t := range teams {
			if err := a.Admin.Join(e.ctx, operator(), t, team.Member{Person: p.ID, Preference: i + 1, Share: 100}); err != nil {
				return err
			}
		}
		if len(clearances) > 0 {
			if err := a.Admin.SetClearances(e.ctx, operator(), p.ID, clearances); err != nil {
				return err
			}
		}
		if password != "" {
			if err := a.People.SetPassword(e.ctx, operator(), p.ID, password); err != nil {
				return err
			}
		}
		return e.printf("%s <%s> is added as %s.\n", p.Name, p.Email, strings.ReplaceAll(string(p.Role), "_", " "))
	})
}

// places looks up what the flags name, before anything is changed.
func (c *userAddCmd) places(e *env, a *app.App, in *admin.PersonIn) (teams []id.Team, clearances []id.Organisation, err error) {
	if c.Organisation != "" {
		o, err := organisation.ByName(e.ctx, a.Door.Read(), c.Organisation)
		if err != nil {
			return nil, nil, unknown(err, c.Organisation)
		}
		in.Organisation = &o.ID
	}
	for _, name := range c.Team {
		t, err := team.ByName(e.ctx, a.Door.Read(), name)
		if err != nil {
			return nil, nil, err
		}
		teams = append(teams, t.ID)
	}
	for _, name := range c.Clearance {
		o, err := organisation.ByName(e.ctx, a.Door.Read(), name)
		if err != nil {
			return nil, nil, unknown(err, name)
		}
		clearances = append(clearances, o.ID)
	}
	return teams, clearances, nil
}

func unknown(err error, name string) error {
	if errs.Is(err, errs.NotFound) {
		return errs.Because(err, errs.NotFound, "There is no organisation called %q; see `secondline organisation list`.", name)
	}
	return err
}

type userListCmd struct {
	Role     string `help:"Only these: ${enum}." enum:",requester,organisation_manager,agent,team_lead,administrator" default:"" placeholder:"ROLE"`
	Disabled bool   `help:"Also those who are disabled."`
}

// Run lists people by name.
func (c *userListCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		rows := [][]string{{"NAME", "EMAIL", "ROLE", "ORGANISATION", "STATE"}}
		list := settings.PeopleList{List: settings.List{Archived: c.Disabled, Limit: 200}, Role: access.Role(c.Role)}
		for {
			page, err := settings.People(e.ctx, a.Door.Read(), operator(), list)
			if err != nil {
				return err
			}
			for _, p := range page.Items {
				state := "active"
				if p.DisabledAt != nil {
					state = "disabled"
				}
				rows = append(rows, []string{p.Name, p.Email, string(p.Role), p.Organisation.Name, state})
			}
			if list.Cursor = page.Next; list.Cursor == "" {
				return e.table(rows)
			}
		}
	})
}

type userSwitchCmd struct {
	Email string `arg:"" help:"Their address."`
}

// Run disables the person.
func (c *userSwitchCmd) Run(e *env) error { return e.enable(c.Email, false) }

type userEnableCmd struct {
	Email string `arg:"" help:"Their address."`
}

// Run enables the person.
func (c *userEnableCmd) Run(e *env) error { return e.enable(c.Email, true) }

func (e *env) enable(email string, in bool) error {
	return e.with(func(a *app.App) error {
		p, err := person.ByEmail(e.ctx, a.Door.Read(), email)
		if err != nil {
			return nobody(err, email)
		}
		if _, err := a.Admin.ChangePerson(e.ctx, operator(), p.ID, admin.PersonIn{Disabled: new(!in)}); err != nil {
			return err
		}
		if in {
			return e.printf("%s may sign in again.\n", p.Name)
		}
		return e.printf("%s is signed out and may not sign in any more.\n", p.Name)
	})
}

type userResetCmd struct {
	Email string `arg:"" help:"Their address."`
	Stdin bool   `name:"password-stdin" help:"Read the password from standard input; without it one is made and printed as the last word."`
}

// Run gives the person a new password.
func (c *userResetCmd) Run(e *env) error {
	password := rand.Text() // 128 bits
	if c.Stdin {
		var err error
		if password, err = e.secret(); err != nil {
			return err
		}
	}
	return e.with(func(a *app.App) error {
		p, err := person.ByEmail(e.ctx, a.Door.Read(), c.Email)
		if err != nil {
			return nobody(err, c.Email)
		}
		if err := a.People.SetPassword(e.ctx, operator(), p.ID, password); err != nil {
			return err
		}
		if c.Stdin {
			return e.printf("%s has a new password.\n", p.Name)
		}
		return e.printf("The new password of %s, which is shown this once: %s\n", p.Name, password)
	})
}
