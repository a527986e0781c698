// Command testapp is the server that tests send requests to. It says what it received, so that a test can tell
// whether a proxy changed, lost, doubled or mixed anything up.
//
//	:8080  HTTP/1.1 and cleartext HTTP/2   see http.go
//	:9090  TCP                             a line with the pod's name, then an echo
//
// On SIGTERM it is not ready, but serves for SHUTDOWN_DELAY (5s) as if nothing had happened, since a load balancer
// needs that long to hear of it. Then it takes nothing new, and ends with its last request and connection, or after
// DRAIN_TIMEOUT (20s).
package main

import (
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	delay, drain := duration("SHUTDOWN_DELAY", 5*time.Second), duration("DRAIN_TIMEOUT", 20*time.Second)
	name := podName()
	web, raw := newWeb(name), newEcho(name)
	webListener, rawListener := listen(":8080"), listen(":9090")

	terminated, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go raw.serve(rawListener)
	go func() {
		if err := web.server.Serve(webListener); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	log.Printf("%s serves", name)

	<-terminated.Done()
	stop() // a second signal ends the process at once
	web.ready.Store(false)
	log.Printf("%s stops in %v", name, delay)
	time.Sleep(delay)
	ctx, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	if err := errors.Join(rawListener.Close(), web.shutdown(ctx), raw.wait(ctx)); err != nil {
		log.Fatal(err)
	}
}

func podName() string {
	if name := os.Getenv("POD_NAME"); name != "" {
		return name
	}
	name, err := os.Hostname()
	if err != nil {
		log.Fatal(err)
	}
	return name
}

func duration(variable string, otherwise time.Duration) time.Duration {
	value := os.Getenv(variable)
	if value == "" {
		return otherwise
	}
	parsed, err := time.ParseDuration(value)
	if err != nil {
		log.Fatalf("%s: %v", variable, err)
	}
	return parsed
}

func listen(address string) net.Listener {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	return listener
}
