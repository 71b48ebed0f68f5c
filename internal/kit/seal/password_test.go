package seal_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

func TestAPasswordFitsItsHashAndNoOther(t *testing.T) {
	phc, err := seal.HashPassword("correct horse ü")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("got %q, %v", phc, err)
	}
	if twin, err := seal.HashPassword("correct horse ü"); err != nil || twin == phc {
		t.Errorf("two hashes are the same: no salt (%v)", err)
	}
	for _, c := range []struct {
		pw string
		ok bool
	}{
		{"correct horse ü", true},
		{"correct horse u\u0308", true}, // the same, spelled by another keyboard
		{"correct horse", false},
		{"Correct horse ü", false},
		{"", false},
		{strings.Repeat("x", 5000), false},
	} {
		if ok, rehash, err := seal.CheckPassword(phc, c.pw); ok != c.ok || rehash || err != nil {
			t.Errorf("%.20q: %v, rehash %v, %v", c.pw, ok, rehash, err)
		}
	}
}

func TestAHashOfAnotherCostAsksToBeMadeAnew(t *testing.T) {
	// argon2id of "password" with the salt "somesalt", 64 MiB, two passes: a
	// vector of the reference implementation.
	const dear = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	if ok, rehash, err := seal.CheckPassword(dear, "password"); !ok || !rehash || err != nil {
		t.Errorf("got %v, %v, %v", ok, rehash, err)
	}
}

func TestAHashThatIsBrokenOrGreedyIsAnError(t *testing.T) {
	for _, phc := range []string{
		"secret",
		"$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=65536,t=4000000000,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=65536,t=2,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$",
		"$argon2id$v=19$m=65536,t=2,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
	} {
		if ok, _, err := seal.CheckPassword(phc, "password"); ok || err == nil {
			t.Errorf("%s: %v, %v", phc, ok, err)
		} else if strings.Contains(err.Error(), phc) {
			t.Errorf("the error shows the hash: %v", err)
		}
	}
}

func TestNobodysPasswordFitsNothing(t *testing.T) {
	if ok, rehash, err := seal.CheckPassword("", ""); ok || rehash || err != nil {
		t.Errorf("got %v, %v, %v", ok, rehash, err)
	}
	if _, err := seal.HashPassword(""); errs.FieldOf(err) != "password" {
		t.Errorf("an empty password: %v", err)
	}
	if _, err := seal.HashPassword(strings.Repeat("x", 1025)); errs.FieldOf(err) != "password" {
		t.Errorf("a huge password: %v", err)
	}
}

func TestPasswordsTakeTurns(t *testing.T) {
	turns := seal.NewPasswords(2)
	phc, err := turns.Hash(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if ok, _, err := turns.Check(t.Context(), phc, "a"); !ok || err != nil {
				t.Errorf("got %v, %v", ok, err)
			}
		})
	}
	wg.Wait()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := turns.Check(gone, phc, "a"); !errs.Is(err, errs.Unavailable) {
		t.Errorf("a caller who left was served: %v", err)
	}
	if _, err := turns.Hash(gone, "a"); !errs.Is(err, errs.Unavailable) {
		t.Errorf("a caller who left was served: %v", err)
	}
}
