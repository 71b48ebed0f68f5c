// Package arch holds the house's conventions as tests; it has no code of its own.
//
// A convention is a test, or it is a wish. Each rule is a function from the
// parsed tree to the places that break it, so that a rule can be tried on a
// snippet (see TestRulesBite) as well as on the whole house. A test reports all
// offenders at once, each as file:line with what to do about it.
//
// The rules, by file:
//
//   - rings: imports point inwards, desk folders do not know each other, each
//     protocol and clock stays in its ring
//   - door: only flow/work begins a write transaction, view never writes
//   - budget: lines per file and function, depth of nesting
//   - words: comments that must exist, names that must not
//   - glossary: every noun of desk is in it, and nothing that is gone
//   - errors: no error is dropped without a reason beside it
//   - modules: each direct dependency has its line of reason
//   - migrations: numbered, in both dialects, frozen by checksum
//   - docs: links and pictures point at what exists
//
// What always holds: the files are read through os and parsed here. A test that
// asks `go list` instead would be answered by Go's test cache, which does not
// see the files that the command read, and would go on saying "ok" after a
// forbidden import was added.
package arch
