package ticketing

import (
	"context"
	"slices"

	"secondline/internal/db"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/service"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// maxFiles is how many files one message carries.
const maxFiles = 50

// claim takes uploaded files for a message: each must be the actor's own and not
// be used yet.
func claim(ctx context.Context, w *work.Work, files []id.File) ([]ticket.File, error) {
	if len(files) > maxFiles {
		return nil, errs.Field("attachments", "A message carries at most %d files.", maxFiles)
	}
	var out []ticket.File
	for i, f := range files {
		a, err := attachment.Get(ctx, w.Tx, f)
		unusable := slices.Contains(files[:i], f) || errs.Is(err, errs.NotFound) || a.Ticket != 0 || a.UploadedBy != w.By.Person
		if unusable {
			return nil, errs.Field("attachments", "There is no uploaded file %s; upload it first, and use it once.", f)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, ticket.File{ID: a.ID, Name: a.Name, MediaType: a.MediaType, Size: a.Size})
	}
	return out, nil
}

// attach ties the files that an entry names to it and its audience.
func attach(ctx context.Context, w *work.Work, t *ticket.Ticket, e ticket.Entry) error {
	for _, f := range filesOf(e.Fact) {
		err := attachment.Attach(ctx, w.Tx, f.ID, attachment.Home{
			Organisation: t.Organisation, Ticket: t.ID, Seq: e.Seq, Audience: string(e.Audience),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func filesOf(f ticket.Fact) []ticket.File {
	switch f := f.(type) {
	case *ticket.Opened:
		return f.Files
	case *ticket.Replied:
		return f.Files
	case *ticket.Noted:
		return f.Files
	case *ticket.VendorWrote:
		return f.Files
	default:
		return nil
	}
}

// checkFields holds custom fields against their definitions.
func checkFields(ctx context.Context, h db.Handle, fields map[string]any) error {
	if len(fields) == 0 {
		return nil
	}
	known, err := service.Fields(ctx, h)
	if err != nil {
		return err
	}
	return service.CheckFields(known, fields)
}
