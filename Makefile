# make run   sets everything up and publishes the demo company's release with its page
# make test  sets everything up and passes every check
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false
# a run imports some thousands of modules; compiling them each time would double its time
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup run test lint lint-python lint-dbt postgres clean

run: setup
	$(BIN)/abm run

test: setup lint postgres
	$(BIN)/pytest

# tests/test_postgres.py starts a server of its own; without root it says what to install
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 || [ "$$(id -u)" != 0 ] || .ci/install-postgres || true

lint: setup
	$(MAKE) -j2 lint-python lint-dbt

lint-python:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lint-dbt:
	$(BIN)/dbt --quiet parse
	$(BIN)/dbt-bouncer --config-file dbt-bouncer.yml
	$(BIN)/sqlfluff lint --disable-progress-bar --processes 2 models tests/singular

setup: .venv/.set-up

.venv/.set-up: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "abm-kpis needs Python 3.11; name it with: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	mkdir -p private
	touch $@

clean:
	rm -rf .venv private published target logs
