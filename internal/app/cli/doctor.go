package cli

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/alecthomas/kong"

	"secondline/internal/app"
	"secondline/internal/core/audit"
	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/team"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

type configCmd struct{}

// Run prints every setting that is in force and from where it came, without
// secrets.
func (c *configCmd) Run(e *env, k *kong.Context) error {
	inForce, err := e.config.InForce()
	if err != nil {
		return err
	}
	given := map[string]bool{}
	for _, p := range k.Path {
		if p.Flag != nil && !p.Resolved {
			given[p.Flag.Name] = true
		}
	}
	follows := map[string]string{"db": inForce.DB, "base-url": inForce.BaseURL} // from other settings, if not set
	rows := [][]string{{"SETTING", "VALUE", "FROM"}}
	for _, f := range k.Model.Flags {
		if f.Name == "help" || f.Name == "config" {
			continue
		}
		from := "default"
		switch {
		case e.origins[f.Name] != "":
			from = e.origins[f.Name]
		case given[f.Name]:
			from = "command line"
		}
		value, ok := follows[f.Name]
		if !ok {
			value = fmt.Sprint(f.Target.Interface())
		}
		rows = append(rows, []string{f.Name, withoutSecret(value), from})
	}
	return e.table(rows)
}

// withoutSecret hides the password in an address.
func withoutSecret(value string) string {
	u, err := url.Parse(value)
	if err != nil && strings.Contains(value, "@") {
		return "(hidden: it holds a password and cannot be read as an address)"
	}
	if err != nil || u.User == nil {
		return value
	}
	return u.Redacted()
}

type doctorCmd struct{}

// A finding is what one look at the desk gave.
type finding struct {
	what string
	err  error // nil: it is well
}

// Run looks at everything that a desk stands on and changes nothing.
func (c *doctorCmd) Run(e *env) error {
	cfg, err := e.config.InForce()
	if err != nil {
		return err
	}
	findings := []finding{{"data folder " + cfg.Data, folder(cfg.Data)}, {"key", key(cfg.Data)}}
	findings = append(findings, c.database(e, cfg)...)
	bad := 0
	for _, f := range findings {
		line := "ok   " + f.what
		if f.err != nil {
			bad++
			line = "bad  " + f.what + ": " + errs.Text(f.err)
			if errs.Is(f.err, errs.Internal) {
				line = "bad  " + f.what + ": " + f.err.Error()
			}
		}
		if err := e.printf("%s\n", line); err != nil {
			return err
		}
	}
	if bad > 0 {
		return errs.New(errs.Conflict, "Something is not well: %d of %d looks were bad; see above.", bad, len(findings))
	}
	return nil
}

// folder tries to write where the desk keeps its files.
func folder(dir string) error {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return errs.Because(err, errs.Unavailable, "It cannot be written to; make it with `secondline migrate`, or check its owner and rights.")
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Remove(f.Name())
}

// key reads the key by which reply addresses are signed, if there is one yet.
func key(dir string) error {
	path := filepath.Join(dir, "keys", "mail.key")
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return nil // it is made when the desk first runs
	}
	_, err := seal.LoadKeys(path)
	return err
}

func (c *doctorCmd) database(e *env, cfg app.Config) []finding {
	what := "database " + withoutSecret(cfg.DB)
	if path, ok := strings.CutPrefix(cfg.DB, "sqlite:"); ok {
		if _, err := os.Stat(path); err != nil { // opening it would create it
			return []finding{{what, errs.Because(err, errs.NotFound, "It is not there yet; `secondline migrate` makes it.")}}
		}
	}
	d, err := db.Open(e.ctx, cfg.DB, db.Options{MaxConns: 2})
	if err != nil {
		return []finding{{what, err}}
	}
	out := []finding{{what, d.Ping(e.ctx)}, {"migrations", migrated(e.ctx, d)}}
	if out[0].err == nil && out[1].err == nil {
		out = append(out, desk(e.ctx, d.Read())...)
	}
	if err := d.Close(); err != nil {
		out = append(out, finding{"closing the database", err})
	}
	return out
}

func migrated(ctx context.Context, d *db.DB) error {
	list, err := d.MigrationStatus(ctx)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Applied.IsZero() {
			return errs.New(errs.Conflict, "%s is not applied; run `secondline migrate`.", m.Name)
		}
	}
	return nil
}

// desk looks at what a desk that takes in tickets cannot do without.
func desk(ctx context.Context, h db.Handle) []finding {
	out := []finding{}
	look := func(what string, err error) { out = append(out, finding{what, err}) }
	name, err := setting.Get(ctx, h, setting.DeskName, "")
	if err == nil && name == "" {
		err = errs.New(errs.Conflict, "The desk is empty; run `secondline setup`, or open the link that `secondline serve` prints.")
	}
	look("set up", err)
	if name == "" {
		return out
	}
	_, err = team.Triage(ctx, h)
	look("triage team", err)
	_, err = mailbox.Standard(ctx, h)
	look("standard mailbox", err)
	look("jobs", jobs(ctx, h))
	verdict, err := audit.Verify(ctx, h)
	if err == nil && verdict.Broken != "" {
		err = errs.New(errs.Conflict, "The audit was changed: %s.", verdict.Broken)
	}
	look("audit", err)
	return out
}

// jobs tells of work that was given up.
func jobs(ctx context.Context, h db.Handle) error {
	failed := 0
	err := h.Each(ctx, func(r db.Row) error { return r.Scan(&failed) }, `
		SELECT count(*)
		  FROM job
		 WHERE failed_at IS NOT NULL`)
	if err == nil && failed > 0 {
		return errs.New(errs.Conflict, "%d jobs were given up after many tries; their errors are in the table job.", failed)
	}
	return err
}

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check that nobody changed the record of who did what."`
}

type auditVerifyCmd struct{}

// Run walks the audit's chain of hashes.
func (c *auditVerifyCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		v, err := audit.Verify(e.ctx, a.Door.Read())
		if err != nil {
			return err
		}
		if v.Broken != "" {
			return errs.New(errs.Conflict, "The audit does not hold after %d rows: %s. Keep a copy of the database as it is, and restore a backup beside it to compare.", v.Sealed, v.Broken)
		}
		return e.printf("The audit holds: %d rows sealed, %d not sealed yet.\n", v.Sealed, v.Unsealed)
	})
}
