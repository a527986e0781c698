package control

import (
	"embed"
	"os"
	"path/filepath"
	"text/template"

	"golang.org/x/sys/unix"

	"tenbin.test/cluster/internal/layout"
	"tenbin.test/cluster/internal/pki"
)

//go:embed files
var files embed.FS

var templates = template.Must(template.New("").Option("missingkey=error").ParseFS(files, "files/*"))

// values are what the configuration files may name.
type values struct {
	layout.Layout
	NodeName, NodeIP, PodCIDR, PauseImage, ResolvConf string
	MaxOpenFiles                                      uint64
}

// configure writes keys and configuration files. Repeated, it keeps the keys and writes the same files.
func configure(l layout.Layout) error {
	for _, dir := range []string{filepath.Dir(l.Config("x")), l.CNI(), l.Logs(), l.Kubelet(), l.Containerd()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	if err := pki.Write(l.PKI()); err != nil {
		return err
	}
	admin, err := os.ReadFile(filepath.Join(l.PKI(), "admin.kubeconfig"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(l.Kubeconfig(), admin, 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(l.Config("resolv.conf"), nil, 0o644); err != nil {
		return err
	}
	for name, path := range map[string]string{
		"audit-policy.yaml": l.Config("audit-policy.yaml"),
		"containerd.toml":   l.Config("containerd.toml"),
		"kubelet.yaml":      l.Config("kubelet.yaml"),
		"kube-proxy.yaml":   l.Config("kube-proxy.yaml"),
		"network.conflist":  filepath.Join(l.CNI(), "network.conflist"),
	} {
		if err := render(l, name, path); err != nil {
			return err
		}
	}
	return nil
}

func render(l layout.Layout, name, path string) error {
	var openFiles unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &openFiles); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return templates.ExecuteTemplate(file, name, values{
		Layout:       l,
		NodeName:     layout.NodeName,
		NodeIP:       layout.NodeIP,
		PodCIDR:      layout.PodCIDR,
		PauseImage:   layout.PauseImage,
		ResolvConf:   l.Config("resolv.conf"),
		MaxOpenFiles: openFiles.Max,
	})
}
