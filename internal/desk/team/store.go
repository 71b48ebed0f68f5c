package team

import (
	"context"
	"fmt"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const (
	teamColumns = `t.id, t.name, t.plain_name, t.kind, t.level_id, coalesce(l.rank, -1), coalesce(l.name, ''),
       t.threshold, t.lead_id, t.triage, t.dealing, t.offer_seconds, t.archived_at, t.version`
	selectTeam = `
		SELECT ` + teamColumns + `
		  FROM team t
		  LEFT JOIN level l ON l.id = t.level_id`
)

func (t *Team) fields() []any {
	return []any{
		&t.ID, &t.Name, &t.PlainName, &t.Kind, db.Null(&t.Level), &t.Rank, &t.LevelName,
		&t.Threshold, db.Null(&t.Lead), &t.Triage, &t.Dealing,
		seconds{&t.OfferFor},
		db.Into(&t.ArchivedAt), &t.Version,
	}
}

// seconds scans a number of seconds as a duration.
type seconds struct{ d *time.Duration }

func (s seconds) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("a %T is not a number of seconds", v)
	}
	*s.d = time.Duration(n) * time.Second
	return nil
}

func scan(row db.Row) (Team, error) {
	var t Team
	err := row.Scan(t.fields()...)
	return t, err
}

// Get returns a team.
func Get(ctx context.Context, h db.Handle, key id.Team) (Team, error) {
	t, err := db.One(ctx, h, scan, selectTeam+`
		 WHERE t.id = ?`, key)
	return t, missing(err, "There is no such team.")
}

// ByName returns the team of that name, however it is written.
func ByName(ctx context.Context, h db.Handle, name string) (Team, error) {
	t, err := db.One(ctx, h, scan, selectTeam+`
		 WHERE t.name_key = ?`, Key(name))
	if errs.Is(err, errs.NotFound) {
		return t, errs.Because(err, errs.NotFound, "There is no team called %q.", name)
	}
	return t, err
}

// Triage returns the team that owns what no rule can place.
func Triage(ctx context.Context, h db.Handle) (Team, error) {
	t, err := db.One(ctx, h, scan, selectTeam+`
		 WHERE t.triage = TRUE
		 ORDER BY t.id
		 LIMIT 1`)
	return t, missing(err, "The desk has no triage team; set the desk up first.")
}

// All returns every team, archived ones too: the ladder from the bottom, then
// the project teams.
func All(ctx context.Context, h db.Handle) ([]Team, error) {
	return db.All(ctx, h, scan, selectTeam+`
		 ORDER BY l.rank NULLS LAST, t.name_key, t.id`)
}

// Of returns the teams of a person, the one that they serve first before the
// others. Archived teams are nobody's.
func Of(ctx context.Context, h db.Handle, member id.Person) ([]Place, error) {
	return db.All(ctx, h, func(row db.Row) (p Place, err error) {
		return p, row.Scan(append(p.Team.fields(), &p.Preference, &p.Share)...)
	}, `
		SELECT `+teamColumns+`, m.preference, m.share
		  FROM membership m
		  JOIN team t ON t.id = m.team_id
		  LEFT JOIN level l ON l.id = t.level_id
		 WHERE m.person_id = ? AND t.archived_at IS NULL
		 ORDER BY m.preference, l.rank NULLS LAST, t.name_key, t.id`, member)
}

// Insert adds a team that was Checked.
func Insert(ctx context.Context, h db.Handle, t Team) error {
	t = t.dealt()
	_, err := h.Exec(ctx, `
		INSERT INTO team (id, name, name_key, plain_name, kind, level_id, threshold, lead_id, triage, dealing, offer_seconds)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.ID, t.Name, Key(t.Name), t.PlainName, t.Kind, db.NullID(t.Level), t.Threshold, db.NullID(t.Lead), t.Triage,
		t.Dealing, int64(t.OfferFor/time.Second))
	if err != nil {
		return refused(err, t)
	}
	return onlyTriage(ctx, h, t)
}

// Update saves a team that was Checked, if its version still stands.
func Update(ctx context.Context, h db.Handle, t Team) error {
	n, err := h.Exec(ctx, `
		UPDATE team
		   SET name = ?, name_key = ?, plain_name = ?, kind = ?, level_id = ?, threshold = ?, lead_id = ?, triage = ?,
		       dealing = ?, offer_seconds = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		t.Name, Key(t.Name), t.PlainName, t.Kind, db.NullID(t.Level), t.Threshold, db.NullID(t.Lead), t.Triage,
		t.Dealing, int64(t.OfferFor/time.Second), db.At(t.ArchivedAt), t.ID, t.Version)
	if err != nil {
		return refused(err, t)
	}
	if n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", t.Name)
	}
	return onlyTriage(ctx, h, t)
}

// onlyTriage makes a triage team the only one.
func onlyTriage(ctx context.Context, h db.Handle, t Team) error {
	if !t.Triage {
		return nil
	}
	_, err := h.Exec(ctx, `
		UPDATE team
		   SET triage = FALSE, version = version + 1
		 WHERE triage = TRUE AND id <> ?`, t.ID)
	return err
}

func refused(err error, t Team) error {
	switch {
	case db.IsUnique(err):
		return errs.Because(err, errs.Conflict, "There is a team called %s already; choose another name.", t.Name)
	case db.IsForeignKey(err):
		return errs.Because(err, errs.Invalid, "The level or the lead of %s does not exist.", t.Name)
	}
	return err
}

// HoldsTickets tells whether the team owns, or was offered, a ticket that is not
// closed.
func HoldsTickets(ctx context.Context, h db.Handle, t id.Team) (bool, error) {
	holds := false
	err := h.Each(ctx, func(row db.Row) error { return row.Scan(&holds) }, `
		SELECT EXISTS (SELECT 1 FROM ticket k WHERE k.team_id = ? AND k.state IN ('new', 'open', 'waiting', 'resolved'))
		    OR EXISTS (SELECT 1 FROM ticket k WHERE k.offer_team_id = ?)`, t, t)
	return holds, err
}

func missing(err error, sentence string) error {
	if errs.Is(err, errs.NotFound) {
		return errs.Because(err, errs.NotFound, "%s", sentence)
	}
	return err
}

// Serves tells whether a service names the team for a level.
func Serves(ctx context.Context, h db.Handle, t id.Team) (bool, error) {
	serves := false
	err := h.Each(ctx, func(row db.Row) error { return row.Scan(&serves) }, `
		SELECT EXISTS (SELECT 1 FROM service_team s WHERE s.team_id = ?)`, t)
	return serves, err
}

// Assignees returns who has a ticket of the team that is not closed.
func Assignees(ctx context.Context, h db.Handle, t id.Team) ([]id.Person, error) {
	return db.All(ctx, h, func(row db.Row) (p id.Person, err error) { return p, row.Scan(&p) }, `
		SELECT DISTINCT k.assignee_id
		  FROM ticket k
		 WHERE k.team_id = ? AND k.assignee_id IS NOT NULL AND k.state IN ('new', 'open', 'waiting')
		 ORDER BY k.assignee_id`, t)
}
