// Package cgroup keeps every process of a cluster in one cgroup tree, so that none can be lost: not a container's,
// not one whose parent was killed before it could write a process id down.
package cgroup

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// hierarchies are the mounted cgroup trees. Version 1 has one for each controller, version 2 a single one.
type hierarchies struct {
	mounts  []string
	version int
}

func mounted() (hierarchies, error) {
	file, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return hierarchies{}, err
	}
	defer file.Close()
	return parse(file)
}

// parse reads mountinfo(5). A version 2 tree beside those of version 1 is the "hybrid" layout: it has no controllers,
// but containers get a group there too.
func parse(mountinfo io.Reader) (hierarchies, error) {
	var v1, v2 []string
	lines := bufio.NewScanner(mountinfo)
	for lines.Scan() {
		before, after, _ := strings.Cut(lines.Text(), " - ")
		fields, kind := strings.Fields(before), strings.Fields(after)
		if len(fields) < 5 || len(kind) == 0 {
			continue
		}
		switch mount := fields[4]; {
		case kind[0] == "cgroup" && !slices.Contains(v1, mount):
			v1 = append(v1, mount)
		case kind[0] == "cgroup2" && !slices.Contains(v2, mount):
			v2 = append(v2, mount)
		}
	}
	switch {
	case len(v1) > 0:
		return hierarchies{append(v1, v2...), 1}, nil
	case len(v2) > 0:
		return hierarchies{v2[:1], 2}, nil
	default:
		return hierarchies{}, fmt.Errorf("no cgroup file system is mounted")
	}
}
