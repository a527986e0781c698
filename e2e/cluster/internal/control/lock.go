package control

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"tenbin.test/cluster/internal/layout"
)

// lock lets one process at a time change a cluster. The lock is not in the cluster's directory, which `down` deletes,
// and the kernel releases it when its holder dies.
func lock(l layout.Layout) (unlock func(), err error) {
	file, err := os.OpenFile("/run/"+l.ID()+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB) != nil {
		fmt.Fprintln(os.Stderr, "cluster: waiting for another `up` or `down` to finish")
		for err = unix.EINTR; err == unix.EINTR; {
			err = unix.Flock(int(file.Fd()), unix.LOCK_EX)
		}
		if err != nil {
			return nil, err
		}
	}
	return func() { _ = file.Close() }, nil
}
