package portal

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"sort"
	"strings"
	"text/template"
)

//go:embed assets/*.js assets/*.svg assets/*.woff2 assets/*.txt style/*.css
var embedded embed.FS

// shelf holds the portal's own files under names that carry a hash of their
// content, so that a browser keeps each for ever and never shows an old one.
type shelf struct {
	names map[string]string // "portal.css" to "/assets/portal.3f2a….css"
	items map[string]asset  // by that path
}

type asset struct {
	mediaType  string
	body       []byte
	compressed []byte // nil if the content is compressed already
}

// newShelf hashes and compresses everything once. The style sheet names the
// font by its hashed name, so it is made last.
func newShelf() (*shelf, error) {
	s := &shelf{names: map[string]string{}, items: map[string]asset{}}
	files, err := fs.Glob(embedded, "assets/*")
	if err != nil {
		return nil, fmt.Errorf("list the portal's assets: %w", err)
	}
	for _, f := range files {
		body, err := embedded.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("read the portal's asset %s: %w", f, err)
		}
		if err := s.put(path.Base(f), body); err != nil {
			return nil, err
		}
	}
	css, err := s.styleSheet()
	if err != nil {
		return nil, err
	}
	return s, s.put("portal.css", css)
}

func (s *shelf) styleSheet() ([]byte, error) {
	sheet, err := template.New("style").Funcs(template.FuncMap{"asset": s.path}).ParseFS(embedded, "style/*.css")
	if err != nil {
		return nil, fmt.Errorf("parse the portal's style: %w", err)
	}
	parts, err := fs.Glob(embedded, "style/*.css")
	if err != nil {
		return nil, fmt.Errorf("list the portal's style: %w", err)
	}
	sort.Strings(parts)
	var css bytes.Buffer
	for _, p := range parts {
		if err := sheet.ExecuteTemplate(&css, path.Base(p), nil); err != nil {
			return nil, fmt.Errorf("make the portal's style: %w", err)
		}
	}
	return css.Bytes(), nil
}

func (s *shelf) put(name string, body []byte) error {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	at := "/assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:8]) + ext
	a := asset{mediaType: mime.TypeByExtension(ext), body: body}
	switch ext {
	case ".woff2":
		a.mediaType = "font/woff2"
	default:
		var z bytes.Buffer
		w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
		if err != nil {
			return fmt.Errorf("compress %s: %w", name, err)
		}
		if _, err := w.Write(body); err != nil {
			return fmt.Errorf("compress %s: %w", name, err)
		}
		if err := w.Close(); err != nil {
			return fmt.Errorf("compress %s: %w", name, err)
		}
		a.compressed = z.Bytes()
	}
	s.names[name], s.items[at] = at, a
	return nil
}

// path is the address of an asset in a page or the style sheet.
func (s *shelf) path(name string) (string, error) {
	at, ok := s.names[name]
	if !ok {
		return "", fmt.Errorf("there is no asset %q", name)
	}
	return at, nil
}

// serve answers an asset's bytes, to be kept for a year: a change has a new name.
func (s *shelf) serve(w http.ResponseWriter, r *http.Request) bool {
	a, ok := s.items[r.URL.Path]
	if !ok {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	body := a.body
	if a.compressed != nil {
		h.Set("Vary", "Accept-Encoding")
		if accepts(r) {
			h.Set("Content-Encoding", "gzip")
			body = a.compressed
		}
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method == http.MethodHead {
		return true
	}
	// A client that hangs up is no error of ours.
	_, _ = w.Write(body)
	return true
}

// accepts tells whether the client takes gzip.
func accepts(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(coding, "gzip") {
			return strings.ReplaceAll(quality, " ", "") != "q=0"
		}
	}
	return false
}
