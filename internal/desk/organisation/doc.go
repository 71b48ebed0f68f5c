// Package organisation knows the customers of the desk: companies and
// departments, and the mail domains by which their people are recognised.
//
// An organisation is the boundary that data never crosses. Every requester
// belongs to exactly one.
//
// What always holds: names differ in more than case, accents and spaces; a
// domain belongs to one organisation at most, and never to one that is archived
// when a new requester is placed by it.
package organisation
