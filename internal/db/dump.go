package db

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"secondline/internal/kit/errs"
)

// loadMarks is how many values one INSERT of Load carries.
const loadMarks = 1000

// Dump gives every row of a table, in the order of its key. The values are the
// same on both engines: int64 (also for yes and no), float64, string, []byte or
// nil. Inside one View the dumps of all tables are of one moment.
func Dump(ctx context.Context, h Handle, table string, fn func(cols []string, row []any) error) error {
	cols, key, err := columns(ctx, h, table)
	if err != nil {
		return err
	}
	if len(cols) == 0 {
		return errs.New(errs.NotFound, "There is no table %s.", table)
	}
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.name
	}
	query := "SELECT " + quoted(names) + " FROM " + quote(table)
	if len(key) > 0 {
		query += " ORDER BY " + quoted(key)
	}
	return h.Each(ctx, func(r Row) error {
		row, into := make([]any, len(cols)), make([]any, len(cols))
		for i := range row {
			into[i] = &row[i]
		}
		if err := r.Scan(into...); err != nil {
			return err
		}
		for i, v := range row {
			row[i] = neutral(v)
		}
		return fn(names, row)
	}, query)
}

// neutral removes what tells the engines apart.
func neutral(v any) any {
	switch v := v.(type) {
	case bool:
		if v {
			return int64(1)
		}
		return int64(0)
	case []byte:
		if v == nil { // how SQLite's driver gives an empty blob; NULL is nil itself
			return []byte{}
		}
	}
	return v
}

// Load inserts rows as Dump gave them, into either engine. It also takes what is
// left of them after a journey through JSON: numbers as json.Number or whole
// float64, blobs in base64.
func Load(ctx context.Context, h Handle, table string, cols []string, rows [][]any) error {
	there, _, err := columns(ctx, h, table)
	if err != nil {
		return err
	}
	kinds := make([]string, len(cols))
	for i, name := range cols {
		if kinds[i], err = kindIn(there, table, name); err != nil {
			return err
		}
	}
	for size := max(1, loadMarks/max(1, len(cols))); len(rows) > 0; {
		n := min(size, len(rows))
		if err := insert(ctx, h, table, cols, kinds, rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

func kindIn(there []column, table, name string) (string, error) {
	for _, c := range there {
		if c.name == name {
			return c.kind, nil
		}
	}
	return "", errs.New(errs.Invalid, "The table %s has no column %s; the copy is of another version.", table, name)
}

func insert(ctx context.Context, h Handle, table string, cols, kinds []string, rows [][]any) error {
	args := make([]any, 0, len(rows)*len(cols))
	for _, row := range rows {
		if len(row) != len(cols) {
			return errs.New(errs.Invalid, "A row of %s has %d values for %d columns.", table, len(row), len(cols))
		}
		for i, v := range row {
			v, err := fit(v, kinds[i])
			if err != nil {
				return errs.Because(err, errs.Invalid, "A value in %s.%s cannot be read.", table, cols[i])
			}
			args = append(args, v)
		}
	}
	one := "(" + strings.TrimSuffix(strings.Repeat("?,", len(cols)), ",") + ")"
	all := strings.TrimSuffix(strings.Repeat(one+",", len(rows)), ",")
	_, err := h.Exec(ctx, "INSERT INTO "+quote(table)+" ("+quoted(cols)+") VALUES "+all, args...)
	return err
}

// fit makes a dumped value into what a column of the kind takes.
func fit(v any, kind string) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch kind {
	case "bool":
		n, err := whole(v)
		return n != 0, err
	case "int":
		return whole(v)
	case "real":
		if n, ok := v.(json.Number); ok {
			return n.Float64()
		}
	case "blob":
		if s, ok := v.(string); ok {
			return base64.StdEncoding.DecodeString(s)
		}
	}
	return v, nil
}

// whole reads an integer, and refuses one that a float64 has rounded.
func whole(v any) (int64, error) {
	switch v := v.(type) {
	case int64:
		return v, nil
	case bool:
		return neutral(v).(int64), nil
	case json.Number:
		return v.Int64()
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
			return int64(v), nil
		}
	}
	return 0, fmt.Errorf("%v (%T) is not a whole number", v, v)
}

// Unordered runs fn with foreign keys checked at its end instead of after each
// statement, so that rows can be loaded in any order, even where tables refer to
// each other. On PostgreSQL it locks all tables until the transaction ends.
func Unordered(ctx context.Context, h Handle, fn func() error) error {
	if h.Engine() == Postgres {
		return unorderedOnServer(ctx, h, fn)
	}
	if err := pragma(ctx, h, "defer_foreign_keys = ON"); err != nil {
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	// Others share the commit, so what is wrong must show here and not there.
	wrong, err := All(ctx, h, text, `SELECT "table" || ' refers to a missing ' || parent FROM pragma_foreign_key_check LIMIT 1`)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return errs.New(errs.Invalid, "The rows do not fit together: %s.", wrong[0])
	}
	return pragma(ctx, h, "defer_foreign_keys = OFF")
}

func pragma(ctx context.Context, h Handle, set string) error {
	_, err := h.Exec(ctx, "PRAGMA "+set)
	return err
}

func unorderedOnServer(ctx context.Context, h Handle, fn func() error) error {
	alter, err := All(ctx, h, text, `
		SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I ', conrelid::regclass, conname)
		  FROM pg_constraint
		 WHERE contype = 'f' AND NOT condeferrable AND conparentid = 0
		   AND connamespace = current_schema()::regnamespace
		 ORDER BY 1`)
	if err != nil {
		return err
	}
	all := func(mode string) error {
		for _, a := range alter {
			if _, err := h.Exec(ctx, a+mode); err != nil {
				return err
			}
		}
		return nil
	}
	if err := all("DEFERRABLE INITIALLY DEFERRED"); err != nil {
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	if _, err := h.Exec(ctx, "SET CONSTRAINTS ALL IMMEDIATE"); err != nil {
		if IsForeignKey(err) {
			return errs.Because(err, errs.Invalid, "The rows do not fit together: one refers to a missing one.")
		}
		return err
	}
	return all("NOT DEFERRABLE")
}
