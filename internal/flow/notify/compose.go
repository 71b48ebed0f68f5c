package notify

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"secondline/internal/core/setting"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/markup"
	"secondline/internal/kit/seal"
)

// Contents reads what people attached.
type Contents interface {
	Open(ctx context.Context, sha256 string) (io.ReadCloser, error)
}

// An Address is a name and a mailbox.
type Address struct {
	Name string
	Addr string
}

// A File goes along with a mail.
type File struct {
	Name      string
	MediaType string
	Open      func() (io.ReadCloser, error)
}

// A Mail is a letter ready for the relay: plain values, no markup of mail. That
// nothing in them can begin a header of its own is the relay's to see to, and
// clean has made each a single line.
type Mail struct {
	From       Address
	ReplyTo    Address
	To, CC     []Address
	Recipients []string // who is still to get it
	Subject    string
	Date       time.Time
	MessageID  string // ids are without their angle brackets
	InReplyTo  string
	References []string
	Text, HTML string
	Automatic  bool
	Files      []File

	number id.Number // of the ticket
}

// maxEnclosed is how much a mail carries; many systems refuse more. What is left
// out is named, and waits where the request is.
const maxEnclosed = 15 << 20

// maxReferences keeps the field short, as clients do: the first message and the
// latest ones say where an answer belongs.
const maxReferences = 20

// compose makes the mail of a letter.
func (n *Notify) compose(ctx context.Context, m channel.MailOut) (Mail, error) {
	h := n.door.Read()
	boxes, err := mailbox.All(ctx, h)
	if err != nil {
		return Mail{}, err
	}
	box, ok := mailbox.Of(boxes, m.Text.Mailbox)
	if !ok {
		return Mail{}, errs.New(errs.Unavailable, "the desk has no mailbox yet: add one under Settings, and it will be sent")
	}
	out := Mail{
		From: Address{clean(m.Text.Sender), box.Address}, Subject: clean(m.Text.Subject), Date: m.CreatedAt,
		MessageID: m.MessageID, Automatic: m.Text.Automatic,
	}
	for _, r := range m.Recipients {
		a := Address{clean(r.Name), r.Address}
		if r.Copy {
			out.CC = append(out.CC, a)
		} else {
			out.To = append(out.To, a)
		}
	}
	left := n.enclose(ctx, &out, m.Text.Enclosures)
	thread := n.thread
	if m.Case != 0 {
		thread = n.correspond
	}
	foot, err := thread(ctx, &out, m, box)
	if err != nil {
		return Mail{}, err
	}
	return out, dress(&out, m.Text.Body, left, foot)
}

// Personal are the keys that sign the addresses given to one agent. A From line
// proves nothing: what shows that an agent wrote is that the answer came to an
// address which nobody else has seen.
func Personal(keys seal.Keys, agent id.Person) seal.Keys {
	own := make(seal.Keys, len(keys))
	for i, k := range keys {
		own[i] = seal.Key(k.MAC("reply address of an agent", []byte(agent.String())))
	}
	return own
}

// copies deals a mail out to those who are still to get it.
func (n *Notify) copies(mail Mail, m channel.MailOut) []Mail {
	var all []Mail
	customers := mail
	for _, r := range m.Recipients {
		switch {
		case r.Fate != channel.Queued:
		case r.Agent:
			one := mail
			one.Recipients = []string{r.Address}
			one.ReplyTo.Addr = replyTo(Personal(n.keys, r.Person), mail.From.Addr, mail.number)
			all = append(all, one)
		default:
			customers.Recipients = append(customers.Recipients, r.Address)
		}
	}
	if len(customers.Recipients) > 0 {
		all = append(all, customers)
	}
	return all
}

func replyTo(keys seal.Keys, mailbox string, n id.Number) string {
	local, _, _ := strings.Cut(mailbox, "@")
	return keys.Address(local, address.Domain(mailbox), int64(n))
}

// A footer says under a mail which request it is about.
type footer struct {
	Ref  string
	Link string
	See  string // what the link is called
	Kept string // where that is which was too large for mail
}

// thread says where the mail belongs, for mail clients and for the answer.
func (n *Notify) thread(ctx context.Context, out *Mail, m channel.MailOut, box mailbox.Mailbox) (footer, error) {
	if m.Ticket == 0 {
		return footer{}, nil
	}
	t, err := ticket.ByID(ctx, n.door.Read(), m.Ticket)
	if err != nil {
		return footer{}, err
	}
	out.number = t.Number
	out.ReplyTo = Address{out.From.Name, replyTo(n.keys, box.Address, t.Number)}
	ids, err := channel.Conversation(ctx, n.door.Read(), m)
	if err != nil {
		return footer{}, err
	}
	out.continues(ids)
	base, err := setting.Get(ctx, n.door.Read(), setting.BaseURL, "")
	foot := footer{Ref: string(t.Ref()), See: "see it in the portal", Kept: "and kept with your request"}
	if base != "" {
		foot.Link = strings.TrimSuffix(base, "/") + "/requests/" + string(t.Ref())
	}
	return foot, err
}

// continues puts the mail after those that were sent and received before it.
func (m *Mail) continues(ids []string) {
	if len(ids) > 0 {
		m.InReplyTo = ids[len(ids)-1]
	}
	if len(ids) > maxReferences {
		ids = append(ids[:1:1], ids[len(ids)-maxReferences+1:]...)
	}
	m.References = ids
}

// enclose adds the files, and names those that are too large together.
func (n *Notify) enclose(ctx context.Context, out *Mail, files []channel.Enclosure) (left []string) {
	var total int64
	for _, f := range files {
		if total += f.Size; total > maxEnclosed {
			left = append(left, f.Name)
			continue
		}
		out.Files = append(out.Files, File{Name: clean(f.Name), MediaType: f.MediaType, Open: func() (io.ReadCloser, error) {
			return n.files.Open(ctx, f.SHA256)
		}})
	}
	return left
}

// page is the HTML of a mail: plain, so that every client shows it.
var page = template.Must(template.New("mail").Parse(`<!doctype html>
<html><head><meta charset="utf-8"></head>
<body style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.5">
{{.Body}}
{{if .Left}}<p>Too large for mail, {{.Kept}}: {{range $i, $f := .Left}}{{if $i}}, {{end}}{{$f}}{{end}}</p>{{end}}
{{if .Ref}}<p style="font-size:13px">{{.Ref}}{{if .Link}} · <a href="{{.Link}}">{{.See}}</a>{{end}} · answer this mail to reply</p>{{end}}
</body></html>
`))

// dress writes the words, as text and as HTML.
func dress(out *Mail, body string, left []string, foot footer) error {
	var text strings.Builder
	text.WriteString(strings.TrimSpace(markup.Plain(body)) + "\n")
	if len(left) > 0 {
		fmt.Fprintf(&text, "\nToo large for mail, %s: %s\n", foot.Kept, strings.Join(left, ", "))
	}
	if foot.Ref != "" {
		fmt.Fprintf(&text, "\n-- \n%s · answer this mail to reply\n", foot.Ref)
	}
	if foot.Link != "" {
		text.WriteString(foot.Link + "\n")
	}
	var html bytes.Buffer
	err := page.Execute(&html, map[string]any{
		"Body": template.HTML(markup.HTML(body)), // markup gives nothing but safe HTML
		"Left": left, "Ref": foot.Ref, "Link": foot.Link, "See": foot.See, "Kept": foot.Kept,
	})
	out.Text, out.HTML = text.String(), html.String()
	return errs.Wrap(err, "writing a mail")
}

// clean makes one line without anything that could end it.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' || r == ' ' }), " ")
}
