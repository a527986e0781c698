package layout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDirectoriesThatCannotWorkAreRefused(t *testing.T) {
	for _, dir := range []string{"/", "relative", "/a/../b", "/a b", "/a\"b", "/" + strings.Repeat("x", maxDirLength)} {
		t.Setenv(dirVariable, dir)
		if l, err := FromEnvironment(); err == nil {
			t.Errorf("%q was taken as %+v", dir, l)
		}
	}
}

func TestNothingButAnEmptyDirectoryBecomesOurs(t *testing.T) {
	foreign := Layout{t.TempDir()}
	if err := os.WriteFile(filepath.Join(foreign.Dir, "thesis.tex"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if foreign.Create("a") == nil || foreign.Ours() {
		t.Error("a directory with files of others was taken")
	}
	own := Layout{filepath.Join(t.TempDir(), "new")}
	for range 2 {
		if err := own.Create("a"); err != nil || !own.Ours() || own.MadeBy() != "a" {
			t.Errorf("not created: %v", err)
		}
	}
}

func TestClustersInTwoDirectoriesHaveTwoNames(t *testing.T) {
	if (Layout{"/a"}).ID() == (Layout{"/b"}).ID() {
		t.Error("equal")
	}
}
