package db

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// NullID binds an id; zero, which names nothing, is NULL.
func NullID[T ~int64](v T) any {
	if v == 0 {
		return nil
	}
	return int64(v)
}

// NullText binds text; the empty text is NULL.
func NullText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Null is a scan destination for a column that may be NULL, which leaves the
// zero value: db.Null(&t.Assignee).
func Null[T any](dst *T) any { return &null[T]{dst} }

type null[T any] struct{ dst *T }

func (n *null[T]) Scan(v any) error {
	var got sql.Null[T]
	if err := got.Scan(v); err != nil {
		return err
	}
	*n.dst = got.V
	return nil
}

// JSON binds a value as JSON text. A nil slice is [] and a nil map is {}, as
// readers expect; nil itself and a nil pointer are NULL.
func JSON(v any) any { return jsonArg{v} }

type jsonArg struct{ v any }

func (j jsonArg) text() (any, error) {
	v := reflect.ValueOf(j.v)
	switch v.Kind() {
	case reflect.Invalid:
		return nil, nil
	case reflect.Pointer:
		if v.IsNil() {
			return nil, nil
		}
	case reflect.Slice:
		if v.IsNil() && !isBytes(v.Type()) {
			return "[]", nil
		}
	case reflect.Map:
		if v.IsNil() {
			return "{}", nil
		}
	}
	if raw, ok := j.v.(json.RawMessage); ok && len(raw) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(j.v)
	if err != nil {
		return nil, fmt.Errorf("bind %T as JSON: %w", j.v, err)
	}
	return string(text), nil
}

// FromJSON is a scan destination that decodes JSON text into dst. NULL and the
// empty text leave dst as it is.
func FromJSON(dst any) any { return &fromJSON{dst} }

type fromJSON struct{ dst any }

func (f *fromJSON) Scan(v any) error {
	var text []byte
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		text = []byte(v)
	case []byte:
		text = bytes.Clone(v) // the driver's buffer; a RawMessage would keep it
	default:
		return fmt.Errorf("a %T is not JSON text", v)
	}
	if len(text) == 0 {
		return nil
	}
	if err := json.Unmarshal(text, f.dst); err != nil {
		return fmt.Errorf("decode JSON into %T: %w", f.dst, err)
	}
	return nil
}

// In gives the marks and arguments of an IN list: "(?,?,?)". An empty list is
// "(NULL)", which nothing is in.
func In[T any](list []T) (marks string, args []any) {
	if len(list) == 0 {
		return "(NULL)", nil
	}
	args = make([]any, len(list))
	for i, v := range list {
		args[i] = v
	}
	return "(" + strings.Repeat("?,", len(list)-1) + "?)", args
}

var likeEscapes = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Like makes the pattern that finds s anywhere, for LIKE … ESCAPE '\'.
func Like(s string) string { return "%" + likeEscapes.Replace(s) + "%" }
