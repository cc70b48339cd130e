# `make` sets up everything and builds every manual into dist/; `make help` lists the rest.
# Everything that is set up stays in this folder, except for the system's own parts (see tools/prepare).

# The first python here that is new enough; or name one: make PYTHON=python3.12
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && exit; \
	done; echo python3)
BIN := .venv/bin
# The lock names all that is needed: pip has nothing to look for, and no newer version to stumble over.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

# What was left half made is made anew.
.DELETE_ON_ERROR:

.PHONY: all
all: setup ## Set up, then build every manual into dist/
	$(PYTHON) build.py build

.PHONY: help
help: ## List what make can do
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 10

# Setting up. A stamp is as old as what was last installed: where nothing has changed since, neither pip nor npm is called.

.PHONY: setup
setup: .venv/run.stamp fonts fonts/web scripts ## Set up what building needs

.PHONY: setup-tests
setup-tests: setup .venv/test.stamp node_modules/test.stamp

.PHONY: system system-tests
system:
	@$(PYTHON) tools/prepare run
system-tests:
	@$(PYTHON) tools/prepare test

.venv/bin/python: | system
	$(PYTHON) -m venv --clear .venv

.venv/run.stamp: requirements.txt .venv/bin/python
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

.venv/test.stamp: requirements-dev.txt .venv/bible.stamp .venv/run.stamp | system-tests
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

.PHONY: bible
bible: .venv/bible.stamp ## Set up the text of the Bible, for those who quote it

.venv/bible.stamp: requirements-bible.txt .venv/run.stamp
	$(PIP_INSTALL) -r requirements-bible.txt
	@touch $@

.venv/bench.stamp: requirements-bench.txt .venv/test.stamp
	$(PIP_INSTALL) -r requirements-bench.txt
	@touch $@

fonts: package-lock.json tools/copy-fonts | system
	npm ci --omit=dev --loglevel=error
	$(PYTHON) tools/copy-fonts

fonts/web: fonts tools/make-web-fonts kitabcha/press/web_fonts.py .venv/run.stamp
	$(BIN)/python tools/make-web-fonts
	@touch $@

scripts: fonts tools/copy-scripts
	$(PYTHON) tools/copy-scripts

node_modules/test.stamp: package-lock.json fonts | system-tests
	npm ci --loglevel=error
	@touch $@

# Working on Kitabcha

# With FIGURES=--figures, tests and soak write what they have shown into docs/safety.md.
FIGURES ?=
# Types are checked while the tests run: else one processor waits for the other.
.PHONY: test tests
test: setup-tests ## Set up, then run every check and every test
	@$(MAKE) --no-print-directory --jobs=2 lint tests
tests: setup-tests
	$(BIN)/pytest -n 2 $(FIGURES)

.PHONY: soak
soak: setup-tests ## Set up, then run the tests that take long: all verses, kills, full disks
	$(BIN)/pytest -n 2 -m soak $(FIGURES)

# How long to look for what breaks, in examples.
EXAMPLES ?= 2000
.PHONY: fuzz
fuzz: setup-tests ## Set up, then look for sources that break a build
	KITABCHA_EXAMPLES=$(EXAMPLES) $(BIN)/pytest -n 2 -m fuzz

.PHONY: bench
bench: setup-tests .venv/bench.stamp ## Set up, then measure what the press promises
	PYTHONPATH=. $(BIN)/python benchmarks/bench.py

.PHONY: lint
lint: setup-tests ## Check style, types and layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: setup-tests ## Put the code into the one format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: lock
lock: setup-tests ## Pin the newest allowed packages
	$(BIN)/uv pip compile $(LOCK) pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile $(LOCK) requirements-dev.in --output-file requirements-dev.txt
	$(BIN)/uv pip compile $(LOCK) requirements-bench.in --output-file requirements-bench.txt
	npm install --package-lock-only --loglevel=error

.PHONY: clean
clean: ## Remove everything that make made
	rm -rf .venv node_modules fonts fonts.new scripts scripts.new dist .kitabcha .*_cache .hypothesis .coverage
