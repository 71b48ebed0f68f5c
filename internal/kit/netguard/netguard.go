// Package netguard keeps requests that others cause inside the limits of the
// public internet.
//
// A webhook's address is chosen by a person, and a name may point anywhere: at
// this machine, at the database beside it, at the cloud's metadata. So the
// check is made on the address that is really dialled, after the name was
// looked up and for every redirect anew: a name that gave a public address when
// it was entered and a private one a second later is refused all the same.
//
// An operator who wants to reach an address inside allows its network by name.
package netguard

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"secondline/internal/kit/errs"
)

// A Guard says which addresses may be dialled: the public ones, and the
// networks that the operator allows besides.
type Guard struct {
	Allowed []netip.Prefix
}

// refused are the networks that are not the public internet. Those that carry
// an IPv4 address within an IPv6 one are refused as a whole: what they lead to
// can be asked for directly.
var refused = prefixes(
	"0.0.0.0/8",        // this network
	"10.0.0.0/8",       // private
	"100.64.0.0/10",    // between provider and customer; metadata of some clouds
	"127.0.0.0/8",      // this machine
	"169.254.0.0/16",   // link-local; metadata of most clouds
	"172.16.0.0/12",    // private
	"192.0.0.0/24",     // protocol assignments; metadata of some clouds
	"192.0.2.0/24",     // documentation
	"192.88.99.0/24",   // relays from 6to4
	"192.168.0.0/16",   // private
	"198.18.0.0/15",    // benchmarks
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"224.0.0.0/4",      // multicast
	"240.0.0.0/4",      // reserved, and broadcast
	"168.63.129.16/32", // the wire server of a cloud, on a public address
	"::/96",            // unspecified, this machine, IPv4-compatible
	"64:ff9b::/96",     // translated IPv4
	"64:ff9b:1::/48",   // the same, local
	"100::/64",         // discard
	"2001::/23",        // protocol assignments, Teredo
	"2001:db8::/32",    // documentation
	"2002::/16",        // 6to4
	"3fff::/20",        // documentation
	"5f00::/16",        // segment routing
	"fc00::/7",         // private; metadata of some clouds
	"fe80::/10",        // link-local
	"fec0::/10",        // site-local
	"ff00::/8",         // multicast
)

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// ParseAllowed reads the networks that an operator allows: addresses or
// prefixes such as 10.1.2.0/24.
func ParseAllowed(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if a, addrErr := netip.ParseAddr(s); err != nil && addrErr == nil {
			p, err = a.Prefix(a.BitLen())
		}
		if err != nil {
			return nil, errs.Because(err, errs.Invalid, "%q is neither an address nor a network; write it like 10.1.2.0/24.", s)
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// Check refuses an address that is not public and not allowed.
func (g Guard) Check(a netip.Addr) error {
	a = a.Unmap().WithZone("") // ::ffff:127.0.0.1 is 127.0.0.1
	for _, p := range g.Allowed {
		if p.Contains(a) {
			return nil
		}
	}
	if !a.IsValid() {
		return errs.New(errs.Forbidden, "There is no address to connect to.")
	}
	for _, p := range refused {
		if p.Contains(a) {
			return errs.New(errs.Forbidden, "The address %s is not on the public internet. If it is meant, an operator can allow its network.", a)
		}
	}
	return nil
}

// Control is for net.Dialer: it is asked after the name was looked up, with
// the address that the connection will really go to.
func (g Guard) Control(network, address string, _ syscall.RawConn) error {
	switch network {
	case "tcp4", "tcp6":
	default:
		return errs.New(errs.Forbidden, "Only TCP connections may leave the desk, not %s.", network)
	}
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return errs.Because(err, errs.Forbidden, "The address %q cannot be checked.", address)
	}
	return g.Check(to.Addr())
}

// Client is an HTTP client whose every connection the guard sees. It takes no
// proxy from the environment, since a proxy would dial in its place, and it
// follows no redirect: an answer that redirects is an answer.
func (g Guard) Client(timeout time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: timeout, Control: g.Control}
	return &http.Client{
		Timeout: timeout,
		Transport: &http.Transport{
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, address)
			},
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    timeout,
			ResponseHeaderTimeout:  timeout,
			MaxResponseHeaderBytes: 64 << 10,
			MaxIdleConnsPerHost:    2,
			IdleConnTimeout:        time.Minute,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
