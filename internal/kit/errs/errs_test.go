package errs_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"secondline/internal/kit/errs"
)

func TestEachReaderGetsTheirPart(t *testing.T) {
	err := errs.Wrap(errs.Because(io.ErrUnexpectedEOF, errs.TooLarge, "The file %s is too large.", "a.txt"), "keeping an upload")
	if !errs.Is(err, errs.TooLarge) || errs.KindOf(err) != errs.TooLarge {
		t.Errorf("the machine reads %s", errs.KindOf(err))
	}
	if got := errs.Text(err); got != "The file a.txt is too large." {
		t.Errorf("the person reads %q", got)
	}
	if got := err.Error(); got != "keeping an upload: The file a.txt is too large.: unexpected EOF" {
		t.Errorf("the operator reads %q", got)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
}

func TestWhatNobodyClassifiedIsOurFaultAndStaysInside(t *testing.T) {
	err := errs.Wrap(errors.New("password=hunter2"), "connecting")
	if errs.KindOf(err) != errs.Internal || errs.FieldOf(err) != "" {
		t.Errorf("%s", errs.KindOf(err))
	}
	if got := errs.Text(err); got != "Something went wrong on our side. Nothing was changed; please try again." {
		t.Errorf("%q", got)
	}
}

func TestNothingIsNothing(t *testing.T) {
	if errs.Wrap(nil, "doing") != nil || errs.Is(nil, errs.Internal) || errs.FieldOf(nil) != "" {
		t.Error("no error became one")
	}
}

func TestTheInnermostSpeaksUnlessSomebodySaidBetter(t *testing.T) {
	inner := errs.Field("ask", "Say what you ask.")
	if got := errs.FieldOf(fmt.Errorf("handing over: %w", inner)); got != "ask" {
		t.Errorf("the field is %q", got)
	}
	outer := errs.Because(inner, errs.NotFound, "There is no such ticket.")
	if !errs.Is(outer, errs.NotFound) || errs.Text(outer) != "There is no such ticket." || errs.FieldOf(outer) != "" {
		t.Errorf("%s, %q, %q", errs.KindOf(outer), errs.Text(outer), errs.FieldOf(outer))
	}
	if errs.New(errs.Conflict, "100 %% sure").Error() != "100 % sure" {
		t.Error("a sentence is formatted")
	}
}
