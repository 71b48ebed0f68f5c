package address_test

import (
	"strings"
	"testing"

	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"Ann.Lee@Example.COM":       "ann.lee@example.com",
		"  o'brien+it@example.com ": "o'brien+it@example.com",
		"support@localhost":         "support@localhost",
		"a@bücher.example":          "a@xn--bcher-kva.example",
		"a@example.com.":            "a@example.com",
	} {
		if got, err := address.Parse(in); err != nil || got != want {
			t.Errorf("Parse(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

// Each of these has two readings somewhere, and so could make one person pass
// for another.
func TestParseRefusesTricks(t *testing.T) {
	for _, in := range []string{
		"", "ann", "@example.com", "ann@", "a@b@example.com", `"a@evil.example"@example.com`, "a(b)@example.com", "a b@example.com",
		"a@exam ple.com", "a@example.com\r\nBcc: x@evil.example", "a@[127.0.0.1]", ".a@example.com", "a..b@example.com", "a.@example.com",
		"<a@example.com>", "a@-example.com", "a@example..com", "а@example.com", "a%b@example.com", "a@example.com,b@example.com",
		strings.Repeat("a", 65) + "@example.com", "a@" + strings.Repeat("a.", 140) + "com", "a\x00@example.com", "a@exam\u200bple.com\x00",
	} {
		got, err := address.Parse(in)
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("Parse(%q) = %q, %v; want it refused", in, got, err)
		}
		if len(errs.Text(err)) > 600 {
			t.Errorf("the message repeats %d bytes", len(errs.Text(err)))
		}
	}
}

func TestParseDomain(t *testing.T) {
	for in, want := range map[string]string{"Example.COM": "example.com", "@acme.test": "acme.test", "bücher.example": "xn--bcher-kva.example"} {
		if got, err := address.ParseDomain(in); err != nil || got != want {
			t.Errorf("ParseDomain(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", "com", "10.0.0.1", "a@b.com", "gmail.com", "GMX.de", "*.example.com", "exa_mple.com"} {
		if got, err := address.ParseDomain(in); !errs.Is(err, errs.Invalid) {
			t.Errorf("ParseDomain(%q) = %q, %v; want it refused", in, got, err)
		}
	}
}

// What Parse gives, it gives again: an address is compared by its spelling.
func FuzzParse(f *testing.F) {
	f.Add("Ann@Example.com")
	f.Add(`"x"@[1]`)
	f.Fuzz(func(t *testing.T, in string) {
		got, err := address.Parse(in)
		if err != nil {
			return
		}
		if again, err := address.Parse(got); err != nil || again != got {
			t.Errorf("Parse(%q) = %q, then %q, %v", in, got, again, err)
		}
		if strings.ContainsAny(got, " \t\r\n\"<>,;:()[]\\\x00") || strings.Count(got, "@") != 1 || address.Domain(got) == "" {
			t.Errorf("Parse(%q) let %q through", in, got)
		}
	})
}
