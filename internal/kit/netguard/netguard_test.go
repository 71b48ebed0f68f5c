package netguard_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondline/internal/kit/errs"
	"secondline/internal/kit/netguard"
)

func TestOnlyPublicAddressesMayBeDialled(t *testing.T) {
	for address, ok := range map[string]bool{
		"1.1.1.1:443": true, "93.184.216.34:80": true, "172.32.0.1:443": true, "[2606:4700::1111]:443": true,
		"127.0.0.1:80": false, "127.255.255.254:80": false, "0.0.0.0:80": false, "0.1.2.3:80": false,
		"10.0.0.1:80": false, "172.16.0.1:80": false, "172.31.255.255:80": false, "192.168.1.1:80": false,
		"100.64.0.1:80": false, "100.100.100.200:80": false, "169.254.169.254:80": false, "192.0.0.192:80": false,
		"168.63.129.16:80": false, "198.18.0.1:80": false, "203.0.113.7:80": false, "224.0.0.1:80": false, "255.255.255.255:80": false,
		"[::]:80": false, "[::1]:80": false, "[::ffff:127.0.0.1]:80": false, "[::ffff:a9fe:a9fe]:80": false, "[::127.0.0.1]:80": false,
		"[fe80::1%eth0]:80": false, "[fc00::1]:80": false, "[fd00:ec2::254]:80": false, "[ff02::1]:80": false,
		"[64:ff9b::7f00:1]:80": false, "[2002:7f00:1::]:80": false, "[2001:0:1::]:80": false, "[2001:db8::1]:80": false,
		"localhost:80": false, "127.1:80": false, "": false,
	} {
		err := netguard.Guard{}.Control("tcp4", address, nil)
		if (err == nil) != ok || err != nil && !errs.Is(err, errs.Forbidden) {
			t.Errorf("%q: %v", address, err)
		}
	}
	for _, network := range []string{"udp4", "unix", "ip4:icmp", ""} {
		if err := (netguard.Guard{}).Control(network, "1.1.1.1:80", nil); !errs.Is(err, errs.Forbidden) {
			t.Errorf("%q: %v", network, err)
		}
	}
}

func TestAnOperatorMayAllowANetwork(t *testing.T) {
	allowed, err := netguard.ParseAllowed([]string{"10.1.2.3/24", "fd00::7"})
	if err != nil {
		t.Fatal(err)
	}
	g := netguard.Guard{Allowed: allowed}
	for address, ok := range map[string]bool{"10.1.2.200": true, "::ffff:10.1.2.200": true, "10.1.3.1": false, "fd00::7": true, "fd00::8": false, "127.0.0.1": false} {
		if err := g.Check(netip.MustParseAddr(address)); (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := netguard.ParseAllowed([]string{"intranet"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}

// Writing an address in another way does not make it another address.
func TestNoSpellingOfAPrivateAddressPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := [4]byte{10, rapid.Byte().Draw(t, "b"), rapid.Byte().Draw(t, "c"), rapid.Byte().Draw(t, "d")}
		plain := netip.AddrFrom4(b)
		mapped := netip.AddrFrom16(plain.As16())
		for _, a := range []netip.Addr{plain, mapped, mapped.WithZone("eth0")} {
			if (netguard.Guard{}).Check(a) == nil {
				t.Fatalf("%s passes", a)
			}
		}
	})
}

func TestTheClientAsksTheGuard(t *testing.T) {
	asked := 0
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	}))
	defer inside.Close()
	byName := strings.Replace(inside.URL, "127.0.0.1", "localhost", 1)

	for _, url := range []string{inside.URL, byName} {
		if resp, err := (netguard.Guard{}).Client(time.Second).Get(url); err == nil {
			t.Errorf("%s answered %s", url, resp.Status)
			resp.Body.Close()
		} else if !errs.Is(err, errs.Forbidden) {
			t.Errorf("%s: %v", url, err)
		}
	}
	if asked != 0 {
		t.Fatalf("the server inside was asked %d times", asked)
	}

	open := netguard.Guard{Allowed: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	resp, err := open.Client(time.Second).Get(inside.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusFound || asked != 1 {
		t.Errorf("got %s after %d requests: a redirect was followed", resp.Status, asked)
	}
}
