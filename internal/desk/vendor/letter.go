package vendor

import (
	"strings"
	"unicode/utf8"

	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// A Step is something that we tried.
type Step struct {
	Text   string `json:"text"`
	Result string `json:"result,omitempty"`
}

// An Asking is what an agent wants to send, as they wrote it.
type Asking struct {
	Subject    string
	Ask        string
	Summary    string
	Tried      []Step
	Hypothesis string
}

// Check says what is wrong with an asking.
func (a Asking) Check() error {
	if fold.Key(a.Ask) == "" {
		return errs.Field("ask", "Say in a sentence what the maker is asked to do.")
	}
	size := utf8.RuneCountInString(a.Subject) + utf8.RuneCountInString(a.Ask) + utf8.RuneCountInString(a.Summary) + utf8.RuneCountInString(a.Hypothesis)
	for _, s := range a.Tried {
		size += utf8.RuneCountInString(s.Text) + utf8.RuneCountInString(s.Result)
	}
	if size > MaxBody-2000 || len(a.Tried) > 100 {
		return errs.Field("summary", "That is longer than %d letters; attach it as a file.", MaxBody-2000)
	}
	return nil
}

// A Frame is what stands around an asking: who writes to whom, by which contract.
// Nothing in it is a customer's.
type Frame struct {
	Contact  string // whom
	Writer   string // who
	Desk     string
	Contract string
	Product  string
}

// Compose makes the text that leaves: what the agent wrote goes through the
// redactor, what stands around it does not need to.
func Compose(a Asking, f Frame, r *Redactor) (subject, body string) {
	subject = strings.Join(strings.Fields(r.Text(a.Subject)), " ")
	var b strings.Builder
	b.WriteString("Hello" + spaced(first(f.Contact)) + ",\n\n" + strings.TrimSpace(r.Text(a.Ask)) + "\n")
	part(&b, "What is seen", r.Text(a.Summary))
	var tried []string
	for _, s := range a.Tried {
		line := "- " + oneLine(r.Text(s.Text))
		if s.Result != "" {
			line += ": " + oneLine(r.Text(s.Result))
		}
		tried = append(tried, line)
	}
	part(&b, "What was tried", strings.Join(tried, "\n"))
	part(&b, "What we think", r.Text(a.Hypothesis))
	if f.Product != "" {
		b.WriteString("\nProduct: " + f.Product + "\n")
	}
	if f.Contract != "" {
		b.WriteString("\nContract: " + f.Contract + "\n")
	}
	b.WriteString("\n" + strings.TrimSpace(f.Writer+"  \n"+f.Desk) + "\n")
	return subject, b.String()
}

func part(b *strings.Builder, title, text string) {
	if text = strings.TrimSpace(text); text != "" {
		b.WriteString("\n**" + title + "**\n\n" + text + "\n")
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func first(name string) string {
	word, _, _ := strings.Cut(name, " ")
	return word
}

func spaced(s string) string {
	if s == "" {
		return ""
	}
	return " " + s
}

// Press is what the next contact is told when nobody answered.
func Press(f Frame, c Case, was, since, reminder string) string {
	said := "on " + since + " we wrote to " + was + " about case " + c.Name()
	if was == f.Contact {
		said = "on " + since + " we wrote to you about case " + c.Name()
	}
	if c.Reference != "" {
		said += " (your number " + c.Reference + ")"
	}
	return "Hello" + spaced(first(f.Contact)) + ",\n\n" + said + " and have no answer yet. " + reminder +
		" Please tell us who is looking at it, and by when we hear from you. What we asked stands below.\n\n" + f.Desk + "\n"
}

// TellCustomer is what the customer reads when the ticket goes to a vendor: a name,
// a reason, and that there is nothing to do.
func TellCustomer(customer, thing, firm, stays string) string {
	if thing == "" {
		thing = "the product"
	}
	contact := "We stay your contact and press for news."
	if stays != "" {
		contact = stays + " stays your contact and presses for news."
	}
	return "Hello" + spaced(first(customer)) + ",\n\nthe fault is inside " + thing + ". Its maker " + firm + " is looking at it. " + contact +
		" You need to do nothing.\n"
}
