// Package seal holds the desk's cryptography: everything that must not be
// guessed, forged or read back.
//
//   - Key and Keys (key.go) are the desk's secrets, kept in a file; several may
//     be in force while one replaces another.
//   - Address and Open (address.go) sign the address that a customer replies
//     to, so that a reply finds its ticket and a stranger's does not.
//   - Token and Hash (this file) make and recognise API tokens, session ids and
//     links sent by mail. Only the hash is kept.
//   - HashPassword and CheckPassword (password.go) are argon2id; Passwords
//     bounds how many are worked on at once.
//
// Secrets are compared in constant time, and a Key never prints itself.
package seal

import (
	"crypto/rand"
	"crypto/sha256"
	"io"
	"math/big"

	"secondline/internal/kit/errs"
)

const (
	tokenBytes = 32 // 256 bits: nobody guesses one, so no slow hash is needed
	tokenChars = 43 // what 256 bits take in base 62
	base62     = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// Token makes a new secret of 256 random bits behind a prefix such as "slt_",
// by which scanners for leaked secrets can know it. The plain form is shown
// once; the hash is what to keep.
func Token(prefix string) (plain string, hash []byte) {
	raw := make([]byte, tokenBytes)
	rand.Read(raw) // it never fails: crypto/rand stops the program first
	n, digit, base := new(big.Int).SetBytes(raw), new(big.Int), big.NewInt(62)
	out := make([]byte, tokenChars)
	for i := range out {
		n.DivMod(n, base, digit)
		out[i] = base62[digit.Int64()]
	}
	plain = prefix + string(out)
	return plain, Hash(plain)
}

// Hash is what is kept of a token, and what it is looked up by. As the lookup
// is by a hash that the caller cannot steer, its timing gives nothing away.
func Hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// SHA256 reads r to its end and gives the hash and the length of its content.
func SHA256(r io.Reader) (sum []byte, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, r)
	if err != nil {
		return nil, size, errs.Wrap(err, "hash content")
	}
	return h.Sum(nil), size, nil
}
