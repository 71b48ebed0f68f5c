package fold_test

import (
	"testing"

	"pgregory.net/rapid"

	"secondline/internal/kit/fold"
)

func TestKey(t *testing.T) {
	for name, want := range map[string]string{
		"Zoë  Ångström":      "zoe angstrom",
		"\tStraße\u00a0 7 ":  "strasse 7",
		"ŁÓDŹ":               "lodz",
		"Æther ﬁeld":         "aether field",
		"IT\u200bdesk":       "itdesk",
		"Ελλάδα":             "ελλαδα",
		"東京 支店":              "東京 支店",
		"e\u0301 = \u00e9":   "e = e",
		"":                   "",
		" \u202e \n":         "",
		"ÇA & Çela – 1st №5": "ca & cela – 1st no5",
	} {
		if got := fold.Key(name); got != want {
			t.Errorf("Key(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestTidyKeepsWhatPeopleSee(t *testing.T) {
	if got := fold.Tidy("  Zoe\u0308 \x00\u202eÅsa\r\nB. "); got != "Zoë Åsa B." {
		t.Errorf("got %q", got)
	}
}

// A key folds to itself, or a stored key would never be found again; and a
// tidied name is the same name.
func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name")
		key := fold.Key(name)
		if again := fold.Key(key); again != key {
			t.Fatalf("Key(%q) = %q, and again %q", name, key, again)
		}
		if tidy := fold.Key(fold.Tidy(name)); tidy != key {
			t.Fatalf("Key(%q) = %q, but tidied first %q", name, key, tidy)
		}
	})
}
