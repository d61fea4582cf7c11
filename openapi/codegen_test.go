package openapi

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A document that a client generator stumbles over is of no use to those who have to write clients. The generator and
// what its output imports come from the network, so this runs only when asked: make documents.
func TestCodegenOfClients(t *testing.T) {
	if os.Getenv("LEADASSIST_SIM_CODEGEN") != "1" {
		t.Skip("set LEADASSIST_SIM_CODEGEN=1 to generate and compile clients")
	}
	const generator = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2"
	dir := t.TempDir()
	for _, name := range Names() {
		source, err := Source(name)
		if err != nil {
			t.Fatal(err)
		}
		document := filepath.Join(dir, name+".yaml")
		if err := os.WriteFile(document, source, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
		run(t, dir, "go", "run", generator, "-generate", "types,client,skip-prune", "-package", name,
			"-o", filepath.Join(name, "client.go"), document)
	}
	run(t, dir, "go", "mod", "init", "clients")
	run(t, dir, "go", "mod", "tidy")
	run(t, dir, "go", "build", "./...")
	run(t, dir, "go", "vet", "./...")
}

func run(t *testing.T, dir, command string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", command, args, err, out)
	}
}
