// Package backup copies a whole desk into one file while it runs, and puts such a
// file into an empty desk, on either engine.
//
// The file is a ZIP. It holds every table as lines of JSON (tables/NAME.jsonl:
// the columns, then a row a line, in the order of the key), every content that a
// row names (files/SHA256), the desk's keys (keys/NAME), and, last, the manifest:
// the version of the schema and the SHA-256 of each part.
//
//	manifest.go  what the file says of itself
//	write.go     all tables from one snapshot, then the contents that it names
//	read.go      check every part first, then put all of it in, or nothing
//
// What always holds: the rows are those of one instant. Contents are on the disk
// before a row names them and are never changed, so they may be copied after.
package backup
