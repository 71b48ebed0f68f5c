package portal

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/core/file"
	"secondline/internal/desk/attachment"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Uploads keep a file that was sent, until a message takes it.
type Uploads interface {
	Upload(ctx context.Context, by access.Actor, to *file.Store, name, mediaType string, content io.Reader) (attachment.Attachment, error)
}

// Bounds of what a form may hold.
const (
	maxUpload = 25 << 20  // files of one form together
	maxDrain  = 100 << 20 // read and thrown away beyond that, so that the answer arrives
	maxText   = 512 << 10 // all text fields together
	maxFields = 64
	maxFiles  = 10
)

// A form is what was typed and sent. Files are stored while they arrive and are
// in no message yet, so a form that comes back with an error has not lost them.
type form struct {
	url.Values
	files  []id.File
	sent   []string // names and sizes of the files, for telling two forms apart
	tooBig bool
}

// text is a field without the space around it.
func (f form) text(name string) string { return strings.TrimSpace(f.Get(name)) }

// token makes a form's token: random, and tied to the session so that nobody
// else can make one. It is new on every page, so compressing the page does not
// give it away. The random part is the key by which the form has one effect.
func token(session string) string {
	var raw [18]byte
	rand.Read(raw[:]) // never fails: it ends the program if it has no randomness
	key := base64.RawURLEncoding.EncodeToString(raw[:])
	return key + "." + sign(session, key)
}

func sign(session, key string) string {
	mac := hmac.New(sha256.New, []byte(session))
	mac.Write([]byte("portal form " + key)) // a hash never fails
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// keyOf is the random part of a token of this session.
func keyOf(session, token string) (string, error) {
	key, mac, ok := strings.Cut(token, ".")
	if !ok || len(key) != 24 || !hmac.Equal([]byte(mac), []byte(sign(session, key))) {
		return "", errs.New(errs.Invalid, "This page was too old to be sent; you were signed in anew since.")
	}
	return key, nil
}

// plain reads a small form without files.
func (p *portal) plain(w http.ResponseWriter, r *http.Request) (form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxText)
	if err := r.ParseForm(); err != nil {
		return form{}, unreadable(err)
	}
	return form{Values: r.PostForm}, nil
}

// filled reads the form of somebody signed in, with its files, and gives the
// actor with the form's key.
func (p *portal) filled(w http.ResponseWriter, r *http.Request, v visit) (form, access.Actor, error) {
	var f form
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		f, err = p.parts(w, r, v)
	} else {
		f, err = p.plain(w, r)
	}
	if err != nil {
		return f, v.by, err
	}
	key, err := keyOf(v.token, f.Get("form"))
	if err != nil {
		return f, v.by, err
	}
	by := v.by
	by.Request.Key, by.Request.Route, by.Request.BodyHash = "portal:"+key, r.Method+" "+r.URL.Path, f.hash()
	return f, by, nil
}

// parts reads a form with files as it arrives: nothing is held in memory but
// the text, and no file is taken before the token was seen to be right.
func (p *portal) parts(w http.ResponseWriter, r *http.Request, v visit) (form, error) {
	f := form{Values: url.Values{}}
	r.Body = http.MaxBytesReader(w, r.Body, maxDrain)
	parts, err := r.MultipartReader()
	if err != nil {
		return f, unreadable(err)
	}
	text, left := int64(maxText), int64(maxUpload)
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			return f, unreadable(err)
		}
		if n >= maxFields {
			return f, errs.New(errs.TooLarge, "The form has too many fields.")
		}
		if part.FileName() == "" {
			err = f.field(part, &text)
		} else {
			err = p.take(r.Context(), v, part, &f, &left)
		}
		if err != nil {
			return f, err
		}
	}
}

func (f *form) field(part *multipart.Part, left *int64) error {
	body, err := io.ReadAll(io.LimitReader(part, *left+1))
	if err != nil {
		return unreadable(err)
	}
	if *left -= int64(len(body)); *left < 0 {
		return errs.New(errs.TooLarge, "The text is too long.")
	}
	if name := part.FormName(); name != "files" {
		f.Add(name, strings.ToValidUTF8(string(body), "\uFFFD"))
	}
	return nil
}

// take stores one file, or reads past it when there is no room left for it.
func (p *portal) take(ctx context.Context, v visit, part *multipart.Part, f *form, left *int64) error {
	if _, err := keyOf(v.token, f.Get("form")); err != nil {
		return err
	}
	if f.tooBig || len(f.files) >= maxFiles {
		f.tooBig = true
		_, err := io.Copy(io.Discard, part)
		return unreadable(err)
	}
	counted := &counter{from: part, left: *left}
	name := attachment.CleanName(part.FileName())
	kept, err := p.Uploads.Upload(ctx, v.by, p.Files, name, part.Header.Get("Content-Type"), counted)
	if counted.over || errs.Is(err, errs.TooLarge) {
		f.tooBig = true
		_, err := io.Copy(io.Discard, part)
		return unreadable(err)
	}
	if err != nil {
		return errs.Wrap(err, "keeping an upload")
	}
	f.files, f.sent = append(f.files, kept.ID), append(f.sent, fmt.Sprint(name, " ", *left-counted.left))
	*left = counted.left
	return nil
}

// A counter stops a file that is larger than what is left.
type counter struct {
	from io.Reader
	left int64
	over bool
}

// Read reads at most what is left, and fails when there is more.
func (c *counter) Read(b []byte) (int, error) {
	n, err := c.from.Read(b)
	if c.left -= int64(n); c.left < 0 {
		c.over = true
		return 0, errs.New(errs.TooLarge, "The files are more than 25 MB together.")
	}
	return n, err
}

// kept are the files of an earlier try of the same form that were not struck out.
func (f form) kept() []id.File {
	var files []id.File
	for _, s := range f.Values["kept"] {
		if n, err := id.Parse[id.File](s); err == nil && len(files) < maxFiles {
			files = append(files, n)
		}
	}
	return files
}

// all are the files for the message.
func (f form) all() []id.File { return append(f.kept(), f.files...) }

// hash tells two fillings of the same form apart.
func (f form) hash() []byte {
	h := sha256.New()
	names := make([]string, 0, len(f.Values))
	for name := range f.Values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(h, "%q=%q\n", name, f.Values[name]) // a hash never fails
	}
	fmt.Fprintf(h, "%q", f.sent) // a hash never fails
	return h.Sum(nil)
}

func unreadable(err error) error {
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large):
		return errs.Because(err, errs.TooLarge, "That is too large.")
	default:
		return errs.Because(err, errs.Invalid, "The form did not arrive whole.")
	}
}
