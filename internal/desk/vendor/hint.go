package vendor

import (
	"regexp"
	"strings"
)

// references are the forms in which vendors write their numbers into subjects,
// the surest first.
var references = []*regexp.Regexp{
	regexp.MustCompile(`[\[(]#?([A-Za-z]{0,6}-?\d{4,14})[\])]`),
	regexp.MustCompile(`\b((?:INC|CS|SR|TAC|REQ|CAS|RITM)-?\d{4,14})\b`),
	regexp.MustCompile(`(?i)\b(?:case|ticket|incident|service request|request|reference|ref|sr|rma|tac)(?:\s+(?:number|no\.?|id))?\s*[:#.-]*\s*#?([A-Z]{0,6}-?\d[\d-]{3,14})\b`),
	regexp.MustCompile(`#(\d{4,14})\b`),
}

// own is how our numbers look; they are nobody else's.
var own = regexp.MustCompile(`(?i)^(?:V|SL)-?\d+$`)

// Hint guesses a vendor's own number from a subject. It is for a person to
// confirm: a subject proves nothing.
func Hint(subject string) string {
	for _, form := range references {
		for _, found := range form.FindAllStringSubmatch(subject, 5) {
			if number := strings.Trim(found[1], "-"); !own.MatchString(number) {
				return number
			}
		}
	}
	return ""
}
