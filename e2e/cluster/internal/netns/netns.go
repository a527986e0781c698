// Package netns makes and enters the network namespace that a cluster has to itself.
//
// The namespace is kept by a bind mount on a file, as `ip netns add` does. It is entered by setns and exec alone:
// `ip netns exec` would also remount /sys, and the kubelet then finds no cgroups.
package netns

import (
	"fmt"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

const current = "/proc/thread-self/ns/net"

// Exists says whether the file holds a namespace: after a reboot it may still be there, but is an empty file.
func Exists(file string) bool {
	var fs unix.Statfs_t
	return unix.Statfs(file, &fs) == nil && fs.Type == unix.NSFS_MAGIC
}

// Create makes a namespace and keeps it at the file.
func Create(file string) error {
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		return err
	}
	done := make(chan error)
	go func() {
		// Never unlocked: the thread that is left in the new namespace ends with this goroutine.
		runtime.LockOSThread()
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			done <- fmt.Errorf("cannot make a network namespace: %w", err)
			return
		}
		if err := unix.Mount(current, file, "", unix.MS_BIND, ""); err != nil {
			done <- fmt.Errorf("cannot keep the network namespace at %s: %w", file, err)
			return
		}
		done <- nil
	}()
	return <-done
}

// Inside says whether this process is in the namespace kept at the file.
func Inside(file string) bool {
	var here, there unix.Stat_t
	return unix.Stat(current, &here) == nil && unix.Stat(file, &there) == nil &&
		here.Ino == there.Ino && here.Dev == there.Dev
}

// Exec replaces this process by a command inside the namespace. It returns only if that fails.
func Exec(file, path string, args, environment []string) error {
	handle, err := os.Open(file)
	if err != nil {
		return err
	}
	// A namespace is a thread's, and exec ends all threads but the calling one.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Setns(int(handle.Fd()), unix.CLONE_NEWNET); err != nil {
		return fmt.Errorf("cannot enter the network namespace: %w", err)
	}
	return fmt.Errorf("%s: %w", path, unix.Exec(path, args, environment))
}
