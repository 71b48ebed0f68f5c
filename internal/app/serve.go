package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"secondline/internal/core/audit"
	"secondline/internal/edge/api"
	"secondline/internal/edge/console"
	"secondline/internal/edge/live"
	"secondline/internal/edge/portal"
	"secondline/internal/edge/wallboard"
	"secondline/internal/view/portalview"
	"secondline/internal/view/wall"
	"secondline/web"
)

// The bounds on a connection: a slow or silent client holds nothing up.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 2 * time.Minute
	idleTimeout   = 2 * time.Minute
	stopWithin    = 10 * time.Second
	sealEvery     = 500 * time.Millisecond
)

// Serve listens until ctx ends, then finishes what it began: requests, mails and
// jobs under way. It says on out where the desk is.
func (a *App) Serve(ctx context.Context, out io.Writer) error {
	h, err := a.Handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", a.Config.Addr)
	if err != nil {
		return fmt.Errorf("the desk cannot listen on %s: %w; choose another with --addr", a.Config.Addr, err)
	}
	server := a.server(h)
	running, stop := context.WithCancel(ctx)
	defer stop()
	var all sync.WaitGroup
	failed := make(chan error, 3)
	follow := a.join(running)
	all.Go(func() { follow(running) })
	all.Go(func() { a.Jobs.Run(running) })
	all.Go(func() { a.People.Run(running, a.Clock) })
	all.Go(func() { a.sealAudit(running) })
	all.Go(func() { a.tidy(running) })
	all.Go(func() { failed <- a.serveMail(running) })
	all.Go(func() { failed <- a.serveMetrics(running) })
	all.Go(func() { failed <- ignoreClosed(server.Serve(listener)) })
	if err := a.greet(ctx, out, listener.Addr()); err != nil {
		stop()
		return errors.Join(err, server.Close())
	}
	select {
	case <-ctx.Done():
	case err = <-failed:
		if err == nil { // a listener that is not configured ends at once
			err = a.waitFor(ctx, failed)
		}
	}
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	stop()
	a.live.Close()
	a.walls.Close()
	err = errors.Join(err, server.Shutdown(ending))
	all.Wait()
	return errors.Join(err, a.Close())
}

// waitFor waits for the end, or for the first listener that fails.
func (a *App) waitFor(ctx context.Context, failed <-chan error) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			if err != nil {
				return err
			}
		}
	}
}

// server bounds what a client may hold up.
func (a *App) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: 64 << 10,
	}
}

// Handler is everything that the desk answers by HTTP.
func (a *App) Handler() (http.Handler, error) {
	guard := a.People
	docs, err := api.Docs()
	if err != nil {
		return nil, err
	}
	theAPI := api.New(api.Deps{Log: a.Log, Door: a.Door, Guard: guard, Desk: a.Desk, Files: a.Files, People: a.People, Admin: a.Admin, Intake: a.Intake, Vending: a.Vending, Rota: a.Rota, Dealing: a.Dealing})
	files, built := web.Console()
	agents, err := console.New(files, built)
	if err != nil {
		return nil, err
	}
	a.live = live.New(live.Deps{Bus: a.Bus, Who: api.Who(guard), Read: a.Door, Log: a.Log})
	secure := strings.HasPrefix(a.Config.BaseURL, "https://")
	a.walls, err = wallboard.New(wallboard.Deps{Keys: a.Admin, Window: wall.New(a.Door), Bus: a.Bus, Clock: a.Clock, Log: a.Log, Secure: secure})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+api.Prefix+"/live", a.live)
	mux.Handle(api.Prefix+"/", theAPI)
	mux.Handle("GET /api/docs", docs)
	mux.Handle("/console/", agents)
	mux.Handle("/console", http.RedirectHandler("/console/", http.StatusMovedPermanently))
	mux.Handle(wallboard.Path, a.walls)
	mux.Handle(wallboard.Path+"/", a.walls)
	mux.HandleFunc("GET /healthz", a.healthy)
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("/", portal.New(portal.Deps{
		Window: portalview.New(a.Door, a.Clock), Sessions: a.People, Doors: a.People, Founding: a.Admin, Requests: a.Desk, Endings: a.Desk,
		Receipts: a.Door, Uploads: a.Desk, Makers: a.Vending, Files: a.Files, Clock: a.Clock, Log: a.Log, Secure: secure,
	}))
	return a.watched(mux), nil
}

// sealAudit seals what was committed, twice a second, and the rest at the end.
func (a *App) sealAudit(ctx context.Context) {
	for {
		n, err := audit.Seal(context.WithoutCancel(ctx), a.DB)
		if err != nil {
			a.Log.Error("the audit could not be sealed", "error", err)
		}
		if n > 0 && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(sealEvery):
		}
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
