# Secondline. Every target runs without questions, as any user; `make test` installs what it needs when it may.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
export CGO_ENABLED := 0

VERSION   := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
CONSOLE   := web/console
BUNDLE    := web/dist/console/index.html
MODULES   := $(CONSOLE)/node_modules/.package-lock.json
SOURCES    = $(shell find $(CONSOLE) -path $(CONSOLE)/node_modules -prune -o -type f -print)
TOOLS     := bin/tools
GENERATED := api/openapi.yaml $(CONSOLE)/src/api/schema.gen.ts
STORIES   := ./e2e/...
GO_FILES   = $(wildcard cmd internal web/*.go bench e2e)
FUZZTIME  ?= 20s

.PHONY: build run test unit e2e check lint fmt console-check fresh gen bench fuzz needs clean

build: $(BUNDLE) ## the binary, console inside: bin/secondline
	go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$(VERSION)" -o bin/secondline ./cmd/secondline

run: build ## a demo desk on http://127.0.0.1:8420
	bin/secondline serve --demo --addr 127.0.0.1:8420

test: needs unit e2e ## everything, on both databases, with browser and mail server

unit: $(BUNDLE)
	go test -timeout 15m $$(go list ./... | grep -v '/e2e')

e2e: build needs ## stories against the real binary
	go test -count=1 -timeout 15m $(STORIES)

check: lint console-check fresh ## style: formatting, linters, architecture, generated files

lint: $(BUNDLE) $(TOOLS)/staticcheck $(TOOLS)/errcheck $(TOOLS)/gofumpt
	test -z "$$($(TOOLS)/gofumpt -l $(GO_FILES) | tee /dev/stderr)" || { echo "make fmt"; exit 1; }
	go mod tidy -diff
	go vet ./...
	$(TOOLS)/staticcheck ./...
	.ci/errors $(TOOLS)/errcheck
	go test ./internal/app/arch

fmt: $(TOOLS)/gofumpt $(MODULES) ## write the house's format
	$(TOOLS)/gofumpt -w $(GO_FILES)
	cd $(CONSOLE) && npm run --silent format

console-check: $(MODULES)
	cd $(CONSOLE) && npm run --silent check

fresh: $(MODULES) ## generated files are what gen would write
	.ci/fresh $(GENERATED)

gen: $(MODULES) ## openapi.yaml from the Go types, TypeScript types from openapi.yaml
	go test -count=1 ./internal/edge/api -run OpenAPI -update
	cd $(CONSOLE) && npx openapi-typescript ../../api/openapi.yaml -o src/api/schema.gen.ts

bench: build ## prints figures, never fails on time
	go test -run '^$$' -bench . -benchmem -timeout 60m ./bench/...

fuzz: ## each fuzz test for FUZZTIME
	.ci/fuzz $(FUZZTIME)

needs: $(MODULES)
	.ci/needs

clean:
	rm -rf bin web/dist

$(BUNDLE): $(MODULES) $(SOURCES)
	cd $(CONSOLE) && npm run --silent build
	touch $@

$(MODULES): $(CONSOLE)/package-lock.json
	cd $(CONSOLE) && npm ci --no-audit --no-fund
	touch $@

# Pinned here and not in go.mod, so that the linters' modules do not become ours (docs/adr/0006).
$(TOOLS)/staticcheck: TOOL = honnef.co/go/tools/cmd/staticcheck@v0.8.2
$(TOOLS)/errcheck:    TOOL = github.com/kisielk/errcheck@v1.30.0
$(TOOLS)/gofumpt:     TOOL = mvdan.cc/gofumpt@v0.12.0
$(TOOLS)/staticcheck $(TOOLS)/errcheck $(TOOLS)/gofumpt: Makefile
	GOBIN=$(CURDIR)/$(TOOLS) go install $(TOOL)
	touch $@
