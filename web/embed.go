// Package web holds the built console inside the binary.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Console is the built console; ok is false in a binary that was built without
// it.
func Console() (files fs.FS, ok bool) {
	sub, err := fs.Sub(dist, "dist/console")
	if err != nil {
		return nil, false
	}
	_, err = fs.Stat(sub, "index.html")
	return sub, err == nil
}
