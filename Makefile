# Each target works as the first command in a fresh clone: it needs Python 3.11 or newer, make, and nothing else.

.DEFAULT_GOAL := help
.PHONY: help demo up-kafka test lint chaos bench schemas lock
.DELETE_ON_ERROR:

BIN := .venv/bin
INSTALLED := .venv/installed
ARGS ?=

help: ## List what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s%s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Options go into ARGS, such as: make test ARGS='tests/contracts -x'"

demo: $(INSTALLED) ## Run the whole system on the bundled sample regions
	$(BIN)/ridealong demo $(ARGS)

up-kafka: $(INSTALLED) ## Run the demo and then the service on Apache Kafka and Redis, which it starts itself
	@scripts/up-kafka $(ARGS)

test: $(INSTALLED) ## Run every test
	scripts/test $(ARGS)

lint: $(INSTALLED) ## Check style, types, import arrows and generated files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ridealong contracts --out . --check

CHAOS_SEED ?= 1
CHAOS_KILLS ?= 100
CHAOS_SECONDS ?= 130
CHAOS_COPIES ?= 300
CHAOS_KAFKA_SECONDS ?= 190

chaos: export CHAOS_SEED := $(CHAOS_SEED)
chaos: export CHAOS_KILLS := $(CHAOS_KILLS)
chaos: export CHAOS_SECONDS := $(CHAOS_SECONDS)
chaos: export CHAOS_COPIES := $(CHAOS_COPIES)
chaos: export CHAOS_KAFKA_SECONDS := $(CHAOS_KAFKA_SECONDS)
chaos: $(INSTALLED) ## Kill, freeze and unplug a running service for a long time
	$(BIN)/pytest tests/crash -s $(ARGS)

bench: $(INSTALLED) ## Measure the figures in the README
	$(BIN)/python -m tests.benchmarks $(ARGS)

schemas: $(INSTALLED) ## Write schemas, AsyncAPI document and event reference from the models
	$(BIN)/ridealong contracts --out .

LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	--no-emit-find-links --quiet $(ARGS)
ONE_VERSION := --constraint requirements.lock --no-annotate

lock: $(INSTALLED) ## Lock what pyproject.toml asks for (ARGS=--upgrade for the newest of all)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) pyproject.toml --group dev --output-file requirements.lock
	$(LOCK) pyproject.toml --group build $(ONE_VERSION) --output-file deploy/requirements.lock
	$(LOCK) --group deploy $(ONE_VERSION) --output-file tests/deploy/requirements.lock

$(INSTALLED): pyproject.toml requirements.lock scripts/install
	@scripts/install
	@touch $@
