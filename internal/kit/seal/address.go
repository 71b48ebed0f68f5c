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

// The purposes keep the two kinds of address apart: what was signed for a ticket
// opens no vendor's case of the same number, and the other way round.
const (
	addressPurpose = "reply address"
	casePurpose    = "vendor address"
)

// mail systems change the case of addresses, so the alphabet has only one.
var macCode = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Address makes the address that replies to a ticket go to:
// desk+t1042.kq3v…@example.com for the mailbox desk@example.com. The signature
// speaks of the ticket alone, so that the address outlives a renamed mailbox.
func Address(key Key, local, domain string, ticketNumber int64) string {
	return address(key, addressPurpose, local+"+t", domain, ticketNumber)
}

// CaseAddress makes the address that a vendor's answers on a case go to:
// desk+v1007.kq3v…@example.com.
func (ks Keys) CaseAddress(local, domain string, caseNumber int64) string {
	return address(ks[0], casePurpose, local+"+v", domain, caseNumber)
}

func address(key Key, purpose, local, domain string, n int64) string {
	number := strconv.FormatInt(n, 10)
	return local + number + "." + signature(key, purpose, number) + "@" + domain
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
	return ks.open(address, addressPurpose, "+t")
}

// OpenCase gives the vendor's case that an address is signed for by any of the
// keys.
func (ks Keys) OpenCase(address string) (caseNumber int64, ok bool) {
	return ks.open(address, casePurpose, "+v")
}

func (ks Keys) open(address, purpose, mark string) (n int64, ok bool) {
	number, mac, ok := split(address, mark)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || strconv.FormatInt(n, 10) != number {
		return 0, false // one ticket, one address: 07 and +7 are nobody's
	}
	match := 0
	for _, key := range ks { // all of them, so that time tells nothing of which
		match |= subtle.ConstantTimeCompare([]byte(mac), []byte(signature(key, purpose, number)))
	}
	if match != 1 {
		return 0, false
	}
	return n, true
}

// PageToken is the secret by which a vendor opens the page of a case. It is made
// anew whenever a letter is sent, always the same, so that it is kept nowhere; its
// Hash on the case says whether it still opens anything.
func PageToken(key Key, caseID int64) string {
	return macCode.EncodeToString(key.MAC("vendor page", []byte(strconv.FormatInt(caseID, 10))))
}

// split takes the number and the signature out of an address.
func split(address, mark string) (number, mac string, ok bool) {
	if len(address) > maxAddress {
		return "", "", false
	}
	local, _, ok := strings.Cut(strings.ToLower(strings.TrimSpace(address)), "@")
	if !ok {
		return "", "", false
	}
	at := strings.LastIndex(local, mark)
	if at < 0 {
		return "", "", false
	}
	return strings.Cut(local[at+len(mark):], ".")
}

func signature(key Key, purpose, number string) string {
	return macCode.EncodeToString(key.MAC(purpose, []byte(number)))[:macChars]
}
