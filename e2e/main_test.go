package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// binary is the program that the stories are about.
var binary string

// TestMain builds the binary before the first story. E2E_BINARY names one
// that is there already.
func TestMain(m *testing.M) {
	var err error
	if binary, err = built(); err != nil {
		fmt.Fprintln(os.Stderr, "the binary could not be built:", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// built makes bin/secondline what the sources say; make knows whether it has to.
func built() (string, error) {
	if given := os.Getenv("E2E_BINARY"); given != "" {
		return given, nil
	}
	build := exec.Command("make", "--silent", "build")
	build.Dir = ".."
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return "", err
	}
	return filepath.Abs("../bin/secondline")
}
