// Package holidays keeps calendars up to date with what their holidays follow
// from: the rules of a country, which reach a few years ahead, and feeds.
//
// Each calendar that follows something has one job, which asks for itself again
// the next day. The feed is read before the transaction begins, so that a slow
// server holds nobody up.
//
// What always holds: a feed that cannot be read, or says nothing that can be
// understood, takes no holiday away; the calendar shows why, and it is asked again
// within the hour.
package holidays

import (
	"context"
	"encoding/json"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/desk/calendar"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Renew is the kind of job that brings a calendar up to date.
const Renew = "calendar.renew"

const (
	daily   = 24 * time.Hour
	again   = time.Hour
	patient = 20 * time.Second
)

type renewal struct {
	Calendar id.Calendar `json:"calendar"`
}

// Ask has a calendar brought up to date soon, or never again if it follows nothing.
func Ask(ctx context.Context, w *work.Work, c calendar.Calendar) error {
	return ask(ctx, w, c, w.Now)
}

func ask(ctx context.Context, w *work.Work, c calendar.Calendar, at time.Time) error {
	name := Renew + ":" + c.ID.String()
	if !c.Renews() {
		return job.Cancel(ctx, w.Tx, name)
	}
	return w.Enqueue(ctx, job.Job{Kind: Renew, Name: name, Payload: renewal{c.ID}, RunAt: at})
}

// A Fetcher fetches a document from an address that somebody wrote down.
type Fetcher interface {
	Get(ctx context.Context, address string, most int64, timeout time.Duration) ([]byte, error)
}

// A Keeper keeps calendars up to date.
type Keeper struct {
	door  *work.Door
	fetch Fetcher
}

// New makes a Keeper.
func New(door *work.Door, f Fetcher) *Keeper { return &Keeper{door: door, fetch: f} }

// Register says which jobs a Keeper runs.
func (k *Keeper) Register(r *job.Runner) { r.Handle(Renew, k.Renew) }

// Renew brings a calendar up to date; it is a job's work.
func (k *Keeper) Renew(ctx context.Context, payload json.RawMessage) error {
	var j renewal
	if err := json.Unmarshal(payload, &j); err != nil {
		return errs.Because(err, errs.Invalid, "The job names no calendar.")
	}
	c, err := calendar.Get(ctx, k.door.Read(), j.Calendar)
	if err != nil {
		return err
	}
	var file []byte
	var failed error
	if c.Feed != "" && c.Renews() {
		file, failed = k.fetch.Get(ctx, c.Feed, calendar.MaxFile, patient)
	}
	read := c.Feed
	return k.door.Do(ctx, access.Desk("Calendars"), func(ctx context.Context, w *work.Work) error {
		if c, err = calendar.Get(ctx, w.Tx, j.Calendar); err != nil {
			return err
		}
		if c.Feed != read {
			return ask(ctx, w, c, w.Now) // another one was written down meanwhile
		}
		next, err := take(ctx, w, &c, file, failed)
		if err != nil {
			return err
		}
		if err := calendar.Fed(ctx, w.Tx, c); err != nil {
			return err
		}
		if err := w.Republish(ctx, "the calendar "+c.Name); err != nil {
			return err
		}
		return ask(ctx, w, c, next)
	})
}

// take puts in what the country and the feed say now, and tells when to look again.
func take(ctx context.Context, w *work.Work, c *calendar.Calendar, file []byte, failed error) (time.Time, error) {
	if err := Country(ctx, w, *c); err != nil || c.Feed == "" {
		return w.Now.Add(daily), err
	}
	first, last := calendar.Within(w.Now)
	var list []calendar.Holiday
	if failed == nil {
		list, _, failed = calendar.Read(file, first, last)
	}
	if failed != nil {
		c.FeedError = errs.Text(failed)
		return w.Now.Add(again), nil
	}
	c.FeedAt, c.FeedError = w.Now, ""
	_, err := calendar.Replace(ctx, w.Tx, c.ID, calendar.ByFeed, list, w.NewID)
	return w.Now.Add(daily), err
}

// Country makes the holidays that follow from a calendar's country those of the
// years around now.
func Country(ctx context.Context, w *work.Work, c calendar.Calendar) error {
	first, last := calendar.Within(w.Now)
	_, err := calendar.Replace(ctx, w.Tx, c.ID, calendar.ByCountry, calendar.Of(c.Country, first, last), w.NewID)
	return err
}
