package calendar

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
)

// StandardHours are those of the standard calendar; ok is false on a desk without
// one.
func StandardHours(ctx context.Context, h db.Handle) (hours openhours.Hours, ok bool, err error) {
	c, err := Standard(ctx, h)
	if errs.Is(err, errs.NotFound) {
		return hours, false, nil
	}
	if err != nil {
		return hours, false, err
	}
	holidays, err := Holidays(ctx, h, c.ID)
	if err != nil {
		return hours, false, err
	}
	hours, err = c.Hours(holidays)
	return hours, err == nil, err
}
