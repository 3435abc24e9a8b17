# Everything a developer runs. Each target sets up what it needs: a Python from 3.11 and make are enough.

WORKERS ?= 2
ARGS ?=
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-zh console run manifest test check format lint types imports texts texts-check docs bench screens lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## make .venv with everything the lock file names (the others do it by themselves)

# Again only when what is to be installed has changed. --no-build-isolation: the locked setuptools builds, no other.
$(READY): requirements-dev.lock pyproject.toml
	@python=$$(.ci/find-python) && echo "Setting up .venv with $$python" && $$python -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

demo: $(READY)  ## a week of a small project in half a minute
	@$(BIN)/drumbeat demo $(ARGS)

demo-zh: $(READY)  ## the same in Chinese
	@$(BIN)/drumbeat demo --language zh-Hans $(ARGS)

console: $(READY)  ## talk to it in the terminal, as several people, with a clock that can be moved
	@$(BIN)/drumbeat console $(ARGS)

run: $(READY)  ## run it, with the settings from the environment and .env
	@$(BIN)/drumbeat run $(ARGS)

manifest: $(READY)  ## print the manifest of the Slack app
	@$(BIN)/drumbeat manifest $(ARGS)

test: $(READY)  ## all tests, on SQLite and PostgreSQL; make test ARGS="tests/bot -k date"
	@$(BIN)/pytest -q -n $(WORKERS) --dist worksteal $(ARGS)

check: lint types imports texts-check  ## format, lint, types, who imports whom, texts and docs up to date
	@$(BIN)/drumbeat docs --check

format: $(READY)  ## format, and repair what ruff can
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

lint: $(READY)
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check

types: $(READY)
	@$(BIN)/mypy

imports: $(READY)
	@$(BIN)/lint-imports --no-logo

texts: $(READY)  ## bring the sentences of the source into the catalogs, where they are then translated
	@$(BIN)/python -m tests.catalogs

texts-check: $(READY)  ## whether every sentence is in both catalogs, and well
	@$(BIN)/python -m tests.catalogs --check

docs: $(READY)  ## write docs/commands.md anew from the commands
	@$(BIN)/drumbeat docs

bench: $(READY)  ## speed, as ratios to the floors of the same run
	@$(BIN)/python -m bench $(ARGS)

screens: $(READY)  ## render the pictures in README and docs/ anew (those of docs/screens need a Chromium)
	@$(BIN)/python -m tests.screens
	@$(BIN)/python -m tests.surfaces $(ARGS)

# For all platforms and every Python from 3.11 at once; what is locked stays unless UPGRADE="--upgrade" says otherwise.
UPGRADE ?=
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --no-config \
	--universal --python-version 3.11 --generate-hashes $(UPGRADE)

lock: $(READY)  ## lock files from pyproject.toml; newer versions with make lock UPGRADE=--upgrade
	@$(COMPILE) --group build --output-file requirements.lock pyproject.toml
	@$(COMPILE) --group dev --output-file requirements-dev.lock pyproject.toml

clean:  ## remove what was made: .venv, caches, builds (never your data)
	@rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find bot storage tests -name __pycache__ -type d -prune -exec rm -rf {} +
