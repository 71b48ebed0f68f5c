// Package fold turns names into keys, so that "Zoë  Ångström" and "zoe angstrom"
// are one name: the same to a unique index, to a sort order and to a search.
//
// The databases cannot do it: SQLite's lower leaves É as it is, and PostgreSQL
// sorts by the locale of whoever set it up. Keys are made here, kept in a column
// of their own, and compared byte by byte.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those that Unicode does not take apart, written as people do
// who lack the key.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ı': "i",
}

// Key folds a name: compatible forms made one, accents and case taken off,
// what cannot be seen dropped, spaces squeezed and trimmed.
func Key(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(name) {
		r = unicode.ToLower(r)
		switch {
		case unicode.IsSpace(r):
			gap = b.Len() > 0
			continue
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.C, r):
			continue // an accent, or a character that nobody sees
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		if plain, ok := letters[r]; ok {
			b.WriteString(plain)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Tidy is a name as it is kept and shown: composed, without control or
// invisible characters, spaces squeezed and trimmed.
func Tidy(name string) string {
	seen := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.C, r):
			return -1
		}
		return r
	}, norm.NFC.String(name))
	return strings.Join(strings.Fields(seen), " ")
}
