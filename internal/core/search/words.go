package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"secondline/internal/kit/fold"
)

const (
	maxWord  = 60     // characters; the rest of a longer one is not searched
	maxWords = 10     // of a query
	maxText  = 20_000 // words of one text of a document
)

// Words takes a text apart: folded, split at whatever is neither letter nor
// digit. Scripts that write no spaces come as one word for each character.
func Words(text string) []string {
	var out []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 && len(out) < maxText {
			out = append(out, word.String())
		}
		word.Reset()
	}
	for _, r := range fold.Key(text) {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			end()
			word.WriteRune(r)
			end()
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if utf8.RuneCountInString(word.String()) < maxWord {
				word.WriteRune(r)
			}
		default:
			end()
		}
	}
	end()
	return out
}

// leastOpen is how long an unfinished word must be to be finished by the index:
// two letters begin a tenth of all words.
const leastOpen = 3

// asked takes a query apart; whole tells that its last word is finished: a space
// or a full stop follows it, or it is too short to be guessed at.
func asked(query string) (words []string, whole bool) {
	words = Words(query)
	if len(words) == 0 {
		return nil, true
	}
	if len(words) > maxWords {
		return words[:maxWords], true
	}
	last, _ := utf8.DecodeLastRuneInString(query)
	ended := !unicode.IsLetter(last) && !unicode.IsDigit(last)
	return words, ended || utf8.RuneCountInString(words[len(words)-1]) < leastOpen
}
