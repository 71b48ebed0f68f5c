package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"secondline/internal/core/file"
	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// Missing lists the contents that rows name and that are not on the disk, or are
// no longer what their name says.
func Missing(ctx context.Context, h db.Handle, files *file.Store) ([]string, error) {
	named, err := contents(ctx, h)
	if err != nil {
		return nil, err
	}
	var missing []string
	for _, sha := range named {
		sound, err := isSound(ctx, files, sha)
		if err != nil {
			return nil, errs.Wrap(err, "reading the file "+sha)
		}
		if !sound {
			missing = append(missing, sha)
		}
	}
	return missing, ctx.Err()
}

func isSound(ctx context.Context, files *file.Store, sha string) (bool, error) {
	in, err := files.Open(ctx, sha)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, in)
	return hex.EncodeToString(sum.Sum(nil)) == sha, errors.Join(err, in.Close())
}
