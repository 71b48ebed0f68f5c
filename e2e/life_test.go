package e2e

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secondline/internal/db/dbtest"
)

// A desk that is asked to stop ends what it began, and another start finds
// everything: tickets, files, tokens, sessions, and mails that had not left.
func TestARestartKeepsEverything(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.setUp()
		ann, tom := d.token("ann@acme.test"), d.token("tom@nordwind.test")
		d.start("--smtp-relay=") // no way out for mails
		file := d.upload(ann, "screen.txt", "white as snow")
		at := "/tickets/" + d.call(ann, "POST", "/tickets", m{"subject": "Blank pages", "body": "Look.", "attachments": []string{file}}).is(201).text("ref")
		d.call(tom, "POST", at+"/replies", m{"body": "Please switch it off and on."}).is(201)
		before := string(d.call(tom, "GET", at+"/timeline?limit=200", nil).is(200).raw)
		live := d.listens(tom)
		d.stop() // although somebody listens
		must(t, live.Close())

		d.start()
		if after := string(d.call(tom, "GET", at+"/timeline?limit=200", nil).is(200).raw); facts(after) != facts(before) {
			t.Errorf("the timeline was\n%s\nand is\n%s", before, after)
		}
		if read := string(d.call(tom, "GET", "/files/"+file, nil).is(200).raw); read != "white as snow" {
			t.Errorf("the file reads %q", read)
		}
		d.outside.sent(t, "ann@acme.test", "switch it off and on")
		d.runs("", "audit", "verify")
	})
}

// listens opens the live stream, and leaves it open.
func (d *desk) listens(token string) io.Closer {
	d.t.Helper()
	q, err := http.NewRequest("GET", d.url+"/api/v1/live", nil)
	must(d.t, err)
	q.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(q)
	must(d.t, err)
	if resp.StatusCode != http.StatusOK {
		d.t.Fatalf("the live stream answers %d", resp.StatusCode)
	}
	return resp.Body
}

// facts is a timeline without what mails do meanwhile.
func facts(timeline string) string {
	var kept []string
	for part := range strings.SplitSeq(timeline, `"seq":`) {
		head, _, _ := strings.Cut(part, `"mail":`)
		kept = append(kept, head)
	}
	return strings.Join(kept, "")
}

// upload brings a file in, as a form does.
func (d *desk) upload(token, name, content string) string {
	d.t.Helper()
	body := "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--edge--\r\n"
	q, err := http.NewRequest("POST", d.url+"/api/v1/files", strings.NewReader(body))
	must(d.t, err)
	q.Header.Set("Content-Type", "multipart/form-data; boundary=edge")
	q.Header.Set("Authorization", "Bearer "+token)
	return d.ask(http.DefaultClient, q).is(201).text("id")
}

// A kill in the middle of work loses nothing that was answered, and leaves
// nothing half done.
func TestAKillLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.setUp()
		ann := d.token("ann@acme.test")
		d.start()
		acknowledged := make(chan []string)
		enough := make(chan struct{})
		go func() { acknowledged <- d.hammer(ann, enough) }()
		<-enough
		d.kill()
		kept := <-acknowledged
		d.start()
		for _, ref := range kept {
			d.call(ann, "GET", "/tickets/"+ref, nil).is(200)
		}
		if len(kept) < 20 {
			t.Errorf("only %d tickets were opened", len(kept))
		}
		d.call(ann, "POST", "/tickets", m{"subject": "And on it goes", "body": "x"}).is(201)
		d.runs("", "audit", "verify")
	})
}

// hammer opens tickets until the desk is gone, and gives those that were
// answered. It says when there are enough to lose.
func (d *desk) hammer(token string, enough chan<- struct{}) (refs []string) {
	for i := 0; ; i++ {
		q, err := http.NewRequest("POST", d.url+"/api/v1/tickets", strings.NewReader(fmt.Sprintf(`{"subject": "Number %d", "body": "x"}`, i)))
		if err != nil {
			return refs
		}
		q.Header.Set("Content-Type", "application/json")
		q.Header.Set("Authorization", "Bearer "+token)
		resp, err := http.DefaultClient.Do(q)
		if err != nil {
			return refs
		}
		_, err = io.Copy(io.Discard, resp.Body)
		if closed := resp.Body.Close(); err != nil || closed != nil || resp.StatusCode != http.StatusCreated {
			return refs
		}
		refs = append(refs, filepath.Base(resp.Header.Get("Location")))
		if len(refs) == 20 {
			close(enough)
		}
	}
}

// A backup, taken while the desk works, comes back as the same desk, on either
// database; what was spoilt on its way is refused, and what is spoilt later is
// found.
func TestABackupComesBack(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.setUp()
		ann := d.token("ann@acme.test")
		d.start()
		file := d.upload(ann, "screen.txt", "white as snow")
		at := "/tickets/" + d.call(ann, "POST", "/tickets", m{"subject": "Blank pages", "body": "Look.", "attachments": []string{file}}).is(201).text("ref")
		kept := filepath.Join(t.TempDir(), "desk.backup")
		d.runs("", "backup", kept)
		d.refuses(1, "", "backup", kept) // not over another
		d.call(ann, "POST", "/tickets", m{"subject": "After the backup", "body": "x"}).is(201)
		d.runs("", "verify")
		d.stop()
		for _, db := range []string{"", dbtest.PostgresURL(t)} {
			again := newDesk(t, db)
			again.refuses(1, "", "restore", half(t, kept))
			again.runs("", "restore", kept)
			again.refuses(1, "", "restore", kept) // not over a desk that is there
			again.runs("", "verify")
			again.runs("", "audit", "verify")
			again.start()
			again.call(ann, "GET", at, nil).is(200).has("subject", "Blank pages")
			if n := again.tickets(ann); n != 1 {
				t.Errorf("there are %d tickets, want the one of the backup", n)
			}
			if read := string(again.call(ann, "GET", "/files/"+file, nil).is(200).raw); read != "white as snow" {
				t.Errorf("the file reads %q", read)
			}
			again.stop()
			again.spoil("white as snow")
			if found := again.tries("", "verify"); found.status != 1 || !strings.Contains(found.out, "file") {
				t.Errorf("a spoilt file is not found: %d, %s%s", found.status, found.out, found.err)
			}
		}
	})
}

// half is a backup of which only the first half arrived.
func half(t *testing.T, backup string) string {
	t.Helper()
	whole, err := os.ReadFile(backup)
	must(t, err)
	path := filepath.Join(t.TempDir(), "half.backup")
	must(t, os.WriteFile(path, whole[:len(whole)/2], 0o600))
	return path
}

// spoil changes the stored file that has a content.
func (d *desk) spoil(content string) {
	d.t.Helper()
	done := false
	must(d.t, filepath.WalkDir(filepath.Join(d.data, "files"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		is, err := os.ReadFile(path)
		if err != nil || string(is) != content {
			return err
		}
		done = true
		return errors.Join(os.Chmod(path, 0o600), os.WriteFile(path, []byte("black as coal"), 0o600))
	}))
	if !done {
		d.t.Fatalf("no file with %q", content)
	}
}
