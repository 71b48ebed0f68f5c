package seal_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"secondline/internal/kit/seal"
)

func TestAReplyFindsItsTicket(t *testing.T) {
	key := seal.NewKey()
	address := seal.Address(key, "desk", "example.com", 1042)
	if !regexp.MustCompile(`^desk\+t1042\.[a-z2-7]{20}@example\.com$`).MatchString(address) {
		t.Fatalf("address %q", address)
	}
	local, _, _ := strings.Cut(address, "@")
	for name, a := range map[string]string{
		"as sent":           address,
		"in capitals":       strings.ToUpper(address),
		"with spaces":       " " + address + " ",
		"a renamed mailbox": strings.Replace(address, "desk+", "help+", 1),
		"a moved domain":    local + "@new.example.org",
		"a mailbox with +":  "a+b" + strings.TrimPrefix(address, "desk"),
	} {
		if n, ok := seal.Open(key, a); !ok || n != 1042 {
			t.Errorf("%s: %q gave %d, %v", name, a, n, ok)
		}
	}
}

func TestAForgedAddressOpensNothing(t *testing.T) {
	key := seal.NewKey()
	address := seal.Address(key, "desk", "example.com", 1042)
	mac := address[len("desk+t1042.") : len(address)-len("@example.com")]
	for name, a := range map[string]string{
		"another ticket":        "desk+t1043." + mac + "@example.com",
		"no signature":          "desk+t1042@example.com",
		"an empty signature":    "desk+t1042.@example.com",
		"half a signature":      "desk+t1042." + mac[:10] + "@example.com",
		"a longer signature":    "desk+t1042." + mac + "a@example.com",
		"a leading zero":        "desk+t01042." + mac + "@example.com",
		"a sign":                "desk+t+1042." + mac + "@example.com",
		"a number past int64":   "desk+t99999999999999999999." + mac + "@example.com",
		"no domain":             "desk+t1042." + mac,
		"signed in the domain":  "desk@+t1042." + mac,
		"another desk's key":    seal.Address(seal.NewKey(), "desk", "example.com", 1042),
		"the signature of zero": seal.Address(key, "desk", "example.com", 0),
		"of a negative number":  seal.Address(key, "desk", "example.com", -1),
		"longer than mail has":  strings.Repeat("a", 300) + address,
		"nothing":               "",
	} {
		if n, ok := seal.Open(key, a); ok {
			t.Errorf("%s: %q opened ticket %d", name, a, n)
		}
	}
}

func TestOldKeysOpenUntilTheyAreRemoved(t *testing.T) {
	older, newer := seal.NewKey(), seal.NewKey()
	before := seal.Keys{older}.Address("desk", "example.com", 7)
	both := seal.Keys{newer, older}
	if n, ok := both.Open(before); !ok || n != 7 {
		t.Error("an address of the old key opens nothing during the change")
	}
	if _, ok := seal.Open(newer, both.Address("desk", "example.com", 7)); !ok {
		t.Error("the newest key does not sign")
	}
	if _, ok := (seal.Keys{newer}).Open(before); ok {
		t.Error("a removed key still opens")
	}
	if _, ok := (seal.Keys{}).Open(before); ok {
		t.Error("no key opens everything")
	}
}

// Every letter of the signature counts.
func TestOneChangedLetterBreaksTheSeal(t *testing.T) {
	key := seal.Key{1}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1<<62).Draw(t, "ticket")
		address := seal.Address(key, "desk", "x.test", n)
		if got, ok := seal.Open(key, address); !ok || got != n {
			t.Fatalf("%q gave %d, %v", address, got, ok)
		}
		from := strings.IndexByte(address, '.') + 1
		i := rapid.IntRange(from, from+19).Draw(t, "place")
		c := rapid.SampledFrom([]byte("abcdefghijklmnopqrstuvwxyz234567")).Draw(t, "letter")
		if forged := address[:i] + string(c) + address[i+1:]; forged != address {
			if _, ok := seal.Open(key, forged); ok {
				t.Fatalf("%q opened", forged)
			}
		}
	})
}

func TestAMACIsBoundToItsPurpose(t *testing.T) {
	key := seal.Key{1}
	if string(key.MAC("a", []byte("b"))) == string(key.MAC("ab", nil)) {
		t.Error("purpose and message run into each other")
	}
}

func FuzzOpen(f *testing.F) {
	key := seal.Key{1}
	good := seal.Address(key, "desk", "x.test", 42)
	f.Add(good)
	f.Add("desk+t1.@x")
	f.Add("+t9223372036854775807.aaaaaaaaaaaaaaaaaaaa@x")
	f.Fuzz(func(t *testing.T, a string) {
		if n, ok := seal.Open(key, a); ok && !strings.Contains(strings.ToLower(a), strings.Split(seal.Address(key, "", "", n), "@")[0]) {
			t.Errorf("%q opened ticket %d", a, n)
		}
	})
}

func TestACaseIsNoTicket(t *testing.T) {
	keys := seal.Keys{seal.NewKey(), seal.NewKey()}
	at := keys.CaseAddress("desk", "acme.example", 1007)
	if n, ok := keys.OpenCase(strings.ToUpper(at)); !ok || n != 1007 {
		t.Errorf("%s opens case %d, %v", at, n, ok)
	}
	if _, ok := keys.Open(strings.Replace(at, "+v", "+t", 1)); ok {
		t.Error("a case's signature opens a ticket")
	}
	ticket := keys.Address("desk", "acme.example", 1007)
	for _, forged := range []string{strings.Replace(ticket, "+t", "+v", 1), strings.Replace(at, "1007", "1008", 1), "desk+v1007@acme.example"} {
		if n, ok := keys.OpenCase(forged); ok {
			t.Errorf("%s opens case %d", forged, n)
		}
	}
	if seal.PageToken(keys[0], 7) == seal.PageToken(keys[1], 7) || seal.PageToken(keys[0], 7) == seal.PageToken(keys[0], 8) {
		t.Error("two pages share a token")
	}
}
