package app

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// healthy says that the process runs.
func (a *App) healthy(w http.ResponseWriter, _ *http.Request) { a.say(w, http.StatusOK, "ok") }

// ready says that the desk can work: its database answers.
func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	if err := a.DB.Ping(ctx); err != nil {
		a.Log.Warn("not ready", "error", err)
		a.say(w, http.StatusServiceUnavailable, "the database does not answer")
		return
	}
	a.say(w, http.StatusOK, "ready")
}

func (a *App) say(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(map[string]string{"status": word}); err != nil {
		a.Log.Debug("a health answer could not be written", "error", err)
	}
}

// gauges are what the desk counts of itself.
type gauges struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newGauges() *gauges {
	g := &gauges{registry: prometheus.NewRegistry()}
	g.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "secondline_http_request_seconds", Help: "How long requests took, by method and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"method", "status"})
	g.registry.MustRegister(g.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return g
}

// watched measures and logs requests, and turns a panic into a 500 that leaves
// the desk running.
func (a *App) watched(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := a.Clock.Now()
		seen := &watch{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if p := recover(); p != nil {
				a.Log.Error("a request panicked", "method", r.Method, "path", r.URL.Path, "panic", p)
				if !seen.begun {
					a.say(seen, http.StatusInternalServerError, "something went wrong on our side")
				}
			}
			took := a.Clock.Now().Sub(begun)
			a.gauges.requests.WithLabelValues(r.Method, strconv.Itoa(seen.status)).Observe(took.Seconds())
			a.Log.Debug("request", "method", r.Method, "path", r.URL.Path, "status", seen.status, "took", took)
		}()
		next.ServeHTTP(seen, r)
	})
}

// A watch notes the status of an answer.
type watch struct {
	http.ResponseWriter
	status int
	begun  bool
}

// WriteHeader notes the status.
func (w *watch) WriteHeader(status int) {
	w.status, w.begun = status, true
	w.ResponseWriter.WriteHeader(status)
}

// Write notes that the answer has begun.
func (w *watch) Write(b []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watch) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// serveMetrics shows the metrics on their own address until ctx ends.
func (a *App) serveMetrics(ctx context.Context) error {
	if a.Config.MetricsAddr == "" {
		return nil
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.gauges.registry, promhttp.HandlerOpts{}))
	listener, err := net.Listen("tcp", a.Config.MetricsAddr)
	if err != nil {
		return err
	}
	server := a.server(mux)
	context.AfterFunc(ctx, func() {
		if err := server.Close(); err != nil {
			a.Log.Warn("the metrics did not close", "error", err)
		}
	})
	return ignoreClosed(server.Serve(listener))
}
