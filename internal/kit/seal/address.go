package seal

import (
	"crypto/subtle"
	"encoding/base32"
	"strconv"
	"strings"
)

// macChars is the length of an address's signature: 20 letters of base 32, 100
// bits. More would not fit beside a long mailbox name into the 64 characters
// that mail allows before the @; fewer could be guessed.
const macChars = 20

// maxAddress is the longest address that mail allows.
const maxAddress = 254

const addressPurpose = "reply address"

// mail systems change the case of addresses, so the alphabet has only one.
var macCode = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Address makes the address that replies to a ticket go to:
// desk+t1042.kq3v…@example.com for the mailbox desk@example.com. The signature
// speaks of the ticket alone, so that the address outlives a renamed mailbox.
func Address(key Key, local, domain string, ticketNumber int64) string {
	number := strconv.FormatInt(ticketNumber, 10)
	return local + "+t" + number + "." + signature(key, number) + "@" + domain
}

// Open gives the ticket that an address is signed for, or false if the address
// is not signed by the key.
func Open(key Key, address string) (ticketNumber int64, ok bool) {
	return Keys{key}.Open(address)
}

// Address makes a reply address with the newest key.
func (ks Keys) Address(local, domain string, ticketNumber int64) string {
	return Address(ks[0], local, domain, ticketNumber)
}

// Open gives the ticket that an address is signed for by any of the keys.
func (ks Keys) Open(address string) (ticketNumber int64, ok bool) {
	number, mac, ok := split(address)
	if !ok {
		return 0, false
	}
	ticketNumber, err := strconv.ParseInt(number, 10, 64)
	if err != nil || ticketNumber <= 0 || strconv.FormatInt(ticketNumber, 10) != number {
		return 0, false // one ticket, one address: 07 and +7 are nobody's
	}
	match := 0
	for _, key := range ks { // all of them, so that time tells nothing of which
		match |= subtle.ConstantTimeCompare([]byte(mac), []byte(signature(key, number)))
	}
	if match != 1 {
		return 0, false
	}
	return ticketNumber, true
}

// split takes the number and the signature out of an address.
func split(address string) (number, mac string, ok bool) {
	if len(address) > maxAddress {
		return "", "", false
	}
	local, _, ok := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	if !ok {
		return "", "", false
	}
	at := strings.LastIndex(local, "+t")
	if at < 0 {
		return "", "", false
	}
	return strings.Cut(local[at+len("+t"):], ".")
}

func signature(key Key, number string) string {
	return macCode.EncodeToString(key.MAC(addressPurpose, []byte(number)))[:macChars]
}
