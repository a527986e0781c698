package control

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"tenbin.test/cluster/internal/cgroup"
	"tenbin.test/cluster/internal/layout"
)

// running maps the names of the components that are alive to their process ids. It is read from the cgroup and the
// command lines, not from files of ours that a crash could make lie.
func running(group cgroup.Group) map[string]int {
	found := map[string]int{}
	for _, pid := range group.Components() {
		// A component leads its session. A child that it has forked, but that has not yet executed its own
		// program, has the same command line.
		if session, err := unix.Getsid(pid); err != nil || session != pid {
			continue
		}
		content, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
		if name := componentName(strings.Split(string(content), "\x00")); name != "" {
			found[name] = pid
		}
	}
	return found
}

// componentName tells from a command line which component it is, or "" for none. containerd's shims are none.
func componentName(commandLine []string) string {
	if filepath.Base(commandLine[0]) == "containerd" {
		return "containerd"
	}
	names := []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"}
	if len(commandLine) > 1 && slices.Contains(names, commandLine[1]) {
		return commandLine[1]
	}
	return ""
}

// start starts a component that outlives this process, its output appended to its log.
func start(l layout.Layout, c component) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	log, err := os.OpenFile(l.Log(c.name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer log.Close()
	line := c.command(self)
	command := exec.Command(line[0], line[1:]...)
	command.Dir = "/"
	command.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + l.Dir}
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // a ^C is for us alone
	if err := command.Start(); err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	go func() { _ = command.Wait() }() // so that one that dies at once leaves the cgroup
	return nil
}

// await polls until a condition holds, the named component is dead, or the time is up. The error then says why,
// with the end of the component's log.
func await(l layout.Layout, group cgroup.Group, c component, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	for {
		err := c.ready(ctx)
		switch {
		case err == nil:
			return nil
		case running(group)[c.name] == 0:
			return fmt.Errorf("%s has ended; its log %s ends with\n%s", c.name, l.Log(c.name), tail(l.Log(c.name)))
		case ctx.Err() != nil:
			return fmt.Errorf("%s is not ready after %v: %w; its log %s ends with\n%s",
				c.name, limit, err, l.Log(c.name), tail(l.Log(c.name)))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// tail is the last lines of a file, as far as it can be read.
func tail(path string) []byte {
	const lines = 15
	content, _ := os.ReadFile(path)
	all := bytes.SplitAfter(bytes.TrimSpace(content), []byte("\n"))
	return bytes.Join(all[max(0, len(all)-lines):], nil)
}
