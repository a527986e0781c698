package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// components is where the processes that we start live. It is a leaf beside the kubelet's `kubepods`, since cgroup
// version 2 allows no processes in a group that has children with controllers.
const components = "components"

// Group is a cluster's cgroup: the same path in each hierarchy.
type Group struct {
	name string
	hierarchies
}

// Open finds the hierarchies; the group itself need not exist.
func Open(name string) (Group, error) {
	found, err := mounted()
	return Group{name, found}, err
}

// Create makes the group in every hierarchy, as the kubelet expects of its `cgroupRoot`.
func (g Group) Create() error {
	for _, root := range g.roots() {
		if err := os.MkdirAll(root, 0o755); err != nil {
			return err
		}
		// In version 1 a new cpuset is empty, and no process can enter it until it has processors and memory.
		for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
			if err := inherit(root, file); g.version == 1 && err != nil {
				return err
			}
		}
	}
	return os.MkdirAll(g.components(), 0o755)
}

func inherit(group, file string) error {
	value, err := os.ReadFile(filepath.Join(filepath.Dir(group), file))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(group, file), value, 0o644)
}

// Join moves this process, and with it all that it will start, among the components.
func (g Group) Join() error {
	return os.WriteFile(filepath.Join(g.components(), "cgroup.procs"), []byte(strconv.Itoa(os.Getpid())), 0o644)
}

// Components are the ids of the processes among the components, this one excepted.
func (g Group) Components() []int {
	return slices.DeleteFunc(processes(g.components()), func(pid int) bool { return pid == os.Getpid() })
}

// Kill ends every process of the group, the containers' too, and returns when none is left.
func (g Group) Kill(timeout time.Duration) error {
	for deadline := time.Now().Add(timeout); ; time.Sleep(20 * time.Millisecond) {
		left := g.all()
		switch {
		case len(left) == 0:
			return nil
		case time.Now().After(deadline):
			return fmt.Errorf("still alive after SIGKILL: %v", left)
		}
		g.Thaw()
		for _, pid := range left {
			_ = unix.Kill(pid, unix.SIGKILL) // it may be gone already
		}
	}
}

// Remove deletes the empty group from every hierarchy.
func (g Group) Remove(timeout time.Duration) error {
	deadline := time.Now().Add(timeout)
	for _, root := range g.roots() {
		for _, dir := range slices.Backward(tree(root)) {
			// EBUSY: the kernel lets go of a dead process a little after it is gone from cgroup.procs.
			err := os.Remove(dir)
			for errors.Is(err, unix.EBUSY) && time.Now().Before(deadline) {
				time.Sleep(10 * time.Millisecond)
				err = os.Remove(dir)
			}
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

func (g Group) roots() []string {
	roots := make([]string, len(g.mounts))
	for i, mount := range g.mounts {
		roots[i] = filepath.Join(mount, g.name)
	}
	return roots
}

// components is in one hierarchy only: it is there to find the processes. Theirs is the accounting, and what else
// the version 1 controllers do, of whoever ran `up`.
func (g Group) components() string {
	root := g.roots()[0]
	for _, candidate := range g.roots() {
		if strings.HasSuffix(filepath.Dir(candidate), "/pids") {
			root = candidate
		}
	}
	return filepath.Join(root, components)
}

func (g Group) all() []int {
	var all []int
	for _, root := range g.roots() {
		for _, dir := range tree(root) {
			all = append(all, processes(dir)...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Thaw lets frozen and stopped processes run: tests freeze containers and stop components, and may be killed before they
// let go of them. Frozen processes cannot even die.
func (g Group) Thaw() {
	for _, pid := range g.Components() {
		_ = unix.Kill(pid, unix.SIGCONT)
	}
	for _, root := range g.roots() {
		for _, dir := range tree(root) {
			for file, value := range map[string]string{"freezer.state": "THAWED", "cgroup.freeze": "0"} {
				if handle, err := os.OpenFile(filepath.Join(dir, file), os.O_WRONLY, 0); err == nil {
					_, _ = handle.WriteString(value)
					_ = handle.Close()
				}
			}
		}
	}
}

// tree lists a group and all below it, parents first. A group that vanishes meanwhile is left out.
func tree(root string) []string {
	var dirs []string
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			dirs = append(dirs, path)
		}
		return nil
	})
	return dirs
}

func processes(group string) []int {
	content, _ := os.ReadFile(filepath.Join(group, "cgroup.procs"))
	var pids []int
	for _, field := range strings.Fields(string(content)) {
		if pid, err := strconv.Atoi(field); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}
