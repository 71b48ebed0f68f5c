// Package channel knows the mail of the desk: what came in, byte for byte, what
// becomes of it, and what goes out.
//
//   - MailIn (in.go) is a message as it arrived. It is stored before anybody
//     looks into it, and ends as exactly one of ticket, reply, duplicate and
//     quarantine.
//   - Decide (decide.go) is the whole policy of threading, as a table of cases:
//     it takes what a Message says and the Thread that it may belong to, and
//     returns a Verdict. It looks nothing up.
//   - MailOut (out.go) is a message that we send: to each Recipient it is
//     delivered, or it failed and the ticket shows it.
//
// What always holds, and Check looks for: a mail that was taken in has its raw
// bytes and one end; the same mail again changes nothing, because its identity
// is unique; whatever went out is sent, failed with a reason, cancelled, or
// still has its job.
//
// The rules rest on one thought: a From line proves nothing. What joins a ticket
// carries something that only a participant was given — a signed address, or the
// Message-ID of a mail of that ticket — and comes from a participant's address.
package channel
