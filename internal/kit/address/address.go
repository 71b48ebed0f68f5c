// Package address reads the e-mail addresses that people type and that mail
// carries, strictly: one spelling for one mailbox, and none that two programs
// could read in two ways.
//
// RFC 5322 allows quoted names, comments and routes. An address decides here who
// somebody is and which organisation is theirs, so what is kept is only the plain
// form that every mail system agrees on: lower case, ASCII, no quotes.
package address

import (
	"net"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"secondline/internal/kit/errs"
)

const (
	maxAddress = 254
	maxLocal   = 64
	maxDomain  = 253
)

// Parse gives an address in its one spelling, or an Invalid error that says
// what is wrong with it.
func Parse(s string) (string, error) {
	s = strings.TrimSpace(s)
	at := strings.LastIndexByte(s, '@')
	if at <= 0 || at == len(s)-1 {
		return "", errs.New(errs.Invalid, "%q is not an e-mail address; write it like ann@example.com.", clip(s))
	}
	local, domain := strings.ToLower(s[:at]), s[at+1:]
	if len(local) > maxLocal || !isDotAtom(local, localRune) {
		return "", errs.New(errs.Invalid, "%q is not an e-mail address that we can use: before the @ stand only letters, digits and . _ + - and the like.", clip(s))
	}
	domain, err := host(domain)
	if err != nil {
		return "", errs.Because(err, errs.Invalid, "%q is not an e-mail address: what follows the @ is not a domain.", clip(s))
	}
	if len(local)+1+len(domain) > maxAddress {
		return "", errs.New(errs.Invalid, "%q is too long for an e-mail address.", clip(s))
	}
	return local + "@" + domain, nil
}

// Domain is the part after the @ of an address that Parse gave.
func Domain(parsed string) string { return parsed[strings.LastIndexByte(parsed, '@')+1:] }

// ParseDomain reads a domain that an organisation calls its own. A domain where
// anybody can have an address is nobody's own.
func ParseDomain(s string) (string, error) {
	domain, err := host(strings.TrimPrefix(strings.TrimSpace(s), "@"))
	if err != nil || !strings.Contains(domain, ".") || net.ParseIP(domain) != nil {
		return "", errs.New(errs.Invalid, "%q is not a domain; write it like example.com.", clip(s))
	}
	if slices.Contains(public, domain) {
		return "", errs.New(errs.Invalid, "Anybody can have an address at %s, so it cannot belong to one organisation; add these people one by one.", domain)
	}
	return domain, nil
}

// public are the widest-known providers of free mail.
var public = []string{
	"126.com", "163.com", "aol.com", "fastmail.com", "free.fr", "gmail.com", "gmx.at", "gmx.de", "gmx.net", "googlemail.com",
	"hotmail.com", "icloud.com", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com",
	"orange.fr", "outlook.com", "proton.me", "protonmail.com", "qq.com", "t-online.de", "tutanota.com", "web.de", "yahoo.com",
	"yandex.com", "yandex.ru", "zoho.com",
}

// host gives a domain in ASCII and lower case.
func host(s string) (string, error) {
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(s, "."))
	if err != nil {
		return "", err
	}
	ascii = strings.ToLower(ascii)
	if len(ascii) > maxDomain || !isDotAtom(ascii, hostRune) {
		return "", errs.New(errs.Invalid, "%q is not a domain.", clip(s))
	}
	return ascii, nil
}

// isDotAtom wants words of allowed characters with single dots between them.
func isDotAtom(s string, allowed func(rune) bool) bool {
	for word := range strings.SplitSeq(s, ".") {
		if word == "" || strings.ContainsFunc(word, func(r rune) bool { return !allowed(r) }) {
			return false
		}
	}
	return true
}

func localRune(r rune) bool { return hostRune(r) || strings.ContainsRune("!#$&'*+/=?^_`{|}~", r) }

func hostRune(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' }

// clip keeps a hostile input from filling a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
