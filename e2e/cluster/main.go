// Command cluster is a Kubernetes cluster on one machine: every component of it, its command line clients, and the
// verbs that bring it up and down. Its first argument says which of them it is to be.
package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"

	"tenbin.test/cluster/internal/control"
	"tenbin.test/cluster/internal/layout"
)

//go:embed usage.txt
var usage string

const (
	exitFailed      = 1
	exitUsage       = 2
	exitUnsupported = 3
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(exitUsage)
	}
	os.Args = os.Args[1:]
	if component, found := components[os.Args[0]]; found {
		os.Exit(component())
	}
	verb, found := verbs[os.Args[0]]
	if !found {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(exitUsage)
	}
	l, err := layout.FromEnvironment()
	code := 0
	if err == nil {
		code, err = verb(l, os.Args[1:])
	}
	switch {
	case errors.Is(err, control.ErrUnsupported):
		code = exitUnsupported
	case err != nil:
		code = exitFailed
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
	}
	os.Exit(code)
}
