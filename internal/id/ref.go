package id

import (
	"strconv"
	"strings"

	"secondline/internal/kit/errs"
)

// A Number counts the desk's tickets; it is never reused.
type Number int64

// A Ref is a ticket's number as people say it: "SL-1042".
type Ref string

const refPrefix = "SL-"

// RefOf writes a number as people say it.
func RefOf(n Number) Ref { return Ref(refPrefix + strconv.FormatInt(int64(n), 10)) }

// Ref writes the number as people say it.
func (n Number) Ref() Ref { return RefOf(n) }

// ParseRef reads "SL-1042", "sl1042", "#1042" and "1042".
func ParseRef(s string) (Number, error) {
	digits := strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(digits) > 2 && strings.EqualFold(digits[:2], "SL") {
		digits = strings.TrimPrefix(digits[2:], "-")
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 || strings.HasPrefix(digits, "+") {
		return 0, errs.New(errs.NotFound, "There is no ticket %q.", s)
	}
	return Number(n), nil
}
