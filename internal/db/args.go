package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

// bind makes arguments into what both drivers take alike: int64, float64, bool,
// string, []byte or nil. The desk's named types are known by their kind.
func bind(args []any) ([]any, error) {
	if len(args) == 0 {
		return nil, nil
	}
	out := make([]any, len(args))
	for i, a := range args {
		v, err := bindOne(a)
		if err != nil {
			return nil, fmt.Errorf("argument %d: %w", i+1, err)
		}
		out[i] = v
	}
	return out, nil
}

func bindOne(a any) (any, error) {
	switch v := a.(type) {
	case nil, int64, float64, bool:
		return v, nil
	case string:
		return clean(v), nil
	case []byte:
		return bytesOrNil(v), nil
	case int:
		return int64(v), nil
	case jsonArg:
		return v.text()
	case json.RawMessage:
		return clean(string(v)), nil
	case time.Time, *time.Time:
		return nil, fmt.Errorf("a time is bound with db.At, not as %T", a)
	case driver.Valuer:
		got, err := v.Value()
		if err != nil {
			return nil, err
		}
		return bindKind(reflect.ValueOf(got))
	}
	return bindKind(reflect.ValueOf(a))
}

// bindKind binds a value of a named type, or what a pointer points to.
func bindKind(v reflect.Value) (any, error) {
	switch v.Kind() {
	case reflect.Invalid:
		return nil, nil
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil, nil
		}
		return bindOne(v.Elem().Interface())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if v.Uint() > 1<<63-1 {
			return nil, fmt.Errorf("%d does not fit in 64 bits with a sign", v.Uint())
		}
		return int64(v.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return v.Float(), nil
	case reflect.Bool:
		return v.Bool(), nil
	case reflect.String:
		return clean(v.String()), nil
	}
	if isBytes(v.Type()) {
		return bytesOrNil(bytesOf(v)), nil
	}
	return nil, fmt.Errorf("a %s cannot be bound; use db.At, db.JSON or db.In", v.Type())
}

func isBytes(t reflect.Type) bool {
	return (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) && t.Elem().Kind() == reflect.Uint8
}

// bytesOf copies an array, as a hash often is, which cannot be sliced in place.
func bytesOf(v reflect.Value) []byte {
	if v.Kind() == reflect.Slice {
		return v.Bytes()
	}
	b := make([]byte, v.Len())
	reflect.Copy(reflect.ValueOf(b), v)
	return b
}

// bytesOrNil keeps an empty blob apart from a missing one.
func bytesOrNil(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}

// clean replaces what PostgreSQL would refuse and SQLite would keep: bytes that
// are not UTF-8, and NUL. Mail brings both.
func clean(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}
