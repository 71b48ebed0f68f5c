// Command secondline is a tiered IT support desk: one binary that serves the
// desk and administers it.
package main

import (
	"os"

	"secondline/internal/app/cli"
)

// version is set when a release is built.
var version = "dev"

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, version)) }
