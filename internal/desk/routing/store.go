package routing

import (
	"context"
	"encoding/json"

	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const selectRule = `
		SELECT r.id, r.position, r.name, r.organisation_id, r.service_id, r.category_id, r.kind, r.channel,
		       r.urgent_to, r.team_id, r.archived_at, r.version
		  FROM routing_rule r`

func scanRule(row db.Row) (Rule, error) {
	var r Rule
	err := row.Scan(
		&r.ID, &r.Position, &r.Name, db.Null(&r.Organisation), db.Null(&r.Service), db.Null(&r.Category), &r.Kind, &r.Channel,
		db.Null(&r.UrgentTo), &r.Team, db.Into(&r.ArchivedAt), &r.Version,
	)
	return r, err
}

// Rules returns every rule by position, archived ones too.
func Rules(ctx context.Context, h db.Handle) ([]Rule, error) {
	return db.All(ctx, h, scanRule, selectRule+`
		 ORDER BY r.position, r.id`)
}

// RulesFor returns the live rules that may be for a ticket of an organisation.
func RulesFor(ctx context.Context, h db.Handle, of id.Organisation) ([]Rule, error) {
	return db.All(ctx, h, scanRule, selectRule+`
		 WHERE r.archived_at IS NULL AND (r.organisation_id IS NULL OR r.organisation_id = ?)
		 ORDER BY r.position, r.id
		 LIMIT 1000`, of)
}

// GetRule returns a rule.
func GetRule(ctx context.Context, h db.Handle, key id.Rule) (Rule, error) {
	r, err := db.One(ctx, h, scanRule, selectRule+`
		 WHERE r.id = ?`, key)
	if errs.Is(err, errs.NotFound) {
		return r, errs.Because(err, errs.NotFound, "There is no such routing rule.")
	}
	return r, err
}

// InsertRule adds a rule that was Checked, after all others.
func InsertRule(ctx context.Context, h db.Handle, r Rule) error {
	_, err := h.Exec(ctx, `
		INSERT INTO routing_rule (id, position, name, organisation_id, service_id, category_id, kind, channel, urgent_to, team_id)
		SELECT ?, coalesce(max(o.position), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?
		  FROM routing_rule o`,
		r.ID, r.Name, db.NullID(r.Organisation), db.NullID(r.Service), db.NullID(r.Category), r.Kind, r.Channel, priority(r.UrgentTo), r.Team)
	return refused(err)
}

// UpdateRule saves a rule that was Checked, if its version still stands.
func UpdateRule(ctx context.Context, h db.Handle, r Rule) error {
	n, err := h.Exec(ctx, `
		UPDATE routing_rule
		   SET position = ?, name = ?, organisation_id = ?, service_id = ?, category_id = ?, kind = ?, channel = ?, urgent_to = ?,
		       team_id = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		r.Position, r.Name, db.NullID(r.Organisation), db.NullID(r.Service), db.NullID(r.Category), r.Kind, r.Channel, priority(r.UrgentTo),
		r.Team, db.At(r.ArchivedAt), r.ID, r.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "Somebody else changed the rule “%s” meanwhile; load it again.", r.Name)
	}
	return refused(err)
}

// priority is a rule's, NULL for every one.
func priority(p int) any {
	if p == 0 {
		return nil
	}
	return p
}

func refused(err error) error {
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Invalid, "The rule's team, organisation, service or category does not exist.")
	}
	return err
}

// theWeights is the setting that keeps the weights.
const theWeights = "routing.weights"

// LoadWeights returns the desk's weights, the defaults if it never chose.
func LoadWeights(ctx context.Context, h db.Handle) (Weights, error) {
	w := Defaults()
	text, err := setting.Get(ctx, h, theWeights, "")
	if err != nil || text == "" {
		return w, err
	}
	return w, errs.Wrap(json.Unmarshal([]byte(text), &w), "reading the weights of routing")
}

// SaveWeights keeps weights that were Checked.
func SaveWeights(ctx context.Context, h db.Handle, w Weights) error {
	text, err := json.Marshal(w)
	if err != nil {
		return errs.Wrap(err, "writing the weights of routing")
	}
	return setting.Set(ctx, h, theWeights, string(text))
}
