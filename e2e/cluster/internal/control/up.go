// Package control starts a cluster, looks at it, and stops it.
package control

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"tenbin.test/cluster/internal/cgroup"
	"tenbin.test/cluster/internal/layout"
	"tenbin.test/cluster/internal/netns"
)

// ErrUnsupported is the reason when this machine cannot run a cluster at all.
var ErrUnsupported = errors.New("this machine cannot run the cluster")

// Other builds may share the machine: a limit is there to end a wait that is in vain, not to judge speed.
const (
	componentLimit = 2 * time.Minute
	nodeLimit      = 2 * time.Minute
)

// build names what this binary was built from. The script that builds it says so to the linker.
var build string

// Prepare makes what a cluster stands in: its directory, cgroup and network namespace. What a reboot or a crash has
// left of an earlier one goes first, and so does a cluster that another build of this program has started.
func Prepare(l layout.Layout, progress io.Writer) error {
	unlock, err := lock(l)
	if err != nil {
		return err
	}
	defer unlock()
	if netns.Exists(l.Netns()) {
		if l.MadeBy() == build {
			return nil
		}
		fmt.Fprintln(progress, "cluster: what is up was started by another build, and is made anew")
	}
	group, err := cgroup.Open(l.ID())
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	if err := remove(l, group); err != nil {
		return err
	}
	if err := l.Create(build); err != nil {
		return err
	}
	return unsupported(errors.Join(group.Create(), netns.Create(l.Netns())))
}

// unsupported marks errors that say that this process may not do here what a cluster needs.
func unsupported(err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, unix.EROFS) {
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	return err
}

// Up starts every component that is not running and returns when pods can be created. It must run inside the
// cluster's network namespace.
func Up(l layout.Layout, progress io.Writer) error {
	began := time.Now()
	unlock, err := lock(l)
	if err != nil {
		return err
	}
	defer unlock()
	if !netns.Inside(l.Netns()) {
		return errors.New("the cluster was taken down by a `down` that ran at the same time")
	}
	group, err := cgroup.Open(l.ID())
	if err != nil {
		return err
	}
	u := up{l, group, components(l), progress, began}
	if len(running(group)) < len(u.components) || ready(context.Background(), l) != nil {
		if err := u.start(); err != nil {
			return err
		}
	}
	u.say("up; KUBECONFIG=%s", l.Kubeconfig())
	return nil
}

type up struct {
	layout.Layout
	group      cgroup.Group
	components []component
	progress   io.Writer
	began      time.Time
}

func (u up) start() error {
	if err := u.group.Join(); err != nil {
		return err
	}
	u.group.Thaw()
	if err := allowOpenFiles(); err != nil {
		return err
	}
	if err := netns.Connect(); err != nil {
		return err
	}
	if err := configure(u.Layout); err != nil {
		return err
	}
	steps := []func() error{
		func() error { return u.launch("containerd", "etcd") },
		func() error { return u.await("etcd") },
		func() error { return u.launch("kube-apiserver") },
		func() error { return u.await("containerd") },
		u.loadPause,
		func() error { return u.await("kube-apiserver") },
		func() error { return u.launch("kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy") },
		func() error { return u.await("kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy") },
		u.awaitNode,
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// allowOpenFiles raises this process's limit on open files as far as it may: containers inherit it, and the usual
// soft limit of 1024 would be a proxy's limit on connections.
func allowOpenFiles() error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	limit.Cur = limit.Max
	return unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)
}

func (u up) launch(names ...string) error {
	alive := running(u.group)
	for _, name := range names {
		if alive[name] != 0 {
			continue
		}
		if err := start(u.Layout, find(u.components, name)); err != nil {
			return err
		}
	}
	return nil
}

func (u up) await(names ...string) error {
	for _, name := range names {
		if err := await(u.Layout, u.group, find(u.components, name), componentLimit); err != nil {
			return err
		}
		u.say("%s is ready", name)
	}
	return nil
}

func (u up) loadPause() error {
	archive, err := os.CreateTemp(u.Dir, "pause-*.tar")
	if err != nil {
		return err
	}
	defer os.Remove(archive.Name())
	if err := WriteImage(archive, layout.PauseImage); err != nil {
		return err
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return Load(u.Layout, nil, archive.Name())
}

func (u up) awaitNode() error {
	node := component{name: "kubelet", ready: func(ctx context.Context) error { return ready(ctx, u.Layout) }}
	if err := await(u.Layout, u.group, node, nodeLimit); err != nil {
		return err
	}
	u.say("%s is Ready", layout.NodeName)
	return nil
}

func (u up) say(format string, arguments ...any) {
	fmt.Fprintf(u.progress, "cluster: %5.1f s  %s\n", time.Since(u.began).Seconds(), fmt.Sprintf(format, arguments...))
}
