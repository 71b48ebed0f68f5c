package ticketing

import (
	"context"
	"io"

	"secondline/internal/core/access"
	"secondline/internal/core/file"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Upload keeps a file for a message to come. The content is on the disk before
// the row names it.
func (d *Desk) Upload(ctx context.Context, by access.Actor, store *file.Store, name, mediaType string, r io.Reader) (attachment.Attachment, error) {
	a := attachment.Attachment{Name: attachment.CleanName(name), MediaType: mediaType, UploadedBy: by.Person}
	if err := access.MayDesk(by, access.OpenTicket); err != nil {
		return a, err
	}
	var err error
	if a.SHA256, a.Size, err = store.Put(ctx, r, attachment.MaxSize); err != nil {
		return a, err
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		a.ID, a.UploadedAt = id.File(w.NewID()), w.Now
		if err := attachment.Insert(ctx, w.Tx, a); err != nil {
			return err
		}
		return w.Audit(ctx, "file.uploaded", "file:"+a.ID.String(), 0, map[string]any{"size": a.Size, "sha256": a.SHA256})
	})
	return a, err
}

// File finds a file that the actor may have: their own upload, or one on a
// message that they may see.
func (d *Desk) File(ctx context.Context, by access.Actor, key id.File) (attachment.Attachment, error) {
	missing := errs.New(errs.NotFound, "There is no such file.")
	a, err := attachment.Get(ctx, d.door.Read(), key)
	if err != nil {
		return a, err
	}
	if a.Ticket == 0 {
		if a.UploadedBy != by.Person || by.Person == 0 {
			return attachment.Attachment{}, missing
		}
		return a, nil
	}
	t, err := ticket.ByID(ctx, d.door.Read(), a.Ticket)
	if err != nil {
		return a, err
	}
	look := access.Inspect
	if a.Audience == string(ticket.Customer) {
		look = access.See
	}
	if err := access.May(by, look, t.Object()); err != nil {
		return attachment.Attachment{}, missing
	}
	return a, nil
}
