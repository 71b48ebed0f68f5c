// Package attachment says who may have which content under which name. The
// bytes themselves lie in core/file, each once.
//
// An upload belongs to who made it until a message takes it; from then on it is
// seen by whoever sees that message, and by nobody else.
package attachment

import (
	"context"
	"mime"
	"path"
	"strings"
	"time"
	"unicode"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// An Attachment is a named content.
type Attachment struct {
	ID         id.File
	SHA256     string
	Name       string
	MediaType  string
	Size       int64
	ContentID  string // of an inline part of a mail
	UploadedBy id.Person
	UploadedAt time.Time
	Home
}

// A Home is the timeline entry that an attachment hangs on; zero: none yet.
type Home struct {
	Organisation id.Organisation
	Ticket       id.Ticket
	Seq          int64
	Audience     string
}

// MaxSize is how large one file may be, in bytes.
const MaxSize = 25 << 20

// CleanName makes a name safe to show and to save: no path, no control
// characters, no direction marks, not empty, not endless.
func CleanName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '"' || r == '/' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.TrimSpace(name)
	if name == "" || name == "." || name == ".." {
		return "file"
	}
	if runes := []rune(name); len(runes) > 120 {
		ext := path.Ext(name)
		if len(ext) > 12 {
			ext = ""
		}
		name = string(runes[:100]) + "…" + ext
	}
	return name
}

// Get loads an attachment; errs.NotFound if there is none.
func Get(ctx context.Context, h db.Handle, key id.File) (Attachment, error) {
	a, err := db.One(ctx, h, scan, `
		SELECT id, sha256, name, media_type, size, content_id, uploaded_by_id, uploaded_at, organisation_id, ticket_id, seq, audience
		  FROM file
		 WHERE id = ?`, key)
	if errs.Is(err, errs.NotFound) {
		return a, errs.New(errs.NotFound, "There is no such file.")
	}
	return a, errs.Wrap(err, "loading an attachment")
}

func scan(r db.Row) (Attachment, error) {
	var a Attachment
	err := r.Scan(&a.ID, &a.SHA256, &a.Name, &a.MediaType, &a.Size, &a.ContentID, db.Null(&a.UploadedBy), db.Into(&a.UploadedAt),
		db.Null(&a.Organisation), db.Null(&a.Ticket), db.Null(&a.Seq), &a.Audience)
	return a, err
}

// Insert saves an upload.
func Insert(ctx context.Context, h db.Handle, a Attachment) error {
	_, err := h.Exec(ctx, `
		INSERT INTO file (id, sha256, name, media_type, size, content_id, uploaded_by_id, uploaded_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, a.SHA256, a.Name, a.MediaType, a.Size, a.ContentID, db.NullID(a.UploadedBy), db.At(a.UploadedAt))
	return errs.Wrap(err, "saving an upload")
}

// Attach gives an upload its home; errs.Conflict if it has one already.
func Attach(ctx context.Context, h db.Handle, key id.File, to Home) error {
	n, err := h.Exec(ctx, `
		UPDATE file
		   SET organisation_id = ?, ticket_id = ?, seq = ?, audience = ?
		 WHERE id = ? AND ticket_id IS NULL`, to.Organisation, to.Ticket, to.Seq, to.Audience, key)
	if err != nil {
		return errs.Wrap(err, "attaching a file")
	}
	if n == 0 {
		return errs.New(errs.Conflict, "The file was attached to another message at the same moment; upload it again.")
	}
	return nil
}

// Headers are what a download is sent with: whatever it says it is, a browser
// saves it and never shows it as a page of ours.
func Headers(name string) map[string]string {
	return map[string]string{
		"Content-Type":            "application/octet-stream",
		"Content-Disposition":     mime.FormatMediaType("attachment", map[string]string{"filename": name}),
		"X-Content-Type-Options":  "nosniff",
		"Content-Security-Policy": "default-src 'none'; sandbox",
		"Cache-Control":           "private, max-age=86400",
	}
}
