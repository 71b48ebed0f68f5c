package audit_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/audit"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
)

var nine = time.Date(2026, time.March, 16, 9, 0, 0, 123000, time.UTC)

// A book is an audit with what the tests do to it.
type book struct {
	t   *testing.T
	db  *db.DB
	ids *id.Maker
}

func each(t *testing.T, story func(t *testing.T, b *book)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		story(t, &book{t: t, db: d, ids: id.NewMaker(clock.NewFake(nine), 1)})
	})
}

func (b *book) exec(query string, args ...any) {
	b.t.Helper()
	err := b.db.Tx(context.Background(), func(h db.Handle) error {
		_, err := h.Exec(context.Background(), query, args...)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// writes adds rows, and gives the id of the last.
func (b *book) writes(n int) (last id.Audit) {
	b.t.Helper()
	err := b.db.Tx(context.Background(), func(h db.Handle) error {
		for range n {
			last = id.Audit(b.ids.Next())
			err := audit.Append(context.Background(), h, audit.Row{
				ID: last, At: nine, ActorKind: access.System, ActorName: "Timer", Action: "team.created", Object: "team:1", Detail: `{"a": "ü"}`, Request: "r1",
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return last
}

func (b *book) seals(want int) {
	b.t.Helper()
	if n, err := audit.Seal(context.Background(), b.db); err != nil || n != want {
		b.t.Fatalf("%d sealed, %v; wanted %d", n, err, want)
	}
}

func (b *book) verdict(sealed, unsealed int64, broken string) {
	b.t.Helper()
	v, err := audit.Verify(context.Background(), b.db.Read())
	if err != nil {
		b.t.Fatal(err)
	}
	if v.Sealed != sealed || v.Unsealed != unsealed || !strings.Contains(v.Broken, broken) || (v.Broken == "") != (broken == "") {
		b.t.Errorf("the verdict is %+v; wanted %d sealed, %d not, broken %q", v, sealed, unsealed, broken)
	}
}

func TestTheChainHolds(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.verdict(0, 0, "")
		b.seals(0)
		b.writes(3)
		b.verdict(0, 3, "")
		b.seals(3)
		b.verdict(3, 0, "")
		b.writes(1)
		b.seals(1)
		b.seals(0)
		b.verdict(4, 0, "")
	})
}

func TestMoreThanOneBatchIsSealedInTurns(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.writes(700)
		b.seals(500)
		b.seals(200)
		b.verdict(700, 0, "")
	})
}

func TestARowThatCommitsLateIsSealed(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		late := b.ids.Next() // its id was made before the others were written
		b.writes(2)
		b.seals(2)
		b.exec(`INSERT INTO audit (id, at, actor_kind, actor_name, action, object, detail) VALUES (?, 1, 'system', 'x', 'y', 'z', '{}')`, late)
		b.seals(1)
		b.verdict(3, 0, "")
	})
}

func TestTamperingIsSeen(t *testing.T) {
	for name, c := range map[string]struct {
		attack string
		broken string
	}{
		"a changed row":         {`UPDATE audit SET actor_name = 'Somebody else' WHERE id = ?`, "does not match its seal 2"},
		"a changed time":        {`UPDATE audit SET at = at + 1 WHERE id = ?`, "does not match its seal 2"},
		"a changed detail":      {`UPDATE audit SET detail = '{}' WHERE id = ?`, "does not match its seal 2"},
		"a changed request":     {`UPDATE audit SET request = '' WHERE id = ?`, "does not match its seal 2"},
		"a row taken out":       {`DELETE FROM audit_seal WHERE audit_id = ?`, "seal 2 is missing"},
		"a seal made up":        {`UPDATE audit_seal SET hash = (SELECT hash FROM audit_seal WHERE seq = 1) WHERE audit_id = ?`, "does not match its seal 2"},
		"a seal that was moved": {`UPDATE audit_seal SET seq = -seq WHERE audit_id = ?`, "is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, b *book) {
				b.writes(1)
				second := b.writes(1)
				b.writes(1)
				b.seals(3)
				b.exec(c.attack, second)
				v, err := audit.Verify(context.Background(), b.db.Read())
				if err != nil || !strings.Contains(v.Broken, c.broken) || v.Broken == "" {
					t.Errorf("%+v, %v", v, err)
				}
			})
		})
	}
}

func TestManySealAtOnce(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.writes(200)
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				if _, err := audit.Seal(context.Background(), b.db); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		b.verdict(200, 0, "")
	})
}
