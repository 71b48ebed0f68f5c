// Package person knows the humans of the desk: requesters, agents, or both.
//
// A Person belongs to one organisation and has one role. They may be known by
// several addresses; the main one is where we write to. The secret by which they
// sign in is kept apart from the record (Secret), so that no list carries it.
//
// What always holds: an address, in its one spelling, leads to one person at
// most, whether it is their main address or another; whoever is disabled keeps
// their history and may not sign in.
package person
