package db_test

import (
	"context"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

// A fact is one thing that a catalog says of a table: a query gives its words.
// Each kind has a text for both engines that must lead to the same sentences.
type fact struct {
	kind             string
	sqlite, postgres string
}

// facts leave out what each engine does its own way: the full-text tables, and
// the bookkeeping of migrations.
var facts = []fact{{
	kind: "column", // table, name, type, must be there, default
	sqlite: `
		SELECT t.name, c.name, c.type, c."notnull", coalesce(c.dflt_value, '')
		  FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
		 WHERE t.type = 'table'`,
	postgres: `
		SELECT relname, attname, format_type(atttypid, NULL), attnotnull::int, coalesce(regexp_replace(pg_get_expr(adbin, adrelid), '^''(\d+)''::bigint$', '\1'), '')
		  FROM pg_attribute
		  JOIN pg_class AS t ON t.oid = attrelid AND relkind IN ('r', 'p')
		  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
		 WHERE relnamespace = current_schema()::regnamespace AND attnum > 0 AND NOT attisdropped`,
}, {
	kind: "key", // table, columns
	sqlite: `
		SELECT t.name, (SELECT string_agg(name, ', ' ORDER BY pk) FROM pragma_table_info(t.name) WHERE pk > 0)
		  FROM pragma_table_list AS t
		 WHERE t.type = 'table'`,
	postgres: `
		SELECT relname, (SELECT string_agg(attname, ', ' ORDER BY array_position(conkey, attnum))
		                   FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))
		  FROM pg_constraint
		  JOIN pg_class AS t ON t.oid = conrelid
		 WHERE contype = 'p' AND relnamespace = current_schema()::regnamespace`,
}, {
	kind: "index", // table, name (none for a UNIQUE in the table), unique, columns, partial
	sqlite: `
		SELECT t.name, CASE WHEN i.origin = 'c' THEN i.name ELSE '' END, i."unique",
		       (SELECT string_agg(coalesce(name, '(expression)') || CASE WHEN "desc" THEN ' desc' ELSE '' END, ', ' ORDER BY seqno)
		          FROM pragma_index_xinfo(i.name) WHERE key), i.partial
		  FROM pragma_table_list AS t, pragma_index_list(t.name) AS i
		 WHERE t.type = 'table' AND i.origin <> 'pk'`,
	postgres: `
		SELECT t.relname, CASE WHEN c.oid IS NULL THEN i.relname ELSE '' END, indisunique::int,
		       (SELECT string_agg(CASE WHEN k = 0 THEN '(expression)' ELSE (SELECT attname FROM pg_attribute WHERE attrelid = indrelid AND attnum = k) END
		                || CASE WHEN indoption[n - 1] & 1 = 1 THEN ' desc' ELSE '' END, ', ' ORDER BY n)
		          FROM unnest(indkey::smallint[]) WITH ORDINALITY AS u (k, n) WHERE n <= indnkeyatts), (indpred IS NOT NULL)::int
		  FROM pg_index
		  JOIN pg_class AS t ON t.oid = indrelid
		  JOIN pg_class AS i ON i.oid = indexrelid
		  LEFT JOIN pg_constraint AS c ON c.conindid = indexrelid AND c.contype = 'u'
		 WHERE NOT indisprimary AND t.relnamespace = current_schema()::regnamespace`,
}, {
	kind: "reference", // table, columns, table, columns, on delete
	sqlite: `
		SELECT t.name, string_agg(f."from", ', ' ORDER BY f.seq), f."table",
		       string_agg(coalesce(f."to", (SELECT name FROM pragma_table_info(f."table") WHERE pk = f.seq + 1)), ', ' ORDER BY f.seq), f.on_delete
		  FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS f
		 WHERE t.type = 'table'
		 GROUP BY t.name, f.id, f."table", f.on_delete`,
	postgres: `
		SELECT t.relname,
		       (SELECT string_agg(attname, ', ' ORDER BY array_position(conkey, attnum)) FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)),
		       f.relname,
		       (SELECT string_agg(attname, ', ' ORDER BY array_position(confkey, attnum)) FROM pg_attribute WHERE attrelid = confrelid AND attnum = ANY (confkey)),
		       CASE confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'r' THEN 'RESTRICT' ELSE 'SET DEFAULT' END
		  FROM pg_constraint
		  JOIN pg_class AS t ON t.oid = conrelid
		  JOIN pg_class AS f ON f.oid = confrelid
		 WHERE contype = 'f' AND t.relnamespace = current_schema()::regnamespace`,
}, {
	kind: "checks", // table, how many: their texts come back rewritten
	sqlite: `
		SELECT name, (length(sql) - length(replace(sql, 'CHECK (', ''))) / length('CHECK (')
		  FROM sqlite_schema
		 WHERE type = 'table'`,
	postgres: `
		SELECT relname, (SELECT count(*) FROM pg_constraint WHERE conrelid = t.oid AND contype = 'c')
		  FROM pg_class AS t
		 WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace`,
}}

// TestSchemasAgree compares what the migrations made of both engines.
func TestSchemasAgree(t *testing.T) {
	lite, pg := dbtest.New(t, db.SQLite), dbtest.New(t, db.Postgres)
	for _, f := range facts {
		t.Run(f.kind, func(t *testing.T) {
			a, b := told(t, lite, f.sqlite), told(t, pg, f.postgres)
			if len(a) == 0 {
				t.Fatal("the catalog tells nothing")
			}
			if diff := cmp.Diff(a, b); diff != "" {
				t.Errorf("SQLite (-) and PostgreSQL (+) differ:\n%s", diff)
			}
		})
	}
}

// told gives what a catalog says, as sorted sentences.
func told(t *testing.T, d *db.DB, query string) []string {
	t.Helper()
	list, err := db.All(context.Background(), d.Read(), sentence, query)
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for _, s := range list {
		name, _, _ := strings.Cut(s, " |")
		if !strings.Contains(name, "_search") && !strings.HasPrefix(name, "sqlite_") && name != "goose_db_version" {
			kept = append(kept, s)
		}
	}
	sort.Strings(kept)
	return kept
}

// columnsOf is what *sql.Rows, which a Row is, can also do.
type columnsOf interface{ Columns() ([]string, error) }

// sentence joins a row's words, with one word for what the engines call
// differently.
func sentence(r db.Row) (string, error) {
	names, err := r.(columnsOf).Columns()
	if err != nil {
		return "", err
	}
	row, into := make([]any, len(names)), make([]any, len(names))
	for i := range row {
		into[i] = &row[i]
	}
	if err := r.Scan(into...); err != nil {
		return "", err
	}
	words := make([]string, len(row))
	for i, v := range row {
		words[i] = same(fmt.Sprint(v))
	}
	return strings.Join(words, " | "), nil
}

var (
	cast  = regexp.MustCompile(`::[a-z ]+$`)
	alike = map[string]string{
		"bigint": "INTEGER", "boolean": "INTEGER", "bytea": "BLOB", "text": "TEXT", "double precision": "REAL",
		"false": "FALSE", "true": "TRUE",
	}
)

func same(word string) string {
	word = cast.ReplaceAllString(word, "")
	if common, ok := alike[word]; ok {
		return common
	}
	return word
}
