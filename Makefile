# make demo    a report checked against the example project
# make test    everything CI runs: lint, types, layers, the site, the README's own claims, the recognition lock, tests
# make docs    the pages as a site, in site/
# make format  ruff's fixes and formatting
# make fuzz    reports that nobody wrote; FUZZ=5000 says how many
# make bench   measurements side by side
# Each makes .venv and installs what it needs first. PYTHON=python3.12 picks another interpreter for a new .venv.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
DEVELOPING := .venv/.developing

.PHONY: demo test lint docs format fuzz bench clean

demo: $(INSTALLED)
	@echo '$$ verify-review examples/audit.md --repo examples/project'
	@$(BIN)/verify-review examples/audit.md --repo examples/project --exit-zero
	@echo
	@echo '$$ verify-review examples/audit.md --repo examples/project --diff'
	@$(BIN)/verify-review examples/audit.md --repo examples/project --exit-zero --diff

test: $(DEVELOPING) lint docs
	$(BIN)/verify-review README.md --repo . -q
	$(BIN)/python benchmarks/recognition.py
	$(BIN)/python -m pytest -n auto

lint: $(DEVELOPING)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: export NO_MKDOCS_2_WARNING := 1
docs: $(DEVELOPING)
	$(BIN)/mkdocs build --strict

format: $(DEVELOPING)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: export FUZZ := $(or $(FUZZ),2000)
fuzz: $(DEVELOPING)
	$(BIN)/python -m pytest -q -n auto tests/test_fuzz.py tests/test_mutants.py

bench: $(DEVELOPING)
	$(BIN)/python benchmarks/bench.py $(BENCH)

$(INSTALLED): pyproject.toml setup.py
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

$(DEVELOPING): $(INSTALLED)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev,docs]'
	@touch $@

clean:
	rm -rf .venv build dist site *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
