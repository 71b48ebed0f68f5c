package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/wallboard"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/kit/page"
)

// registerWallboards registers the televisions that may look at the desk.
func (a *API) registerWallboards() {
	tags := []string{"wallboards"}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/wallboards", Summary: "The wallboards in use", Tags: tags}, a.wallboards)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/wallboards", Summary: "Let one more television look", Tags: tags, DefaultStatus: http.StatusCreated,
	}, a.addWallboard)
	op(a, huma.Operation{
		Method: http.MethodDelete, Path: "/wallboards/{id}", Summary: "Revoke a wallboard's key; it goes dark at once", Tags: tags,
		DefaultStatus: http.StatusNoContent,
	}, a.revokeWallboard)
}

// A board is a wallboard. Its key is there when it was just made, and never again.
type board struct {
	ID        id.Wallboard `json:"id"`
	Name      string       `json:"name"`
	Rank      int          `json:"rank" doc:"of the rung that it hangs at"`
	CreatedBy string       `json:"created_by"`
	CreatedAt time.Time    `json:"created_at"`
	Path      string       `json:"path,omitempty" doc:"where the television opens it, with its key; shown once"`
}

func hung(b wallboard.Wallboard) board {
	return board{ID: b.ID, Name: b.Name, Rank: b.Rank, CreatedBy: b.Creator, CreatedAt: b.CreatedAt}
}

func (a *API) wallboards(ctx context.Context, by access.Actor, _ *struct{}) (*body[page.Page[board]], error) {
	list, err := a.Admin.Wallboards(ctx, by)
	out := page.Page[board]{Items: []board{}}
	for _, b := range list {
		out.Items = append(out.Items, hung(b))
	}
	return bodied(out), err
}

type wallboardIn struct {
	Body struct {
		Name string `json:"name" maxLength:"80" doc:"where it hangs"`
		Rank int    `json:"rank" minimum:"0" maximum:"4" doc:"the rung that it hangs at"`
	}
}

// newBoard holds a secret: nothing on the way may keep it.
type newBoard struct {
	Location string `header:"Location"`
	Cache    string `header:"Cache-Control"`
	Body     board
}

func (a *API) addWallboard(ctx context.Context, by access.Actor, in *wallboardIn) (*newBoard, error) {
	key, b, err := a.Admin.AddWallboard(ctx, by, admin.WallboardIn{Name: in.Body.Name, Rank: in.Body.Rank})
	if err != nil {
		return nil, err
	}
	out := hung(b)
	out.Path = "/wallboard?key=" + key
	return &newBoard{Location: Prefix + "/wallboards/" + b.ID.String(), Cache: "no-store", Body: out}, nil
}

type wallboardPath struct {
	ID Key[id.Wallboard] `path:"id"`
}

func (a *API) revokeWallboard(ctx context.Context, by access.Actor, in *wallboardPath) (*none, error) {
	return &none{}, a.Admin.RevokeWallboard(ctx, by, in.ID.V)
}
