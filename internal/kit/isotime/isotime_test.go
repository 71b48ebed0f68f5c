package isotime_test

import (
	"testing"
	"time"

	"secondline/internal/kit/isotime"
)

func TestLengthsAreReadAndWritten(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"PT4H": 4 * time.Hour, "PT1H30M": 90 * time.Minute, "P2D": 48 * time.Hour, "PT0S": 0, "PT45S": 45 * time.Second, "PT26H": 26 * time.Hour,
	} {
		got, err := isotime.Parse(text)
		if err != nil || got != want || isotime.Format(got) != text {
			t.Errorf("%s is %s, written %s (%v)", text, got, isotime.Format(got), err)
		}
	}
	for text, want := range map[string]time.Duration{"P1W": 168 * time.Hour, "P1DT2H": 26 * time.Hour, "PT90M": 90 * time.Minute} {
		if got, err := isotime.Parse(text); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "P", "PT", "4h", "P1M", "P1Y", "PT4", "PT-4H", "P1D2H", "PT1M1H", "pt4h", "PT1.5H", "PT99999999999S"} {
		if got, err := isotime.Parse(text); err == nil {
			t.Errorf("%q is %s", text, got)
		}
	}
}
