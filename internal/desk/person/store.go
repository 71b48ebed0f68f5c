package person

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
)

const columns = `p.id, p.organisation_id, p.name, p.email, p.phone, p.title, p.language, p.time_zone,
       p.role, p.all_organisations, p.capacity, p.presence, p.presence_since, p.back_at,
       p.disabled_at, p.version`

func scan(row db.Row) (Person, error) {
	var p Person
	err := row.Scan(&p.ID, &p.Organisation, &p.Name, db.Null(&p.Email), &p.Phone, &p.Title, &p.Language, &p.TimeZone,
		&p.Role, &p.All, &p.Capacity, &p.Presence, db.Into(&p.Since), db.Into(&p.BackAt), db.Into(&p.DisabledAt), &p.Version)
	return p, err
}

// Get returns a person.
func Get(ctx context.Context, h db.Handle, key id.Person) (Person, error) {
	p, err := db.One(ctx, h, scan, `
		SELECT `+columns+`
		  FROM person p
		 WHERE p.id = ?`, key)
	return p, missing(err, "There is no such person.")
}

// ByEmail returns the person who is known by an address, main or other.
func ByEmail(ctx context.Context, h db.Handle, email string) (Person, error) {
	email, err := address.Parse(email)
	if err != nil {
		return Person{}, errs.Because(err, errs.NotFound, "Nobody is known by that address.")
	}
	p, err := db.One(ctx, h, scan, `
		SELECT `+columns+`
		  FROM person p
		  JOIN person_email e ON e.person_id = p.id
		 WHERE e.email = ?`, email)
	return p, missing(err, "Nobody is known by that address.")
}

// Some returns several people, by id.
func Some(ctx context.Context, h db.Handle, keys []id.Person) (map[id.Person]Person, error) {
	found := make(map[id.Person]Person, len(keys))
	if len(keys) == 0 {
		return found, nil
	}
	in, args := db.In(keys)
	people, err := db.All(ctx, h, scan, `
		SELECT `+columns+`
		  FROM person p
		 WHERE p.id IN `+in+`
		 ORDER BY p.id`, args...)
	for _, p := range people {
		found[p.ID] = p
	}
	return found, err
}

// Insert adds a person that was Checked.
func Insert(ctx context.Context, h db.Handle, p Person) error {
	_, err := h.Exec(ctx, `
		INSERT INTO person (id, organisation_id, name, name_key, email, phone, title, language, time_zone,
		                    role, all_organisations, capacity, presence, presence_since, back_at, disabled_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Organisation, p.Name, Key(p.Name), db.NullText(p.Email), p.Phone, p.Title, p.Language, p.TimeZone,
		p.Role, p.All, p.Capacity, p.Presence, db.At(p.Since), db.At(p.BackAt), db.At(p.DisabledAt))
	if err != nil {
		return refused(err, p)
	}
	return AddEmail(ctx, h, p.ID, p.Email)
}

// Update saves a person that was Checked, if their version still stands. An
// address that they had before still leads to them.
func Update(ctx context.Context, h db.Handle, p Person) error {
	n, err := h.Exec(ctx, `
		UPDATE person
		   SET organisation_id = ?, name = ?, name_key = ?, email = ?, phone = ?, title = ?, language = ?, time_zone = ?,
		       role = ?, all_organisations = ?, capacity = ?, presence = ?, presence_since = ?, back_at = ?,
		       disabled_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		p.Organisation, p.Name, Key(p.Name), db.NullText(p.Email), p.Phone, p.Title, p.Language, p.TimeZone,
		p.Role, p.All, p.Capacity, p.Presence, db.At(p.Since), db.At(p.BackAt), db.At(p.DisabledAt), p.ID, p.Version)
	if err != nil {
		return refused(err, p)
	}
	if n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load them again.", p.Name)
	}
	return AddEmail(ctx, h, p.ID, p.Email)
}

// AddEmail makes an address lead to a person. It is an error if it leads to
// somebody else already; none is needed if it leads to them.
func AddEmail(ctx context.Context, h db.Handle, to id.Person, email string) error {
	if email == "" {
		return nil
	}
	n, err := h.Exec(ctx, `
		INSERT INTO person_email (email, person_id)
		VALUES (?, ?)
		ON CONFLICT (email) DO UPDATE SET person_id = excluded.person_id
		 WHERE person_email.person_id = excluded.person_id`, email, to)
	if err == nil && n == 0 {
		return errs.New(errs.Conflict, "Somebody else has the address %s already.", email)
	}
	return err
}

// DropEmail takes an address that is not the main one from a person.
func DropEmail(ctx context.Context, h db.Handle, from id.Person, email string) error {
	_, err := h.Exec(ctx, `
		DELETE FROM person_email
		 WHERE email = ? AND person_id = ?
		   AND NOT EXISTS (SELECT 1 FROM person p WHERE p.email = person_email.email)`, email, from)
	return err
}

// Emails returns every address of a person, sorted.
func Emails(ctx context.Context, h db.Handle, of id.Person) ([]string, error) {
	return db.All(ctx, h, func(row db.Row) (s string, err error) { return s, row.Scan(&s) }, `
		SELECT email
		  FROM person_email
		 WHERE person_id = ?
		 ORDER BY email`, of)
}

func missing(err error, sentence string) error {
	if errs.Is(err, errs.NotFound) {
		return errs.Because(err, errs.NotFound, "%s", sentence)
	}
	return err
}

// refused turns what the database refused into what a person can mend.
func refused(err error, p Person) error {
	switch {
	case db.IsUnique(err):
		return errs.Because(err, errs.Conflict, "Somebody else has the address %s already.", p.Email)
	case db.IsForeignKey(err):
		return errs.Because(err, errs.Invalid, "The organisation of %s does not exist.", p.Name)
	}
	return err
}

// Clearances returns the organisations that an agent is cleared for one by one.
func Clearances(ctx context.Context, h db.Handle, of id.Person) ([]id.Organisation, error) {
	return db.All(ctx, h, func(row db.Row) (o id.Organisation, err error) { return o, row.Scan(&o) }, `
		SELECT organisation_id
		  FROM clearance
		 WHERE person_id = ?
		 ORDER BY organisation_id`, of)
}

// SetClearances replaces an agent's clearances.
func SetClearances(ctx context.Context, h db.Handle, of id.Person, orgs []id.Organisation) error {
	if _, err := h.Exec(ctx, `DELETE FROM clearance WHERE person_id = ?`, of); err != nil {
		return err
	}
	for _, o := range orgs {
		_, err := h.Exec(ctx, `
			INSERT INTO clearance (person_id, organisation_id)
			VALUES (?, ?)
			ON CONFLICT (person_id, organisation_id) DO NOTHING`, of, o)
		if db.IsForeignKey(err) {
			return errs.Because(err, errs.Invalid, "One of the organisations does not exist.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Secret returns the hash of a person's password, "" if they have none.
func Secret(ctx context.Context, h db.Handle, of id.Person) (string, error) {
	return db.One(ctx, h, func(row db.Row) (s string, err error) { return s, row.Scan(db.Null(&s)) }, `
		SELECT password_hash
		  FROM person
		 WHERE id = ?`, of)
}

// SetSecret keeps the hash of a person's new password.
func SetSecret(ctx context.Context, h db.Handle, of id.Person, hash string) error {
	_, err := h.Exec(ctx, `
		UPDATE person
		   SET password_hash = ?
		 WHERE id = ?`, hash, of)
	return err
}

// Disabled gives the person as they are once they may no longer sign in.
func (p Person) Disabled(now time.Time) Person {
	p = p.At(Off, time.Time{}, now)
	p.DisabledAt = now
	return p
}

// HoldAdministrators returns who can administer the desk, and keeps whoever else
// asks waiting until the transaction ends: two who take each other's rights away
// at the same moment must not both succeed.
func HoldAdministrators(ctx context.Context, h db.Handle) ([]id.Person, error) {
	return db.All(ctx, h, func(row db.Row) (p id.Person, err error) { return p, row.Scan(&p) }, `
		UPDATE person
		   SET version = version
		 WHERE role = 'administrator' AND disabled_at IS NULL
		RETURNING id`)
}

// Nobody tells whether the desk has no people yet: it is not set up.
func Nobody(ctx context.Context, h db.Handle) (bool, error) {
	empty := true
	err := h.Each(ctx, func(row db.Row) error {
		empty = false
		return nil
	}, `SELECT id FROM person LIMIT 1`)
	return empty, err
}

// HasTickets tells whether a person ever asked for something.
func HasTickets(ctx context.Context, h db.Handle, p id.Person) (bool, error) {
	has := false
	err := h.Each(ctx, func(row db.Row) error { return row.Scan(&has) }, `
		SELECT EXISTS (SELECT 1 FROM ticket k WHERE k.requester_id = ?)`, p)
	return has, err
}

// Founder returns the administrator who was here first: their organisation is
// the desk's own.
func Founder(ctx context.Context, h db.Handle) (Person, error) {
	p, err := db.One(ctx, h, scan, `
		SELECT `+columns+`
		  FROM person p
		 WHERE p.role = 'administrator'
		 ORDER BY p.id
		 LIMIT 1`)
	return p, missing(err, "The desk has no administrator; set it up first.")
}
