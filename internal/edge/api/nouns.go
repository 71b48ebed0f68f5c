package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/kit/page"
	"secondline/internal/view/settings"
)

// A noun of the settings has the usual five: list, get, create, change, archive.
// K is its id, I what it is to be, V how it is shown.
type noun[K ~int64, I, V any] struct {
	path, one, many string // "/teams", "team", "teams"

	list    func(ctx context.Context, by access.Actor, l settings.List) (page.Page[V], error)
	get     func(ctx context.Context, by access.Actor, key K) (V, error)
	add     func(ctx context.Context, by access.Actor, in I) (K, error)
	change  func(ctx context.Context, by access.Actor, key K, in I) error
	archive func(ctx context.Context, by access.Actor, key K) error
	version func(v V) int64
}

// NounsIn narrows a list of settings.
type NounsIn struct {
	Words    string `query:"q" maxLength:"200" doc:"part of the name"`
	Archived bool   `query:"archived" doc:"also what is archived"`
	Paging
}

func (in NounsIn) list() settings.List {
	return settings.List{Words: in.Words, Archived: in.Archived, Cursor: in.Cursor, Limit: in.Limit}
}

// Keyed names a record by its id.
type Keyed[K ~int64] struct {
	ID Key[K] `path:"id"`
}

type adding[I any] struct{ Body I }

type changing[K ~int64, I any] struct {
	ID   Key[K] `path:"id"`
	Body I
}

// registerNoun registers the operations of a noun; one without a list has a list
// of its own.
func registerNoun[K ~int64, I, V any](a *API, n noun[K, I, V]) {
	tags := []string{n.many}
	if n.list != nil {
		op(a, huma.Operation{Method: http.MethodGet, Path: n.path, Summary: "List " + n.many, Tags: tags},
			func(ctx context.Context, by access.Actor, in *NounsIn) (*body[page.Page[V]], error) {
				list, err := n.list(ctx, by, in.list())
				return bodied(list), err
			})
	}
	op(a, huma.Operation{Method: http.MethodPost, Path: n.path, Summary: "Add a " + n.one, Tags: tags, DefaultStatus: http.StatusCreated},
		func(ctx context.Context, by access.Actor, in *adding[I]) (*created[V], error) {
			key, err := n.add(ctx, by, in.Body)
			if err != nil {
				return nil, err
			}
			v, err := n.get(ctx, by, key)
			at := Prefix + n.path + "/" + strconv.FormatInt(int64(key), 10)
			return &created[V]{Location: at, ETag: etag(n.version(v)), Body: v}, err
		})
	op(a, huma.Operation{Method: http.MethodGet, Path: n.path + "/{id}", Summary: "One " + n.one, Tags: tags},
		func(ctx context.Context, by access.Actor, in *Keyed[K]) (*record[V], error) {
			v, err := n.get(ctx, by, in.ID.V)
			return recorded(v, n.version(v)), err
		})
	op(a, huma.Operation{Method: http.MethodPatch, Path: n.path + "/{id}", Summary: "Change a " + n.one, Tags: tags},
		func(ctx context.Context, by access.Actor, in *changing[K, I]) (*record[V], error) {
			if err := n.change(ctx, by, in.ID.V, in.Body); err != nil {
				return nil, err
			}
			v, err := n.get(ctx, by, in.ID.V)
			return recorded(v, n.version(v)), err
		})
	op(a, huma.Operation{Method: http.MethodDelete, Path: n.path + "/{id}", Summary: "Archive a " + n.one, Tags: tags},
		func(ctx context.Context, by access.Actor, in *Keyed[K]) (*none, error) {
			return &none{}, n.archive(ctx, by, in.ID.V)
		})
}

// reader lets a view read from the desk's readers.
func reader[H, Q, V any](
	from func() H, read func(ctx context.Context, h H, by access.Actor, q Q) (V, error),
) func(ctx context.Context, by access.Actor, q Q) (V, error) {
	return func(ctx context.Context, by access.Actor, q Q) (V, error) { return read(ctx, from(), by, q) }
}
