package clock

import (
	"context"
	"fmt"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// DefaultWarn is the percentage at which a clock warns if nobody says otherwise.
const DefaultWarn = 75

const (
	maxName   = 80
	maxLength = 366 * 24 * time.Hour
)

// Waits lists what a target may pause on.
var Waits = []string{"customer", "vendor", "approval", "change", "date", "project"}

// Checked gives the target tidied, or an error that names the field that is wrong.
func (t Target) Checked() (Target, error) {
	t.Name = fold.Tidy(t.Name)
	if t.Warn == 0 {
		t.Warn = DefaultWarn
	}
	switch {
	case fold.Key(t.Name) == "":
		return t, errs.Field("name", "A target needs a name.")
	case len(t.Name) > maxName:
		return t, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	case !slices.Contains(Kinds, t.Clock):
		return t, errs.Field("clock", "%q is no clock; name one of first_response, next_response, resolution, acknowledge, work, vendor.", t.Clock)
	case t.Priority < 0 || t.Priority > 4:
		return t, errs.Field("priority", "A priority is between 1 and 4; leave it out for all.")
	case t.TicketKind != "" && t.TicketKind != "incident" && t.TicketKind != "request":
		return t, errs.Field("kind", "A kind is incident or request; leave it out for both.")
	case t.Team != 0 && t.Clock.Promise() != OLA:
		return t, errs.Field("team", "Only what teams promise each other can be a team's own; leave the team out.")
	case t.Vendor != 0 && t.Clock.Promise() != UC:
		return t, errs.Field("vendor", "Only a vendor's clock can be a vendor's own; leave the vendor out.")
	case t.Calendar == 0:
		return t, errs.Field("calendar", "A target needs a calendar to run on.")
	case t.Length < time.Second || t.Length > maxLength || t.Length%time.Second != 0:
		return t, errs.Field("length", "A target is whole seconds long, up to a year of open time.")
	case t.Warn < 1 || t.Warn > 100:
		return t, errs.Field("warn", "The warning comes between 1 and 100 percent of the time.")
	}
	return t, t.checkPauses()
}

func (t *Target) checkPauses() error {
	t.PauseOn = slices.Compact(slices.Sorted(slices.Values(t.PauseOn)))
	for i, wait := range t.PauseOn {
		if !slices.Contains(Waits, wait) {
			return errs.Field(fmt.Sprintf("pause_on[%d]", i), "%q is nothing that a ticket waits for.", wait)
		}
	}
	if t.Clock == Acknowledge && len(t.PauseOn) > 0 {
		return errs.Field("pause_on", "An acknowledgement waits for nobody; only asking back pauses it.")
	}
	if t.Clock == TeamWork && len(t.PauseOn) > 0 {
		return errs.Field("pause_on", "A team's work pauses on every wait; leave this out.")
	}
	if t.Clock == VendorAnswer && slices.Contains(t.PauseOn, "vendor") {
		return errs.Field("pause_on", "A vendor's clock cannot pause while we wait for the vendor.")
	}
	return nil
}

const selectTarget = `
		SELECT id, name, clock, organisation_id, service_id, priority, kind, team_id, vendor_id, calendar_id, seconds,
		       warn_percent, pause_on, archived_at, version
		  FROM target`

func scan(row db.Row) (Target, error) {
	var t Target
	var seconds int64
	err := row.Scan(&t.ID, &t.Name, &t.Clock, db.Null(&t.Organisation), db.Null(&t.Service), db.Null(&t.Priority), &t.TicketKind,
		db.Null(&t.Team), db.Null(&t.Vendor), &t.Calendar, &seconds, &t.Warn, db.FromJSON(&t.PauseOn), db.Into(&t.ArchivedAt), &t.Version)
	t.Length = time.Duration(seconds) * time.Second
	return t, err
}

// All returns every target, archived ones too, in the order in which they were made.
func All(ctx context.Context, h db.Handle) ([]Target, error) {
	return db.All(ctx, h, scan, selectTarget+`
		 ORDER BY id`)
}

// Get returns a target.
func Get(ctx context.Context, h db.Handle, key id.Target) (Target, error) {
	t, err := db.One(ctx, h, scan, selectTarget+`
		 WHERE id = ?`, key)
	if errs.Is(err, errs.NotFound) {
		return t, errs.Because(err, errs.NotFound, "There is no such target.")
	}
	return t, err
}

// Insert adds a target that was Checked.
func Insert(ctx context.Context, h db.Handle, t Target) error {
	_, err := h.Exec(ctx, `
		INSERT INTO target (id, name, clock, organisation_id, service_id, priority, kind, team_id, vendor_id, calendar_id,
		       seconds, warn_percent, pause_on)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		t.ID, t.Name, string(t.Clock), db.NullID(t.Organisation), db.NullID(t.Service), orNull(t.Priority), t.TicketKind,
		db.NullID(t.Team), db.NullID(t.Vendor), t.Calendar, int64(t.Length/time.Second), t.Warn, db.JSON(t.PauseOn))
	return refused(err)
}

// Update saves a target that was Checked, if its version still stands.
func Update(ctx context.Context, h db.Handle, t Target) error {
	n, err := h.Exec(ctx, `
		UPDATE target
		   SET name = ?, clock = ?, organisation_id = ?, service_id = ?, priority = ?, kind = ?, team_id = ?, vendor_id = ?,
		       calendar_id = ?, seconds = ?, warn_percent = ?, pause_on = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		t.Name, string(t.Clock), db.NullID(t.Organisation), db.NullID(t.Service), orNull(t.Priority), t.TicketKind,
		db.NullID(t.Team), db.NullID(t.Vendor), t.Calendar, int64(t.Length/time.Second), t.Warn, db.JSON(t.PauseOn),
		db.At(t.ArchivedAt), t.ID, t.Version)
	if err != nil {
		return refused(err)
	}
	if n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", t.Name)
	}
	return nil
}

// orNull binds a priority; none is NULL.
func orNull(priority int) any {
	if priority == 0 {
		return nil
	}
	return priority
}

func refused(err error) error {
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Invalid, "The calendar, organisation, service, team or vendor does not exist.")
	}
	return err
}
