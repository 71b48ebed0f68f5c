// Package db is the seam between the desk and its database: SQLite in a file, or
// PostgreSQL. Everything further out writes one SQL text with ? placeholders and
// takes a Handle; which engine runs it is decided here and only here.
//
// The map:
//
//	db.go        Open, DB, Handle, and the two ways to read rows: All and One
//	handle.go    the handle inside a transaction, and the rules that hold on both engines
//	args.go      what may be bound, and how it reaches a driver
//	values.go    NULL, JSON, IN lists and LIKE patterns
//	time.go      times as microseconds
//	rebind.go    ? to $1, and the marker for what only PostgreSQL needs
//	errors.go    what kind of failure it was, told by code
//	sqlite.go    opening a file, and its readers
//	writer.go    SQLite's one writer, and its group commit
//	checkpoint.go keeps SQLite's write-ahead log short
//	session.go   a SQLite connection with its prepared statements
//	postgres.go  the PostgreSQL pool
//	wire.go      a word from node to node
//	migrate.go   the numbered migrations, frozen in migrations/SUMS
//	dump.go      every row of every table, in and out, the same on both engines
//	catalog.go   which tables and columns there are
//
// What always holds, on both engines:
//
//   - A transaction that met an error is over: its later statements fail, and it
//     is not committed. (PostgreSQL insists on it; SQLite is held to it here, so
//     that a mistake shows in the fast tests.) To try and see, write
//     ON CONFLICT DO NOTHING.
//   - Inside a transaction one statement runs at a time: not a second one from
//     the function given to Each, and not from two goroutines.
//   - A panic in a transaction is logged with its stack, undoes that transaction
//     and comes back as an error.
//   - Text is valid UTF-8 without NUL; what is not is replaced when bound.
//   - Tx runs its function once. Who wants to try again on IsRetry calls again.
package db
