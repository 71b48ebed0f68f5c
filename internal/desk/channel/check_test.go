package channel_test

import (
	"context"
	"strings"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/channel"
)

// Each mail here breaks one of the rules.
func TestCheckFindsWhatNeverHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		fill := func(queries ...string) {
			t.Helper()
			err := d.Tx(ctx, func(h db.Handle) error {
				for _, q := range queries {
					if _, err := h.Exec(ctx, q); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		check := func() string {
			t.Helper()
			found, err := channel.Check(ctx, d.Read())
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(found, "\n")
		}
		fill(`INSERT INTO organisation (id, name, name_key) VALUES (1, 'Acme', 'acme')`,
			`INSERT INTO mailbox (id, address, name, standard) VALUES (1, 'desk@desk.example', 'Desk', TRUE)`)
		if got := check(); got != "" {
			t.Errorf("an empty desk is said to be wrong: %s", got)
		}
		const in = `INSERT INTO mail_in (received_at, via, envelope_from, envelope_to, mailbox_id, sha256, size, id, state, because, identity) VALUES (1, 'smtp', '', '', 1, '', 0, `
		const out = `INSERT INTO mail_out (organisation_id, kind, letter, recipients, created_at, id, message_id, state, next_at, last_error) VALUES (1, 'reply', '{}', '[]', 1, `
		fill(in+`1, 'stored', '', NULL)`, in+`2, 'ticket', '', 'a')`, in+`3, 'quarantine', '', 'b')`, in+`4, 'quarantine', 'why', NULL)`,
			in+`5, 'duplicate', '', NULL)`, // this one is as it should be
			out+`6, 'a', 'queued', 5, '')`, out+`7, 'b', 'queued', NULL, '')`, out+`8, 'c', 'failed', NULL, '')`, out+`9, 'd', 'sent', NULL, '')`,
			out+`10, 'e', 'cancelled', NULL, '')`) // and this one
		got := check()
		for key, want := range map[string]string{
			"mail 1 ": "no job", "mail 2 ": "no entry", "mail 3 ": "without a reason", "mail 4 ": "no identity",
			"mail 6 ": "no job", "mail 7 ": "without a time", "mail 8 ": "without saying why", "mail 9 ": "nobody knows when",
		} {
			if !containsLine(got, key, want) {
				t.Errorf("nothing says of %sthat %q; it says\n%s", key, want, got)
			}
		}
		if strings.Contains(got, "mail 5 ") || strings.Contains(got, "mail 10 ") {
			t.Errorf("what is right is said to be wrong:\n%s", got)
		}
	})
}

func containsLine(text, a, b string) bool {
	for line := range strings.Lines(text) {
		if strings.Contains(line, a) && strings.Contains(line, b) {
			return true
		}
	}
	return false
}
