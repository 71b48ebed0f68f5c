// Package page cuts long lists into pages that are joined by opaque cursors.
//
// A list asks the database for one row more than it shows. Cut drops that row
// again and, because it was there, makes a cursor from the sort key of the last
// row that is shown. The next request hands the cursor back, Decode turns it
// into the sort key, and the query goes on right after it: no row is shown
// twice or skipped when others come and go meanwhile, and page 1,000 costs no
// more than page 1.
//
// A cursor is not a secret and grants nothing. It is opaque so that nobody
// comes to rely on its insides, and versioned so that they may change.
package page

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"secondline/internal/kit/errs"
)

// version is the first element of every cursor.
const version = 1

// maxCursor bounds what Decode looks at: a sort key is short.
const maxCursor = 4096

// A Page is one page of a list. Next is empty on the last one.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

// Clamp gives the page size to use for the size n that was asked for: def if
// none was, and never more than max.
func Clamp(n, def, max int) int {
	if n <= 0 {
		n = def
	}
	return min(n, max)
}

// Cut makes a page of at most limit items from a query that fetched up to
// limit+1 of them. key gives an item's sort key, in the order of the query.
func Cut[T any](items []T, limit int, key func(T) []any) Page[T] {
	if items == nil {
		items = []T{} // an empty list is [] on the wire, never null
	}
	if limit <= 0 || len(items) <= limit {
		return Page[T]{Items: items}
	}
	items = items[:limit]
	return Page[T]{Items: items, Next: Encode(key(items[limit-1])...)}
}

// Encode makes a cursor from a sort key: numbers, strings, times, or nil for
// NULL. Anything that JSON cannot hold is a mistake of the programmer and
// panics, since a lost cursor would silently end the list.
func Encode(parts ...any) string {
	raw, err := json.Marshal(append([]any{version}, parts...))
	if err != nil {
		panic(fmt.Sprintf("page: a sort key that cannot be a cursor: %v", err))
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Decode reads the sort key back from a cursor, into as many pointers as it
// has parts. Where a part may be NULL, dst is a pointer to a pointer.
func Decode(cursor string, dst ...any) error {
	if len(cursor) > maxCursor {
		return bad()
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return bad()
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || len(parts) != len(dst)+1 {
		return bad()
	}
	if string(parts[0]) != fmt.Sprint(version) {
		return bad()
	}
	for i, d := range dst {
		if json.Unmarshal(parts[i+1], d) != nil {
			return bad()
		}
	}
	return nil
}

// bad is one error for every way in which a cursor can be wrong: the remedy is
// always the same.
func bad() error {
	return errs.Field("cursor", "This cursor is not one of ours, or it belongs to another list or version. Start again without it.")
}
