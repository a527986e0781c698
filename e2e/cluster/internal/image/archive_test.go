package image

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
)

var program = Program{Name: "app", Content: []byte("\x7fELF…")}

func TestArchiveLeadsFromItsNameToTheProgram(t *testing.T) {
	files := unpack(t, write(t, "tenbin.test/app:dev"))
	var manifests []manifest
	decode(t, files["manifest.json"], &manifests)
	if len(manifests) != 1 || manifests[0].RepoTags[0] != "tenbin.test/app:dev" {
		t.Fatalf("manifest is %+v", manifests)
	}
	var described config
	decode(t, files[manifests[0].Config], &described)
	layer := files[manifests[0].Layers[0]]
	if described.RootFS.DiffIDs[0] != "sha256:"+digest(layer) {
		t.Error("the layer is not the one that the configuration names")
	}
	if described.Config.User != "65532:65532" || described.Config.Entrypoint[0] != "/app" {
		t.Errorf("configuration is %+v", described.Config)
	}
	if content := unpack(t, layer)["app"]; !bytes.Equal(content, program.Content) {
		t.Errorf("the program is %q", content)
	}
}

func TestEqualProgramsGiveEqualArchives(t *testing.T) {
	if !bytes.Equal(write(t, "a:1"), write(t, "a:1")) {
		t.Error("archives differ")
	}
}

func write(t *testing.T, name string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, name, program); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func unpack(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for reader := tar.NewReader(bytes.NewReader(archive)); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[header.Name], err = io.ReadAll(reader); err != nil {
			t.Fatal(err)
		}
	}
}

func decode(t *testing.T, content []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(content, into); err != nil {
		t.Fatal(err)
	}
}
