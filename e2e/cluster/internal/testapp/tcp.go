package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
)

// connections counts what is open, for a shutdown to wait for.
type connections struct{ open sync.WaitGroup }

func (c *connections) begin() (end func()) {
	c.open.Add(1)
	return c.open.Done
}

func (c *connections) wait(ctx context.Context) error {
	closed := make(chan struct{})
	go func() {
		c.open.Wait()
		close(closed)
	}()
	select {
	case <-closed:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("connections are still open: %w", ctx.Err())
	}
}

// echo is the TCP server.
type echo struct {
	greeting string
	connections
}

func newEcho(pod string) *echo { return &echo{greeting: pod + "\n"} }

// serve returns when the listener is closed.
func (e *echo) serve(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		end := e.begin()
		go func() {
			defer end()
			e.handle(connection)
		}()
	}
}

// handle answers the client's FIN with its own only after all has been echoed.
func (e *echo) handle(connection net.Conn) {
	defer connection.Close()
	if _, err := io.WriteString(connection, e.greeting); err != nil {
		return
	}
	_, _ = io.Copy(connection, connection)
}
