package ticketing

import (
	"context"

	"secondline/internal/flow/work"
	"secondline/internal/kit/openhours"
)

func workingHours(_ context.Context, _ *work.Work) (openhours.Hours, error) { return openhours.Hours{Week: weekdays}, nil }
