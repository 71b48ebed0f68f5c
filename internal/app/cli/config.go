package cli

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"

	"secondline/internal/kit/errs"
)

const envPrefix = "SECONDLINE_"

// A source gives settings that no flag gave: the environment first, then a TOML
// file. What it does not know is an error, so that a typing mistake is not a
// silent default.
type source struct {
	env     map[string]string // flag name → value
	file    map[string]any
	from    string // the file's path
	origins map[string]string
	broken  error
}

// sources reads the environment and the file that --config names.
func sources(args []string, origins map[string]string) kong.Resolver {
	s := &source{env: map[string]string{}, origins: origins}
	for _, pair := range os.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		key, ours := strings.CutPrefix(name, envPrefix)
		if !ours {
			continue
		}
		flag := strings.ToLower(strings.ReplaceAll(key, "_", "-"))
		if secret, isFile := strings.CutSuffix(flag, "-file"); isFile {
			b, err := os.ReadFile(value)
			if err != nil {
				s.broken = fmt.Errorf("%s names a file that cannot be read: %w", name, err)
			}
			flag, value = secret, strings.TrimSpace(string(b))
		}
		s.env[flag] = value
	}
	if s.from = configFile(args); s.from == "" {
		s.from = s.env["config"]
	}
	if s.from != "" {
		if _, err := toml.DecodeFile(s.from, &s.file); err != nil {
			s.broken = fmt.Errorf("the configuration %s cannot be read: %w", s.from, err)
		}
	}
	return s
}

// configFile looks for --config before the flags are parsed: it decides what
// they default to.
func configFile(args []string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--config="); ok {
			return v
		}
		if a == "--config" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// Validate refuses settings that no flag has.
func (s *source) Validate(root *kong.Application) error {
	if s.broken != nil {
		return s.broken
	}
	known := map[string]bool{}
	for _, f := range root.Flags {
		known[f.Name] = true
	}
	for name := range s.env {
		if !known[name] {
			return errs.New(errs.Invalid, "%s%s is not a setting; see `secondline config`.", envPrefix, strings.ToUpper(strings.ReplaceAll(name, "-", "_")))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.file)) {
		if !known[name] {
			return errs.New(errs.Invalid, "%q in %s is not a setting; see `secondline config`.", name, s.from)
		}
	}
	return nil
}

// Resolve gives the value of a flag that was not on the command line.
func (s *source) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	if v, ok := s.env[flag.Name]; ok {
		s.origins[flag.Name] = "environment"
		return v, nil
	}
	if v, ok := s.file[flag.Name]; ok {
		s.origins[flag.Name] = s.from
		return fmt.Sprint(v), nil
	}
	return nil, nil // kong: not set here
}
