package netguard

import (
	"context"
	"io"
	"net/http"
	"time"

	"secondline/internal/kit/errs"
)

// Get fetches a document of at most so many bytes. Its errors are sentences for
// whoever wrote the address down.
func (g Guard) Get(ctx context.Context, address string, most int64, timeout time.Duration) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errs.Because(err, errs.Invalid, "%q is not an address that can be fetched.", address)
	}
	client := g.Client(timeout)
	defer client.CloseIdleConnections()
	res, err := client.Do(req)
	if err != nil {
		if errs.Is(err, errs.Forbidden) {
			return nil, err
		}
		return nil, errs.Because(err, errs.Unavailable, "%s did not answer.", req.URL.Host)
	}
	defer res.Body.Close() //nolint:errcheck // it was only read
	if to, err := res.Location(); err == nil {
		return nil, errs.New(errs.Invalid, "The address leads on to %s; write that one instead, if it is right.", to)
	}
	if res.StatusCode != http.StatusOK {
		return nil, errs.New(errs.Unavailable, "%s answered %s.", req.URL.Host, res.Status)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	if err != nil {
		return nil, errs.Because(err, errs.Unavailable, "%s broke off.", req.URL.Host)
	}
	if int64(len(body)) > most {
		return nil, errs.New(errs.Invalid, "What %s sent is larger than %d kB.", req.URL.Host, most>>10)
	}
	return body, nil
}
