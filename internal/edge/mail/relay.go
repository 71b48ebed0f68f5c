package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"secondline/internal/desk/channel"
	"secondline/internal/flow/notify"
	"secondline/internal/kit/errs"
)

// A Relay is the mail server that sends our letters on.
type Relay struct {
	host string
	opts []gomail.Option
}

const oneCommand = 30 * time.Second // to connect, and for each thing said

// NewRelay reads where the relay is: "host:port", or
// "smtp://user:password@host:587"; smtps:// speaks TLS from the first byte. hello
// is what we call ourselves.
//
// TLS is used whenever the relay offers it. With a password it must offer it, and
// prove who it is; without one there is nothing to steal but the mail itself,
// which is better off encrypted to somebody unproven than not at all.
func NewRelay(where, hello string) (*Relay, error) {
	if !strings.Contains(where, "://") {
		where = "smtp://" + where
	}
	u, err := url.Parse(where)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		// Neither the address nor its error may be shown: they may hold a password.
		return nil, errs.New(errs.Invalid, "The relay is host:port, or smtp://user:password@host:port.")
	}
	port := map[string]int{"smtp": 25, "smtps": 465}[u.Scheme]
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, errs.New(errs.Invalid, "The relay's port is no number.")
		}
	}
	r := &Relay{host: u.Hostname()}
	r.opts = []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(oneCommand)}
	if hello != "" {
		r.opts = append(r.opts, gomail.WithHELO(hello))
	}
	password, secret := u.User.Password()
	ip := net.ParseIP(r.host)
	local := r.host == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case u.Scheme == "smtps":
		r.opts = append(r.opts, gomail.WithSSL())
	case secret && !local:
		r.opts = append(r.opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		r.opts = append(r.opts, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if secret {
		r.opts = append(r.opts, gomail.WithUsername(u.User.Username()), gomail.WithPassword(password), gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover))
	} else if u.Scheme == "smtp" {
		unproven := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true, ServerName: r.host} //nolint:gosec // see above
		r.opts = append(r.opts, gomail.WithTLSConfig(unproven))
	}
	return r, nil
}

// Send hands a letter over. Each recipient gets an answer of their own: that one
// of them is refused takes the letter from nobody else.
func (r *Relay) Send(ctx context.Context, m notify.Mail) ([]channel.Answer, error) {
	msg, err := message(m)
	if err != nil {
		return nil, err
	}
	client, err := gomail.NewClient(r.host, r.opts...)
	if err != nil {
		return nil, errs.Because(err, errs.Internal, "the relay's settings cannot be used")
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return answers(m.Recipients, err), nil
	}
	// A relay that hangs must not hold us past the try's time.
	stop := context.AfterFunc(ctx, func() { closeQuietly(conn) })
	defer stop()
	defer closeQuietly(conn)
	return converse(conn, m, msg), nil
}

// closeQuietly ends a conversation whose outcome is known.
func closeQuietly(conn *smtp.Client) {
	_ = conn.Close() // the answers are what counts
}

// converse gives one mail to the relay.
func converse(conn *smtp.Client, m notify.Mail, msg *gomail.Msg) []channel.Answer {
	if err := conn.Mail(m.From.Addr); err != nil {
		return answers(m.Recipients, err)
	}
	var out []channel.Answer
	var taken []string
	for _, to := range m.Recipients {
		if err := errors.Join(conn.UpdateDeadline(oneCommand), conn.Rcpt(to)); err != nil {
			out = append(out, answer(to, err))
			continue
		}
		taken = append(taken, to)
	}
	if len(taken) == 0 {
		return out
	}
	if err := pour(conn, msg); err != nil {
		return append(out, answers(taken, err)...)
	}
	for _, to := range taken {
		out = append(out, channel.Answer{Address: to})
	}
	if err := conn.Quit(); err != nil {
		return out // it has the mail; how it says goodbye is its own affair
	}
	return out
}

func pour(conn *smtp.Client, msg *gomail.Msg) error {
	w, err := conn.Data()
	if err != nil {
		return err
	}
	if _, err := msg.WriteTo(w); err != nil {
		return err
	}
	return errors.Join(conn.UpdateDeadline(oneCommand), w.Close())
}

func answers(to []string, err error) []channel.Answer {
	var out []channel.Answer
	for _, one := range to {
		out = append(out, answer(one, err))
	}
	return out
}

// answer tells a final refusal from one that may pass: 5xx from all else.
func answer(to string, err error) channel.Answer {
	var said *textproto.Error
	if errors.As(err, &said) {
		text := fmt.Sprintf("%d %s", said.Code, strings.Join(strings.Fields(said.Msg), " "))
		return channel.Answer{Address: to, Error: text[:min(len(text), 500)], Final: said.Code >= 500}
	}
	return channel.Answer{Address: to, Error: "the relay could not be reached: " + strings.Join(strings.Fields(err.Error()), " ")}
}

// message writes the letter as a mail.
func message(m notify.Mail) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := head(msg, m); err != nil {
		return nil, errs.Because(err, errs.Invalid, "the letter cannot be written as a mail")
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.Date)
	msg.SetMessageIDWithValue(m.MessageID)
	if m.InReplyTo != "" {
		msg.SetGenHeader(gomail.HeaderInReplyTo, "<"+m.InReplyTo+">")
	}
	if len(m.References) > 0 {
		msg.SetGenHeader(gomail.HeaderReferences, "<"+strings.Join(m.References, "> <")+">")
	}
	if m.Automatic {
		kind := "auto-generated"
		if m.InReplyTo != "" {
			kind = "auto-replied"
		}
		msg.SetGenHeader("Auto-Submitted", kind)
		msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	for _, f := range m.Files {
		if err := enclose(msg, f); err != nil {
			return nil, errs.Because(err, errs.Unavailable, "a file of the letter cannot be read just now")
		}
	}
	return msg, nil
}

// head writes the address fields; whatever is no plain address is an error.
func head(msg *gomail.Msg, m notify.Mail) error {
	err := msg.FromFormat(m.From.Name, m.From.Addr)
	if m.ReplyTo.Addr != "" {
		err = errors.Join(err, msg.ReplyToFormat(m.ReplyTo.Name, m.ReplyTo.Addr))
	}
	for _, a := range m.To {
		err = errors.Join(err, add(a, msg.AddTo, msg.AddToFormat))
	}
	for _, a := range m.CC {
		err = errors.Join(err, add(a, msg.AddCc, msg.AddCcFormat))
	}
	return err
}

func add(a notify.Address, bare func(string) error, named func(name, addr string) error) error {
	if a.Name == "" {
		return bare(a.Addr)
	}
	return named(a.Name, a.Addr)
}

func enclose(msg *gomail.Msg, f notify.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	err = msg.AttachReader(f.Name, r, gomail.WithFileContentType(gomail.ContentType(mediaType(f.MediaType))))
	return errors.Join(err, r.Close())
}

// mediaType lets nothing into a header but a media type.
func mediaType(s string) string {
	t, _, err := mime.ParseMediaType(s)
	if err != nil || !strings.Contains(t, "/") {
		return "application/octet-stream"
	}
	return t
}
