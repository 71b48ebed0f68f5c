package api

import (
	"bytes"
	"cmp"
	"html/template"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// Docs shows what the API can do, as one page without scripts.
func Docs() (http.Handler, error) {
	a, _ := build(Deps{})
	var page bytes.Buffer
	if err := docs.Execute(&page, operations(a.huma.OpenAPI())); err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(page.Bytes()) // the browser is gone; nothing is lost by it
	}), nil
}

type operation struct{ Tag, Method, Path, Summary string }

func operations(o *huma.OpenAPI) []operation {
	var list []operation
	for path, item := range o.Paths {
		verbs := map[string]*huma.Operation{
			"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete,
		}
		for method, v := range verbs {
			if v == nil {
				continue
			}
			tag := "other"
			if len(v.Tags) > 0 {
				tag = v.Tags[0]
			}
			list = append(list, operation{tag, method, Prefix + path, v.Summary})
		}
	}
	slices.SortFunc(list, func(a, b operation) int {
		return cmp.Or(cmp.Compare(a.Tag, b.Tag), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	return list
}

var docs = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Secondline API</title>
<style>
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;vertical-align:top}code{font:13px/1.5 ui-monospace,monospace}
</style>
<h1>Secondline API</h1>
<p>Described by <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1). Sign in with <code>Authorization: Bearer TOKEN</code>;
<code>secondline token create</code> makes one. Errors are problems as in RFC 9457. A POST with an <code>Idempotency-Key</code> has one effect
and one answer; a change with <code>If-Match</code> fails when somebody else was faster.</p>
<table><thead><tr><th>Noun<th>Operation<th>Does</thead><tbody>
{{range .}}<tr><td>{{.Tag}}<td><code>{{.Method}} {{.Path}}</code><td>{{.Summary}}
{{end}}</tbody></table></html>`))
