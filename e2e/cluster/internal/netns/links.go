package netns

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"tenbin.test/cluster/internal/layout"
)

// Both ends of the veth pair stay inside: it only gives the node's address an interface of its own. No route leads
// out. Services need a route, since the kernel looks for one before it rewrites a ClusterIP to an endpoint.
const (
	makeLinks = "link add node type veth peer name node-peer\n"
	setLinks  = `link set lo up
link set node up
link set node-peer up
addr replace ` + layout.NodeIP + `/24 dev node
route replace ` + layout.ServiceCIDR + ` dev node
`
)

// Connect sets up the links of the namespace that this process is in. It may be repeated.
func Connect() error {
	batch := setLinks
	if _, err := os.Stat("/proc/sys/net/ipv4/conf/node"); err != nil {
		batch = makeLinks + setLinks
	}
	command := exec.Command("ip", "-batch", "-")
	command.Stdin = strings.NewReader(batch)
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("ip -batch: %w: %s", err, output)
	}
	return os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644)
}
