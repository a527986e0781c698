package pki

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"tenbin.test/cluster/internal/layout"
)

// clients are the users that act on the cluster, by the name of their kubeconfig.
var clients = map[string]struct {
	user   string
	groups []string
}{
	"admin":                   {"tenbin-admin", []string{"system:masters"}},
	"kube-controller-manager": {"system:kube-controller-manager", nil},
	"kube-scheduler":          {"system:kube-scheduler", nil},
	"kube-proxy":              {"system:kube-proxy", nil},
	"kubelet":                 {"system:node:" + layout.NodeName, []string{"system:nodes"}},
}

// Write fills a directory with all that a cluster needs, unless it is there already:
//
//	ca, apiserver, apiserver-to-kubelet, kubelet   .crt and .key
//	service-account                                .key and .pub
//	the clients                                    .kubeconfig
//
// It appears whole or not at all, so an interrupted `up` leaves no mixture of two authorities.
func Write(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	draft := dir + ".new"
	if err := os.RemoveAll(draft); err != nil {
		return err
	}
	if err := os.Mkdir(draft, 0o700); err != nil {
		return err
	}
	files, err := generate()
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(draft, name), content, 0o600); err != nil {
			return err
		}
	}
	return os.Rename(draft, dir)
}

func generate() (map[string][]byte, error) {
	authority, err := NewAuthority("tenbin-cluster")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	add := func(name string, pair Pair) {
		files[name+".crt"], files[name+".key"] = pair.Certificate, pair.Key
	}
	add("ca", authority.Pair)

	apiserver, err := authority.Server("kube-apiserver", layout.NodeIP, layout.APIService, "127.0.0.1", "localhost",
		"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local")
	if err != nil {
		return nil, err
	}
	add("apiserver", apiserver)

	kubelet, err := authority.Server(layout.NodeName, layout.NodeName, layout.NodeIP)
	if err != nil {
		return nil, err
	}
	add("kubelet", kubelet)

	toKubelet, err := authority.Client("kube-apiserver", "system:masters")
	if err != nil {
		return nil, err
	}
	add("apiserver-to-kubelet", toKubelet)

	if files["service-account.key"], files["service-account.pub"], err = NewSigningKey(); err != nil {
		return nil, err
	}
	for name, client := range clients {
		pair, err := authority.Client(client.user, client.groups...)
		if err != nil {
			return nil, err
		}
		if files[name+".kubeconfig"], err = kubeconfig(authority, name, pair); err != nil {
			return nil, err
		}
	}
	return files, nil
}

func kubeconfig(authority *Authority, user string, pair Pair) ([]byte, error) {
	const name = "tenbin-cluster"
	config := clientcmdapi.NewConfig()
	config.Clusters[name] = &clientcmdapi.Cluster{
		Server:                   layout.APIServer,
		CertificateAuthorityData: authority.Pair.Certificate,
	}
	config.AuthInfos[user] = &clientcmdapi.AuthInfo{ClientCertificateData: pair.Certificate, ClientKeyData: pair.Key}
	config.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: user}
	config.CurrentContext = name
	return clientcmd.Write(*config)
}
