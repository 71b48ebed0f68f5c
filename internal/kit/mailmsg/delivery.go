package mailmsg

import (
	"regexp"
	"strings"
)

// A Delivery is what a report says of one recipient.
type Delivery struct {
	Recipient string // as the report names it
	Action    string // failed, delayed, delivered, relayed, expanded
	Status    string // 5.1.1 and the like
	Why       string // the other system's words
}

// Failed tells whether the mail did not and will not arrive.
func (d Delivery) Failed() bool {
	return d.Action == "failed" || d.Action == "" && strings.HasPrefix(d.Status, "5")
}

// maxDeliveries bounds the recipients of one report.
const maxDeliveries = 100

// Deliveries reads a bounce: the id of the message that it speaks of, if it
// says, and what became of it for each recipient. Both are only claims; a mail
// of that id must have gone out to that recipient.
func Deliveries(m *Message) (original string, list []Delivery) {
	for _, p := range m.Attachments {
		switch p.MediaType {
		case "message/delivery-status", "message/global-delivery-status":
			list = append(list, statuses(p.Data)...)
		case "message/rfc822", "text/rfc822-headers", "message/global", "message/rfc822-headers":
			if original == "" {
				original = idIn(scanFields(p.Data[:min(len(p.Data), maxHeader)]))
			}
		}
	}
	if original == "" {
		original = quotedID(m)
	}
	return original, list[:min(len(list), maxDeliveries)]
}

func idIn(f fields) string {
	if id := ids(f.all("Message-Id")); len(id) > 0 {
		return id[0]
	}
	return ""
}

// statuses reads the blocks of a delivery-status: the first is of the message,
// the others of one recipient each.
func statuses(data []byte) []Delivery {
	var list []Delivery
	for block := range strings.SplitSeq(string(unixLines(data)), "\n\n") {
		f := scanFields([]byte(strings.TrimLeft(block, "\n")))
		to := f.first("Final-Recipient")
		if to == "" {
			to = f.first("Original-Recipient")
		}
		if to == "" {
			continue
		}
		if len(list) == maxDeliveries {
			break
		}
		status, _, _ := strings.Cut(strings.TrimSpace(f.first("Status")), " ")
		action, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(f.first("Action"))), " ")
		list = append(list, Delivery{
			Recipient: line(strings.Trim(afterType(to), "<> "), maxName),
			Action:    line(action, 20),
			Status:    line(status, 20),
			Why:       line(decodeWords(afterType(f.first("Diagnostic-Code"))), 500),
		})
	}
	return list
}

// afterType takes "rfc822;" or "smtp;" off a value.
func afterType(s string) string {
	if _, rest, ok := strings.Cut(s, ";"); ok {
		return strings.TrimSpace(rest)
	}
	return strings.TrimSpace(s)
}

var idLine = regexp.MustCompile(`(?im)^[> \t]*message-id:[ \t]*(<[^<>\s]{3,998}>)`)

// quotedID finds the id in the words of a report that is no MIME: it shows the
// header of the lost message.
func quotedID(m *Message) string {
	if m.Auto.Kind != Bounce {
		return ""
	}
	if got := idLine.FindStringSubmatch(m.Text); got != nil {
		return strings.Trim(got[1], "<>")
	}
	return ""
}
