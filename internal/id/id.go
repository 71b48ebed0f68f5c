// Package id names every record in the desk. Passing a team where a person is
// wanted is a compile error, and no package needs another just for its ids.
//
// An id is a 64-bit, time-ordered number made by the application (see Maker),
// so that a desk moves from one database to the other as it is. In JSON it is a
// string, since a browser's numbers end at 2^53. People never see ids; they see
// a ticket's Ref, "SL-1042".
package id

import (
	"strconv"

	"secondline/internal/kit/errs"
)

// The records that have ids.
type (
	Organisation  int64
	Person        int64
	Session       int64
	Token         int64
	Level         int64
	Team          int64
	Skill         int64
	Certification int64
	Service       int64
	Category      int64
	Need          int64
	Checklist     int64 // one item of a checklist
	Field         int64
	Ticket        int64
	Entry         int64 // one entry of a timeline
	Handover      int64
	Lesson        int64
	Notice        int64
	File          int64
	Mailbox       int64
	MailIn        int64
	MailOut       int64
	Job           int64
	Audit         int64
	Calendar      int64
	Holiday       int64
	Target        int64
	Policy        int64 // the promises of the desk as they stood from a time on
	Rule          int64 // of routing
	Placement     int64
	Shift         int64
	Exception     int64 // to the shifts of somebody
	Swap          int64 // of shifts
	OnCall        int64
	Step          int64 // of an escalation plan
	Swarm         int64
	Booking       int64 // of time
	Kudos         int64
	Wallboard     int64
	Vendor        int64
	Contact       int64 // at a vendor
	Product       int64
	Contract      int64
	Case          int64 // at a vendor
	VendorMessage int64
)

// Parse reads an id of any type from its decimal form.
func Parse[T ~int64](s string) (T, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return 0, errs.New(errs.Invalid, "%q is not an id.", s)
	}
	return T(n), nil
}

func text[T ~int64](v T) ([]byte, error) { return strconv.AppendInt(nil, int64(v), 10), nil }

func parse[T ~int64](dst *T, b []byte) error {
	if len(b) == 0 {
		*dst = 0
		return nil
	}
	v, err := Parse[T](string(b))
	if err != nil {
		return err
	}
	*dst = v
	return nil
}
