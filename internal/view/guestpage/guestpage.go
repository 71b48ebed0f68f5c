// Package guestpage is what a vendor sees of a case: exactly what was handed to
// them, and what they answered.
//
// It reads the vendor's tables and nothing else, into types of its own that have no
// room for a ticket. A field that somebody adds to a ticket cannot end up here.
package guestpage

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/desk/vendor"
	"secondline/internal/id"
)

// A Page is a case as its vendor sees it.
type Page struct {
	Name      string // our number
	Firm      string // who they are
	Desk      string // who we are
	Subject   string
	Reference string // their number
	Solved    bool   // they said so
	Messages  []Message
	Files     []File // all of them, each once
}

// A Message is one message of the thread, the oldest first.
type Message struct {
	Ours   bool
	Author string
	Body   string
	Plain  bool // show it as it was written
	At     time.Time
	Files  []File
}

// A File may be fetched from the page.
type File struct {
	ID        id.File
	Name      string
	MediaType string
	Size      int64
}

// Read reads the page of a case.
func Read(ctx context.Context, h db.Handle, key id.Case) (Page, error) {
	c, err := vendor.GetCase(ctx, h, key)
	if err != nil {
		return Page{}, err
	}
	v, err := vendor.Get(ctx, h, c.Vendor)
	if err != nil {
		return Page{}, err
	}
	p := Page{Name: c.Name(), Firm: v.Name, Subject: c.Subject, Reference: c.Reference, Solved: c.State == vendor.Solved}
	if p.Desk, err = setting.Get(ctx, h, setting.DeskName, "Support"); err != nil {
		return p, err
	}
	thread, err := vendor.Messages(ctx, h, c.ID)
	for _, m := range thread {
		out := Message{Ours: m.Direction == vendor.Out, Author: m.Author, Body: m.Body, Plain: m.Direction == vendor.In, At: m.At}
		for _, f := range m.Files {
			out.Files = append(out.Files, File(f))
			if !slices.ContainsFunc(p.Files, func(x File) bool { return x.ID == f.ID }) {
				p.Files = append(p.Files, File(f))
			}
		}
		p.Messages = append(p.Messages, out)
	}
	return p, err
}
