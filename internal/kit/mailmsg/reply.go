package mailmsg

import "strings"

// Reply takes a plain-text reply apart: what its writer says, what is quoted of
// earlier mail, and the signature. Nothing is lost: every line is in one of
// the three. Quotes between answers stay with them, since "yes" and "no" mean
// nothing alone. A forwarded mail is what its writer wants to be read, so it
// is not cut off; and where nothing else is left, everything is fresh.
func Reply(text string) (fresh, quoted, signature string) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	lines := strings.Split(text, "\n")
	head, tail := appended(lines)
	said, quote := quotes(head)
	said, sign := signed(said)
	fresh = tidy(said)
	if fresh == "" {
		return strings.TrimSpace(text), "", ""
	}
	return fresh, tidy(append(quote, tail...)), tidy(sign)
}

// tidy joins lines and takes empty ones off both ends.
func tidy(lines []string) string {
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	return strings.TrimRight(strings.Join(lines, "\n"), " \t\n")
}

func blank(l string) bool { return strings.TrimSpace(l) == "" }

func isQuote(l string) bool { return strings.HasPrefix(strings.TrimLeft(l, " \t"), ">") }

// appended splits off an old mail that hangs below the reply without marks:
// under a rule, a block of header fields, or an attribution.
func appended(lines []string) (head, tail []string) {
	for i, l := range lines {
		if len(l) > maxLine || blank(l) || isQuote(l) {
			continue
		}
		if forwards.MatchString(strings.TrimSpace(l)) {
			return lines, nil
		}
		if originals.MatchString(strings.TrimSpace(l)) || headerBlock(lines[i:]) || unmarked(lines[i:]) {
			return split(lines, i)
		}
	}
	return lines, nil
}

// split cuts before line i, and before a rule that stands above it.
func split(lines []string, i int) (head, tail []string) {
	from := i
	for j := i - 1; j >= 0 && (blank(lines[j]) || rule(lines[j])); j-- {
		if rule(lines[j]) {
			from = j
		}
	}
	return lines[:from], lines[from:]
}

// rule is a line of nothing but five or more dashes or underscores.
func rule(l string) bool {
	l = strings.TrimSpace(l)
	return len(l) >= 5 && strings.Trim(l, "-_—") == ""
}

// headerBlock tells whether lines begin with the block of From, Sent, To and
// Subject that Outlook shows above an old mail. Two of them alone may be what
// somebody writes about a journey.
func headerBlock(lines []string) bool {
	if key := keyOf(lines[0]); !fromKeys[key] && !subjKeys[key] && !sentKeys[key] {
		return false
	}
	var from, subject, more bool
	for _, l := range lines[:min(len(lines), 10)] {
		key := keyOf(l)
		from = from || fromKeys[key]
		subject = subject || subjKeys[key]
		more = more || sentKeys[key] || toKeys[key]
	}
	return from && subject && more
}

func keyOf(l string) string {
	if len(l) > 4*maxLine {
		return ""
	}
	m := blockKey.FindStringSubmatch(l)
	if m == nil {
		return ""
	}
	return strings.ToLower(m[1])
}

// unmarked tells whether lines begin with an attribution under which the old
// mail stands without marks. Where marks follow, quotes deals with it.
func unmarked(lines []string) bool {
	n := attribution(lines)
	if n == 0 {
		return false
	}
	for _, l := range lines[n:] {
		if !blank(l) {
			return !isQuote(l)
		}
	}
	return false
}

// attribution tells how many lines at the start introduce a quote: none, or up
// to three that a mailer has wrapped.
func attribution(lines []string) int {
	joined := ""
	for n := range min(len(lines), 3) {
		l := strings.TrimSpace(lines[n])
		if l == "" || len(l) > maxLine || isQuote(l) {
			return 0
		}
		joined = strings.TrimSpace(joined + " " + l)
		if !strings.HasSuffix(l, ":") && !strings.HasSuffix(l, "：") && !strings.HasSuffix(l, ">") {
			continue
		}
		if len(joined) > maxLine || !strings.ContainsAny(joined, "0123456789@") {
			continue
		}
		for _, re := range attributions {
			if re.MatchString(joined) {
				return n + 1
			}
		}
	}
	return 0
}

// A block is a run of lines that are all quoted or all not.
type block struct {
	quoted bool
	lines  []string
}

// quotes takes the marked quotes out of a reply: those below it, and one above
// it. What stands between answers stays.
func quotes(lines []string) (said, quote []string) {
	list := blocks(lines)
	last := -1 // the last block that says something
	inner := 0 // quotes before it
	for i, b := range list {
		if !b.quoted && !allBlank(b.lines) && !onlySignature(b.lines) {
			last = i
		}
	}
	for _, b := range list[:max(last, 0)] {
		inner += count(b.quoted)
	}
	for i, b := range list {
		switch {
		case !b.quoted, i < last && (inner > 1 || !greeted(list[:i])):
			said = append(said, b.lines...)
		default:
			quote = append(quote, b.lines...)
		}
	}
	return said, quote
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// greeted tells whether nothing but a greeting stands before a quote: then the
// answer stands below, and the quote is no part of it.
func greeted(before []block) bool {
	n := 0
	for _, b := range before {
		for _, l := range b.lines {
			if !blank(l) {
				if n++; n > 1 || len(l) > 40 {
					return false
				}
			}
		}
	}
	return true
}

func allBlank(lines []string) bool {
	for _, l := range lines {
		if !blank(l) {
			return false
		}
	}
	return true
}

// onlySignature tells whether lines are nothing but a signature, which some
// mailers put below the quote.
func onlySignature(lines []string) bool {
	said, sign := signed(lines)
	return len(sign) > 0 && allBlank(said)
}

// blocks splits lines into quotes, with their attributions, and the rest.
func blocks(lines []string) []block {
	var list []block
	add := func(quoted bool, ls ...string) {
		if n := len(list); n > 0 && list[n-1].quoted == quoted {
			list[n-1].lines = append(list[n-1].lines, ls...)
			return
		}
		list = append(list, block{quoted, ls})
	}
	for i := 0; i < len(lines); {
		n := introduced(lines[i:])
		switch {
		case n > 0:
			add(true, lines[i:i+n]...)
			i += n
		case isQuote(lines[i]) || blank(lines[i]) && within(list, lines[i:]):
			add(true, lines[i])
			i++
		default:
			add(false, lines[i])
			i++
		}
	}
	return list
}

// introduced tells how many lines lead to a marked quote: its attribution and
// the empty lines below it.
func introduced(lines []string) int {
	n := attribution(lines)
	if n == 0 {
		return 0
	}
	for i := n; i < len(lines); i++ {
		if isQuote(lines[i]) {
			return i
		}
		if !blank(lines[i]) {
			return 0
		}
	}
	return len(lines) // a quote that has been cut off already
}

// within tells whether an empty line stands between two quoted ones.
func within(list []block, rest []string) bool {
	if len(list) == 0 || !list[len(list)-1].quoted {
		return false
	}
	for _, l := range rest {
		if !blank(l) {
			return isQuote(l)
		}
	}
	return true
}

// Bounds on what may be a signature without the mark that mail agrees on.
const (
	maxSignature = 12 // lines below "--" without its space
	maxDevice    = 3  // lines from "Sent from my telephone" to the end
)

// signed splits a signature off.
func signed(lines []string) (said, sign []string) {
	for i, l := range lines {
		rest := len(lines) - i
		switch trimmed := strings.TrimSpace(l); {
		case l == "-- ", trimmed == "--" && rest <= maxSignature+1, trimmed == "—" && rest <= maxSignature:
			return lines[:i], lines[i:]
		case rule(l) && listFooter(lines[i+1:]):
			return lines[:i], lines[i:]
		case len(l) < 120 && filled(lines[i:]) <= maxDevice && devices.MatchString(trimmed):
			return lines[:i], lines[i:]
		}
	}
	return lines, nil
}

// listFooter is what servers of mailing lists put below a rule.
func listFooter(lines []string) bool {
	for _, l := range lines[:min(len(lines), 3)] {
		if strings.Contains(strings.ToLower(l), "mailing list") {
			return true
		}
	}
	return false
}

// filled counts the lines that are not empty, as far as it matters.
func filled(lines []string) int {
	n := 0
	for _, l := range lines {
		if n += count(!blank(l)); n > maxDevice {
			break
		}
	}
	return n
}
