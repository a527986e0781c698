package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// requestNumber is how a load generator tells its requests apart.
const requestNumber = "X-Request-Number"

// answer is what a request is answered with.
type answer struct {
	Pod        string              `json:"pod"`
	Method     string              `json:"method"`
	Path       string              `json:"path"`
	Query      string              `json:"query"`
	Host       string              `json:"host"`
	Protocol   string              `json:"protocol"`
	Peer       string              `json:"peer"`
	Headers    map[string][]string `json:"headers"`
	BodyLength int64               `json:"bodyLength"`
	BodySHA256 string              `json:"bodySha256"`
}

// web is the HTTP server:
//
//	/healthz            200 as long as the process lives
//	/readyz             200, or 503 after SIGTERM or POST /readyz?ready=false
//	/delay?ms=N         as any other path, N milliseconds later
//	/ws                 a WebSocket that echoes messages
//	any other path      an answer, with status 200 or the one asked for with ?status=N
type web struct {
	pod     string
	ready   atomic.Bool
	server  *http.Server
	sockets connections
}

func newWeb(pod string) *web {
	w := &web{pod: pod}
	w.ready.Store(true)
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /readyz", w.readiness)
	mux.HandleFunc("POST /readyz", w.setReadiness)
	mux.HandleFunc("/delay", w.delay)
	mux.Handle("/ws", w.socket())
	mux.HandleFunc("/", w.echo)
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	w.server = &http.Server{Handler: mux, Protocols: protocols}
	return w
}

// shutdown closes idle connections and waits for the others, WebSockets included.
func (w *web) shutdown(ctx context.Context) error {
	if err := w.server.Shutdown(ctx); err != nil {
		return err
	}
	return w.sockets.wait(ctx)
}

func (w *web) readiness(out http.ResponseWriter, _ *http.Request) {
	if !w.ready.Load() {
		http.Error(out, "not ready", http.StatusServiceUnavailable)
	}
}

func (w *web) setReadiness(out http.ResponseWriter, in *http.Request) {
	ready, err := strconv.ParseBool(in.URL.Query().Get("ready"))
	if err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	w.ready.Store(ready)
}

func (w *web) delay(out http.ResponseWriter, in *http.Request) {
	milliseconds, err := strconv.Atoi(in.URL.Query().Get("ms"))
	if err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	select {
	case <-time.After(time.Duration(milliseconds) * time.Millisecond):
		w.echo(out, in)
	case <-in.Context().Done():
	}
}

func (w *web) echo(out http.ResponseWriter, in *http.Request) {
	hash := sha256.New()
	length, err := io.Copy(hash, in.Body)
	if err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	status := http.StatusOK
	if wanted := in.URL.Query().Get("status"); wanted != "" {
		if status, err = strconv.Atoi(wanted); err != nil || status < 200 || status > 599 {
			http.Error(out, "status: must be between 200 and 599", http.StatusBadRequest)
			return
		}
	}
	body, err := json.Marshal(answer{
		Pod:        w.pod,
		Method:     in.Method,
		Path:       in.URL.Path,
		Query:      in.URL.RawQuery,
		Host:       in.Host,
		Protocol:   in.Proto,
		Peer:       in.RemoteAddr,
		Headers:    in.Header,
		BodyLength: length,
		BodySHA256: hex.EncodeToString(hash.Sum(nil)),
	})
	if err != nil {
		http.Error(out, err.Error(), http.StatusInternalServerError)
		return
	}
	out.Header().Set("Content-Type", "application/json")
	if number := in.Header.Get(requestNumber); number != "" {
		out.Header().Set(requestNumber, number)
	}
	out.WriteHeader(status)
	_, _ = out.Write(append(body, '\n'))
}
