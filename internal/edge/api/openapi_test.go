package api

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

// The description of the API is reviewed like code: whoever changes a type sees
// here what callers will see.
func TestOpenAPIIsTheGoldenFile(t *testing.T) {
	const golden = "../../../api/openapi.yaml"
	got, err := OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("the API changed; look at it and run `make gen`:\n%s", d)
	}
}
