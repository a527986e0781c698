package control

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"tenbin.test/cluster/internal/image"
	"tenbin.test/cluster/internal/layout"
)

// programs are the images that are made from programs built beside this one.
var programs = map[string]string{layout.PauseImage: "pause", layout.TestImage: "testapp"}

// WriteImage writes the archive of one of our own images.
func WriteImage(out io.Writer, name string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	program := programs[name]
	content, err := os.ReadFile(filepath.Join(filepath.Dir(self), program))
	if err != nil {
		return err
	}
	return image.Write(out, name, image.Program{Name: program, Content: content})
}

// Load imports image archives to where the kubelet finds them.
func Load(l layout.Layout, out io.Writer, archives ...string) error {
	for _, archive := range archives {
		if err := ctr(context.Background(), l, out, "--namespace", "k8s.io", "images", "import", archive); err != nil {
			return err
		}
	}
	return nil
}

// ctr runs containerd's own client, its output copied to `out` unless that is nil.
func ctr(ctx context.Context, l layout.Layout, out io.Writer, arguments ...string) error {
	command := exec.CommandContext(ctx, "ctr", append([]string{"--address", l.ContainerdSocket()}, arguments...)...)
	output, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("ctr %v: %w: %s", arguments, err, output)
	}
	if out != nil {
		_, err = out.Write(output)
	}
	return err
}
