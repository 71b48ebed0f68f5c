package api

import (
	"context"
	"io"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/attachment"
	"secondline/internal/id"
)

// An uploaded file can be named by one message.
type uploaded struct {
	ID        id.File `json:"id"`
	Name      string  `json:"name"`
	MediaType string  `json:"media_type"`
	Size      int64   `json:"size"`
}

type uploadIn struct {
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

type fileIn struct {
	ID Key[id.File] `path:"id"`
}

func (a *API) registerFiles() {
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/files", Summary: "Upload a file for a message to come", Tags: []string{"files"},
		DefaultStatus: http.StatusCreated, MaxBodyBytes: attachment.MaxSize + 1<<20,
	}, a.upload)
	op(a, huma.Operation{
		Method: http.MethodGet, Path: "/files/{id}", Summary: "Download a file", Tags: []string{"files"},
	}, a.download)
}

func (a *API) upload(ctx context.Context, by access.Actor, in *uploadIn) (*created[uploaded], error) {
	f := in.RawBody.Data().File
	up, err := a.Desk.Upload(ctx, by, a.Files, f.Filename, f.ContentType, f)
	if err != nil {
		return nil, err
	}
	return &created[uploaded]{
		Location: Prefix + "/files/" + up.ID.String(), Body: uploaded{ID: up.ID, Name: up.Name, MediaType: up.MediaType, Size: up.Size},
	}, nil
}

// download sends a file so that a browser saves it and never shows it as a page.
func (a *API) download(ctx context.Context, by access.Actor, in *fileIn) (*huma.StreamResponse, error) {
	f, err := a.Desk.File(ctx, by, in.ID.V)
	if err != nil {
		return nil, err
	}
	return a.stream(ctx, f.SHA256, attachment.Headers(f.Name), f.Size)
}

// stream sends a content that is kept.
func (a *API) stream(ctx context.Context, sha string, headers map[string]string, size int64) (*huma.StreamResponse, error) {
	r, err := a.Files.Open(ctx, sha)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		for name, v := range headers {
			c.SetHeader(name, v)
		}
		c.SetHeader("Content-Length", strconv.FormatInt(size, 10))
		_, err := io.Copy(c.BodyWriter(), r)
		if cerr := r.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			a.Log.Debug("a download ended early", "content", sha, "error", err)
		}
	}}, nil
}
