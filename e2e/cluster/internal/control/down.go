package control

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"tenbin.test/cluster/internal/cgroup"
	"tenbin.test/cluster/internal/layout"
)

const (
	killLimit   = 30 * time.Second
	removeLimit = 30 * time.Second
)

// Down ends a cluster, whatever state it is in, and returns when nothing is left of it. What `exec` has started in
// the network namespace is not ours to end.
func Down(l layout.Layout, progress io.Writer) error {
	began := time.Now()
	unlock, err := lock(l)
	if err != nil {
		return err
	}
	defer unlock()
	group, err := cgroup.Open(l.ID())
	if err != nil {
		return err
	}
	if err := remove(l, group); err != nil {
		return err
	}
	fmt.Fprintf(progress, "cluster: %5.1f s  down\n", time.Since(began).Seconds())
	return nil
}

// remove kills without asking first: what an orderly end would save is deleted next.
func remove(l layout.Layout, group cgroup.Group) error {
	if err := group.Kill(killLimit); err != nil {
		return err
	}
	if err := group.Remove(removeLimit); err != nil {
		return err
	}
	if !l.Ours() {
		return nil
	}
	if err := unmount(l.Dir); err != nil {
		return err
	}
	if err := removeLeftovers(l); err != nil {
		return err
	}
	return os.RemoveAll(l.Dir)
}

// removeLeftovers deletes what containerd and CNI keep at fixed places for each container that a SIGKILL ended: a
// socket of its shim, and the addresses given to it. The containers are known by their directories.
func removeLeftovers(l layout.Layout) error {
	containers, err := filepath.Glob(l.Containerd() + "/state/io.containerd.runtime.v2.task/*/*")
	if err != nil {
		return err
	}
	var paths []string
	for _, container := range containers {
		address, _ := os.ReadFile(filepath.Join(container, "address"))
		if socket, isPath := strings.CutPrefix(strings.TrimSpace(string(address)), "unix://"); isPath {
			paths = append(paths, socket)
		}
		results, err := filepath.Glob("/var/lib/cni/results/*-" + filepath.Base(container) + "-*")
		if err != nil {
			return err
		}
		paths = append(paths, results...)
	}
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// unmount ends every mount below a directory. It fails if one stays, for the caller is about to delete all files
// there, and a mount may lead to files that are not the cluster's.
func unmount(dir string) error {
	for range 2 { // a mount can hide another of the same path
		mounts, err := mountsBelow(dir)
		if err != nil {
			return err
		}
		for _, mount := range slices.Backward(mounts) {
			if unix.Unmount(mount, 0) != nil {
				_ = unix.Unmount(mount, unix.MNT_DETACH)
			}
		}
	}
	left, err := mountsBelow(dir)
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("cannot unmount %v", left)
	}
	return err
}

func mountsBelow(dir string) ([]string, error) {
	file, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var found []string
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if fields := strings.Fields(lines.Text()); len(fields) > 4 && strings.HasPrefix(fields[4], dir+"/") {
			found = append(found, fields[4])
		}
	}
	return found, lines.Err()
}
