package seal

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"secondline/internal/kit/errs"
)

// The cost of a password, as OWASP advises for argon2id: 19 MiB, two passes,
// one lane. CheckPassword asks for a rehash of whatever was made with another.
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	saltBytes = 16
	hashBytes = 32
)

// Bounds on what a stored hash may ask for, so that a row from an import cannot
// take the machine's memory.
const (
	maxMemoryKiB = 256 * 1024
	maxPasses    = 16
	maxLanes     = 16
)

// maxPassword is far past any real password and keeps requests small.
const maxPassword = 1024

type cost struct {
	memory, passes uint32
	lanes          uint8
}

var today = cost{memory: memoryKiB, passes: passes, lanes: lanes}

// HashPassword gives the argon2id hash of a password as a PHC string, salt and
// cost included.
func HashPassword(pw string) (string, error) {
	if pw == "" || len(pw) > maxPassword {
		return "", errs.Field("password", "A password has between 1 and %d characters.", maxPassword)
	}
	salt := make([]byte, saltBytes)
	rand.Read(salt) // it never fails: crypto/rand stops the program first
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes,
		b64.EncodeToString(salt), b64.EncodeToString(derive(pw, salt, today, hashBytes))), nil
}

// CheckPassword tells whether a password fits its hash, and whether the hash
// should be made anew because its cost is not today's. An empty phc fits
// nothing but costs the same: use it when there is no such person, so that the
// time of the answer does not tell.
func CheckPassword(phc, pw string) (ok, rehash bool, err error) {
	if len(pw) > maxPassword {
		return false, false, nil
	}
	if phc == "" {
		derive(pw, make([]byte, saltBytes), today, hashBytes)
		return false, false, nil
	}
	c, salt, want, err := parsePHC(phc)
	if err != nil {
		return false, false, err
	}
	if subtle.ConstantTimeCompare(want, derive(pw, salt, c, uint32(len(want)))) != 1 {
		return false, false, nil
	}
	return true, c != today || len(salt) != saltBytes || len(want) != hashBytes, nil
}

// derive works on one form of the text: two keyboards may spell the same ü
// with different code points.
func derive(pw string, salt []byte, c cost, size uint32) []byte {
	return argon2.IDKey([]byte(norm.NFKC.String(pw)), salt, c.passes, c.memory, c.lanes, size)
}

func parsePHC(phc string) (c cost, salt, hash []byte, err error) {
	bad := errs.New(errs.Internal, "A stored password cannot be read. Let its owner set a new one.")
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, bad
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil {
		return c, nil, nil, bad
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	hash, hashErr := base64.RawStdEncoding.DecodeString(parts[5])
	switch {
	case saltErr != nil || len(salt) < 8 || len(salt) > 64,
		hashErr != nil || len(hash) < 16 || len(hash) > 64,
		c.memory < 8*uint32(c.lanes) || c.memory > maxMemoryKiB,
		c.passes < 1 || c.passes > maxPasses,
		c.lanes < 1 || c.lanes > maxLanes:
		return c, nil, nil, bad
	}
	return c, salt, hash, nil
}

// Passwords hashes and checks passwords, only so many at once: each takes 19
// MiB, and a flood of sign-ins must not take the machine's memory.
type Passwords struct {
	slots chan struct{}
}

// NewPasswords lets parallel passwords be worked on at once; two suit a small
// machine.
func NewPasswords(parallel int) *Passwords {
	return &Passwords{slots: make(chan struct{}, max(parallel, 1))}
}

// Hash is HashPassword, in turn.
func (p *Passwords) Hash(ctx context.Context, pw string) (string, error) {
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	return HashPassword(pw)
}

// Check is CheckPassword, in turn.
func (p *Passwords) Check(ctx context.Context, phc, pw string) (ok, rehash bool, err error) {
	if err := p.enter(ctx); err != nil {
		return false, false, err
	}
	defer p.leave()
	return CheckPassword(phc, pw)
}

func (p *Passwords) enter(ctx context.Context) error {
	if ctx.Err() != nil { // nobody waits for the answer: do not begin
		return errs.Because(ctx.Err(), errs.Unavailable, "The desk is busy. Please try again in a moment.")
	}
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return errs.Because(ctx.Err(), errs.Unavailable, "The desk is busy. Please try again in a moment.")
	}
}

func (p *Passwords) leave() { <-p.slots }
