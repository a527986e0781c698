package control

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"

	"tenbin.test/cluster/internal/layout"
)

// A component's own health endpoint has a certificate that it signs itself; nobody else can listen here.
var local = &http.Client{
	Timeout:   5 * time.Second,
	Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
}

// answers says whether the URL is answered with 200.
func answers(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		response, err := local.Do(request)
		if err != nil {
			return err
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %s", url, response.Status)
		}
		return nil
	}
}

func containerdReady(l layout.Layout) func(context.Context) error {
	return func(ctx context.Context) error { return ctr(ctx, l, nil, "version") }
}

func apiServerReady(l layout.Layout) func(context.Context) error {
	return func(ctx context.Context) error {
		client, err := client(l)
		if err != nil {
			return err
		}
		return client.Discovery().RESTClient().Get().AbsPath("/readyz").Do(ctx).Error()
	}
}

// ready says what is still missing for a test to create pods at once, and to see them started.
func ready(ctx context.Context, l layout.Layout) error {
	client, err := client(l)
	if err != nil {
		return err
	}
	if err := nodeReady(ctx, client); err != nil {
		return err
	}
	// What every pod mounts, and the Service by which a pod reaches the API server.
	if _, err := client.CoreV1().ServiceAccounts("default").Get(ctx, "default", metav1.GetOptions{}); err != nil {
		return err
	}
	if _, err := client.CoreV1().ConfigMaps("default").Get(ctx, "kube-root-ca.crt", metav1.GetOptions{}); err != nil {
		return err
	}
	if _, err := client.CoreV1().Namespaces().Get(ctx, "kube-system", metav1.GetOptions{}); err != nil {
		return err
	}
	slice, err := client.DiscoveryV1().EndpointSlices("default").Get(ctx, "kubernetes", metav1.GetOptions{})
	if err != nil {
		return err
	}
	if len(slice.Endpoints) != 1 || slice.Endpoints[0].Addresses[0] != layout.NodeIP {
		return fmt.Errorf("the Service default/kubernetes does not lead to %s", layout.NodeIP)
	}
	return nil
}

func nodeReady(ctx context.Context, client kubernetes.Interface) error {
	node, err := client.CoreV1().Nodes().Get(ctx, layout.NodeName, metav1.GetOptions{})
	if err != nil {
		return err
	}
	for _, condition := range node.Status.Conditions {
		if condition.Type == corev1.NodeReady && condition.Status != corev1.ConditionTrue {
			return fmt.Errorf("node %s is not Ready: %s", node.Name, condition.Message)
		}
	}
	if len(node.Status.Conditions) == 0 || len(node.Spec.Taints) > 0 {
		return fmt.Errorf("node %s takes no pods yet, its taints: %v", node.Name, node.Spec.Taints)
	}
	return nil
}

func client(l layout.Layout) (kubernetes.Interface, error) {
	config, err := clientcmd.BuildConfigFromFlags("", l.Kubeconfig())
	if err != nil {
		return nil, err
	}
	config.Timeout = 5 * time.Second
	return kubernetes.NewForConfig(config)
}
