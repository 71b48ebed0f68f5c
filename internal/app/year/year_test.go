package year_test

import (
	"testing"
	"time"

	"secondline/internal/app/year"
)

// TestYear lets a desk of fifty agents live through a year and looks at every
// ticket of it.
func TestYear(t *testing.T) {
	begins := time.Now()
	figures, broken := year.Live(20261122, 15_000)
	t.Logf("a year in %s:\n%s", time.Since(begins).Round(time.Millisecond), figures)
	for _, fault := range broken {
		t.Error(fault)
	}
	if figures.Tickets < 12_000 || figures.Handovers < 1000 || figures.Expired < 50 || figures.Swarms < 1 || figures.Dealt < 10_000 || figures.Reopened < 100 {
		t.Errorf("too little happened for a year to show anything:\n%s", figures)
	}
}

// TestSameSeedSameYear: nothing but the seed decides, no map's order and no clock.
func TestSameSeedSameYear(t *testing.T) {
	one, _ := year.Live(7, 1000)
	other, _ := year.Live(7, 1000)
	if one.String() != other.String() {
		t.Errorf("the same seed gives two years:\n%s\n%s", one, other)
	}
}
