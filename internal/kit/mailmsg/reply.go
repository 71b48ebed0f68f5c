package mailmsg

import "strings"

const maxReply = 1 << 20

// Reply takes a plain-text reply apart: what its writer says, what is quoted of
// earlier mail, and the signature. Nothing is lost: every line is in one of
// the three. Quotes between answers stay with them, since "yes" and "no" mean
// nothing alone. A forwarded mail is what its writer wants to be read, so it
// is not cut off; and where nothing else is left, everything is fresh. So is a
// text of more than a megabyte, which nobody wrote by hand.
func Reply(text string) (fresh, quoted, signature string) {
	if len(text) > maxReply {
		return strings.TrimSpace(text), "", ""
	}
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

// rule is a line of nothing but dashes or underscores.
func rule(l string) bool {
	l = strings.TrimSpace(l)
	return len(l) >= 3 && strings.Trim(l, "-_—") == ""
}

// headerBlock tells whether lines begin with the block of From, Sent, To and
// Subject that Outlook shows above an old mail. From, To and Date without a
// subject or an address may be what somebody writes about a journey.
func headerBlock(lines []string) bool {
	if key := keyOf(lines[0]); !fromKeys[key] && !subjKeys[key] && !sentKeys[key] {
		return false
	}
	var from, sent, to, subject, address bool
	for _, l := range lines[:min(len(lines), 10)] {
		key := keyOf(l)
		from, sent = from || fromKeys[key], sent || sentKeys[key]
		to, subject = to || toKeys[key], subject || subjKeys[key]
		address = address || fromKeys[key] && strings.Contains(l, "@")
	}
	return from && (subject && (sent || to) || sent && to && address)
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
		if l == "" || len(joined)+len(l) > maxLine || isQuote(l) {
			return 0
		}
		joined = strings.TrimSpace(joined + " " + l)
		if !strings.HasSuffix(l, ":") && !strings.HasSuffix(l, "：") && !strings.HasSuffix(l, ">") {
			continue
		}
		switch {
		case !strings.ContainsAny(joined, "0123456789@"):
		case matches(anchored, joined),
			// A loose one would take any line above with it, if that were not dated.
			matches(loose, joined) && (n == 0 || dated.MatchString(lines[0])):
			return n + 1
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
	said := 0
	for _, b := range before {
		for _, l := range b.lines {
			said += count(!blank(l)) + count(len(l) > 40)
		}
		if said > 1 {
			return false
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

// blocks splits lines into quotes, with their attributions, and the rest. An
// empty line between two quoted ones is quoted too.
func blocks(lines []string) []block {
	var list []block
	next := following(lines)
	add := func(quoted bool, ls ...string) {
		if n := len(list); n > 0 && list[n-1].quoted == quoted {
			list[n-1].lines = append(list[n-1].lines, ls...)
			return
		}
		list = append(list, block{quoted, ls})
	}
	for i := 0; i < len(lines); {
		if n := introduced(lines[i:], next[i:]); n > 0 {
			add(true, lines[i:i+n]...)
			i += n
			continue
		}
		inside := blank(lines[i]) && len(list) > 0 && list[len(list)-1].quoted && next[i].quoted
		add(isQuote(lines[i]) || inside, lines[i])
		i++
	}
	return list
}

// A sight is what comes next that is not empty: how many lines on, and whether
// it is quoted. The end counts as quoted.
type sight struct {
	away   int
	quoted bool
}

// following looks ahead from every line, itself included, in one pass.
func following(lines []string) []sight {
	list := make([]sight, len(lines)+1)
	list[len(lines)] = sight{0, true}
	for i := len(lines) - 1; i >= 0; i-- {
		if blank(lines[i]) {
			list[i] = sight{list[i+1].away + 1, list[i+1].quoted}
			continue
		}
		list[i] = sight{0, isQuote(lines[i])}
	}
	return list
}

// introduced tells how many lines lead to a marked quote: its attribution and
// the empty lines below it. The quote itself may have been cut off already.
func introduced(lines []string, next []sight) int {
	n := attribution(lines)
	if n == 0 || !next[n].quoted {
		return 0
	}
	return n + next[n].away
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
		case len(l) < 120 && devices.MatchString(trimmed) && filled(lines[i:]) <= maxDevice:
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
