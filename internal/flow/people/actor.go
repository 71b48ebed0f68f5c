package people

import (
	"context"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/credential"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

// Actor says who a person is and what they may: errs.Unauthorized when they may
// not come in at all, because they are disabled or their organisation is no
// customer any more.
func Actor(ctx context.Context, h db.Handle, who id.Person) (access.Actor, error) {
	a, err := db.One(ctx, h, scanActor, `
		SELECT p.id, p.name, p.role, p.organisation_id, p.all_organisations, o.sees
		  FROM person p
		  JOIN organisation o ON o.id = p.organisation_id
		 WHERE p.id = ? AND p.disabled_at IS NULL
		   AND (o.archived_at IS NULL OR p.role IN ('agent', 'team_lead', 'administrator'))`, who)
	if errs.Is(err, errs.NotFound) {
		return a, errs.Because(err, errs.Unauthorized, "This account is disabled; ask an administrator of the desk.")
	}
	if err != nil || !a.IsAgent() {
		return a, err
	}
	return a, places(ctx, h, &a)
}

func scanActor(row db.Row) (access.Actor, error) {
	a := access.Actor{Kind: access.Person}
	var sees string
	err := row.Scan(&a.Person, &a.Name, &a.Role, &a.Organisation, &a.All, &sees)
	a.All = a.All && a.IsAgent()
	a.SeesOrganisation = !a.IsAgent() && (sees == "organisation" || a.Role == access.OrganisationManager)
	return a, err
}

// places adds an agent's teams and clearances, in one query.
func places(ctx context.Context, h db.Handle, a *access.Actor) error {
	return h.Each(ctx, func(row db.Row) error {
		var kind string
		var key int64
		if err := row.Scan(&kind, &key); err != nil {
			return err
		}
		if kind == "team" {
			a.Teams = append(a.Teams, id.Team(key))
		} else {
			a.Clearances = append(a.Clearances, id.Organisation(key))
		}
		return nil
	}, `
		SELECT 'team' AS kind, m.team_id AS id
		  FROM membership m
		  JOIN team t ON t.id = m.team_id
		 WHERE m.person_id = ? AND t.archived_at IS NULL
		 UNION ALL
		SELECT 'clearance', c.organisation_id
		  FROM clearance c
		 WHERE c.person_id = ?
		 ORDER BY kind, id`, a.Person, a.Person)
}

// BySession says who holds the token of a session.
func (d *Desk) BySession(ctx context.Context, token string) (access.Actor, error) {
	if !strings.HasPrefix(token, sessionPrefix) {
		return access.Actor{}, errs.New(errs.Unauthorized, "Nobody is signed in. Sign in first.")
	}
	hash := seal.Hash(token)
	return d.known(hash, func(now known) (known, error) {
		s, err := credential.SessionByHash(ctx, d.door.Read(), hash)
		if errs.Is(err, errs.NotFound) || err == nil && !s.ValidAt(now.at) {
			return now, errs.New(errs.Unauthorized, "You are signed out. Sign in again.")
		}
		if err != nil {
			return now, err
		}
		now.session, now.seen = s.ID, s.SeenAt
		now.actor, err = Actor(ctx, d.door.Read(), s.Person)
		return now, err
	})
}

// ByToken says who holds an API token.
func (d *Desk) ByToken(ctx context.Context, token string) (access.Actor, error) {
	if !strings.HasPrefix(token, tokenPrefix) {
		return access.Actor{}, errs.New(errs.Unauthorized, "This is not a token of this desk. Make one with: secondline token create.")
	}
	hash := seal.Hash(token)
	return d.known(hash, func(now known) (known, error) {
		t, err := credential.TokenByHash(ctx, d.door.Read(), hash)
		if errs.Is(err, errs.NotFound) || err == nil && !t.ValidAt(now.at) {
			return now, errs.New(errs.Unauthorized, "This token was revoked, has expired, or was never ours. Make a new one.")
		}
		if err != nil {
			return now, err
		}
		now.token, now.seen = t.ID, t.LastUsedAt
		now.actor, err = Actor(ctx, d.door.Read(), t.Person)
		now.actor.Scopes = append([]string{}, t.Scopes...) // never nil: nil is everything
		return now, err
	})
}

// known gives the actor that a hash proves, from memory or by looking it up.
func (d *Desk) known(hash []byte, look func(known) (known, error)) (access.Actor, error) {
	now := d.door.Now()
	k, ok := d.actors.get(hash, now)
	if !ok {
		era := d.actors.era()
		var err error
		if k, err = look(known{at: now}); err != nil {
			return access.Actor{}, err
		}
		d.actors.put(hash, k, era)
	}
	d.touched.note(k, now)
	return k.actor, nil
}
