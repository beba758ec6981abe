# Every target says what it does; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup demo test simulate up down chat lint train gates bench-hearing bench lock clean
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE := 1

help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 16

setup: .venv/.ready node_modules/.ready ## Prepares .venv, with the command aftercare, and node_modules

.venv/.ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; try make PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -m venv .venv
	@echo "Installing the pinned Python packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

node_modules/.ready: package-lock.json
	@command -v npm >/dev/null || { echo "Node 20 or newer with npm is needed"; exit 1; }
	@echo "Installing the pinned deployment tool"
	@npm ci --silent --no-audit --no-fund
	@cp node_modules/htmx.org/dist/htmx.min.js functions/static/
	@touch $@

demo: setup ## Plays three people's twelve weeks on this machine, tells the story, writes build/demo.json
	@$(BIN)/aftercare demo

test: setup ## Runs what CI runs: format, lint, types, words, every test, end to end
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/aftercare lint
	@$(BIN)/pytest -q -n 2 --dist loadfile

simulate: setup ## Lives journeys in worlds where everything goes wrong, for ten minutes, and prints the record
	@$(BIN)/aftercare simulate --journeys 1000000 --minutes 10 --workers 0

up: setup ## Starts the whole service here and prints its addresses; it stays until make down
	@$(BIN)/aftercare up

down: ## Stops what make up started
	@$(BIN)/aftercare down

chat: setup ## Lets you be the patient in this terminal, skipping days
	@$(BIN)/aftercare chat $(ARGS)

lint: setup ## Checks every text and pathway and names all problems at once
	@$(BIN)/aftercare lint

train: setup ## Teaches the reader anew from infra/training/texts; a quarter of an hour
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/aftercare train

gates: setup ## Notes anew which words each rule needs, after a rule was changed; seconds
	@$(BIN)/python -m infra.training.gating

bench-hearing: setup ## Prints how well and how fast replies are read, against the targets
	@$(BIN)/python -m infra.training.bench

bench: setup ## Measures what the service costs, against targets, and writes docs/performance.md; ten minutes
	@$(BIN)/python -m infra.bench

lock: setup ## Compiles the pinned requirements anew, with hashes
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade requirements/runtime.in -o requirements/runtime.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade requirements/dev.in -o requirements/dev.txt

clean: ## Removes everything the other targets made
	@rm -rf .venv node_modules build .serverless .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
