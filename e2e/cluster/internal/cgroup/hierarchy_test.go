package cgroup

import (
	"slices"
	"strings"
	"testing"
)

const (
	v1 = `30 29 0:26 / /sys/fs/cgroup ro,nosuid - tmpfs tmpfs ro,mode=755
31 30 0:27 / /sys/fs/cgroup/cpu rw,nosuid shared:9 - cgroup cgroup rw,cpu
32 30 0:28 / /sys/fs/cgroup/pids rw,nosuid - cgroup cgroup rw,pids
`
	v2     = "30 29 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
	hybrid = "33 30 0:29 / /sys/fs/cgroup/unified rw,nosuid - cgroup2 cgroup2 rw\n"
)

func TestHierarchiesAreFoundInEveryLayout(t *testing.T) {
	for name, c := range map[string]struct {
		mountinfo, mounts string
		version           int
	}{
		"version 1": {v1, "/sys/fs/cgroup/cpu /sys/fs/cgroup/pids", 1},
		"hybrid":    {v1 + hybrid, "/sys/fs/cgroup/cpu /sys/fs/cgroup/pids /sys/fs/cgroup/unified", 1},
		"version 2": {v2, "/sys/fs/cgroup", 2},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := parse(strings.NewReader(c.mountinfo))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(found.mounts, strings.Fields(c.mounts)) || found.version != c.version {
				t.Errorf("found %+v", found)
			}
		})
	}
}

func TestNoHierarchyIsAnError(t *testing.T) {
	if _, err := parse(strings.NewReader("30 29 0:26 / /proc rw - proc proc rw\n")); err == nil {
		t.Error("no error")
	}
}

func TestComponentsAreFoundByTheProcessNumberController(t *testing.T) {
	found, _ := parse(strings.NewReader(v1 + hybrid))
	if path := (Group{"x", found}).components(); path != "/sys/fs/cgroup/pids/x/components" {
		t.Error(path)
	}
}
