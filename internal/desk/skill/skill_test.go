package skill_test

import (
	"testing"
	"time"

	"secondline/internal/desk/skill"
	"secondline/internal/kit/errs"
)

// A child proves its parent, not the reverse.
func TestGrade(t *testing.T) {
	held := skill.Held{Grades: map[string]int{"network.vpn": 4, "network": 2, "networks": 5, "m365": 3}}
	for path, want := range map[string]int{
		"network": 4, "network.vpn": 4, "network.vpn.cisco": 0, "network.dns": 0, "m365": 3, "m365.exchange": 0, "net": 0, "": 0,
	} {
		if got := held.Grade(path); got != want {
			t.Errorf("Grade(%q) = %d, want %d", path, got, want)
		}
	}
}

func TestACertificateCountsWhileItIsValid(t *testing.T) {
	march := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	c := skill.Certificate{ValidFrom: march, ExpiresAt: march.AddDate(1, 0, 0)}
	for at, want := range map[time.Time]bool{
		march.Add(-1): false, march: true, march.AddDate(1, 0, 0).Add(-1): true, march.AddDate(1, 0, 0): false,
	} {
		if got := c.ValidAt(at); got != want {
			t.Errorf("at %v: got %v, want %v", at, got, want)
		}
	}
	if !(skill.Certificate{ValidFrom: march}).ValidAt(march.AddDate(50, 0, 0)) {
		t.Error("a certificate without an end expired")
	}
	if _, err := (skill.Certificate{ValidFrom: march, ExpiresAt: march}).Checked(); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}

func TestPaths(t *testing.T) {
	for path, good := range map[string]bool{
		"network": true, "Network.VPN": true, "m365.exchange_online": true, "c.d-1": true,
		"": false, ".": false, "network.": false, ".vpn": false, "a..b": false, "a b": false, "straße": false, "a.-b": false,
	} {
		if _, err := (skill.Skill{Path: path}).Checked(); (err == nil) != good {
			t.Errorf("%q: %v", path, err)
		}
	}
	if got := skill.Above("network.vpn.cisco"); got != "network.vpn" {
		t.Errorf("got %q", got)
	}
	if got := skill.Above("network"); got != "" {
		t.Errorf("got %q", got)
	}
}
