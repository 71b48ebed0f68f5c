// Package skill knows what there is to know on the desk, and who knows it.
//
// A Skill has a path in a tree ("network.vpn"); an agent holds it at a grade
// from 1 to 5. A Certification is proof by a third party, and a certificate is
// one that an agent holds, with the day on which it expires. Held gathers what
// one agent has; it answers the questions of routing without asking again.
//
// What always holds: a skill's parent is the skill whose path is one word
// shorter. Who holds a skill holds its parent at that grade at least; holding the
// parent proves nothing about the child.
package skill
