package world

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed tales/*.toml
var taleFiles embed.FS

// A tale is what happened to a customer, and what came of it. {site}, {device}
// and {first} stand for where they are, what they use, and their name.
type tale struct {
	Key      string // for scenes
	Service  string // of the file, unless the tale has its own
	Category string
	Request  bool // something is wanted, nothing is broken
	Top      int  // the rung where it is solved; project: 9
	Impact   int
	Urgency  int
	Subject  string
	Words    string   // the customer's
	Device   []string // one of them
	People   int      // how many are hit
	Tags     []string
	Prop     string   // a file that comes with it
	Ask      string   // what the customer is asked …
	Answer   string   // … and says
	Tried    []string // "what: what it showed"
	Guess    string
	Please   string // what the next rung is asked to do
	Cause    string
	Fix      string // what the customer is told
	Lesson   string
}

// tales is all of them: those that may happen to anybody, and those of scenes.
type tales struct {
	common []*tale
	byKey  map[string]*tale
}

func readTales() (tales, error) {
	all := tales{byKey: map[string]*tale{}}
	paths, err := fs.Glob(taleFiles, "tales/*.toml")
	if err != nil {
		return all, err
	}
	for _, path := range paths {
		var f struct {
			Service string
			Tale    []*tale
		}
		if _, err := toml.DecodeFS(taleFiles, path, &f); err != nil {
			return all, fmt.Errorf("reading %s: %w", path, err)
		}
		for _, t := range f.Tale {
			if t.Service == "" {
				t.Service = f.Service
			}
			t.complete()
			if t.Key != "" {
				all.byKey[t.Key] = t
				continue
			}
			all.common = append(all.common, t)
		}
	}
	return all, nil
}

// complete fills in what a tale need not say.
func (t *tale) complete() {
	if t.Top == 0 {
		t.Top = 1
	}
	if t.Impact == 0 {
		t.Impact = 3
		if t.People > 3 {
			t.Impact = 2
		}
	}
	if t.Urgency == 0 {
		t.Urgency = 2
	}
	if t.Please == "" {
		t.Please = "Please find out why, and put it right."
	}
	if len(t.Device) == 0 {
		t.Device = []string{""}
	}
	t.Words = strings.TrimSpace(t.Words)
}
