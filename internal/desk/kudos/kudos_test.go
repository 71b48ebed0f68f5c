package kudos_test

import (
	"strings"
	"testing"

	"secondline/internal/desk/kudos"
	"secondline/internal/kit/errs"
)

func TestThanksAreAFewWords(t *testing.T) {
	if got, err := kudos.Clean("  Thanks \n for staying late! "); err != nil || got != "Thanks for staying late!" {
		t.Errorf("%q, %v", got, err)
	}
	for name, bad := range map[string]string{"nothing": " \n", "a novel": strings.Repeat("ä", 501)} {
		if _, err := kudos.Clean(bad); errs.FieldOf(err) != "text" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := []rune(kudos.Cut(strings.Repeat("ä", 600))); len(got) != 500 || got[499] != '…' {
		t.Errorf("%d characters", len(got))
	}
}
