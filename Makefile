# Two commands matter: `make up` and `make test`. The rest is what they are made of.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
BIN := .venv/bin

# An installed part leaves a stamp, so that a second run has nothing to install.
ENVIRONMENT := .venv/.environment
DEPENDENCIES := .venv/.dependencies
PROJECT := .venv/.project
TEST_DEPENDENCIES := .venv/.test-dependencies

PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Where to listen, or nothing but the vocabulary: make up UP="--port 9000 --empty"
UP ?=

.PHONY: help install up test lint format schema bench lock

help: ## Say what each target does
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(PROJECT) ## Create .venv and install the locked dependencies and the project

up: install ## Start the database, migrate, import the seed documents if there are none, serve
	@exec $(BIN)/modelgraph up $(UP)

test: $(TEST_DEPENDENCIES) lint ## Run every check and every test
	@$(BIN)/pytest

lint: $(TEST_DEPENDENCIES) ## Check style, types, import contracts, and that schema.graphql is current
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/modelgraph schema --check

format: $(TEST_DEPENDENCIES) ## Rewrite the code as ruff would have it
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

schema: install ## Print schema.graphql from the code
	@$(BIN)/modelgraph schema > schema.graphql.new && mv schema.graphql.new schema.graphql

bench: install ## Measure the service against pgbench on 100,000 models in a scratch database
	@$(BIN)/python -m bench

# The lock holds what the public index offers for every platform, whatever this machine's pip is
# configured to read besides, and no addresses.
COMPILE := env -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --generate-hashes \
	--strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	--no-emit-options

# A client's environment is its own: its generator needs another graphql-core than the service.
CLIENT := tests/clients/python

lock: $(TEST_DEPENDENCIES) ## Resolve the dependencies anew and lock them with their hashes
	$(COMPILE) --build-deps-for editable --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
	$(COMPILE) --output-file $(CLIENT)/requirements.txt $(CLIENT)/requirements.in

$(ENVIRONMENT):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Modelgraph needs Python 3.11 or newer; name it: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

$(DEPENDENCIES): requirements.txt $(ENVIRONMENT)
	@echo "Installing the locked dependencies"
	@$(PIP_INSTALL) --require-hashes -r requirements.txt
	@touch $@

$(PROJECT): pyproject.toml $(DEPENDENCIES)
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_DEPENDENCIES): requirements-dev.txt $(PROJECT)
	@echo "Installing the locked test dependencies"
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@
