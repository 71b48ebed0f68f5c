// Package team knows the ladder: the levels of the desk, the teams that stand on
// them or beside them, and who is a member of which.
//
// A level is a rung: a rank (0 is self-service), a name, and a plain name that a
// customer is told. A team of the kind line stands on one level; a project team
// stands beside the ladder and has none.
//
// What always holds: one team, on a level, is the triage team, which owns what no
// rule can place; it cannot be archived. Two teams differ in more than case,
// accents and spaces; two levels differ in rank.
package team
