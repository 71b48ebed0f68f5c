package mailmsg

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// fromTransfer undoes a Content-Transfer-Encoding. An unknown one is left as it
// is; so is base64 that holds hardly any base64, since some mailers declare
// what they then do not do.
func fromTransfer(content []byte, cte string) []byte {
	cte, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(cte)), ";")
	switch strings.TrimSpace(cte) {
	case "base64":
		return fromBase64(content)
	case "quoted-printable":
		return fromQuoted(content)
	}
	return content
}

// fromBase64 decodes what is base64 and passes over what is not. After padding
// it goes on: some mailers join blocks.
func fromBase64(src []byte) []byte {
	out := make([]byte, 0, len(src)*3/4)
	block := make([]byte, 0, 4)
	var three [3]byte
	flush := func() {
		n, err := base64.RawStdEncoding.Decode(three[:], block)
		if err == nil {
			out = append(out, three[:n]...)
		}
		block = block[:0]
	}
	for _, c := range src {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			if block = append(block, c); len(block) == 4 {
				flush()
			}
		case c == '=':
			flush()
		}
	}
	// RawStdEncoding demands zero bits at the end only in strict mode, so what
	// a cut message still holds is not lost.
	flush()
	return out
}

// fromQuoted decodes quoted-printable; what is not an escape stands for itself.
func fromQuoted(src []byte) []byte {
	out := make([]byte, 0, len(src))
	for l := range bytes.Lines(src) {
		text := bytes.TrimRight(l, " \t\r\n")
		hard := len(l) > len(text) && l[len(l)-1] == '\n'
		if bytes.HasSuffix(text, []byte("=")) {
			text, hard = text[:len(text)-1], false
		} else if !hard {
			text = l // the last line keeps its spaces: a header field is one
		}
		for i := 0; i < len(text); i++ {
			if b, ok := escape(text[i:]); ok {
				out = append(out, b)
				i += 2
				continue
			}
			out = append(out, text[i])
		}
		if hard {
			out = append(out, '\n')
		}
	}
	return out
}

// escape reads =XX.
func escape(s []byte) (byte, bool) {
	if len(s) < 3 || s[0] != '=' {
		return 0, false
	}
	hi, lo := strings.IndexByte(hexDigits, lower(s[1])), strings.IndexByte(hexDigits, lower(s[2]))
	return byte(hi<<4 | lo), hi >= 0 && lo >= 0
}

const hexDigits = "0123456789abcdef"

func lower(c byte) byte {
	if c >= 'A' && c <= 'F' {
		return c + 'a' - 'A'
	}
	return c
}

// toUTF8 reads text of a declared charset. What declares nothing, or wrongly
// declares ASCII or UTF-8, is UTF-8 if it can be, otherwise what Windows in
// the West writes.
func toUTF8(b []byte, label string) string {
	if len(b) == 0 {
		return ""
	}
	enc := named(label)
	if enc == nil {
		if utf8.Valid(b) {
			return string(b)
		}
		enc = charmap.Windows1252
	}
	s, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return strings.ToValidUTF8(string(s), "\uFFFD")
}

// named gives the encoding of a label, or nil where the bytes should tell.
func named(label string) encoding.Encoding {
	label = strings.ToLower(strings.Trim(strings.TrimSpace(label), `"'`))
	label = strings.TrimPrefix(label, "charset=")
	enc, name := charset.Lookup(label)
	if alias, ok := aliases[label]; enc == nil && ok {
		enc, name = charset.Lookup(alias)
	}
	// "replacement" stands for encodings that hide scripts from filters.
	if enc == nil || name == "utf-8" || name == "replacement" || label == "us-ascii" || label == "ascii" {
		return nil
	}
	return enc
}

// aliases are names that mailers use and browsers do not.
var aliases = map[string]string{
	"cp1252": "windows-1252", "cp-1252": "windows-1252", "ansi": "windows-1252", "iso8859_1": "iso-8859-1", "8859-1": "iso-8859-1",
	"cp1251": "windows-1251", "cp1250": "windows-1250", "cp932": "shift_jis", "ms932": "shift_jis", "cp936": "gbk", "gb18030-2000": "gb18030",
	"cp949": "euc-kr", "ks_c_5601": "euc-kr", "cp950": "big5", "iso-2022-jp-2": "iso-2022-jp", "latin-1": "iso-8859-1",
}
