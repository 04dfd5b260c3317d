# `make` or `make help` lists the targets. CI runs `make all` (.ci/run).
.DEFAULT_GOAL := help
# The steps share the build folder and .venv, and cargo uses every core by itself.
.NOTPARALLEL:

# Another interpreter: make test PYTHON=python3.13
PYTHON ?= python3
CARGO ?= cargo
# Handed on to the test runners: make test PYTEST_ARGS='-k readme' RUST_TEST_ARGS=passages
PYTEST_ARGS ?=
RUST_TEST_ARGS ?=

VENV := .venv
VENV_PYTHON := $(VENV)/bin/python
# The version is part of the stamp's name: another PYTHON means another environment.
PYTHON_VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
INSTALLED := $(VENV)/.installed-$(PYTHON_VERSION)

# Tests run in the folders of their crates, so the path of the corpora has to be absolute.
export WIRECOPY_DATA := $(abspath $(or $(WIRECOPY_DATA),../shared/data))
export VIRTUAL_ENV := $(abspath $(VENV))
export PYO3_PYTHON := $(abspath $(VENV_PYTHON))
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: all
all: lint test  ## What CI runs: lint and test

.PHONY: test
test: test-rust test-python  ## Everything that can fail: Rust tests and doctests, pytest, notebooks, types

.PHONY: test-rust
# Without the examples, which `make lint` compiles: linking them takes minutes.
test-rust: $(INSTALLED)  ## Unit tests, integration tests and doctests of all crates
	$(CARGO) test --workspace --all-features --locked --tests -- $(RUST_TEST_ARGS)
	$(CARGO) test --workspace --all-features --locked --doc -- $(RUST_TEST_ARGS)

.PHONY: test-python
test-python: extension  ## pytest (README and notebooks too), stubtest, mypy
	$(VENV_PYTHON) -m pytest $(PYTEST_ARGS)
	$(VENV_PYTHON) -m mypy.stubtest --mypy-config-file pyproject.toml wirecopy._core
	$(VENV_PYTHON) -m mypy python/wirecopy

.PHONY: test-clean
test-clean: $(INSTALLED)  ## The Python tests with NumPy alone, in a clean environment of every Python from 3.11 on
	$(VENV_PYTHON) tests/clean_environments.py

# The dev profile with all features: it shares its crates with `cargo test`, checks overflows, and needs no link-time
# optimisation.
.PHONY: extension
extension: $(INSTALLED)  ## Build the Python package into .venv
	$(VENV)/bin/maturin develop --locked --all-features

$(INSTALLED): pyproject.toml requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'error: wirecopy needs Python 3.11 or newer; `$(PYTHON)` is $(or $(PYTHON_VERSION),not there)' >&2; \
		echo 'Name another interpreter: make test PYTHON=python3.12' >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(VENV_PYTHON) -m pip install --quiet --requirement requirements-dev.txt
	@touch $@

.PHONY: lint
lint: lint-rust lint-python  ## Formatting, clippy, ruff, and the rules on crates, licences and dependencies

.PHONY: lint-rust
lint-rust: $(INSTALLED)
	@$(CARGO) fmt --version >/dev/null && $(CARGO) clippy --version >/dev/null || { \
		echo 'error: rustfmt and clippy are needed: rustup component add rustfmt clippy' >&2; exit 1; }
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --all-features --locked -- -D warnings
	$(CARGO) test --workspace --all-features --locked --test workspace

.PHONY: lint-python
lint-python: $(INSTALLED)
	$(VENV_PYTHON) -m ruff check
	$(VENV_PYTHON) -m ruff format --check

.PHONY: format
format: $(INSTALLED)  ## Format Rust, Python and notebooks, and mend what ruff can mend
	$(CARGO) fmt --all
	$(VENV_PYTHON) -m ruff check --fix
	$(VENV_PYTHON) -m ruff format

.PHONY: bench
bench: $(INSTALLED)  ## Words and analyses beside a peer, time and memory of a check stage by stage, the Python package (minutes)
	$(CARGO) build --release --locked
	$(CARGO) run --release --locked --quiet -p wirecopy-text --example words_speed
	$(VENV_PYTHON) benchmarks/bench_check.py
	$(VENV_PYTHON) benchmarks/bench_joins.py
	$(VENV_PYTHON) benchmarks/bench_near_duplicates.py
	$(VENV_PYTHON) benchmarks/bench_python.py
	$(VENV_PYTHON) benchmarks/bench_tokens.py
	$(VENV_PYTHON) benchmarks/bench_tfidf.py
	$(VENV_PYTHON) benchmarks/bench_search.py

.PHONY: bench-vtext
bench-vtext:  ## Counting beside the Rust crate vtext, which is built for it
	$(PYTHON) benchmarks/bench_vtext.py

.PHONY: bench-peers
bench-peers: $(INSTALLED)  ## Install what `make bench` measures against (200 MB)
	$(VENV_PYTHON) -m pip install --quiet --requirement benchmarks/requirements-tokens.txt --requirement benchmarks/requirements-joins.txt \
		--requirement benchmarks/requirements-search.txt

.PHONY: quality
quality: extension  ## All figures of quality beside their bars, in one table: planted reuse, furniture, stories, corpora, sentences, vectorisers (half an hour)
	$(CARGO) build --release --locked
	$(VENV_PYTHON) -m pip install --quiet --requirement benchmarks/requirements.txt
	$(VENV_PYTHON) benchmarks/quality.py

# Under the release profile with the checks of the dev profile: a number that overflows is a fault.
.PHONY: fuzz
fuzz: export WIRECOPY_FUZZ_WORDS ?= 50000000
fuzz: export PROPTEST_CASES ?= 200000
fuzz: export CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS = true
fuzz: export CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS = true
fuzz:  ## Random input for long (half an hour): 50 million words for the old stemmers, spans and boundaries in random text
	$(CARGO) test --release --locked -p wirecopy-text --all-features --lib -- $(RUST_TEST_ARGS)
	$(CARGO) test --release --locked -p wirecopy-text --all-features --test conformance never_panics

.PHONY: clean
clean:  ## Remove everything that was built or installed here
	$(CARGO) clean
	rm -rf $(VENV) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -f python/wirecopy/*.so
	find python tests notebooks benchmarks -name __pycache__ -prune -exec rm -rf {} +
