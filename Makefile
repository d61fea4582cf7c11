# Everything needs Go and the module proxy, nothing else. `make` lists the targets.
GO       ?= go
BINARY   := leadassist-sim
GOFUMPT  := $(GO) run mvdan.cc/gofumpt@v0.9.2
LINT     := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.12.2
FUZZTIME ?= 20s

.PHONY: help run build test race lint fmt bench fuzz check documents contract mutants

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## run the simulator on 127.0.0.1:8080
	$(GO) run ./cmd/leadassist-sim serve

build: ## build one static binary, ./leadassist-sim
	CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags '-s -w' -o $(BINARY) ./cmd/leadassist-sim

test: race ## run every test (with the race detector)

race:
	$(GO) test -race -shuffle=on ./...

contract: build ## play the whole contract suite against a simulator of its own
	./$(BINARY) contract --concurrency 2

mutants: ## see that the contract suite fails for each deliberate defect; LEADASSIST_SIM_MUTANTS=full plays all of it
	$(GO) test -count=1 -timeout 30m -run '^(TestMutants|TestNoMutant)$$' ./cmd/leadassist-sim

fmt: ## format
	$(GOFUMPT) -w .

lint: ## vet and lint
	$(GO) vet ./...
	$(LINT) run

bench: ## measure, as ratios against a bare echo in the same run
	$(GO) test -run '^$$' -bench . -benchmem ./sim/exchange ./openapi
	LEADASSIST_SIM_BENCH=1 $(GO) test -run '^TestBudgets$$' -count=1 -v ./cmd/leadassist-sim

fuzz: ## fuzz everything that parses, FUZZTIME each
	@for package in $$($(GO) list ./...); do \
	  for target in $$($(GO) test -list '^Fuzz' $$package | grep ^Fuzz); do \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
	  done; \
	done

documents: ## generate a Go client from each document and compile it
	LEADASSIST_SIM_CODEGEN=1 $(GO) test -run Codegen -count=1 -v ./openapi

check: ## what must hold before a change lands
	@unformatted=$$($(GOFUMPT) -l .) && test -z "$$unformatted" || { echo "not formatted: $$unformatted"; exit 1; }
	$(GO) mod tidy -diff
	$(GO) fix -diff ./...
	$(MAKE) lint race mutants documents
