package mailbox

import (
	"slices"
	"strings"

	"secondline/internal/id"
	"secondline/internal/kit/address"
)

// Of gives the mailbox of an id, or else the standard one; false if there is
// none at all. boxes are as All gives them, the standard one first.
func Of(boxes []Mailbox, key id.Mailbox) (Mailbox, bool) {
	if len(boxes) == 0 {
		return Mailbox{}, false
	}
	i := slices.IndexFunc(boxes, func(m Mailbox) bool { return m.ID == key })
	return boxes[max(i, 0)], true
}

// Home tells which mailbox an address leads to: its own, with or without what
// follows a "+"; false if it is none of the desk's.
func Home(boxes []Mailbox, addr string) (Mailbox, bool) {
	addr, err := address.Parse(addr)
	if err != nil {
		return Mailbox{}, false
	}
	local, domain, _ := strings.Cut(addr, "@")
	base, _, _ := strings.Cut(local, "+")
	for _, name := range []string{addr, base + "@" + domain} {
		i := slices.IndexFunc(boxes, func(m Mailbox) bool { return m.Address == name })
		if i >= 0 {
			return boxes[i], true
		}
	}
	return Mailbox{}, false
}

// A Share is the recipients of one message that lead to one mailbox.
type Share struct {
	Mailbox Mailbox
	To      []string
}

// Sort deals the recipients of a message out to mailboxes. What leads nowhere,
// and a message without recipients, goes to the standard one. Without any
// mailbox there is no share.
func Sort(boxes []Mailbox, recipients []string) []Share {
	if len(boxes) == 0 {
		return nil
	}
	var shares []Share
	put := func(m Mailbox, to ...string) {
		i := slices.IndexFunc(shares, func(s Share) bool { return s.Mailbox.ID == m.ID })
		if i < 0 {
			i, shares = len(shares), append(shares, Share{Mailbox: m})
		}
		shares[i].To = append(shares[i].To, to...)
	}
	for _, to := range recipients {
		m, ok := Home(boxes, to)
		if !ok {
			m = boxes[0]
		}
		put(m, to)
	}
	if len(shares) == 0 {
		put(boxes[0])
	}
	return shares
}
