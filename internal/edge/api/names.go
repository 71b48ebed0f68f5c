package api

import (
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// own lists the packages whose types are named as they are: what a screen shows.
var own = map[string]bool{"api": true, "ticketview": true, "inbox": true, "lessons": true, "page": true, "cases": true, "settings": true, "majors": true, "thanks": true}

// parts gives the packages whose other types are parts of one their word.
var parts = map[string]string{"lessons": "Lesson", "majors": "Major"}

// schemaName names a type in the OpenAPI. Short forms end in Brief; types of
// other packages begin with the package's word, so that no two clash.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	pkg := path.Base(t.PkgPath())
	if word, several := parts[pkg]; several && t.Name() != word {
		return word + name
	}
	switch {
	case t.Name() == "" || own[pkg] || pkg == ".":
		return name
	case pkg == "brief":
		return name + "Brief"
	case strings.EqualFold(pkg, name):
		return name
	default:
		return strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
}
