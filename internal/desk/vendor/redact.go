package vendor

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// A Part is a kind of thing that is taken out of what leaves.
type Part string

// The parts.
const (
	Requester    Part = "requester" // the name of who asked
	People       Part = "people"    // every other name that the ticket knows
	Emails       Part = "emails"
	Phones       Part = "phones"
	Organisation Part = "organisation"
	Hosts        Part = "hosts" // host names and IP addresses
	Words        Part = "words" // the vendor's own list
)

// Parts lists what a profile may leave in. Words are never left in.
var Parts = []Part{Requester, People, Emails, Phones, Organisation, Hosts}

// A Redaction is a vendor's profile: everything is taken out but what it keeps.
type Redaction struct {
	Keep  []Part   `json:"keep,omitempty"`
	Words []string `json:"words,omitempty"` // also taken out, wherever they stand
}

// Checked gives the profile tidied, or an error that names the field that is wrong.
func (r Redaction) Checked() (Redaction, error) {
	out := Redaction{}
	for _, p := range r.Keep {
		if !slices.Contains(Parts, p) {
			return r, errs.Field("redaction", "A profile keeps some of: requester, people, emails, phones, organisation, hosts.")
		}
		if !slices.Contains(out.Keep, p) {
			out.Keep = append(out.Keep, p)
		}
	}
	for _, w := range r.Words {
		if w = fold.Tidy(w); w != "" && !slices.Contains(out.Words, w) {
			out.Words = append(out.Words, w)
		}
	}
	if len(out.Words) > 200 {
		return r, errs.Field("redaction", "A profile names at most 200 words.")
	}
	for _, w := range out.Words {
		if utf8.RuneCountInString(w) < 2 || len(w) > maxName {
			return r, errs.Field("redaction", "Each word has 2 letters at least, and %d bytes at most.", maxName)
		}
	}
	return out, nil
}

// Known is what the desk knows to be somebody's.
type Known struct {
	Requester     string   // by name
	People        []string // by name
	Organisations []string // by name
	Domains       []string // of the organisation
	Hosts         []string // devices that the ticket names
}

// A Replacement is something that was taken out.
type Replacement struct {
	Part  Part   `json:"part"`
	Text  string `json:"text"`
	With  string `json:"with"`
	Times int    `json:"times"`
}

// A Redactor takes out of texts what is not to leave. The same thing gets the same
// stand-in in each of them, so that "[host 2]" is one machine throughout.
type Redactor struct {
	profile Redaction
	known   Known
	except  []string // what a person looked at and lets through
	done    []Replacement
	counts  map[Part]int
}

// NewRedactor makes a redactor for one message. What stands in except leaves as it
// is: somebody saw it in the preview and said so.
func NewRedactor(r Redaction, k Known, except []string) *Redactor {
	return &Redactor{profile: r, known: k, except: except, counts: map[Part]int{}}
}

// Replaced lists what was taken out so far, in the order of its first appearance.
func (r *Redactor) Replaced() []Replacement { return append([]Replacement{}, r.done...) }

// A piece is a stretch of a text; what was put in is not looked at again.
type piece struct {
	text  string
	lower string
	fixed bool
}

func loose(text string) piece { return piece{text: text, lower: strings.ToLower(text)} }

// mentions tells cheaply that a word cannot be there: a profile may know thousands.
func mentions(ps []piece, word string) bool {
	first := strings.ToLower(strings.Fields(word)[0])
	return slices.ContainsFunc(ps, func(p piece) bool { return !p.fixed && strings.Contains(p.lower, first) })
}

var (
	emailForm = regexp.MustCompile(`[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?`)
	urlHost   = regexp.MustCompile(`(?i)\b(?:https?|ftps?|ssh|rdp|ldaps?|smb|sftp)://([^\s/:?#"'<>\])]+)`)
	uncHost   = regexp.MustCompile(`\\\\([\p{L}\p{N}._-]+)`)
	hostForm  = regexp.MustCompile(`(?i)\b(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.){2,}[a-z]{2,}\b`)
	lanForm   = regexp.MustCompile(`(?i)\b(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+(?:local|lan|internal|intern|corp|intra|intranet|home|arpa|ad)\b`)
	nameForm  = regexp.MustCompile(`\b[A-Z][A-Z0-9]+-(?:[A-Z0-9]+-)*[A-Z0-9]*\d[A-Z0-9]*\b`)
	standards = regexp.MustCompile(`^(?:SL|V|KB|CVE|RFC|ISO|UTF|TLS|SHA|AES|HTTP|USB|MS|IEEE|EN|DIN|CAT)-`)
	ipv4Form  = regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}\b`)
	ipv6Form  = regexp.MustCompile(`(?i)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}`)
	macForm   = regexp.MustCompile(`(?i)\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b`)
	phoneForm = regexp.MustCompile(`(?:\+|\b00|\(0|\b0|\b)\(?\d[\d ().\/\x{00a0}\x{2011}\x{2013}-]{5,22}\d\b`)
	dateForm  = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?Z?)?|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b`)
)

// Text gives a text as it may leave.
func (r *Redactor) Text(s string) string {
	// What cannot be seen could keep a name from being found.
	s = strings.Map(func(c rune) rune {
		if unicode.Is(unicode.Cf, c) {
			return -1
		}
		return c
	}, norm.NFC.String(s))
	ps := []piece{loose(s)}
	if r.takes(Emails) {
		ps = r.all(ps, emailForm, Emails, nil)
	}
	ps = r.words(ps, Words, r.profile.Words, true)
	if r.takes(Hosts) {
		ps = r.hosts(ps)
	}
	if r.takes(Phones) {
		ps = fix(ps, dateForm)
		ps = r.all(ps, phoneForm, Phones, isPhone)
	}
	if r.takes(Organisation) {
		ps = r.words(ps, Organisation, r.known.Domains, true)
		ps = r.words(ps, Organisation, bare(r.known.Organisations), true)
	}
	ps = r.names(ps)
	var out strings.Builder
	for _, p := range ps {
		out.WriteString(p.text)
	}
	return out.String()
}

func (r *Redactor) takes(p Part) bool { return !slices.Contains(r.profile.Keep, p) }

func (r *Redactor) hosts(ps []piece) []piece {
	for _, form := range []*regexp.Regexp{urlHost, uncHost} {
		ps = r.groups(ps, form)
	}
	ps = r.words(ps, Hosts, r.known.Hosts, true)
	ps = r.all(ps, macForm, Hosts, nil)
	ps = r.all(ps, ipv4Form, Hosts, isIP)
	ps = r.all(ps, ipv6Form, Hosts, isIP)
	ps = r.all(ps, hostForm, Hosts, nil)
	ps = r.all(ps, lanForm, Hosts, nil)
	return r.all(ps, nameForm, Hosts, func(s string) bool { return !standards.MatchString(s) })
}

// names takes whole names out first, then first and last names alone, of whoever
// asked before all others.
func (r *Redactor) names(ps []piece) []piece {
	if r.takes(Requester) {
		ps = r.words(ps, Requester, []string{r.known.Requester}, true)
	}
	if r.takes(People) {
		ps = r.words(ps, People, r.known.People, true)
	}
	if r.takes(Requester) {
		ps = r.words(ps, Requester, strings.Fields(r.known.Requester), false)
	}
	if r.takes(People) {
		for _, name := range r.known.People {
			ps = r.words(ps, People, strings.Fields(name), false)
		}
	}
	return ps
}

// ordinary are names that are words as well; they count only with a capital.
var ordinary = map[string]bool{
	"will": true, "mark": true, "may": true, "rose": true, "grace": true, "hope": true, "joy": true, "bill": true, "art": true, "frank": true,
	"pat": true, "rob": true, "sue": true, "dawn": true, "summer": true, "april": true, "june": true, "august": true, "jack": true, "page": true,
	"young": true, "long": true, "short": true, "white": true, "black": true, "brown": true, "green": true, "king": true, "field": true,
	"stone": true, "brook": true, "marsh": true, "hart": true, "moss": true, "root": true, "ray": true, "chip": true, "drew": true, "skip": true,
}

// words takes out whole words, whatever their case; parts of names count from three
// letters on.
func (r *Redactor) words(ps []piece, part Part, list []string, whole bool) []piece {
	for _, word := range list {
		word = strings.TrimFunc(word, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		if word == "" || !whole && utf8.RuneCountInString(word) < 3 || !mentions(ps, word) {
			continue
		}
		form := regexp.MustCompile(`(?i)` + strings.ReplaceAll(regexp.QuoteMeta(word), " ", `\s+`))
		capital := !whole && ordinary[strings.ToLower(word)]
		ps = split(ps, func(text string) []span {
			var found []span
			for _, at := range form.FindAllStringIndex(text, -1) {
				first, _ := utf8.DecodeRuneInString(text[at[0]:])
				if alone(text, at[0], at[1]) && (!capital || unicode.IsUpper(first)) {
					found = append(found, span{at[0], at[1]})
				}
			}
			return found
		}, func(text string) string { return r.put(part, text) })
	}
	return ps
}

// alone tells whether a match is not a part of a longer word.
func alone(text string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	letter := func(c rune) bool { return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c)) }
	return !letter(before) && !letter(after)
}

func (r *Redactor) all(ps []piece, form *regexp.Regexp, part Part, is func(string) bool) []piece {
	return split(ps, func(text string) []span {
		var found []span
		for _, at := range form.FindAllStringIndex(text, -1) {
			if is == nil || is(text[at[0]:at[1]]) {
				found = append(found, span{at[0], at[1]})
			}
		}
		return found
	}, func(text string) string { return r.put(part, text) })
}

// groups takes out the first group of a form: the host of an address.
func (r *Redactor) groups(ps []piece, form *regexp.Regexp) []piece {
	return split(ps, func(text string) []span {
		var found []span
		for _, at := range form.FindAllStringSubmatchIndex(text, -1) {
			found = append(found, span{at[2], at[3]})
		}
		return found
	}, func(text string) string { return r.put(Hosts, text) })
}

// fix keeps what a form finds as it is: a date is no phone number.
func fix(ps []piece, form *regexp.Regexp) []piece {
	return split(ps, func(text string) []span {
		var found []span
		for _, at := range form.FindAllStringIndex(text, -1) {
			found = append(found, span{at[0], at[1]})
		}
		return found
	}, func(text string) string { return text })
}

type span struct{ from, to int }

// split cuts the open pieces where find finds something, and puts what with gives
// in its place.
func split(ps []piece, find func(string) []span, with func(string) string) []piece {
	var out []piece
	for _, p := range ps {
		if p.fixed {
			out = append(out, p)
			continue
		}
		rest := 0
		for _, s := range find(p.text) {
			if s.from > rest {
				out = append(out, loose(p.text[rest:s.from]))
			}
			out = append(out, piece{text: with(p.text[s.from:s.to]), fixed: true})
			rest = s.to
		}
		if rest < len(p.text) {
			out = append(out, loose(p.text[rest:]))
		}
	}
	return out
}

// stands is what a reader sees instead.
var stands = map[Part]string{
	Requester: "[the user]", Organisation: "[the customer]", Emails: "[e-mail address", Phones: "[phone number", People: "[person", Hosts: "[host", Words: "[left out]",
}

// put gives the stand-in for a text, the same one each time.
func (r *Redactor) put(part Part, text string) string {
	if slices.Contains(r.except, text) && part != Words {
		return text
	}
	key := fold.Key(text)
	for i := range r.done {
		if d := &r.done[i]; d.Part == part && fold.Key(d.Text) == key {
			d.Times++
			return d.With
		}
	}
	with := stands[part]
	if !strings.HasSuffix(with, "]") {
		r.counts[part]++
		with += " " + strconv.Itoa(r.counts[part]) + "]"
	}
	r.done = append(r.done, Replacement{Part: part, Text: text, With: with, Times: 1})
	return with
}

func isIP(s string) bool {
	_, err := netip.ParseAddr(s)
	return err == nil && s != "::"
}

// isPhone wants as many digits as a number has, and something that a plain count
// or an error code has not: a plus, a zero in front, or groups.
func isPhone(s string) bool {
	digits := 0
	for _, c := range s {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	grouped := strings.ContainsAny(s, " ()/-\u00a0\u2011\u2013") || strings.Count(s, ".") >= 2
	return digits >= 7 && digits <= 15 && (grouped || s[0] == '+' || s[0] == '0')
}

// legal are what companies add to their names.
var legal = map[string]bool{
	"ltd": true, "limited": true, "inc": true, "llc": true, "plc": true, "gmbh": true, "ag": true, "kg": true, "se": true, "sa": true, "sas": true,
	"sarl": true, "bv": true, "nv": true, "oy": true, "ab": true, "as": true, "aps": true, "spa": true, "srl": true, "co": true, "corp": true,
	"company": true, "group": true, "holding": true,
}

// bare adds to each organisation's name the name without its legal form: people
// write "Harrier" for "Harrier Ltd".
func bare(names []string) []string {
	out := slices.Clone(names)
	for _, name := range names {
		words := strings.Fields(name)
		for len(words) > 1 && legal[strings.ToLower(strings.Trim(words[len(words)-1], ".,&"))] {
			words = words[:len(words)-1]
		}
		if short := strings.Join(words, " "); short != name {
			out = append(out, short)
		}
	}
	return out
}
