package indexing_test

import (
	"slices"
	"testing"
	"time"

	"secondline/internal/core/search"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/flowtest"
	"secondline/internal/flow/indexing"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
)

// Whatever was said on a ticket finds it, as soon as the jobs have run.
func TestWhatWasSaidIsFound(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		n, other := d.Asks(d.Ann, "Tunnel drops", "It began with wolverine.", d.VPN), d.Asks(d.Gus, "Quiet", "x", d.Email)
		d.Notes(d.Tom, n, "- Pinged badger: no answer")
		d.Replies(d.Tom, n, "We look at the ferret.")
		d.SendsBack(d.Sam, d.Offers(d.Tom, n, d.Second, 0, "mend the otter"), "which stoat?")
		d.Must(d.Edit(d.Ctx, d.As(d.Tom), n, ticketing.EditIn{Tags: &[]string{"marten"}}))
		d.Takes(d.Sam, d.Offers(d.Tom, n, d.Second, 0, "again"))
		d.Solves(d.Sam, n, "The weasel was loose.", "an old polecat", "Feed the mink.")
		d.Later(time.Second)
		for _, word := range []string{
			"tunnel", "wolverine", "badger", "ferret", "otter", "stoat", "marten", "weasel", "polecat", "mink", "Ann", "Acme", string(n.Ref()),
		} {
			got, err := search.Find(d.Ctx, d.Door.Read(), search.Query{Words: word, Limit: 5})
			d.Must(err)
			if !slices.Equal(got, []id.Ticket{d.Ticket(n).ID}) {
				t.Errorf("%q finds %v", word, got)
			}
		}
		if got, err := search.Find(d.Ctx, d.Door.Read(), search.Query{Words: "Globex", Limit: 5}); err != nil || !slices.Equal(got, []id.Ticket{d.Ticket(other).ID}) {
			t.Errorf("Globex finds %v, %v", got, err)
		}
	})
}

// Doing a job twice, or for a ticket that is not there, is harmless.
func TestIndexingTwiceIsOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		n := d.Asks(d.Ann, "Tunnel drops", "x", d.VPN)
		key := d.Ticket(n).ID
		d.Must(indexing.Tickets(d.Ctx, d.Door, key, key, 17))
		d.Must(indexing.Tickets(d.Ctx, d.Door, key))
		d.Must(indexing.Tickets(d.Ctx, d.Door))
		got, err := search.Find(d.Ctx, d.Door.Read(), search.Query{Words: "tunnel", Limit: 5})
		if d.Must(err); !slices.Equal(got, []id.Ticket{key}) {
			t.Errorf("it is found as %v", got)
		}
		if d.Ticket(n).State != ticket.New {
			t.Error("indexing changed the ticket")
		}
	})
}
