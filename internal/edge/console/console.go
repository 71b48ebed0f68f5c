// Package console serves the agents' app: one page and its hashed assets, out of
// the binary. Assets are compressed once and may be kept for ever; the page is
// asked for anew each time, so that a new version is there at once.
package console

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// policy lets the console load only what we serve. Styles may be inline because
// positions of menus and rows are set on elements.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

type asset struct {
	mediaType  string
	plain      []byte
	compressed []byte // nil when it does not pay
}

// New serves the files below /console/; without any it says how to build them.
func New(files fs.FS, built bool) (http.Handler, error) {
	if !built {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "This binary was built without the console. Build it with `make build`.", http.StatusNotFound)
		}), nil
	}
	assets := map[string]asset{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		assets[name] = load(name, b)
		return nil
	})
	return serve(assets), err
}

func load(name string, b []byte) asset {
	a := asset{mediaType: mime.TypeByExtension(path.Ext(name)), plain: b}
	if strings.HasSuffix(name, ".woff2") {
		a.mediaType = "font/woff2"
		return a // compressed already
	}
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return a
	}
	if _, err := z.Write(b); err != nil || z.Close() != nil || buf.Len() >= len(b) {
		return a
	}
	a.compressed = buf.Bytes()
	return a
}

func serve(assets map[string]asset) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/console")
		name = strings.TrimPrefix(name, "/")
		a, ok := assets[name]
		if !ok && strings.HasPrefix(name, "assets/") {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		if !ok || name == "index.html" { // every address of the app is the one page
			a = assets["index.html"]
			h.Set("Cache-Control", "no-cache")
			h.Set("Content-Security-Policy", policy)
		}
		h.Set("Content-Type", a.mediaType)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Vary", "Accept-Encoding")
		send(w, r, a)
	})
}

func send(w http.ResponseWriter, r *http.Request, a asset) {
	b := a.plain
	if a.compressed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		b = a.compressed
	}
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(b) // the browser is gone; nothing is lost by it
}
