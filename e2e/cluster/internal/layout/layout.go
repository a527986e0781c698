// Package layout says where a cluster keeps its things and which addresses it uses.
package layout

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// The cluster has a network namespace to itself, so these addresses are the same for every cluster and collide with
// nothing. The node's is from a documentation range: outside the namespace it leads nowhere.
const (
	NodeName    = "node-1"
	NodeIP      = "192.0.2.10"
	NodeSubnet  = "192.0.2.0/24"
	PodCIDR     = "10.244.0.0/16"
	ServiceCIDR = "10.96.0.0/16"
	APIService  = "10.96.0.1" // the first address of ServiceCIDR: the Service default/kubernetes
	APIServer   = "https://" + NodeIP + ":6443"
)

// PauseImage holds each pod's namespaces open; TestImage is what tests send requests to.
const (
	PauseImage = "tenbin.test/pause:dev"
	TestImage  = "tenbin.test/testapp:dev"
)

const (
	dirVariable = "TENBIN_CLUSTER_DIR"
	defaultDir  = "/var/lib/tenbin-cluster"
	marker      = ".tenbin-cluster"

	// Sockets live up to 40 characters below the directory, and a Unix socket's path has at most 107.
	maxDirLength = 64
)

// plainPath has nothing that would need quoting, neither in the configuration files nor in mountinfo.
var plainPath = regexp.MustCompile(`^/[\w.-][\w./-]*$`)

// Layout is one cluster's directory. Everything the cluster writes is below it, but for what containerd and CNI keep at
// fixed places.
type Layout struct{ Dir string }

// FromEnvironment takes the directory from TENBIN_CLUSTER_DIR, or else the usual one.
func FromEnvironment() (Layout, error) {
	dir := os.Getenv(dirVariable)
	if dir == "" {
		dir = defaultDir
	}
	if !plainPath.MatchString(dir) || filepath.Clean(dir) != dir {
		return Layout{}, fmt.Errorf("%s=%q: must be an absolute path of letters, digits and . _ - /", dirVariable, dir)
	}
	if len(dir) > maxDirLength {
		return Layout{}, fmt.Errorf("%s=%q: has %d characters, at most %d leave room for Unix sockets",
			dirVariable, dir, len(dir), maxDirLength)
	}
	return Layout{dir}, nil
}

// Create makes the directory, and refuses one that holds anything not ours: `down` will delete it whole. It remembers
// by which build of this program.
func (l Layout) Create(build string) error {
	if l.Ours() {
		return nil
	}
	if err := os.MkdirAll(l.Dir, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(l.Dir)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("%s is not empty and not a cluster's directory", l.Dir)
	}
	return os.WriteFile(l.path(marker), []byte(build), 0o644)
}

// MadeBy is the build that has made this directory.
func (l Layout) MadeBy() string {
	build, _ := os.ReadFile(l.path(marker))
	return string(build)
}

// Ours says whether Create has made this directory.
func (l Layout) Ours() bool {
	_, err := os.Stat(l.path(marker))
	return err == nil
}

// ID names what is not in the directory but belongs to this cluster: its cgroup and its CNI network.
func (l Layout) ID() string {
	sum := sha256.Sum256([]byte(l.Dir))
	return "tenbin-cluster-" + hex.EncodeToString(sum[:4])
}

func (l Layout) Netns() string             { return l.path("netns") }
func (l Layout) Kubeconfig() string        { return l.path("kubeconfig") }
func (l Layout) PKI() string               { return l.path("pki") }
func (l Layout) Config(name string) string { return l.path("config", name) }
func (l Layout) CNI() string               { return l.path("cni") }
func (l Layout) Etcd() string              { return l.path("etcd") }
func (l Layout) Kubelet() string           { return l.path("kubelet") }
func (l Layout) Containerd() string        { return l.path("containerd") }
func (l Layout) ContainerdSocket() string  { return l.path("containerd", "containerd.sock") }
func (l Layout) PodLogs() string           { return l.path("pods") }
func (l Layout) Logs() string              { return l.path("logs") }
func (l Layout) Log(component string) string {
	return l.path("logs", component+".log")
}

func (l Layout) path(elements ...string) string {
	return filepath.Join(append([]string{l.Dir}, elements...)...)
}
