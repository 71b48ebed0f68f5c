// Package e2e tells stories about the binary, as people, scripts, mail servers
// and browsers meet it. Nothing in here looks inside: what a story knows, it
// read from an answer, a page, a mail or an exit status.
//
//	main_test.go     builds bin/secondline once, console inside
//	desk_test.go     a desk: its commands, its server, its doors
//	outside_test.go  the world's mail server, which keeps what it is given
//	setup_test.go    from nothing to a desk, and who may not come in
//	job_test.go      the main job over HTTP, with the mails that go with it
//	post_test.go     mail in: by SMTP, by the pipe, and back to its ticket
//	life_test.go     stop, kill, restart; backup and restore
//	operate_test.go  what an operator asks: health, metrics, settings, statuses
//	browser_test.go  hands a desk to Chromium; the stories are in browser/
//	wallboard_test.go  a television without a keyboard
//
// What always holds: each story has a desk of its own, on the wall's clock, and
// waits for conditions and never for time. Scripts tell theirs on SQLite and
// again on PostgreSQL; browsers are slow and tell each on one of them.
package e2e
