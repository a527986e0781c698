package control

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"tenbin.test/cluster/internal/cgroup"
	"tenbin.test/cluster/internal/layout"
)

// Status prints a line for each component and one for the node. It says whether all is well. It must run inside the
// cluster's network namespace.
func Status(l layout.Layout, out io.Writer) (bool, error) {
	group, err := cgroup.Open(l.ID())
	if err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	alive, well := running(group), true
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line := func(name, pid string, err error) {
		state := "ready"
		if err != nil {
			well, state = false, err.Error()
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", name, pid, state)
	}
	for _, c := range components(l) {
		if pid := alive[c.name]; pid != 0 {
			line(c.name, fmt.Sprint(pid), c.ready(ctx))
		} else {
			line(c.name, "-", fmt.Errorf("not running"))
		}
	}
	line(layout.NodeName, "-", ready(ctx, l))
	return well, table.Flush()
}
