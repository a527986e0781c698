package control

import (
	"context"
	"fmt"
	"path/filepath"

	"tenbin.test/cluster/internal/layout"
)

const etcdURL = "http://127.0.0.1:2379"

// component is a process of the cluster.
type component struct {
	name      string
	arguments []string // of this binary's own component; containerd alone is a program of its own
	ready     func(context.Context) error
}

// components are listed in the order in which they are started.
func components(l layout.Layout) []component {
	key := func(name string) string { return filepath.Join(l.PKI(), name) }
	return []component{
		{"containerd", []string{"--config", l.Config("containerd.toml")}, containerdReady(l)},
		{"etcd", []string{
			"--name=" + layout.NodeName,
			"--data-dir=" + l.Etcd(),
			"--listen-client-urls=" + etcdURL,
			"--advertise-client-urls=" + etcdURL,
			"--listen-peer-urls=http://127.0.0.1:2380",
			"--initial-advertise-peer-urls=http://127.0.0.1:2380",
			"--initial-cluster=" + layout.NodeName + "=http://127.0.0.1:2380",
			"--unsafe-no-fsync", // nothing here must outlive the machine
			"--log-level=warn",
		}, answers(etcdURL + "/readyz")},
		{"kube-apiserver", []string{
			"--etcd-servers=" + etcdURL,
			"--bind-address=" + layout.NodeIP,
			"--advertise-address=" + layout.NodeIP,
			"--service-cluster-ip-range=" + layout.ServiceCIDR,
			"--authorization-mode=Node,RBAC",
			"--enable-admission-plugins=NodeRestriction",
			"--allow-privileged",
			"--client-ca-file=" + key("ca.crt"),
			"--tls-cert-file=" + key("apiserver.crt"),
			"--tls-private-key-file=" + key("apiserver.key"),
			"--kubelet-client-certificate=" + key("apiserver-to-kubelet.crt"),
			"--kubelet-client-key=" + key("apiserver-to-kubelet.key"),
			"--kubelet-certificate-authority=" + key("ca.crt"),
			"--kubelet-preferred-address-types=InternalIP",
			"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
			"--service-account-signing-key-file=" + key("service-account.key"),
			"--service-account-key-file=" + key("service-account.pub"),
			"--audit-policy-file=" + l.Config("audit-policy.yaml"),
			"--audit-log-path=" + l.Log("audit"),
			"--audit-log-maxsize=50",
			"--audit-log-maxbackup=1",
		}, apiServerReady(l)},
		{"kube-controller-manager", []string{
			"--kubeconfig=" + key("kube-controller-manager.kubeconfig"),
			"--bind-address=127.0.0.1",
			"--leader-elect=false",
			"--use-service-account-credentials",
			"--kube-api-qps=200", // its first seconds are many small requests; the default of 20 is for large clusters
			"--kube-api-burst=400",
			"--node-monitor-period=1s", // how soon a node that became Ready takes pods
			"--service-account-private-key-file=" + key("service-account.key"),
			"--root-ca-file=" + key("ca.crt"),
			"--cluster-signing-cert-file=" + key("ca.crt"),
			"--cluster-signing-key-file=" + key("ca.key"),
		}, answers("https://127.0.0.1:10257/healthz")},
		{"kube-scheduler", []string{
			"--kubeconfig=" + key("kube-scheduler.kubeconfig"),
			"--bind-address=127.0.0.1",
			"--leader-elect=false",
		}, answers("https://127.0.0.1:10259/healthz")},
		{"kubelet", []string{
			"--config=" + l.Config("kubelet.yaml"),
			"--kubeconfig=" + key("kubelet.kubeconfig"),
			"--root-dir=" + l.Kubelet(),
			"--cert-dir=" + filepath.Join(l.Kubelet(), "pki"),
			"--hostname-override=" + layout.NodeName,
			"--node-ip=" + layout.NodeIP,
		}, answers("http://127.0.0.1:10248/healthz")},
		{"kube-proxy", []string{
			"--config=" + l.Config("kube-proxy.yaml"),
		}, answers("http://127.0.0.1:10256/healthz")},
	}
}

// command is the component's command line, `self` being this binary.
func (c component) command(self string) []string {
	if c.name == "containerd" {
		return append([]string{"containerd"}, c.arguments...)
	}
	return append([]string{self, c.name}, c.arguments...)
}

func find(all []component, name string) component {
	for _, c := range all {
		if c.name == name {
			return c
		}
	}
	panic(fmt.Sprintf("no component %q", name))
}
