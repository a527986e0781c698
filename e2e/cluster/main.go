// Command cluster is a Kubernetes cluster on one machine: every component of it, its command line clients, and the
// verbs that bring it up and down. Its first argument says which of them it is to be.
package main

import (
	"errors"
	"fmt"
	"os"

	"tenbin.test/cluster/internal/control"
	"tenbin.test/cluster/internal/layout"
)

const usage = `usage: cluster VERB

  up                    start the cluster, or what of it is not running; returns when it is ready
  down                  stop it and delete all its state
  status                what is running, and whether it is well
  kubectl ARG...        kubectl, in the cluster's network
  helm ARG...           helm, in the cluster's network
  exec COMMAND ARG...   any command there, with KUBECONFIG set
  kubeconfig            print the administrator's kubeconfig file
  load IMAGE.tar...     import image archives, as docker save or jib writes them
  testapp-image OUT.tar write the archive of the image ` + layout.TestImage + `

The cluster lives in the directory TENBIN_CLUSTER_DIR, or else in /var/lib/tenbin-cluster; its logs are in logs/
there. Exit code 3 says that this machine cannot run a cluster at all.
`

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
