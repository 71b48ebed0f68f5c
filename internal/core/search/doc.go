// Package search finds tickets by the words that were said on them: all words,
// in any order, the last one perhaps not finished yet, the best match first.
//
//	words.go   text as tokens, the same way for what is kept and for what is asked
//	index.go   the documents, in FTS5 on SQLite and as tsvector on PostgreSQL
//	find.go    the search, and a snippet that shows why it found
//
// It is the one place with SQL for one engine only. Both engines get the same
// tokens, folded in Go, so that they find the same tickets: neither ever parses
// what people typed.
//
// What always holds: a query holds nothing but letters and digits, so nobody can
// speak the engines' query languages through it; who searches brings the clause
// of what they may see, and it is applied before anything is ranked or cut.
package search
