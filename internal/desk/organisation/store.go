package organisation

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
)

const columns = `o.id, o.name, o.sees, o.account_manager_id, o.archived_at, o.version`

func scan(row db.Row) (Organisation, error) {
	var o Organisation
	err := row.Scan(&o.ID, &o.Name, &o.Sees, db.Null(&o.AccountManager), db.Into(&o.ArchivedAt), &o.Version)
	return o, err
}

// Get returns an organisation with its domains.
func Get(ctx context.Context, h db.Handle, key id.Organisation) (Organisation, error) {
	return one(ctx, h, `WHERE o.id = ?`, key)
}

// ByDomain returns the organisation to which people of a mail domain belong.
// An archived one takes in nobody new.
func ByDomain(ctx context.Context, h db.Handle, domain string) (Organisation, error) {
	return one(ctx, h, `
		 JOIN organisation_domain d ON d.organisation_id = o.id
		WHERE d.domain = ? AND o.archived_at IS NULL`, domain)
}

// ByAddress returns the organisation to which whoever writes from an address
// belongs, by its domain.
func ByAddress(ctx context.Context, h db.Handle, email string) (Organisation, error) {
	return ByDomain(ctx, h, address.Domain(email))
}

// ByName returns the organisation of that name, however it is written.
func ByName(ctx context.Context, h db.Handle, name string) (Organisation, error) {
	return one(ctx, h, `WHERE o.name_key = ?`, Key(name))
}

func one(ctx context.Context, h db.Handle, where string, args ...any) (Organisation, error) {
	o, err := db.One(ctx, h, scan, `SELECT `+columns+` FROM organisation o `+where, args...)
	if errs.Is(err, errs.NotFound) {
		return o, errs.Because(err, errs.NotFound, "There is no such organisation.")
	}
	if err != nil {
		return o, err
	}
	domains, err := Domains(ctx, h, []id.Organisation{o.ID})
	o.Domains = domains[o.ID]
	return o, err
}

// Domains returns the domains of several organisations, sorted.
func Domains(ctx context.Context, h db.Handle, of []id.Organisation) (map[id.Organisation][]string, error) {
	domains := make(map[id.Organisation][]string, len(of))
	if len(of) == 0 {
		return domains, nil
	}
	in, args := db.In(of)
	err := h.Each(ctx, func(row db.Row) error {
		var o id.Organisation
		var domain string
		if err := row.Scan(&o, &domain); err != nil {
			return err
		}
		domains[o] = append(domains[o], domain)
		return nil
	}, `
		SELECT organisation_id, domain
		  FROM organisation_domain
		 WHERE organisation_id IN `+in+`
		 ORDER BY organisation_id, domain`, args...)
	return domains, err
}

// Insert adds an organisation that was Checked, with its domains.
func Insert(ctx context.Context, h db.Handle, o Organisation) error {
	_, err := h.Exec(ctx, `
		INSERT INTO organisation (id, name, name_key, sees, account_manager_id, archived_at)
		VALUES (?, ?, ?, ?, ?, ?)`, o.ID, o.Name, Key(o.Name), o.Sees, db.NullID(o.AccountManager), db.At(o.ArchivedAt))
	if err != nil {
		return taken(err, o.Name)
	}
	return addDomains(ctx, h, o)
}

// Update saves an organisation that was Checked, if its version still stands.
func Update(ctx context.Context, h db.Handle, o Organisation) error {
	n, err := h.Exec(ctx, `
		UPDATE organisation
		   SET name = ?, name_key = ?, sees = ?, account_manager_id = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`, o.Name, Key(o.Name), o.Sees, db.NullID(o.AccountManager), db.At(o.ArchivedAt), o.ID, o.Version)
	if err != nil {
		return taken(err, o.Name)
	}
	if n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", o.Name)
	}
	if _, err := h.Exec(ctx, `DELETE FROM organisation_domain WHERE organisation_id = ?`, o.ID); err != nil {
		return err
	}
	return addDomains(ctx, h, o)
}

func addDomains(ctx context.Context, h db.Handle, o Organisation) error {
	for _, domain := range o.Domains {
		_, err := h.Exec(ctx, `
			INSERT INTO organisation_domain (domain, organisation_id)
			VALUES (?, ?)`, domain, o.ID)
		if db.IsUnique(err) {
			return errs.Because(err, errs.Conflict, "%s belongs to another organisation already; take it away there first.", domain)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func taken(err error, name string) error {
	if db.IsUnique(err) {
		return errs.Because(err, errs.Conflict, "There is an organisation called %s already; choose another name.", name)
	}
	return err
}

// IsArchived tells whether the organisation takes in no new people.
func (o Organisation) IsArchived() bool { return !o.ArchivedAt.IsZero() }

// Archived gives the organisation as it is when archived.
func (o Organisation) Archived(now time.Time) Organisation {
	o.ArchivedAt = now
	return o
}
