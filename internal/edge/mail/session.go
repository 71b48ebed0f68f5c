package mail

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/emersion/go-smtp"

	"secondline/internal/desk/channel"
	"secondline/internal/flow/intake"
	"secondline/internal/kit/errs"
)

// A session is one conversation: any number of mails, one after the other.
type session struct {
	l    *Listener
	peer string
	from string
	to   []string
}

func (l *Listener) session(c *smtp.Conn) (smtp.Session, error) {
	return &session{l: l, peer: host(c.Conn().RemoteAddr())}, nil
}

func host(a net.Addr) string {
	h, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	return h
}

// What we answer when it is not "250 OK".
var (
	errBusy    = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "We could not keep your message just now; please try again later"}
	errRate    = &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "That is more than we take from one peer; please slow down and try again later"}
	errClosing = &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "We are going down; please try again later"}
	errNobody  = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "There is no such mailbox here"}
	errLines   = &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 6, 11}, Message: "A dot alone on a line needs CR LF on both sides"}
	errSize    = &smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4}, Message: "The message is larger than 50 MB"}
)

// Reset forgets the mail that was begun.
func (s *session) Reset() { s.from, s.to = "", nil }

// Logout ends the conversation.
func (s *session) Logout() error { return nil }

// Mail begins a mail.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if !s.l.peers.mail(s.peer) {
		return errRate
	}
	s.from = from
	return nil
}

// Rcpt adds a recipient.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if s.l.o.Strict {
		known, err := s.l.o.Inbox.Known(s.l.ctx, to)
		if err != nil {
			s.l.o.Log.Error("a recipient could not be looked up", "error", err)
			return errBusy
		}
		if !known {
			return errNobody
		}
	}
	s.to = append(s.to, to)
	return nil
}

// Data takes the mail itself. It returns nil, which becomes 250, only when the
// mail is durable.
func (s *session) Data(r io.Reader) error {
	if !s.l.begin() {
		return errClosing
	}
	defer s.l.busy.Done()
	ctx, stop := context.WithTimeout(s.l.ctx, oneMail)
	defer stop()
	body := &strict{r: r}
	_, err := s.l.o.Inbox.Accept(ctx, intake.Raw{Via: channel.BySMTP, EnvelopeFrom: s.from, EnvelopeTo: s.to, Body: body})
	var refused *smtp.SMTPError
	switch {
	case err == nil:
		return nil
	case errors.As(body.err, &refused) && refused == smtp.ErrDataTooLarge, errs.Is(err, errs.TooLarge):
		return errSize
	case errors.As(body.err, &refused):
		return refused
	case body.err != nil: // the peer went away in the middle
		return errBusy
	}
	s.l.o.Log.Error("a mail could not be kept", "peer", s.peer, "error", err)
	return errBusy
}

// A strict reader refuses a dot that stands alone on a line whose ends are not
// both CR LF. Servers disagree on whether such a dot ends a mail; with one, a
// second mail can be smuggled inside the first, past the checks of whoever sent
// it on. To us nothing but CR LF dot CR LF is the end, so that other lone CRs and
// LFs do no harm: they come from old scripts and devices, and are let in as they
// are.
type strict struct {
	r    io.Reader
	last [3]byte // the bytes before
	err  error
}

// Read reads, and remembers why it stopped.
func (s *strict) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	for _, c := range p[:n] {
		if s.smuggles(c) {
			s.err = errLines
			return 0, errLines
		}
		s.last = [3]byte{s.last[1], s.last[2], c}
	}
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// smuggles tells whether c ends a line that is a dot, where the line before it
// ended in another way than with CR LF, or this one does.
func (s *strict) smuggles(c byte) bool {
	before, eol, dot := s.last[0], s.last[1], s.last[2]
	if dot == '.' && (c == '\r' || c == '\n') && (eol == '\r' || eol == '\n') {
		return c == '\n' || eol == '\r' || before != '\r'
	}
	// … and a CR after the dot that no LF follows.
	return before == '\n' && eol == '.' && dot == '\r' && c != '\n'
}
