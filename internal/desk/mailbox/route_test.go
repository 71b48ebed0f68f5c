package mailbox_test

import (
	"slices"
	"testing"

	"secondline/internal/desk/mailbox"
)

func TestMailFindsItsMailbox(t *testing.T) {
	boxes := []mailbox.Mailbox{{ID: 1, Address: "desk@acme.example", Standard: true}, {ID: 2, Address: "vpn@acme.example"}, {ID: 3, Address: "it+hr@acme.example"}}
	for name, c := range map[string]struct {
		to   []string
		want map[string][]string
	}{
		"its own":              {[]string{"VPN@Acme.Example"}, map[string][]string{"vpn@acme.example": {"VPN@Acme.Example"}}},
		"with a tag":           {[]string{"vpn+t12.abc@acme.example"}, map[string][]string{"vpn@acme.example": {"vpn+t12.abc@acme.example"}}},
		"a tag that is a name": {[]string{"it+hr@acme.example"}, map[string][]string{"it+hr@acme.example": {"it+hr@acme.example"}}},
		"nobody's":             {[]string{"x@elsewhere.example", "no address"}, map[string][]string{"desk@acme.example": {"x@elsewhere.example", "no address"}}},
		"no recipient":         {nil, map[string][]string{"desk@acme.example": nil}},
		"several":              {[]string{"desk@acme.example", "vpn@acme.example", "x@y.example"}, map[string][]string{"desk@acme.example": {"desk@acme.example", "x@y.example"}, "vpn@acme.example": {"vpn@acme.example"}}},
	} {
		shares := mailbox.Sort(boxes, c.to)
		if len(shares) != len(c.want) {
			t.Errorf("%s: %d shares, want %d", name, len(shares), len(c.want))
		}
		for _, s := range shares {
			if want, ok := c.want[s.Mailbox.Address]; !ok || !slices.Equal(s.To, want) {
				t.Errorf("%s: %s gets %v, want %v", name, s.Mailbox.Address, s.To, want)
			}
		}
	}
	if got := mailbox.Sort(nil, []string{"a@b.example"}); got != nil {
		t.Errorf("a desk without a mailbox shares out %v", got)
	}
}
