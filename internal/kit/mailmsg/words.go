package mailmsg

import (
	"regexp"
	"strings"
)

// encodedWord is =?charset?B or Q?text?= of RFC 2047, as loosely as mailers
// write it: spaces in the text, a language behind the charset.
var encodedWord = regexp.MustCompile(`=\?([0-9A-Za-z_.:-]{1,40})(?:\*[0-9A-Za-z-]{0,20})?\?([bBqQ])\?([^?\r\n]*)\?=`)

// decodeWords decodes a header field for people to read. Adjacent words of one
// charset are joined before the characters are decoded: mailers cut them in the
// middle of a character.
func decodeWords(s string) string {
	found := encodedWord.FindAllStringSubmatchIndex(s, -1)
	if found == nil {
		return toUTF8([]byte(s), "")
	}
	var out strings.Builder
	var pending []byte // bytes of words whose charset is the same
	var charset string
	flush := func() {
		out.WriteString(toUTF8(pending, charset))
		pending = nil
	}
	end := 0
	for i, f := range found {
		between := s[end:f[0]]
		if i == 0 || strings.TrimSpace(between) != "" {
			flush()
			out.WriteString(toUTF8([]byte(between), ""))
		}
		if cs := s[f[2]:f[3]]; !strings.EqualFold(cs, charset) {
			flush()
			charset = cs
		}
		pending = append(pending, wordBytes(s[f[4]:f[5]], s[f[6]:f[7]])...)
		end = f[1]
	}
	flush()
	out.WriteString(toUTF8([]byte(s[end:]), ""))
	return out.String()
}

func wordBytes(encoding, text string) []byte {
	if strings.EqualFold(encoding, "b") {
		return fromBase64([]byte(text))
	}
	return fromQuoted([]byte(strings.ReplaceAll(text, "_", "=20")))
}
