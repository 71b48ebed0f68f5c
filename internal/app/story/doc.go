// Package story tells how the desk is used, from the outside of its use cases,
// on both databases, with a clock that only moves when told to.
//
// A story begins with tell, which gives it a small desk (setup_test.go): two
// customers, Acme and Globex, a ladder from L0 to L4, and people with skills,
// certificates and clearances. It goes on with verbs that hide what does not
// matter (verbs_test.go) and says what it wants (wants_test.go):
//
//	tell(t, "Mon 09:00", func(d *desk) {
//		vpn := d.Opens("ann@acme", "VPN is down")
//		d.As("tom").HandsOver(vpn, "up", form{Ask: "Please renew the tunnel."})
//		d.Until("Mon 09:20")
//		d.Wants(vpn, "team First line", "offered to Second line")
//	})
//
// When a story ends, every invariant of the whole desk is checked
// (holds_test.go). Nothing is mocked: mail goes through the real outbox, and
// only the relay, which is the outside world, is a basket that keeps it
// (post_test.go).
//
// Beside the told stories there are streams of random commands, held against a
// small model of the ticket (model_test.go, stream_test.go), and a desk that is
// killed while it works (crash_test.go).
package story
