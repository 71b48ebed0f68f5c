package db

import (
	"fmt"
	"strconv"
	"time"
)

// At binds a time as microseconds since 1970, UTC; the zero time is NULL.
func At(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// Into is a scan destination for a time bound with At; NULL is the zero time.
func Into(t *time.Time) any { return &into{t} }

type into struct{ t *time.Time }

func (i *into) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*i.t = time.Time{}
	case int64:
		*i.t = time.UnixMicro(v).UTC()
	case string: // PostgreSQL's sums and averages are numeric, which comes as text
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return fmt.Errorf("%q is not a time in microseconds", v)
		}
		*i.t = time.UnixMicro(n).UTC()
	default:
		return fmt.Errorf("a %T is not a time in microseconds", v)
	}
	return nil
}
