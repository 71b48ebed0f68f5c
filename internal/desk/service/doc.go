// Package service knows what customers use, and what the desk asks about it.
//
//	service.go    services, the teams that serve them, their categories and needs
//	matrix.go     the priority that follows from impact and urgency
//	checklist.go  what a complete handover tells
//	field.go      the desk's own columns on its tickets
//
// SQL stands in the store files, and beside the matrix and the checklist.
//
// What always holds: a service names at most one team for each level; a category
// belongs to one service; the matrix has a priority for each of its nine places.
package service
