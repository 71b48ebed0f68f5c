package db_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"secondline/internal/db"
)

type (
	thingID int64
	mood    string
	answer  bool
	level   uint8
	rate    float32
)

// roundTrip binds a value to a column and gives what Scan makes of it.
func roundTrip(t *testing.T, d *db.DB, column string, arg, into any) error {
	t.Helper()
	ctx := context.Background()
	return d.Tx(ctx, func(h db.Handle) error {
		if _, err := h.Exec(ctx, "DELETE FROM thing"); err != nil {
			return err
		}
		if _, err := h.Exec(ctx, "INSERT INTO thing (id, "+column+") VALUES (1, ?)", arg); err != nil {
			return err
		}
		_, err := db.One(ctx, h, func(r db.Row) (int, error) { return 0, r.Scan(into) }, "SELECT "+column+" FROM thing")
		return err
	})
}

func TestValuesRoundTrip(t *testing.T) {
	name := "Ada"
	withThing(t, func(t *testing.T, d *db.DB) {
		for _, c := range []struct {
			name, column string
			arg          any
			want         any // also what it is scanned into
		}{
			{"int", "size", 7, int64(7)},
			{"biggest", "size", int64(math.MaxInt64), int64(math.MaxInt64)},
			{"named int", "size", thingID(7), thingID(7)},
			{"small unsigned", "size", level(7), level(7)},
			{"text", "note", "Größe 'n' \"so\" ? $1", "Größe 'n' \"so\" ? $1"},
			{"empty text", "note", "", ""},
			{"named text", "note", mood("calm"), mood("calm")},
			{"pointer", "note", &name, "Ada"},
			{"bytes for text", "body", []byte{0, 255, 1}, []byte{0, 255, 1}},
			{"array", "body", [3]byte{9, 0, 8}, []byte{9, 0, 8}},
			{"yes", "done", true, true},
			{"no", "done", false, false},
			{"named yes", "done", answer(true), true},
			{"real", "price", 0.1, 0.1},
			{"named real", "price", rate(0.5), rate(0.5)},
			{"NUL in text", "note", "a\x00b", "a\uFFFDb"},
			{"not UTF-8", "note", "a\xffb", "a\uFFFDb"},
		} {
			t.Run(c.name, func(t *testing.T) {
				got := reflect.New(reflect.TypeOf(c.want))
				if err := roundTrip(t, d, c.column, c.arg, got.Interface()); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, got.Elem().Interface()); diff != "" {
					t.Error(diff)
				}
			})
		}
	})
}

func TestTimesRoundTrip(t *testing.T) {
	at := time.Date(2026, 11, 22, 1, 2, 3, 456789000, time.UTC)
	withThing(t, func(t *testing.T, d *db.DB) {
		var got time.Time
		if err := roundTrip(t, d, "size", db.At(at.In(time.FixedZone("", 3600))), db.Into(&got)); err != nil || got != at {
			t.Errorf("%v became %v, %v", at, got, err)
		}
		got = at
		if err := roundTrip(t, d, "price", db.At(time.Time{}), db.Into(&got)); err != nil || !got.IsZero() {
			t.Errorf("no time became %v, %v", got, err)
		}
	})
}

func TestNullRoundTrip(t *testing.T) {
	var missing *string
	withThing(t, func(t *testing.T, d *db.DB) {
		text, id := "left", thingID(9)
		if err := roundTrip(t, d, "name", missing, db.Null(&text)); err != nil || text != "" {
			t.Errorf("a nil pointer became %q, %v", text, err)
		}
		if err := roundTrip(t, d, "name", db.NullText(""), &missing); err != nil || missing != nil {
			t.Errorf("NullText of nothing became %v, %v", missing, err)
		}
		if err := roundTrip(t, d, "parent", db.NullID(thingID(0)), db.Null(&id)); err != nil || id != 0 {
			t.Errorf("NullID of zero became %v, %v", id, err)
		}
		if err := roundTrip(t, d, "parent", db.NullID(thingID(1)), db.Null(&id)); err != nil || id != 1 {
			t.Errorf("NullID of one became %v, %v", id, err)
		}
		if err := roundTrip(t, d, "name", db.NullText("x"), db.Null(&text)); err != nil || text != "x" {
			t.Errorf("NullText of x became %q, %v", text, err)
		}
	})
}

func TestEmptyBlobIsNotNull(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		if err := roundTrip(t, d, "body", []byte{}, new([]byte)); err != nil {
			t.Fatal(err)
		}
		kept, err := db.One(context.Background(), d.Read(), number, "SELECT count(*) FROM thing WHERE body IS NOT NULL")
		if kept != 1 || err != nil {
			t.Errorf("an empty blob became NULL (%v)", err)
		}
	})
}

func TestSumsAndAverages(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		write(t, d, "INSERT INTO thing (id, size) VALUES (1, 2), (2, 3)")
		var (
			sum  int64
			mean float64
			at   time.Time
		)
		_, err := db.One(context.Background(), d.Read(), func(r db.Row) (int, error) {
			return 0, r.Scan(&sum, &mean, db.Into(&at))
		}, "SELECT sum(size), avg(size), sum(size) FROM thing")
		if err != nil || sum != 5 || mean != 2.5 || at.UnixMicro() != 5 {
			t.Errorf("got %d, %v, %v, %v", sum, mean, at, err)
		}
	})
}

func TestJSON(t *testing.T) {
	type extra struct {
		Tags  []string
		Notes map[string]int
	}
	want := extra{Tags: []string{"vpn", "Größe"}, Notes: map[string]int{"a": 1}}
	withThing(t, func(t *testing.T, d *db.DB) {
		var got extra
		if err := roundTrip(t, d, "note", db.JSON(want), db.FromJSON(&got)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		for _, c := range []struct {
			arg  any
			want string
		}{{[]string(nil), "[]"}, {map[string]int(nil), "{}"}, {json.RawMessage(`{"a":1}`), `{"a":1}`}, {[]int{1}, "[1]"}} {
			var text string
			if err := roundTrip(t, d, "note", db.JSON(c.arg), &text); err != nil || text != c.want {
				t.Errorf("JSON(%#v) is kept as %q, %v; want %q", c.arg, text, err, c.want)
			}
		}
		kept := []string{"as it was"}
		for _, nothing := range []any{nil, db.JSON(nil), db.JSON((*extra)(nil)), db.JSON(json.RawMessage{}), ""} {
			if err := roundTrip(t, d, "name", nothing, db.FromJSON(&kept)); err != nil || len(kept) != 1 {
				t.Errorf("%#v became %v, %v; want it left alone", nothing, kept, err)
			}
		}
		if err := roundTrip(t, d, "note", "{", db.FromJSON(&kept)); err == nil {
			t.Error("broken JSON was decoded")
		}
		if err := roundTrip(t, d, "note", db.JSON(func() {}), new(string)); err == nil {
			t.Error("a function was bound as JSON")
		}
		var raw json.RawMessage
		if err := roundTrip(t, d, "note", `{"b":2}`, db.FromJSON(&raw)); err != nil || !bytes.Equal(raw, []byte(`{"b":2}`)) {
			t.Errorf("a RawMessage became %s, %v", raw, err)
		}
	})
}

func TestWhatCannotBeBound(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		for _, arg := range []any{time.Now(), new(time.Time), []int{1}, struct{}{}, map[string]int{}, uint64(math.MaxUint64)} {
			if err := try(d, "INSERT INTO thing (id) VALUES (?)", arg); err == nil {
				t.Errorf("%T was bound", arg)
			}
		}
	})
}

func TestIn(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		write(t, d, "INSERT INTO thing (id) VALUES (1), (2), (3)")
		for _, c := range []struct{ list, want []thingID }{
			{nil, []thingID{}}, {[]thingID{2}, []thingID{2}}, {[]thingID{3, 9, 1}, []thingID{1, 3}},
		} {
			marks, args := db.In(c.list)
			got, err := db.All(context.Background(), d.Read(), func(r db.Row) (id thingID, err error) { return id, r.Scan(&id) },
				"SELECT id FROM thing WHERE id IN "+marks+" ORDER BY id", args...)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("in %v: %v, %v; want %v", c.list, got, err, c.want)
			}
		}
	})
}

func TestLike(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		write(t, d, `INSERT INTO thing (id, note) VALUES (1, '100%'), (2, 'a_b'), (3, 'a\b'), (4, 'axb 1000')`)
		for _, c := range []struct {
			find string
			want []int64
		}{
			{"100", []int64{1, 4}}, {"100%", []int64{1}}, {"a_b", []int64{2}}, {`a\b`, []int64{3}}, {"", []int64{1, 2, 3, 4}},
		} {
			got, err := db.All(context.Background(), d.Read(), number,
				`SELECT id FROM thing WHERE lower(note) LIKE lower(?) ESCAPE '\' ORDER BY id`, db.Like(c.find))
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("like %q: %v, %v; want %v", c.find, got, err, c.want)
			}
		}
	})
}

func TestMarkerClaims(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		write(t, d, "INSERT INTO thing (id) VALUES (1), (2), (3)")
		err := d.Tx(ctx, func(h db.Handle) error {
			got, err := db.All(ctx, h, number, `
				UPDATE thing
				   SET done = TRUE
				 WHERE id IN (SELECT id FROM thing WHERE done = FALSE ORDER BY id LIMIT ? /* postgres: FOR UPDATE SKIP LOCKED */)
				RETURNING id`, 2)
			if len(got) != 2 {
				t.Errorf("claimed %v, want two", got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
