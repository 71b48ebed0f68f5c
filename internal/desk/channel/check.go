package channel

import (
	"context"
	"fmt"

	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// rules are what always holds of mail: each finds the rows that break it.
var rules = []struct{ broken, query string }{
	{"mail %d was taken in, but no job will look into it", `
		SELECT i.id
		  FROM mail_in i
		 WHERE i.state = 'stored'
		   AND NOT EXISTS (SELECT 1 FROM job j WHERE j.name = 'mail.parse:' || i.id)
		 ORDER BY i.id
		 LIMIT 100`},
	{"mail %d is a ticket or a reply, but names no entry of a timeline", `
		SELECT i.id
		  FROM mail_in i
		 WHERE i.state IN ('ticket', 'reply', 'vendor')
		   AND NOT EXISTS (SELECT 1 FROM timeline_entry e WHERE e.ticket_id = i.ticket_id AND e.seq = i.seq)
		 ORDER BY i.id
		 LIMIT 100`},
	{"mail %d is quarantined without a reason", `
		SELECT i.id
		  FROM mail_in i
		 WHERE i.state = 'quarantine' AND i.because = ''
		 ORDER BY i.id
		 LIMIT 100`},
	{"mail %d is settled but has no identity, so the same mail could come in again", `
		SELECT i.id
		  FROM mail_in i
		 WHERE i.state IN ('ticket', 'reply', 'vendor', 'quarantine') AND i.identity IS NULL
		 ORDER BY i.id
		 LIMIT 100`},
	{"an entry shows mail %d, which says that it became something else", `
		SELECT i.id
		  FROM mail_in i
		  JOIN timeline_entry e ON e.ticket_id = i.ticket_id AND e.seq = i.seq
		 WHERE i.state = 'ticket' AND e.kind <> 'ticket.opened'
		 ORDER BY i.id
		 LIMIT 100`},
	{"mail %d is a vendor's, but its entry is not", `
		SELECT i.id
		  FROM mail_in i
		  JOIN timeline_entry e ON e.ticket_id = i.ticket_id AND e.seq = i.seq
		 WHERE i.state = 'vendor' AND e.kind <> 'vendor.wrote'
		 ORDER BY i.id
		 LIMIT 100`},
	{"outgoing mail %d goes to a vendor, but names no case", `
		SELECT o.id
		  FROM mail_out o
		 WHERE o.kind = 'vendor' AND o.case_id IS NULL
		 ORDER BY o.id
		 LIMIT 100`},
	{"outgoing mail %d is queued, but no job will send it", `
		SELECT o.id
		  FROM mail_out o
		 WHERE o.state = 'queued' AND o.next_at IS NOT NULL
		   AND NOT EXISTS (SELECT 1 FROM job j WHERE j.name = 'mail.send:' || o.id)
		 ORDER BY o.id
		 LIMIT 100`},
	{"outgoing mail %d waits without a time and without a reason", `
		SELECT o.id
		  FROM mail_out o
		 WHERE o.state = 'queued' AND o.next_at IS NULL AND o.last_error = ''
		 ORDER BY o.id
		 LIMIT 100`},
	{"outgoing mail %d failed without saying why", `
		SELECT o.id
		  FROM mail_out o
		 WHERE o.state = 'failed' AND o.last_error = ''
		 ORDER BY o.id
		 LIMIT 100`},
	{"outgoing mail %d is sent, but nobody knows when", `
		SELECT o.id
		  FROM mail_out o
		 WHERE o.state = 'sent' AND o.sent_at IS NULL
		 ORDER BY o.id
		 LIMIT 100`},
	{"outgoing mail %d answers an automatic mail", `
		SELECT o.id
		  FROM mail_out o
		  JOIN mail_in i ON i.ticket_id = o.ticket_id AND i.seq = o.seq
		 WHERE o.kind = 'received' AND i.automatic <> ''
		 ORDER BY o.id
		 LIMIT 100`},
}

// Check looks for mail that breaks what always holds, and says each as a
// sentence; none is good news. That the raw bytes are kept is the file store's
// to check: Contents lists what it must have.
func Check(ctx context.Context, h db.Handle) ([]string, error) {
	found := []string{}
	for _, r := range rules {
		err := h.Each(ctx, func(row db.Row) error {
			var key int64
			if err := row.Scan(&key); err != nil {
				return err
			}
			found = append(found, fmt.Sprintf(r.broken, key))
			return nil
		}, r.query)
		if err != nil {
			return nil, errs.Wrap(err, "checking mail")
		}
	}
	return found, nil
}

// Contents calls fn with the hash of every raw mail that the file store must
// have.
func Contents(ctx context.Context, h db.Handle, fn func(sha256 string) error) error {
	return h.Each(ctx, func(row db.Row) error {
		var sum string
		if err := row.Scan(&sum); err != nil {
			return err
		}
		return fn(sum)
	}, `
		SELECT DISTINCT sha256
		  FROM mail_in
		 ORDER BY sha256`)
}
