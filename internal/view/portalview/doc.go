// Package portalview is what a customer may see of the desk, and nothing else.
//
// It has types and SQL of its own instead of hiding parts of the agents' views:
// what is not selected here cannot leak. A request is read as a Request, a row
// of a list as a Line; both say where it stands as a Standing, which carries the
// plain names of teams and people but no level, no skill and no reason code.
//
// What always holds: timeline entries and files are selected with audience
// 'customer' in the query itself; a handover's document is never selected; every
// query carries the scope of a customer, also when the person is an agent (see
// Customer); what is out of scope is NotFound, exactly as if it did not exist. Of
// the clocks only those that were promised to customers are shown, as times; of a
// deadline that moved, which the desk notes for itself, only the two times.
package portalview
