package portal

import (
	"io"
	"net/http"
	"strconv"

	"secondline/internal/desk/attachment"
	"secondline/internal/id"
	"secondline/internal/view/portalview"
)

// file gives a file's bytes, to be saved and never to be shown: whatever it
// says it is, a browser is told that it is bytes, to nail it down in a sandbox,
// and to ask where to put it.
func (p *portal) file(w http.ResponseWriter, r *http.Request, v visit) {
	n, err := id.Parse[id.File](r.PathValue("id"))
	if err != nil {
		p.missing(w, r, &v)
		return
	}
	c, err := p.Window.Content(r.Context(), v.by, n)
	if err != nil {
		p.fail(w, r, &v, err)
		return
	}
	p.hand(w, r, c, func(err error) { p.fail(w, r, &v, err) })
}

// hand sends a content as bytes to be saved.
func (p *portal) hand(w http.ResponseWriter, r *http.Request, c portalview.Content, fail func(error)) {
	body, err := p.Files.Open(r.Context(), c.SHA256)
	if err != nil {
		fail(err)
		return
	}
	h := w.Header()
	for name, value := range attachment.Headers(attachment.CleanName(c.Name)) {
		h.Set(name, value)
	}
	h.Set("Content-Length", strconv.FormatInt(c.Size, 10))
	if r.Method != http.MethodHead {
		if _, err := io.Copy(w, body); err != nil { // most often the reader went away
			p.Log.InfoContext(r.Context(), "a file was not read to its end", "err", err)
		}
	}
	if err := body.Close(); err != nil {
		p.Log.WarnContext(r.Context(), "closing a file", "err", err)
	}
}
