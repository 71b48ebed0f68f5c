package api

import "secondline/internal/id"

// A Key is an id in a path or a query. Ids are strings outside; Huma would read
// a bare one as the number that it is inside.
type Key[T ~int64] struct{ V T }

// UnmarshalText reads the id; nothing is zero.
func (k *Key[T]) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		return nil
	}
	v, err := id.Parse[T](string(b))
	k.V = v
	return err
}
