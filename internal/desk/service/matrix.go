package service

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// A Matrix gives the priority, 1 to 4, for each impact and urgency, 1 to 3.
// Its rows are impacts, its columns urgencies, the highest first.
type Matrix [3][3]int

// DefaultMatrix is what a new desk begins with, and what holds where its own
// matrix says nothing.
var DefaultMatrix = Matrix{
	{1, 2, 3},
	{2, 3, 4},
	{3, 4, 4},
}

// Priority is the priority of an impact and an urgency.
func (m Matrix) Priority(impact, urgency int) (int, error) {
	if impact < 1 || impact > 3 {
		return 0, errs.Field("impact", "An impact is 1 (high), 2 or 3 (low).")
	}
	if urgency < 1 || urgency > 3 {
		return 0, errs.Field("urgency", "An urgency is 1 (high), 2 or 3 (low).")
	}
	return m[impact-1][urgency-1], nil
}

// Check tells what is wrong with a matrix, if anything.
func (m Matrix) Check() error {
	for i := range m {
		for u, p := range m[i] {
			if p < 1 || p > 4 {
				return errs.Field("rows", "A priority is between 1 and 4; impact %d with urgency %d has %d.", i+1, u+1, p)
			}
		}
	}
	return nil
}

// LoadMatrix returns the desk's matrix.
func LoadMatrix(ctx context.Context, h db.Handle) (Matrix, error) {
	m := DefaultMatrix
	err := h.Each(ctx, func(row db.Row) error {
		var impact, urgency, priority int
		if err := row.Scan(&impact, &urgency, &priority); err != nil {
			return err
		}
		m[impact-1][urgency-1] = priority
		return nil
	}, `
		SELECT impact, urgency, priority
		  FROM priority_rule
		 ORDER BY impact, urgency`)
	return m, err
}

// Priority is the desk's priority for an impact and an urgency.
func Priority(ctx context.Context, h db.Handle, impact, urgency int) (int, error) {
	m, err := LoadMatrix(ctx, h)
	if err != nil {
		return 0, err
	}
	return m.Priority(impact, urgency)
}

// SaveMatrix replaces the desk's matrix.
func SaveMatrix(ctx context.Context, h db.Handle, m Matrix) error {
	for i := range m {
		for u, p := range m[i] {
			_, err := h.Exec(ctx, `
				INSERT INTO priority_rule (impact, urgency, priority)
				VALUES (?, ?, ?)
				ON CONFLICT (impact, urgency) DO UPDATE SET priority = excluded.priority`, i+1, u+1, p)
			if err != nil {
				return err
			}
		}
	}
	return nil
}
