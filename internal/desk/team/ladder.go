package team

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const selectLevel = `
		SELECT l.id, l.rank, l.name, l.plain_name, l.archived_at, l.version
		  FROM level l`

func scanLevel(row db.Row) (Level, error) {
	var l Level
	err := row.Scan(&l.ID, &l.Rank, &l.Name, &l.PlainName, db.Into(&l.ArchivedAt), &l.Version)
	return l, err
}

// Levels returns every level from the bottom, archived ones too.
func Levels(ctx context.Context, h db.Handle) ([]Level, error) {
	return db.All(ctx, h, scanLevel, selectLevel+`
		 ORDER BY l.rank, l.id`)
}

// GetLevel returns a level.
func GetLevel(ctx context.Context, h db.Handle, key id.Level) (Level, error) {
	l, err := db.One(ctx, h, scanLevel, selectLevel+`
		 WHERE l.id = ?`, key)
	return l, missing(err, "There is no such level.")
}

// InsertLevel adds a level that was Checked.
func InsertLevel(ctx context.Context, h db.Handle, l Level) error {
	_, err := h.Exec(ctx, `
		INSERT INTO level (id, rank, name, plain_name)
		VALUES (?, ?, ?, ?)`, l.ID, l.Rank, l.Name, l.PlainName)
	return rankTaken(err, l)
}

// UpdateLevel saves a level that was Checked, if its version still stands.
func UpdateLevel(ctx context.Context, h db.Handle, l Level) error {
	n, err := h.Exec(ctx, `
		UPDATE level
		   SET rank = ?, name = ?, plain_name = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`, l.Rank, l.Name, l.PlainName, db.At(l.ArchivedAt), l.ID, l.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", l.Name)
	}
	return rankTaken(err, l)
}

func rankTaken(err error, l Level) error {
	if db.IsUnique(err) {
		return errs.Because(err, errs.Conflict, "There is a level with the rank %d already; choose another rank.", l.Rank)
	}
	return err
}

// Members returns who is in a team, those first who serve it first. People who
// are disabled are not.
func Members(ctx context.Context, h db.Handle, of id.Team) ([]Member, error) {
	return db.All(ctx, h, func(row db.Row) (m Member, err error) {
		return m, row.Scan(&m.Person, &m.Preference, &m.Share)
	}, `
		SELECT m.person_id, m.preference, m.share
		  FROM membership m
		  JOIN person p ON p.id = m.person_id
		 WHERE m.team_id = ? AND p.disabled_at IS NULL
		 ORDER BY m.preference, p.name_key, m.person_id`, of)
}

// SetMembers replaces who is in a team with members that were Checked.
func SetMembers(ctx context.Context, h db.Handle, of id.Team, members []Member) error {
	if _, err := h.Exec(ctx, `DELETE FROM membership WHERE team_id = ?`, of); err != nil {
		return err
	}
	for _, m := range members {
		if err := Join(ctx, h, of, m); err != nil {
			return err
		}
	}
	return nil
}

// Join adds a member that was Checked to a team, or changes their place there.
func Join(ctx context.Context, h db.Handle, of id.Team, m Member) error {
	_, err := h.Exec(ctx, `
		INSERT INTO membership (team_id, person_id, preference, share)
		VALUES (?, ?, ?, ?)
		ON CONFLICT (team_id, person_id) DO UPDATE SET preference = excluded.preference, share = excluded.share`,
		of, m.Person, m.Preference, m.Share)
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Invalid, "One of the members does not exist.")
	}
	return err
}
