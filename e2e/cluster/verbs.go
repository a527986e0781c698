package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"tenbin.test/cluster/internal/control"
	"tenbin.test/cluster/internal/layout"
	"tenbin.test/cluster/internal/netns"
)

var errNotUp = errors.New("the cluster is not up: run `cluster up`")

// verbs are our own commands. Each returns its exit code, or an error to be printed.
var verbs = map[string]func(layout.Layout, []string) (int, error){
	"up": func(l layout.Layout, _ []string) (int, error) {
		if !netns.Inside(l.Netns()) {
			if err := control.Prepare(l, os.Stderr); err != nil {
				return 0, err
			}
		}
		return inside(l, func() (int, error) { return 0, control.Up(l, os.Stderr) })
	},
	"down": func(l layout.Layout, _ []string) (int, error) { return 0, control.Down(l, os.Stderr) },
	"status": func(l layout.Layout, _ []string) (int, error) {
		return inside(l, func() (int, error) {
			well, err := control.Status(l, os.Stdout)
			if !well {
				return exitFailed, err
			}
			return 0, err
		})
	},
	"kubectl": func(l layout.Layout, _ []string) (int, error) {
		return inside(l, func() (int, error) { return runKubectl(), nil })
	},
	"helm": func(l layout.Layout, _ []string) (int, error) {
		return inside(l, func() (int, error) { return runHelm(), nil })
	},
	"exec": execute,
	"kubeconfig": func(l layout.Layout, _ []string) (int, error) {
		_, err := fmt.Println(l.Kubeconfig())
		return 0, err
	},
	"load": func(l layout.Layout, archives []string) (int, error) {
		if len(archives) == 0 {
			return 0, errors.New("load: which archives?")
		}
		return 0, control.Load(l, os.Stdout, archives...)
	},
	"testapp-image": writeTestImage,
}

// inside runs a verb of this binary within the cluster's network namespace, by executing it again there if need be.
// Exec, not a child: input, signals and the exit code then need no passing on.
func inside(l layout.Layout, run func() (int, error)) (int, error) {
	if netns.Inside(l.Netns()) {
		if err := os.Setenv("KUBECONFIG", l.Kubeconfig()); err != nil {
			return 0, err
		}
		return run()
	}
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	return enter(l, self, append([]string{self}, os.Args...))
}

func execute(l layout.Layout, command []string) (int, error) {
	if len(command) > 0 && command[0] == "--" {
		command = command[1:]
	}
	if len(command) == 0 {
		return 0, errors.New("exec: which command?")
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return 0, err
	}
	return enter(l, path, command)
}

func enter(l layout.Layout, path string, command []string) (int, error) {
	if !netns.Exists(l.Netns()) {
		return 0, errNotUp
	}
	environment := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "KUBECONFIG=")
	})
	return 0, netns.Exec(l.Netns(), path, command, append(environment, "KUBECONFIG="+l.Kubeconfig()))
}

func writeTestImage(_ layout.Layout, arguments []string) (int, error) {
	if len(arguments) != 1 {
		return 0, errors.New("testapp-image: which file is to be written?")
	}
	file, err := os.Create(arguments[0])
	if err != nil {
		return 0, err
	}
	if err := control.WriteImage(file, layout.TestImage); err != nil {
		return 0, err
	}
	return 0, file.Close()
}
