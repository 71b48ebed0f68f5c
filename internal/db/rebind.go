package db

import (
	"strconv"
	"strings"
	"sync"
)

// marker opens a comment whose content only PostgreSQL shall see.
const marker = "/* postgres:"

// rebound remembers the texts already turned: a program has few of them. IN
// lists of many lengths could make it grow, so it starts over when full.
var rebound = struct {
	sync.RWMutex
	text map[string]string
}{text: map[string]string{}}

const reboundLimit = 4096

// rebind turns the common text into PostgreSQL's: ? becomes $1, $2, … and a
// marked comment becomes its content. Quoted text and comments stay as they are.
func rebind(query string) string {
	rebound.RLock()
	text, ok := rebound.text[query]
	rebound.RUnlock()
	if ok {
		return text
	}
	text = turn(query)
	rebound.Lock()
	defer rebound.Unlock()
	if len(rebound.text) >= reboundLimit {
		clear(rebound.text)
	}
	rebound.text[query] = text
	return text
}

func turn(q string) string {
	var b strings.Builder
	b.Grow(len(q) + 16)
	n := 0
	for i := 0; i < len(q); {
		if content, size := marked(q[i:]); size > 0 {
			q = q[:i] + content + q[i+size:]
			continue
		}
		if size := untouched(q[i:]); size > 0 {
			b.WriteString(q[i : i+size])
			i += size
			continue
		}
		if q[i] == '?' {
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		} else {
			b.WriteByte(q[i])
		}
		i++
	}
	return b.String()
}

// marked gives the content of a marked comment that q starts with, and its size.
func marked(q string) (content string, size int) {
	if !strings.HasPrefix(q, marker) {
		return "", 0
	}
	end := strings.Index(q, "*/")
	if end < 0 {
		return "", 0
	}
	return strings.TrimSpace(q[len(marker):end]), end + 2
}

// untouched gives the size of the quoted text or comment that q starts with.
// A doubled quote reads as two neighbours, which comes to the same.
func untouched(q string) int {
	switch {
	case q[0] == '\'' || q[0] == '"':
		return upTo(q, 1, q[:1])
	case strings.HasPrefix(q, "--"):
		return upTo(q, 2, "\n")
	case strings.HasPrefix(q, "/*"):
		return upTo(q, 2, "*/")
	}
	return 0
}

func upTo(q string, from int, end string) int {
	at := strings.Index(q[from:], end)
	if at < 0 {
		return len(q)
	}
	return from + at + len(end)
}

// settled keeps SQLite from preparing a statement anew at every run: it looks at
// the value of a bare LIMIT ? while it plans, so each new binding would expire
// the plan (sqlite3ExprIsInteger since 3.47). Of an expression it knows nothing.
func settled(query string) string { return strings.ReplaceAll(query, "LIMIT ?", "LIMIT ?+0") }
