// Package image packs one static program as a container image, in the archive form that `docker save` writes and
// that containerd imports.
package image

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"runtime"
	"time"
)

// user is the unprivileged user that "distroless" images made customary. The number, not a name, is what
// `runAsNonRoot` can check.
const user = "65532:65532"

// Program is an image's only content.
type Program struct {
	Name    string // of the file, in the image's root directory
	Content []byte
}

type manifest struct {
	Config   string
	RepoTags []string
	Layers   []string
}

type config struct {
	Architecture string    `json:"architecture"`
	OS           string    `json:"os"`
	Created      time.Time `json:"created"`
	Config       struct {
		User       string
		Entrypoint []string
		WorkingDir string
	} `json:"config"`
	RootFS struct {
		Type    string   `json:"type"`
		DiffIDs []string `json:"diff_ids"`
	} `json:"rootfs"`
}

// Write writes an archive that holds the program as the image of this name. Equal programs give equal bytes.
func Write(out io.Writer, name string, program Program) error {
	layer, err := archive(entry{program.Name, 0o755, program.Content})
	if err != nil {
		return err
	}
	encodedConfig, err := json.Marshal(describe(program, layer))
	if err != nil {
		return err
	}
	configFile, layerFile := digest(encodedConfig)+".json", digest(layer)+".tar"
	encodedManifest, err := json.Marshal([]manifest{{configFile, []string{name}, []string{layerFile}}})
	if err != nil {
		return err
	}
	image, err := archive(
		entry{configFile, 0o644, encodedConfig},
		entry{layerFile, 0o644, layer},
		entry{"manifest.json", 0o644, encodedManifest})
	if err != nil {
		return err
	}
	_, err = out.Write(image)
	return err
}

func describe(program Program, layer []byte) config {
	var described config
	described.Architecture = runtime.GOARCH
	described.OS = "linux"
	described.Created = time.Unix(0, 0).UTC()
	described.Config.User = user
	described.Config.Entrypoint = []string{"/" + program.Name}
	described.Config.WorkingDir = "/"
	described.RootFS.Type = "layers"
	described.RootFS.DiffIDs = []string{"sha256:" + digest(layer)}
	return described
}

type entry struct {
	name    string
	mode    int64
	content []byte
}

func archive(entries ...entry) ([]byte, error) {
	var buffer bytes.Buffer
	writer := tar.NewWriter(&buffer)
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Mode: e.mode, Size: int64(len(e.content)), ModTime: time.Unix(0, 0)}
		if err := writer.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := writer.Write(e.content); err != nil {
			return nil, err
		}
	}
	err := writer.Close()
	return buffer.Bytes(), err
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
