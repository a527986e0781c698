package control

import (
	"os"
	"path/filepath"
	"testing"

	auditv1 "k8s.io/apiserver/pkg/apis/audit/v1"
	"k8s.io/kube-proxy/config/v1alpha1"
	"k8s.io/kubelet/config/v1beta1"
	"sigs.k8s.io/yaml"

	"tenbin.test/cluster/internal/layout"
)

func TestConfigurationFilesHaveNoUnknownFields(t *testing.T) {
	l := layout.Layout{Dir: filepath.Join(t.TempDir(), "cluster")}
	for range 2 { // the second time as after a killed `up`
		if err := configure(l); err != nil {
			t.Fatal(err)
		}
	}
	var kubelet v1beta1.KubeletConfiguration
	decode(t, l.Config("kubelet.yaml"), &kubelet)
	if kubelet.CgroupRoot != "/"+l.ID() {
		t.Errorf("cgroupRoot is %q", kubelet.CgroupRoot)
	}
	var proxy v1alpha1.KubeProxyConfiguration
	decode(t, l.Config("kube-proxy.yaml"), &proxy)
	if proxy.Mode != "nftables" || proxy.ClusterCIDR != layout.PodCIDR {
		t.Errorf("mode is %q, clusterCIDR %q", proxy.Mode, proxy.ClusterCIDR)
	}
	var network map[string]any
	decode(t, filepath.Join(l.CNI(), "network.conflist"), &network)
	if network["name"] != l.ID() {
		t.Errorf("network is %v", network["name"])
	}
}

func TestTheAuditPolicyHasNoUnknownFields(t *testing.T) {
	l := layout.Layout{Dir: filepath.Join(t.TempDir(), "cluster")}
	if err := configure(l); err != nil {
		t.Fatal(err)
	}
	var policy auditv1.Policy
	decode(t, l.Config("audit-policy.yaml"), &policy)
	if len(policy.Rules) != 2 {
		t.Errorf("rules are %v", policy.Rules)
	}
}

func TestComponentsAreKnownByTheirCommandLines(t *testing.T) {
	for _, c := range components(layout.Layout{Dir: "/x"}) {
		if name := componentName(c.command("/anywhere/bin/cluster")); name != c.name {
			t.Errorf("%s is taken for %q", c.name, name)
		}
	}
	for _, other := range [][]string{
		{""},
		{"/bin/cluster", "up"},
		{"/usr/bin/containerd-shim-runc-v2", "-namespace", "k8s.io"},
	} {
		if name := componentName(other); name != "" {
			t.Errorf("%v is taken for %q", other, name)
		}
	}
}

func decode(t *testing.T, path string, into any) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalStrict(content, into); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}
