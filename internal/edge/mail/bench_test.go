package mail_test

import (
	"fmt"
	"net/smtp"
	"sync"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

// BenchmarkIn measures mail in, 250 after it is durable, and what it takes to
// look into it afterwards.
//
//	go test ./internal/edge/mail -run - -bench In -benchtime 1000x
func BenchmarkIn(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		for _, peers := range []int{1, 16} {
			b.Run(fmt.Sprintf("%s/%d-peers", engine, peers), func(b *testing.B) { benchIn(b, engine, peers) })
		}
	}
}

func benchIn(b *testing.B, engine db.Engine, peers int) {
	d := open(b, dbtest.New(b, engine))
	work := make(chan []byte)
	var all sync.WaitGroup
	for range peers {
		c, err := smtp.Dial(d.addr)
		d.must(err)
		all.Go(func() {
			defer func() { d.must(c.Quit()) }()
			for raw := range work {
				d.must(give(c, raw))
			}
		})
	}
	mails := make([][]byte, b.N)
	for i := range mails {
		mails[i] = d.text(note{from: fmt.Sprintf("p%d@acme.example", i%100), to: inbox, subject: fmt.Sprint("mail ", i), body: "It burns."})
	}
	b.ResetTimer()
	for _, raw := range mails {
		work <- raw
	}
	close(work)
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}

func give(c *smtp.Client, raw []byte) error {
	for _, step := range []func() error{func() error { return c.Mail(ann) }, func() error { return c.Rcpt(inbox) }} {
		if err := step(); err != nil {
			return err
		}
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(raw); err != nil {
		return err
	}
	return w.Close()
}
