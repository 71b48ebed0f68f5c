package db

import (
	"context"
	"slices"
	"strings"
)

// A column is where a value of a dump goes.
type column struct {
	name string
	kind string // int, bool, text, blob or real
}

// Derived tables are made from others and can be made again: the full-text
// indexes, which each engine keeps in its own way. A dump leaves them out.
func derived(table string) bool { return strings.HasSuffix(table, "_search") }

// Tables lists the tables that hold the desk's rows. A table comes after those
// that it refers to, as far as they do not refer to each other.
func (d *DB) Tables(ctx context.Context) (list []string, err error) {
	err = d.View(ctx, func(h Handle) error {
		list, err = tables(ctx, h)
		return err
	})
	return list, err
}

func tables(ctx context.Context, h Handle) ([]string, error) {
	query := `
		SELECT name
		  FROM pragma_table_list
		 WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version'
		 ORDER BY name`
	if h.Engine() == Postgres {
		query = `
		SELECT relname
		  FROM pg_class
		 WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
		   AND NOT relispartition AND relname <> 'goose_db_version'
		 ORDER BY relname COLLATE "C"`
	}
	names, err := All(ctx, h, text, query)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, derived)
	edges, err := references(ctx, h)
	if err != nil {
		return nil, err
	}
	return inOrder(names, edges), nil
}

func text(r Row) (s string, err error) { return s, r.Scan(&s) }

// references tells, for each table, to which ones it refers.
func references(ctx context.Context, h Handle) (map[string][]string, error) {
	query := `
		SELECT t.name, f."table"
		  FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS f
		 WHERE t.schema = 'main'
		 ORDER BY 1, 2`
	if h.Engine() == Postgres {
		query = `
		SELECT c.relname, f.relname
		  FROM pg_constraint
		  JOIN pg_class AS c ON c.oid = conrelid
		  JOIN pg_class AS f ON f.oid = confrelid
		 WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
		 ORDER BY 1, 2`
	}
	edges := map[string][]string{}
	err := h.Each(ctx, func(r Row) error {
		var from, to string
		if err := r.Scan(&from, &to); err != nil {
			return err
		}
		edges[from] = append(edges[from], to)
		return nil
	}, query)
	return edges, err
}

// inOrder sorts names so that what a table refers to comes before it. Tables that
// refer to each other keep the order of their names.
func inOrder(names []string, edges map[string][]string) []string {
	sorted := make([]string, 0, len(names))
	seen := map[string]bool{}
	var visit func(string)
	visit = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		for _, to := range edges[name] {
			visit(to)
		}
		sorted = append(sorted, name)
	}
	for _, name := range names {
		visit(name)
	}
	return sorted
}

// columns lists a table's columns that can be written, and its key's columns.
func columns(ctx context.Context, h Handle, table string) (cols []column, key []string, err error) {
	query := `
		SELECT name, type, pk
		  FROM pragma_table_xinfo(?)
		 WHERE hidden = 0
		 ORDER BY cid`
	if h.Engine() == Postgres {
		query = `
		SELECT attname, format_type(atttypid, NULL), coalesce(array_position(conkey, attnum), 0)
		  FROM pg_attribute
		  LEFT JOIN pg_constraint ON conrelid = attrelid AND contype = 'p'
		 WHERE attrelid = to_regclass(quote_ident(?)) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
		 ORDER BY attnum`
	}
	keys := map[int]string{}
	err = h.Each(ctx, func(r Row) error {
		var (
			c    column
			kind string
			at   int
		)
		if err := r.Scan(&c.name, &kind, &at); err != nil {
			return err
		}
		c.kind = kindOf(kind)
		cols = append(cols, c)
		if at > 0 {
			keys[at] = c.name
		}
		return nil
	}, query, table)
	for at := 1; at <= len(keys); at++ {
		key = append(key, keys[at])
	}
	return cols, key, err
}

// kindOf gives one name to what the engines call differently.
func kindOf(declared string) string {
	switch d := strings.ToLower(declared); {
	case d == "boolean":
		return "bool"
	case strings.HasSuffix(d, "int") || d == "integer":
		return "int"
	case d == "blob" || d == "bytea":
		return "blob"
	case d == "real" || strings.HasPrefix(d, "double"):
		return "real"
	}
	return "text"
}

// quote makes a name safe inside a statement.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func quoted(names []string) string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = quote(n)
	}
	return strings.Join(list, ", ")
}
